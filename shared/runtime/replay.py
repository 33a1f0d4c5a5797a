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
from shared.runtime.database import Connection
from shared.runtime.intake import Handling
from shared.runtime.journal import Journalist
from shared.runtime.offsets import Move, Shard
from shared.runtime.parking import Work
from shared.runtime.wire import TIMER, Taken, decode_body, instant, restored, to_message

ROWS = """
    SELECT shard, position, sequence, topic, type, headers, body, applied, input, recorded FROM journal
    WHERE subject = $1 ORDER BY shard, position"""
SUBJECTS = "SELECT DISTINCT subject FROM journal WHERE subject IS NOT NULL AND length(input) > 0 ORDER BY subject"


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was written for a decision: where to, what, with which body (JSON value)."""

    topic: str
    type: str
    sequence: int
    body: Any


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
class Replay:
    """A whole case in one service. `state_differs` tells where the stored case is not the recomputed one."""

    service: str
    subject: str
    steps: list[Step]
    state: Any
    stored: Any

    @property
    def differences(self) -> list[str]:
        """Everything that today's code would do otherwise; empty when nothing."""
        found = [
            f"{self.service} {step.position} {step.message.type}: {d}" for step in self.steps for d in step.differences
        ]
        if self.state != self.stored:
            found.append(
                f"{self.service}: the stored case differs from the recomputed one in {_where(self.stored, self.state)}"
            )
        return found


async def subjects(connection: Connection) -> list[str]:
    """Every subject that this service has decided about."""
    return [row["subject"] for row in await connection.fetch(SUBJECTS)]


async def replay(connection: Connection, handling: Handling, subject: str) -> Replay:
    """Recomputes one subject's case from its journal, with today's code."""
    rows: Sequence[Any] = await connection.fetch(ROWS, subject)
    case = handling.store.empty(subject)
    work = Work(subject, 0)
    steps: list[Step] = []
    messages: list[Message[Any]] = []
    for first, outputs in _decisions(rows):
        taken = restored(first["input"])
        step, case, message = _again(handling, work, case, taken, first, outputs)
        steps.append(step)
        messages += [message] if message is not None else []
    stored = (await handling.store.load(connection, {subject: messages}))[subject]
    return Replay(handling.name, subject, steps, _json(case), _json(stored))


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
    case: Any,
    taken: Taken,
    first: Mapping[str, Any],
    outputs: Sequence[Mapping[str, Any]],
) -> tuple[Step, Any, Message[Any] | None]:
    before = _json(case)
    recorded = [Sent(r["topic"], _name(r["type"]), r["sequence"], msgspec.json.decode(r["body"])) for r in outputs]
    message: Message[Any] | None = None
    differences: list[str] = []
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
        differences = _compare(recorded, again)
        case = decision.case
        applied = _json(list(decision.applied))
    except Exception as error:
        differences = [f"today's code fails: {type(error).__name__}"]
        applied = []
    step = Step(
        handling.name, first["position"], first["recorded"], taken, before, _json(case), recorded, applied, differences
    )
    return step, case, message


def _compare(recorded: Sequence[Sent], again: Sequence[Sent]) -> list[str]:
    found = []
    for then, now in zip(recorded, again, strict=False):
        if (then.topic, then.type) != (now.topic, now.type):
            found.append(f"sent {then.type} to {then.topic} then, {now.type} to {now.topic} now")
        elif then.body != now.body:
            found.append(f"{then.type} differs in {_where(then.body, now.body)}")
    found += [f"sent {then.type} to {then.topic} then, nothing now" for then in recorded[len(again) :]]
    found += [f"sends {now.type} to {now.topic} now, nothing then" for now in again[len(recorded) :]]
    return found


def _where(then: Any, now: Any) -> str:
    """The names of the members that differ; never their values."""
    if isinstance(then, dict) and isinstance(now, dict):
        return ", ".join(sorted(key for key in then.keys() | now.keys() if then.get(key) != now.get(key)))
    return "the whole"


def _name(kind: str) -> str:
    return BY_TYPE[kind].name if kind in BY_TYPE else kind


def _json(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))
