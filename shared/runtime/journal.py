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
from shared.runtime.wire import Taken, contract_of, encode, encode_applied, encode_event, instant, stored

COLUMNS = (
    "shard", "position", "subject", "sequence", "topic", "key", "type", "headers", "body", "applied", "input", "recorded",
)  # fmt: skip
UNPUBLISHED = """
    SELECT shard, position, topic, key, type, headers, body FROM journal
    WHERE shard = $1 AND position > $2 AND position <= $3 AND topic IS NOT NULL ORDER BY position LIMIT $4"""

Line = tuple[object, ...]
"""A row in the order of COLUMNS."""

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
        """The rows of one decision: its events and messages, or one row that only says that it was taken.

        `handled=False`: the rows are about the message; `decide` has not seen it, and a replay must not either.
        """
        basis = encode_applied(decision.applied)
        given: bytes | None = stored(taken) if handled else b""
        outputs = self._answered(taken, decision)
        answers = taken.number if taken.number and not decision.pending else 0
        subject = work.subject
        if not outputs:
            self._add(move, subject, 0, None, subject, taken.type, {}, b"", basis, given)
        for output in outputs:
            if isinstance(output, To):
                headers = self._headers(taken, instant(taken.time), trace)
                headers |= output.headers
                if output.topic.startswith(self.service + "."):
                    headers |= {"ce_recordedtime": instant(taken.recorded)}
                    if taken.number:
                        headers |= {"ce_number": str(taken.number), "ce_command": taken.command or taken.type}
                topic, key, body = output.topic, output.key or subject, encode(output.body)
                kind = output.type or contract_of(type(output.body)).type
                kept: bytes | None = basis if given else None
            else:
                headers = self._headers(taken, instant(taken.recorded), trace)
                if answers:
                    headers["ce_answers"], answers = str(answers), 0
                topic, key, body = self.events, subject, encode_event(output, basis)
                kind = contract_of(type(output)).type
                kept = None
            sequence = work.book.next(topic)
            headers.setdefault("ce_id", f"{self.service}/{subject}/{topic}/{sequence}")
            headers.setdefault("ce_subject", subject)
            headers.setdefault("ce_sequence", str(sequence))
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
        accepted = taken.number and not decision.pending and all(isinstance(each, To) for each in decision.events)
        if decision.refusal is None and not accepted:
            return decision.events
        command, command_id = taken.command or taken.type, taken.correlation.partition("/")[2] or taken.id
        if decision.refusal is not None:
            return (_refused(command, command_id, decision.refusal), *decision.events)
        return (*decision.events, CommandAccepted(command=command, command_id=command_id))

    def _headers(self, taken: Taken, time: str, trace: str) -> dict[str, str]:
        headers = {
            "ce_source": self.service,
            "ce_time": time,
            "ce_causationid": taken.id,
            "ce_correlationid": taken.correlation or taken.id,
        }
        if trace:
            headers["traceparent"] = trace
        return headers

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
