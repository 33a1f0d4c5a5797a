"""The journal: outbox, audit trail and replay source in one append-only table (guarantee 4).

Positions are given by the shard's single owner inside its transaction, so they have no gaps. What is published is one
cursor per shard, not a mark per row.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from contracts.common.v1 import CommandAccepted, CommandRefused
from contracts.envelope import SPEC_VERSION
from contracts.registry import BY_TYPE, NOTICE
from shared.law.decision import Decision, Refusal, To
from shared.runtime.database import Connection
from shared.runtime.offsets import Move, Shard
from shared.runtime.parking import Work
from shared.runtime.ports import Outgoing, Row
from shared.runtime.wire import Taken, encode, encode_applied, encode_event, instant, stored, type_of

COLUMNS = (
    "shard", "position", "subject", "sequence", "topic", "key", "type", "headers", "body", "applied", "input", "recorded",
)  # fmt: skip
UNPUBLISHED = """
    SELECT shard, position, topic, key, type, headers, body FROM journal
    WHERE shard = $1 AND position > $2 AND position <= $3 AND topic IS NOT NULL ORDER BY position LIMIT $4"""

Line = tuple[object, ...]
"""A row in the order of COLUMNS."""
Mark = tuple[int, int, int]
"""How far the rows of a batch have come: a shard's position, lines, rows."""

_headers = msgspec.json.Decoder(dict[str, str])


class NotInTransaction(RuntimeError):
    """The journal refuses to be written outside the transaction that writes the state."""


async def write(tx: Connection, lines: Sequence[Line]) -> None:
    """Appends the rows of a batch."""
    if not tx.is_in_transaction():
        raise NotInTransaction
    if lines:
        await tx.copy_records_to_table("journal", records=lines, columns=COLUMNS)


async def unpublished(tx: Connection, shard: int, after: int, upto: int, limit: int = 2000) -> list[Row]:
    """Rows beyond a shard's cursor that have somewhere to go."""
    return [
        Row(r["shard"], r["position"], r["topic"], r["key"], r["type"], r["body"], _headers.decode(r["headers"]))
        for r in await tx.fetch(UNPUBLISHED, shard, after, upto, limit)
    ]


async def left_over(tx: Connection, shard: Shard) -> list[Row]:
    """What the last owner of a shard committed and may not have published."""
    rows: list[Row] = []
    after = shard.cursor
    while batch := await unpublished(tx, shard.shard, after, shard.position):
        rows += batch
        after = batch[-1].position
    return rows


class Journalist:
    """Turns decisions into rows: gives ids, sequences and positions, and says what led to what."""

    def __init__(self, service: str, now: datetime) -> None:
        self.service, self.events = service, f"{service}.events"
        self.now = now
        self.lines: list[Line] = []
        self.rows: list[Row] = []

    def write(
        self, move: Move, work: Work, taken: Taken, decision: Decision[Any], trace: str, handled: bool = True
    ) -> None:
        """The rows of one decision: its events and messages, or one row that only says that it was taken. All, or none
        where one of them cannot be encoded.

        `handled=False`: the rows are about the message; `decide` has not seen it, and a replay must not either.
        """
        at, sent = self.mark(move), dict(work.book.sent)
        try:
            self._write(move, work, taken, decision, trace, stored(taken) if handled else b"")
        except Exception:
            self.back(move, at)
            work.book.sent = sent
            raise

    def mark(self, move: Move) -> Mark:
        """Where the rows of a shard end now."""
        return move.position, len(self.lines), len(self.rows)

    def back(self, move: Move, mark: Mark) -> None:
        """Forgets the rows since then."""
        move.position, lines, rows = mark
        del self.lines[lines:], self.rows[rows:]

    def _write(
        self, move: Move, work: Work, taken: Taken, decision: Decision[Any], trace: str, given: bytes | None
    ) -> None:
        basis = encode_applied(decision.applied)
        outputs = self._answered(taken, decision)
        answers = taken.number if taken.number and not decision.pending else 0
        subject = work.subject
        if not outputs:
            self._add(move, subject, 0, None, subject, taken.type, {}, b"", basis, given)
        for output in outputs:
            if type(output) is To:
                topic, key, body = output.topic, output.key or subject, encode(output.body)
                kind = output.type or type_of(type(output.body).__name__)
                sequence, headers = self._headers(work, taken, taken.time, topic, trace)
                headers |= output.headers
                if topic.startswith(self.service + "."):
                    headers["ce_recordedtime"] = instant(taken.recorded)
                    if taken.number:
                        headers |= {"ce_number": str(taken.number), "ce_command": taken.command or taken.type}
                kept: bytes | None = basis if given else None
            else:
                topic, key, body = self.events, subject, encode_event(output, basis)
                kind = type_of(type(output).__name__)
                sequence, headers = self._headers(work, taken, taken.recorded, topic, trace)
                if answers:
                    headers["ce_answers"], answers = str(answers), 0
                kept = None
            self._add(move, subject, sequence, topic, key, kind, headers, body, kept, given)
            given = None

    def send(self, move: Move, outgoing: Outgoing) -> None:
        """The row of a door's message, or of a dead letter."""
        headers = {"ce_source": self.service, "ce_time": instant(self.now)} | dict(outgoing.headers)
        subject = headers.get("ce_subject")
        headers.setdefault("ce_id", f"{self.service}/{outgoing.topic}/{move.shard.shard}:{move.position + 1}")
        headers.setdefault("ce_recordedtime", instant(self.now))
        self._add(move, subject, 0, outgoing.topic, outgoing.key, outgoing.type, headers, outgoing.body, None, b"")

    def _answered(self, taken: Taken, decision: Decision[Any]) -> Sequence[Any]:
        """Every command has at least one event that answers it: its own, a refusal, or plain acceptance."""
        events = decision.events
        own = decision.pending or not taken.number or [each for each in events if type(each) is not To]
        if decision.refusal is None and own:
            return events
        command, command_id = taken.command or taken.type, taken.correlation.partition("/")[2] or taken.id
        if decision.refusal is not None:
            return (_refused(command, command_id, decision.refusal), *events)
        return (*events, CommandAccepted(command=command, command_id=command_id))

    def _headers(self, work: Work, taken: Taken, time: datetime, topic: str, trace: str) -> tuple[int, dict[str, str]]:
        """The sequence of the next message on a topic, and what its headers say."""
        sequence = work.book.next(topic)
        headers = {
            "ce_source": self.service,
            "ce_time": instant(time),
            "ce_causationid": taken.id,
            "ce_correlationid": taken.correlation or taken.id,
            "ce_id": f"{self.service}/{work.subject}/{topic}/{sequence}",
            "ce_subject": work.subject,
            "ce_sequence": str(sequence),
        }
        if trace:
            headers["traceparent"] = trace
        return sequence, headers

    def _add(
        self,
        move: Move,
        subject: str | None,
        sequence: int,
        topic: str | None,
        key: str,
        kind: str,
        headers: dict[str, str],
        body: bytes,
        applied: bytes | None,
        given: bytes | None,
    ) -> None:
        move.position += 1
        shard = move.shard.shard
        if topic is not None:
            self.rows.append(Row(shard, move.position, topic, key, kind, body, headers))
        self.lines.append(
            (shard, move.position, subject, sequence, topic, key, kind, encode(headers).decode(), body, applied,
             given, self.now)
        )  # fmt: skip


def _refused(command: str, command_id: str, refusal: Refusal) -> CommandRefused:
    return CommandRefused(
        command=command,
        command_id=command_id,
        code=refusal.code,
        rule=refusal.rule,
        facts=dict(refusal.facts),
    )


def to_kafka(row: Row) -> list[tuple[str, bytes]]:
    """The headers of a row as they are sent."""
    headers = _fixed(row.type, row.topic.startswith("out.")) | row.headers
    headers["ce_origin"] = f"{row.shard}:{row.position}"
    return [(name, value.encode()) for name, value in headers.items()]


@lru_cache(maxsize=1024)
def _fixed(kind: str, out: bool) -> dict[str, str]:
    """What all messages of a type have."""
    fixed = {"ce_specversion": SPEC_VERSION, "ce_type": kind, "content-type": "application/json"}
    if contract := BY_TYPE.get(kind):
        fixed["ce_dataschema"] = NOTICE if out and contract.service != "gateway" else contract.dataschema
    return fixed
