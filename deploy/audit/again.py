"""One subject's journal decided again: the case, the timers that are left, and every row that should have been written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from contracts.common.v1 import CitizenParked, CommandRefused, ParkedDiscarded, ParkedReleased
from contracts.registry import BY_MODEL
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message, Timer, refused
from shared.runtime.intake import Handling
from shared.runtime.journal import COLUMNS, Journalist
from shared.runtime.offsets import Move, Shard
from shared.runtime.parking import Work
from shared.runtime.wire import TIMER, Taken, decode_body, restored, timer_taken, to_message

UNDECIDED = {BY_MODEL[model].type for model in (CitizenParked, ParkedReleased, ParkedDiscarded, CommandRefused)}
"""What the runtime itself writes about a message that `decide` has not seen."""
DISCARDED = BY_MODEL[ParkedDiscarded].type
Tell = Callable[[Any, str, str | None], None]
"""Is told a journal row, what is wrong there, and of a message to which topic."""


@dataclass(slots=True)
class Again:
    """What follows from one subject's journal. `broken`: today's code failed, so the rest is not known."""

    subject: str
    shard: int
    case: Any
    messages: list[Message[Any]] = field(default_factory=list)
    timers: dict[tuple[str, str], datetime] = field(default_factory=dict)
    broken: bool = False


def decided_again(handling: Handling, subject: str, rows: Sequence[Any], tell: Tell) -> Again:
    """Every row is compared whole, position and input included, with what its decision writes today."""
    again, work = Again(subject, rows[0]["shard"], handling.store.empty(subject)), Work(subject, 0)
    for written in _decisions(rows):
        first = written[0]
        if first["input"] is None:
            tell(first, "no decision wrote this row", first["topic"])
        elif not first["input"]:
            _undecided(handling, again, written, tell)
        else:
            taken = restored(first["input"])
            decision = _decide(handling, again, taken, first, tell)
            if decision is None:
                return again
            _compare(handling, work, taken, decision, written, tell)
            _time(again, taken, decision, first, tell)
        work.book.sent.update({row["topic"]: row["sequence"] for row in written if row["topic"] is not None})
    return again


def _decisions(rows: Sequence[Any]) -> Iterator[list[Any]]:
    """Each row that begins something, with those that follow from it."""
    start = 0
    for index, row in enumerate(rows):
        if index and row["input"] is not None:
            yield list(rows[start:index])
            start = index
    yield list(rows[start:])


def _decide(handling: Handling, again: Again, taken: Taken, first: Any, tell: Tell) -> Decision[Any] | None:
    known = taken.topic == TIMER or taken.type in handling.types
    try:
        message = to_message(taken, decode_body(taken) if known else None, handling.with_basis)
        decision: Decision[Any] = (
            handling.decide(again.case, message, civil_date(taken.time))
            if known
            else refused(again.case, "COMMAND_UNKNOWN")
        )
    except Exception as error:
        tell(first, f"today's code fails: {type(error).__name__}", None)
        again.broken = True
        return None
    again.case = decision.case
    if known:
        again.messages.append(message)
    return decision


def _compare(
    handling: Handling, work: Work, taken: Taken, decision: Decision[Any], written: Sequence[Any], tell: Tell
) -> None:
    first = written[0]
    journalist = Journalist(handling.name, first["recorded"])
    move = Move(Shard(first["shard"], 0, 0, 0), first["position"] - 1)
    journalist.write(move, work, taken, decision, _trace(written))
    for row, line in zip(written, journalist.lines, strict=False):
        if differs := [name for name, value in zip(COLUMNS, line, strict=True) if row[name] != value]:
            tell(row, f"{', '.join(differs)} not as decided again", row["topic"])
    for row in written[len(journalist.lines) :]:
        tell(row, "decided again, this row is not written", row["topic"])
    for line in journalist.lines[len(written) :]:
        topic = str(line[COLUMNS.index("topic")])
        tell(written[-1], f"decided again, a message to {topic} is written after it", topic)


def _trace(written: Sequence[Any]) -> str:
    """A span has an id of its own, drawn at random; the rows say which."""
    headers: Mapping[str, str] = msgspec.json.decode(written[0]["headers"])
    return headers.get("traceparent", "")


def _time(again: Again, taken: Taken, decision: Decision[Any], first: Any, tell: Tell) -> None:
    """What the decision does to the timers; one that fires must have been set."""
    if taken.topic == TIMER:
        fired = decode_body(taken)
        due_at = again.timers.pop((fired.kind, fired.key), None)
        if due_at is None or timer_taken(again.subject, fired.kind, fired.key, due_at) != taken:
            tell(first, "a timer that fired was not set, or not for that time", None)
    for timer in decision.timers:
        if isinstance(timer, Timer):
            again.timers[timer.kind, timer.key] = timer.due_at
        else:
            again.timers.pop((timer.kind, timer.key), None)


def _undecided(handling: Handling, again: Again, written: Sequence[Any], tell: Tell) -> None:
    """Parked, released, discarded, or an operator's order refused. A timer that is discarded never fires."""
    for row in written:
        if row["type"] not in UNDECIDED or row["topic"] != f"{handling.name}.events":
            tell(row, "no decision wrote this row", row["topic"])
        elif row["type"] == DISCARDED:
            gone = msgspec.json.decode(row["body"])["message"]
            again.timers = {
                key: due_at
                for key, due_at in again.timers.items()
                if timer_taken(again.subject, *key, due_at).id != gone
            }
