"""Every record that a service has read ended in exactly one way: decided, waiting, a dead letter, or rightly passed over.

The topics say what should have been taken in, the journal and the waiting messages what was; the marks by which
repetitions are known follow from the same reading.
"""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field

import msgspec

from contracts.common.v1 import DiscardParked, ParkedDiscarded, ParkedReleased, ReleaseParked
from contracts.envelope import BrokenHeaders, Origin
from contracts.registry import BY_MODEL
from deploy.audit.ledger import Entry, Ledger, Stretch, differences, entry_of
from deploy.audit.run import Opened, Run
from shared.runtime.ports import Record
from shared.runtime.wire import TIMER, Taken, check_json, decode_body, restored, stored, take

CHECK = "intake"
MOST_STRETCHES = 4
INPUTS = "SELECT input AS message FROM journal WHERE length(input) > 0"
WAITING = "SELECT message FROM waiting"
DEAD = """
    SELECT headers::json ->> 'ce_causationid' AS place, convert_from(body, 'UTF8')::json ->> 'code' AS code FROM journal
    WHERE topic = $1 AND sequence = 0"""
DISCARDED = """
    SELECT subject, convert_from(body, 'UTF8')::json ->> 'message' AS message FROM journal
    WHERE topic = $1 AND type = $2"""
ORDERS = """
    SELECT subject, headers::json ->> 'ce_causationid' AS message FROM journal
    WHERE topic = $1 AND sequence > 0 AND length(input) = 0"""
MARKS = "SELECT topic, shard, origin, position FROM origin_mark"
ORDER = {BY_MODEL[model].name for model in (ReleaseParked, DiscardParked)}
OF_OPERATORS = [BY_MODEL[model].type for model in (ParkedReleased, ParkedDiscarded)]


@dataclass(slots=True)
class Reader:
    """What a service should have taken in from its topics. `marks`: topic, shard, origin → highest position."""

    of: Opened
    discarded: Collection[tuple[str, str]]
    ordered: Collection[tuple[str, str]]
    marks: dict[tuple[str, int, int], int] = field(default_factory=dict)
    first: dict[tuple[str, int], int] = field(default_factory=dict)

    def expected(self, record: Record) -> Entry | None:
        """The entry that this record should have, or None for one that leaves none."""
        try:
            taken, origin = take(record)
            if origin is not None and self._repeated(record, origin):
                return None
            return self._decided(taken)
        except BrokenHeaders as error:
            return entry_of(record.place, error.code.encode())
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return entry_of(record.place, b"BODY_BROKEN")

    def _repeated(self, record: Record, origin: Origin) -> bool:
        key = record.topic, record.shard, origin.shard
        if origin.position <= self.marks.get(key, 0):
            return True
        self.marks[key] = origin.position
        return False

    def _decided(self, taken: Taken) -> Entry | None:
        handling = self.of.handling
        if taken.type in handling.types:
            body = decode_body(taken)
            if taken.type in ORDER and body.service == handling.name and (taken.subject, taken.id) in self.ordered:
                return None
        elif taken.topic == handling.commands or (taken.answers and taken.source in handling.listens):
            check_json(taken)
        if not leaves_a_trace(self.of, taken) or (taken.subject, taken.id) in self.discarded:
            return None
        return entry_of(taken.place, stored(taken))


def leaves_a_trace(of: Opened, taken: Taken) -> bool:
    """Whether a message is decided. Others' events may only tell how far a service is, or nothing at all."""
    return taken.type in of.handling.types or taken.topic == of.handling.commands


async def check(run: Run, of: Opened) -> None:
    """Reads every topic of the service once; those behind a door are another check's."""
    reader, ledger = await _reader(of), Ledger()
    async for entry in _expected(run, reader):
        ledger.add(entry)
    async for entry in _actual(reader):
        ledger.take(entry)
    await _marks(run, reader)
    if ledger.sums:
        await _name(run, reader, set(sorted(ledger.sums)[:MOST_STRETCHES]))


async def _reader(of: Opened) -> Reader:
    events = f"{of.name}.events"
    discarded = await of.tx.fetch(DISCARDED, events, OF_OPERATORS[1])
    orders = await of.tx.fetch(ORDERS, events)
    return Reader(
        of,
        {(row["subject"], row["message"]) for row in discarded},
        {(row["subject"], row["message"]) for row in orders},
    )


def _topics(of: Opened) -> list[str]:
    return [topic for topic in of.service.topics if topic not in of.service.doors]


async def _expected(run: Run, reader: Reader) -> AsyncIterator[Entry]:
    of = reader.of
    reader.marks.clear()
    for topic in _topics(of):
        for shard, (first, _) in (await run.topics.ends(topic)).items():
            reader.first[topic, shard] = first
            async for record in run.topics.records(topic, shard):
                if record.offset >= of.offset(topic, shard):
                    break
                run.report.counts["records taken in"] += 1
                run.meter.add(1, f"{of.name}: {topic} as it was read")
                if entry := reader.expected(record):
                    yield entry


async def _actual(reader: Reader) -> AsyncIterator[Entry]:
    """What stands in the database; of records that Kafka no longer has, nothing. What operators acted on, events tell."""
    of = reader.of
    for sql in (INPUTS, WAITING):
        async for row in of.tx.cursor(sql, prefetch=1000):
            taken = restored(row["message"])
            if taken.topic != TIMER and not taken.fate and leaves_a_trace(of, taken):
                entry = entry_of(taken.place, stored(taken))
                if entry.offset >= reader.first.get((entry.topic, entry.shard), 0):
                    yield entry
    topics = set(_topics(of))
    async for row in of.tx.cursor(DEAD, f"{of.name}.dead", prefetch=1000):
        entry = entry_of(row["place"], row["code"].encode())
        if entry.topic in topics and entry.offset >= reader.first.get((entry.topic, entry.shard), 0):
            yield entry


async def _name(run: Run, reader: Reader, stretches: set[Stretch]) -> None:
    """Both sides once more, only the stretches that differ."""
    expected = [entry async for entry in _expected(run, reader) if entry.stretch in stretches]
    actual = [entry async for entry in _actual(reader) if entry.stretch in stretches]
    for place, what in differences(expected, actual):
        run.report.find(CHECK, reader.of.name, place, what)


async def _marks(run: Run, reader: Reader) -> None:
    """The highest position read of each journal; of records that Kafka no longer has, the mark alone tells."""
    of = reader.of
    kept = {(row["topic"], row["shard"], row["origin"]): row["position"] for row in await of.tx.fetch(MARKS)}
    for key in sorted(kept.keys() | reader.marks.keys()):
        topic, shard, origin = key
        read, known = reader.marks.get(key, 0), kept.get(key, 0)
        if known != read and not (known > read and reader.first.get((topic, shard), 0) > 0):
            what = f"the mark of journal shard {origin} is at {known}, read was up to {read}"
            run.report.find("marks", of.name, f"{topic}/{shard}", what)
