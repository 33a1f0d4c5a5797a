"""A case recomputed from the journal: what each message changed, and whether today's code would decide the same.

The journal holds every message that a case was decided on, and what was decided. Nothing here writes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from contracts.registry import BY_TYPE
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message, refused
from shared.runtime.compare import Sent, Time, members, messages_differ, rules
from shared.runtime.database import Connection
from shared.runtime.intake import Handling
from shared.runtime.journal import Journalist
from shared.runtime.offsets import Move, Shard
from shared.runtime.parking import Book, Work
from shared.runtime.wire import TIMER, Taken, decode_body, instant, restored, to_message

ROWS = """
    SELECT shard, position, sequence, topic, type, headers, body, applied, input, recorded FROM journal
    WHERE subject = $1 ORDER BY shard, position"""
TIMERS = """
    SELECT book FROM subject
    WHERE subject = $1 AND NOT EXISTS (SELECT FROM waiting WHERE waiting.subject = subject.subject)"""
"""Of somebody with messages that wait, timers may be among those."""
SUBJECTS = "SELECT DISTINCT subject FROM journal WHERE subject IS NOT NULL AND length(input) > 0 ORDER BY subject"

_book = msgspec.json.Decoder(Book).decode


@dataclass(frozen=True, slots=True)
class Step:
    """One message of a case: what came, the case before and after it (JSON values), what was sent, on what basis."""

    service: str
    position: int
    recorded: datetime
    message: Taken
    before: Any
    after: Any
    sent: list[Sent]
    applied: Any
    differences: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """As one JSON object."""
        taken = self.message
        return {
            "service": self.service,
            "position": self.position,
            "recorded": instant(taken.recorded),
            "time": instant(taken.time),
            "type": taken.type,
            "source": taken.source,
            "id": taken.id,
            "cause": taken.cause or None,
            "correlation": taken.correlation,
            "message": msgspec.json.decode(taken.body),
            "before": self.before,
            "after": self.after,
            "sent": [{"topic": s.topic, "type": s.type, "body": s.body} for s in self.sent],
            "applied": self.applied,
            "differences": self.differences,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that today's code does otherwise: at a message, or in the case as a whole."""

    service: str
    text: str
    step: Step | None = None

    def plain(self) -> dict[str, Any]:
        """As one JSON object."""
        said: dict[str, Any] = {"service": self.service, "difference": self.text}
        if self.step is not None:
            taken = self.step.message
            said |= {"position": self.step.position, "message": taken.type, "id": taken.id, "time": instant(taken.time)}
        return said

    def __str__(self) -> str:
        place = f" {self.step.position} {self.step.message.type}" if self.step else ""
        return f"{self.service}{place}: {self.text}"


@dataclass(frozen=True, slots=True)
class Replay:
    """A whole case in one service. `apart`: what differs that no one message can be blamed for."""

    service: str
    subject: str
    steps: list[Step]
    apart: list[str]

    @property
    def differences(self) -> list[Difference]:
        """Everything that today's code would do otherwise; empty when nothing."""
        at_messages = [Difference(self.service, text, step) for step in self.steps for text in step.differences]
        return at_messages + [Difference(self.service, text) for text in self.apart]


async def subjects(connection: Connection) -> list[str]:
    """Every subject that this service has decided about."""
    return [row["subject"] for row in await connection.fetch(SUBJECTS)]


async def replay(connection: Connection, handling: Handling, subject: str) -> Replay:
    """Recomputes one subject's case from its journal, with today's code."""
    rows: Sequence[Any] = await connection.fetch(ROWS, subject)
    case = handling.store.empty(subject)
    work, time = Work(subject, 0), Time()
    steps: list[Step] = []
    messages: list[Message[Any]] = []
    for first, outputs in _decisions(rows):
        taken = restored(first["input"])
        step, case, message = _again(handling, work, time, case, taken, first, outputs)
        steps.append(step)
        messages += [message] if message is not None else []
    stored = _json((await handling.store.load(connection, {subject: messages}))[subject])
    state = _json(case)
    apart = [] if state == stored else [f"the stored case differs in {members(stored, state)}"]
    if steps and all(row["input"] != b"" for row in rows):  # an operator may have thrown a timer away
        apart += _timers_left(steps, time, await connection.fetchval(TIMERS, subject))
    return Replay(handling.name, subject, steps, apart)


def _timers_left(steps: Sequence[Step], time: Time, book: str | None) -> Iterator[str]:
    """Tells the message by which today's code sets a timer that is not there; the rest is of no one message."""
    by_position = {step.position: step for step in steps}
    for position, text in time.left(_book(book).timers) if book is not None else ():
        if position is None:
            yield text
        else:
            by_position[position].differences.append(text)


def _decisions(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]:
    """Each row that carries an input, with the rows written for it."""
    for index, row in enumerate(rows):
        if not row["input"]:
            continue
        written = [row] if row["topic"] is not None else []
        for later in rows[index + 1 :]:
            if later["input"] is not None:
                break
            written.append(later)
        yield row, written


def _again(
    handling: Handling,
    work: Work,
    time: Time,
    case: Any,
    taken: Taken,
    first: Mapping[str, Any],
    outputs: Sequence[Mapping[str, Any]],
) -> tuple[Step, Any, Message[Any] | None]:
    before = _json(case)
    recorded = [Sent(r["topic"], _name(r["type"]), r["sequence"], msgspec.json.decode(r["body"])) for r in outputs]
    message: Message[Any] | None = None
    differences: list[str] = []
    applied: Any = []
    try:
        known = taken.topic == TIMER or taken.type in handling.types
        message = to_message(taken, decode_body(taken) if known else None, handling.with_basis)
        decision: Decision[Any] = (
            handling.decide(case, message, civil_date(taken.time)) if known else refused(case, "COMMAND_UNKNOWN")
        )
        journalist = Journalist(handling.name, first["recorded"])
        work.book.sent.update({sent.topic: sent.sequence - 1 for sent in reversed(recorded)})
        journalist.write(Move(Shard(0, 0, 0, 0), 0), work, taken, decision, taken.trace)
        again = [
            Sent(row.topic, _name(row.type), int(row.headers["ce_sequence"]), msgspec.json.decode(row.body))
            for row in journalist.rows
        ]
        applied = _json(list(decision.applied))
        differences = [*time.fired(taken), *messages_differ(recorded, again)]
        then, now = ({"basis": basis} for basis in (_basis(first), applied))
        if first["applied"] is not None and then != now:
            differences.append(f"the rules applied differ: {rules(then, now)}")
        time.follow(decision, first["position"])
        case = decision.case
    except Exception as error:
        differences = [f"today's code fails: {type(error).__name__}"]
    step = Step(
        handling.name, first["position"], first["recorded"], taken, before, _json(case), recorded, applied, differences
    )
    return step, case, message


def _basis(row: Mapping[str, Any]) -> Any:
    """The rules that stand in a row of a decision that no event tells of."""
    return msgspec.json.decode(row["applied"]) if row["applied"] else []


def _name(kind: str) -> str:
    return BY_TYPE[kind].name if kind in BY_TYPE else kind


def _json(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))
