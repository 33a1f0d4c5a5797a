"""The scenarios as stories: which rules each touches, and what it shows to follow from a rule."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from deploy.law.tables import documents_of

FOLDER = "tests/scenarios"
OTHER = frozenset({"at", "from", "to", "citizen", "basis", "as", "id", "happened_at"})
"""Words of a step that are no field of its message."""


@dataclass(frozen=True)
class Story:
    """A scenario file. `law`: the rules that it says it is about."""

    name: str
    law: tuple[str, ...]
    citizens: Mapping[str, Any]
    steps: tuple[Mapping[str, Any], ...]

    @property
    def title(self) -> str:
        """As a sentence: `a-fund-s-deadline` is a fund's deadline."""
        return re.sub(r"-s(?=-|$)", "'s", self.name).replace("-", " ").capitalize()

    @cached_property
    def touches(self) -> frozenset[str]:
        """Every rule that it names: at its head, as a basis, as what refused."""
        return frozenset(self.law).union(*(rules_of(step) for step in self.steps))


def stories(root: Path) -> list[Story]:
    """Every scenario that can be read; of a broken one the tests tell."""
    found = []
    for file in sorted((root / FOLDER).glob("*.yaml")):
        for said in documents_of(file):
            if isinstance(said, dict):
                steps = tuple(_named(step) for step in said.get("steps") or () if isinstance(step, dict))
                law = tuple(str(id) for id in said.get("law") or ())
                found.append(Story(file.stem, law, said.get("citizens") or {}, steps))
    return found


def _named(step: Mapping[Any, Any]) -> Mapping[str, Any]:
    """Every field by its name; YAML reads `on` as yes."""
    return {"on" if name is True else str(name): value for name, value in step.items()}


def rules_of(step: Mapping[str, Any]) -> frozenset[str]:
    """The rules that a step names."""
    named = [str(id) for id in step.get("basis") or ()]
    return frozenset([*named, str(step["rule"])] if "rule" in step else named)


def effects(told: list[Story]) -> dict[str, list[str]]:
    """Rule → what scenarios show to follow from it: names of messages, and codes of refusals."""
    found: dict[str, set[str]] = {}
    for story in told:
        for step in story.steps:
            if "expect" in step:
                for rule in rules_of(step):
                    found.setdefault(rule, set()).add(str(step.get("code") or step["expect"]))
    return {rule: sorted(names) for rule, names in sorted(found.items())}


def lines(story: Story) -> Iterator[str]:
    """The story, a line for each step."""
    for name, said in story.citizens.items():
        about = ", ".join(f"{word} {value}" for word, value in (said or {}).items())
        yield f"*{name}*: {about}" if about else f"*{name}*"
    for step in story.steps:
        yield _line(step)


def _line(step: Mapping[str, Any]) -> str:
    verb = next((word for word in ("send", "expect", "never", "raw", "nothing_else") if word in step), "")
    when = str(step.get("at", "")).replace("T", " ")
    whom = f" *{step['citizen']}*" if "citizen" in step else ""
    fields = ", ".join(_fields(step, OTHER | {verb}))
    more = f" ({fields})" if fields else ""
    match verb:
        case "send":
            said = (
                f"{step.get('from')} sends **{step['send']}** for{whom}{more}"
                if whom
                else (f"{step.get('from')} sends **{step['send']}**{more}")
            )
            said += f"; it happened {_plain(step['happened_at']).replace('T', ' ')}" if "happened_at" in step else ""
        case "expect":
            said = f"**{step['expect']}**{whom}{more}"
        case "never":
            said = f"no **{step['never']}**{whom}{more}"
        case "raw":
            said = f"{step.get('from')} sends a record as it stands"
        case _:
            return "Nothing else follows."
    basis = ", ".join(str(id) for id in step.get("basis") or ())
    return f"{when}: {said}" + (f" — {basis}" if basis else "")


def _fields(step: Mapping[str, Any], besides: frozenset[str]) -> Iterator[str]:
    """What a message says; what refers to an earlier step by its name (`$met.interview`) is left out."""
    for name, value in step.items():
        if name not in besides and not str(value).startswith("$"):
            yield f"{name} {_plain(value)}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
