"""How what was written differs from what today's code writes. Names of members, rules and messages; never a value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.law.decision import Decision, Timer
from shared.runtime.wire import TIMER, Taken, decode_body, instant


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was written for a decision: where to, what, with which body (JSON value)."""

    topic: str
    type: str
    sequence: int
    body: Any


def messages_differ(recorded: Sequence[Sent], again: Sequence[Sent]) -> Iterator[str]:
    """Which messages are others now."""
    for then, now in zip(recorded, again, strict=False):
        if (then.topic, then.type) != (now.topic, now.type):
            yield f"sent {then.type} to {then.topic} then, {now.type} to {now.topic} now"
        elif then.body != now.body:
            yield f"{then.type} differs in {members(then.body, now.body)}"
    yield from (f"sent {then.type} to {then.topic} then, nothing now" for then in recorded[len(again) :])
    yield from (f"sends {now.type} to {now.topic} now, nothing then" for now in again[len(recorded) :])


def members(then: Any, now: Any) -> str:
    """The names of the members that differ; of the basis also the rules."""
    if not (isinstance(then, dict) and isinstance(now, dict)):
        return "the whole"
    names = sorted(key for key in then.keys() | now.keys() if then.get(key) != now.get(key))
    return ", ".join(f"basis ({rules(then, now)})" if name == "basis" else name for name in names)


def rules(then: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """The rules that were applied on one side only, or to something else, or with another outcome."""
    old, new = then.get("basis") or [], now.get("basis") or []
    odd = [each["rule"] for each in (*old, *new) if each not in old or each not in new]
    return ", ".join(sorted(set(odd))) or "their order"


@dataclass(slots=True)
class Time:
    """The timers that today's code sets, each with the position of the message by which it does."""

    set: dict[str, tuple[datetime, int]] = field(default_factory=dict)

    def fired(self, taken: Taken) -> Iterator[str]:
        """A timer that went off must have been set for that very time."""
        if taken.topic == TIMER:
            timer = decode_body(taken)
            due_at, _ = self.set.pop(f"{timer.kind}/{timer.key}", (None, 0))
            if due_at != timer.due_at:
                yield f"the timer {timer.kind} is {f'set for {instant(due_at)}' if due_at else 'not set'} now"

    def follow(self, decision: Decision[Any], position: int) -> None:
        """What a decision does to the timers."""
        for timer in decision.timers:
            name = f"{timer.kind}/{timer.key}"
            self.set.pop(name, None)
            if isinstance(timer, Timer):
                self.set[name] = timer.due_at, position

    def left(self, stored: Mapping[str, datetime]) -> Iterator[tuple[int | None, str]]:
        """How the timers that remain differ from those that are stored; the position where it is known."""
        for name, (due_at, position) in self.set.items():
            if stored.get(name) != due_at:
                yield position, f"sets the timer {name.partition('/')[0]} for {instant(due_at)} now, not then"
        for name in stored.keys() - self.set.keys():
            yield None, f"the timer {name.partition('/')[0]} is not set now"
