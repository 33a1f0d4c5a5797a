"""Compares what a file expects with what came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.simulator.fields import Kept, hints, plain
from services.simulator.steps import Expect
from services.simulator.wire import Seen


@dataclass(slots=True)
class Known:
    """A message that concerns a file: whom of it, and whether a step has asked for it."""

    seen: Seen
    citizen: str | None
    prelude: bool
    used: bool = False


def is_kind(expect: Expect, known: Known) -> bool:
    """Whether the message has the name, stands where it must, and is about the right person."""
    here = known.seen.out == expect.to
    return known.seen.name == expect.contract.name and here and expect.citizen in (None, known.citizen)


def differences(expect: Expect, seen: Seen, kept: Mapping[str, Seen]) -> list[str]:
    """What the message lacks of what was expected; empty when it is the one."""
    types = hints(expect.contract.model)
    found = []
    for name, value in expect.fields.items():
        want = kept[value.step].body.get(value.field) if isinstance(value, Kept) else value
        have = seen.body.get(name)
        if not same(want, have, plain(types[name]) is datetime):
            found.append(f"{name} is {show(have)}, not {show(want)}")
    lacking = [rule for rule in expect.basis if rule not in seen.rules]
    if lacking:
        found.append(f"it rests on {', '.join(sorted(seen.rules)) or 'no rule'}, not on {', '.join(lacking)}")
    return found


def same(want: Any, have: Any, instants: bool = False) -> bool:
    """Equal; of a mapping only the members that are wanted count."""
    if isinstance(want, Mapping):
        return isinstance(have, Mapping) and all(name in have and same(part, have[name]) for name, part in want.items())
    if isinstance(want, list) and isinstance(have, list):
        return len(want) == len(have) and all(same(*pair) for pair in zip(want, have, strict=True))
    if instants and isinstance(want, str) and isinstance(have, str):
        return datetime.fromisoformat(want) == datetime.fromisoformat(have)
    return bool(want == have)


def show(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {show(part)}" for name, part in value.items()) + "}"
    return "missing" if value is None else str(value)


def wanted(expect: Expect) -> str:
    """An expectation in words."""
    parts = [
        f"{name} {f'${v.step}.{v.field}' if isinstance(v, Kept) else show(v)}" for name, v in expect.fields.items()
    ]
    parts += [f"basis {', '.join(expect.basis)}"] if expect.basis else []
    whom = f" for {expect.citizen}" if expect.citizen else ""
    where = f" on out.{expect.to}" if expect.to else ""
    return f"{expect.contract.name}{whom}{where}" + (f" with {', '.join(parts)}" if parts else "")
