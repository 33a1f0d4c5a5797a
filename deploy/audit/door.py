"""Each record of an `in` topic came through the door in exactly one way: passed on, or turned away with a dead letter and a
rejection. The journal's rows name the record they are about, in the topic's order; only where they leave a gap is the topic
itself asked whether a record lies there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from contracts.gateway.v1 import RecordRejected
from contracts.registry import BY_MODEL
from deploy.audit.ledger import Entry, entry_of
from deploy.audit.run import Opened, Run
from services.gateway.door import INBOUND

CHECK = "door"
REJECTED = BY_MODEL[RecordRejected].type
ROWS = """
    SELECT shard, position, topic, type, headers::json ->> 'ce_causationid' AS place FROM journal
    WHERE sequence = 0 AND length(input) = 0 ORDER BY shard, position"""


@dataclass(slots=True)
class Lane:
    """One partition of an `in` topic: the next record to account for, and the stretches that were passed over."""

    next: int = 0
    gaps: list[tuple[int, int]] = field(default_factory=list)

    def reach(self, offset: int) -> bool:
        """Goes on behind this record; False if it was accounted for before."""
        if offset < self.next:
            return False
        if offset > self.next:
            self.gaps.append((self.next, offset))
        self.next = offset + 1
        return True


async def check(run: Run, of: Opened) -> None:
    """Memory: one entry per gap, which only records that were lost, or a partner's transactions, leave."""
    if not of.service.doors:
        return
    lanes = {(topic, shard): Lane() for topic in of.service.doors for shard in range(run.shards)}
    letter: tuple[Any, Entry] | None = None
    async for row in of.tx.cursor(ROWS, prefetch=1000):
        entry = _entry(row)
        if entry is not None and entry.topic in of.service.doors:
            letter = _pass(run, of, lanes, letter, row, entry)
        elif row["topic"] != f"{of.name}.dead":
            run.report.find(CHECK, of.name, _at(row), "is about no record of an in topic")
    _alone(run, of, letter)
    for (topic, shard), lane in lanes.items():
        read = of.offset(topic, shard)
        if lane.next > read:
            run.report.find(
                CHECK, of.name, f"{topic}/{shard}@{read}", "was let through, and the offset says it was not read"
            )
        lane.reach(max(read, lane.next))
        await _gaps(run, of, topic, shard, lane.gaps)


def _entry(row: Any) -> Entry | None:
    try:
        return entry_of(row["place"] or "")
    except ValueError:
        return None


def _at(row: Any) -> str:
    return f"{row['shard']}:{row['position']}"


def _pass(
    run: Run,
    of: Opened,
    lanes: dict[tuple[str, int], Lane],
    letter: tuple[Any, Entry] | None,
    row: Any,
    entry: Entry,
) -> tuple[Any, Entry] | None:
    """A dead letter waits for its rejection, which is the very next row; anything else accounts for its record."""
    lane = lanes.get((entry.topic, entry.shard))
    if row["topic"].startswith("out."):
        if letter is None or letter[1].place != entry.place or row["type"] != REJECTED or not _owed(row, entry):
            run.report.find(CHECK, of.name, _at(row), f"{entry.place} was not turned away, and this says so")
        return None
    _alone(run, of, letter)
    if lane is None or entry.shard != row["shard"]:
        run.report.find(CHECK, of.name, _at(row), f"{entry.place} belongs to another shard")
    elif not lane.reach(entry.offset):
        run.report.find(CHECK, of.name, entry.place, f"was accounted for before the journal's row {_at(row)}")
    run.report.counts["records at the door"] += 1
    return None if row["topic"] == INBOUND else (row, entry)


def _owed(row: Any, entry: Entry) -> bool:
    return bool(row["topic"] == entry.topic.replace("in.", "out.", 1))


def _alone(run: Run, of: Opened, letter: tuple[Any, Entry] | None) -> None:
    if letter is not None:
        run.report.find(CHECK, of.name, letter[1].place, f"its sender is not told of the dead letter {_at(letter[0])}")


async def _gaps(run: Run, of: Opened, topic: str, shard: int, gaps: Sequence[tuple[int, int]]) -> None:
    """Offsets without a record (Kafka's own markers) are no loss, nor is what Kafka has thrown away since."""
    if not gaps:
        return
    left = iter(gaps)
    start, end = next(left)
    async for record in run.topics.records(topic, shard):
        while record.offset >= end:
            if (gap := next(left, None)) is None:
                return
            start, end = gap
        if start <= record.offset:
            run.report.find(CHECK, of.name, record.place, "was read, and is neither passed on nor turned away")
