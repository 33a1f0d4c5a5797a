"""Each topic that a service writes is equal to its journal, in order.

Legal on a partition, for the rows of one journal shard that belong there (a *lane*): a record is equal to its journal row
(key, headers, value as rendered); a record whose position is higher than every one before it is the next row of the lane; any
other repeats a row that was there before. Readers drop those: they believe rising positions only.
What a compacted topic must have is in `compacted.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from contracts.envelope import Origin
from contracts.topics import COMPACTED
from deploy.audit.compacted import check_last
from deploy.audit.run import AWAY, Opened, Run
from deploy.audit.sources import in_batches, origin_of
from shared.runtime.journal import to_kafka
from shared.runtime.ports import Record, Row

CHECK = "topics"
LOOK_UP = """
    SELECT journal.shard, journal.position, topic, key, type, headers, body
    FROM unnest($1::int[], $2::bigint[]) AS wanted (shard, position) JOIN journal USING (shard, position)
    WHERE topic IS NOT NULL"""
LANES = """
    SELECT topic, {partition} AS partition, shard, count(*) AS number FROM journal
    JOIN unnest($1::int[], $2::bigint[]) AS bound (shard, upto) USING (shard)
    WHERE topic IS NOT NULL AND position <= upto GROUP BY 1, 2, 3"""
LANE = """
    SELECT position FROM journal
    WHERE shard = $1 AND topic = $2 AND position BETWEEN $3 AND $4 AND {partition} = $5 ORDER BY position"""
LANE_NUMBER = """
    SELECT count(*) FROM journal
    WHERE shard = $1 AND topic = $2 AND position BETWEEN $3 AND $4 AND {partition} = $5"""

_headers = msgspec.json.Decoder(dict[str, str])
Lane = tuple[str, int, int]
"""Topic, partition, shard of the journal."""
Place = tuple[int, int]
"""Shard and position of a row."""


@dataclass(slots=True)
class Seen:
    """What came of one lane: the first and highest position, and how many new ones up to the position asked for."""

    upto: int
    first: int = 0
    highest: int = 0
    number: int = 0

    def new(self, position: int) -> bool:
        """Notes a position; tells whether it is higher than all before."""
        if position <= self.highest:
            return False
        self.first, self.highest = self.first or position, position
        self.number += position <= self.upto
        return True


@dataclass(slots=True)
class Partition:
    """One partition while it is read."""

    topic: str
    number: int
    lanes: dict[int, Seen] = field(default_factory=dict)


async def check(run: Run, of: Opened) -> None:
    """Reads every topic of the service once; the rows are looked up by their place in the journal."""
    bounds = [(shard, run.upto(of, shard)) for shard in of.at]
    lanes: dict[Lane, int] = {}
    sql = LANES.format(partition=run.partition)
    for topic, partition, shard, number in await of.tx.fetch(sql, [b[0] for b in bounds], [b[1] for b in bounds]):
        lanes[topic, partition, shard] = number
    for topic, partition, shard in lanes:
        if partition < 0:
            run.report.find(CHECK, of.name, topic, f"a row of journal shard {shard} has a key without a partition")
    for topic in written_by(of, run.services, {lane[0] for lane in lanes}):
        others = [name for name, other in run.services.items() if name != of.name and topic in own_topics(other)]
        if others:
            run.report.find(CHECK, of.name, topic, f"is also written by {others[0]}; readers cannot tell them apart")
            continue
        ends = await run.topics.ends(topic)
        if len(ends) < run.shards:
            gone = next(number for number in range(run.shards) if number not in ends)
            run.report.find(CHECK, of.name, f"{topic}/{gone}", "this partition does not exist")
        for number, (first, _) in ends.items():
            seen = await _read(run, of, Partition(topic, number))
            if topic in COMPACTED:
                await check_last(run, of, topic, number)
                continue
            await _complete(run, of, seen, lanes, whole=first == 0)


def own_topics(of: Opened) -> set[str]:
    """The topics that are the service's own: events, dead letters, and what it sends itself."""
    own = {topic for topic in of.service.topics if topic.startswith(f"{of.name}.")} - {f"{of.name}.commands"}
    return own | {f"{of.name}.events", f"{of.name}.dead"}


def written_by(of: Opened, services: Mapping[str, Opened], found: Iterable[str]) -> list[str]:
    """Every topic that the service may write: its own, what its journal names, and for a gateway commands and feeds."""
    wanted = own_topics(of) | set(found)
    if of.service.doors:
        wanted |= {topic.replace("in.", "out.", 1) for topic in of.service.doors}
        wanted |= {f"{name}.commands" for name, other in services.items() if f"{name}.commands" in other.service.topics}
    return sorted(wanted)


async def _read(run: Run, of: Opened, partition: Partition) -> Partition:
    async for batch in in_batches(run.topics.records(partition.topic, partition.number)):
        origins = [origin_of(record) for record in batch]
        rows = await _rows(of, [origin for origin in origins if origin is not None])
        bodies = await _rendered(of, rows)
        for record, origin in zip(batch, origins, strict=True):
            row = rows.get((origin.shard, origin.position)) if origin else None
            _look_at(run, of, partition, record, origin, row, bodies)
        run.report.counts["records"] += len(batch)
        run.meter.add(len(batch), f"{of.name}: {partition.topic} against the journal")
    return partition


async def _rows(of: Opened, origins: Sequence[Origin]) -> dict[Place, Row]:
    wanted = sorted({(origin.shard, origin.position) for origin in origins})
    found = await of.tx.fetch(LOOK_UP, [shard for shard, _ in wanted], [position for _, position in wanted])
    return {
        (shard, position): Row(shard, position, topic, key, kind, body, _headers.decode(headers))
        for shard, position, topic, key, kind, headers, body in found
    }


async def _rendered(of: Opened, rows: Mapping[Place, Row]) -> dict[Place, bytes | None]:
    """Each row as it is sent; None for one that can no longer be made, such as a notice whose number is unreadable."""
    try:
        return dict(zip(rows, await of.service.render(list(rows.values())), strict=True))
    except AWAY:
        raise
    except Exception:
        if len(rows) == 1:
            return dict.fromkeys(rows)
    return {place: (await _rendered(of, {place: row}))[place] for place, row in rows.items()}


def _look_at(
    run: Run,
    of: Opened,
    partition: Partition,
    record: Record,
    origin: Origin | None,
    row: Row | None,
    bodies: Mapping[Place, bytes | None],
) -> None:
    if origin is None:
        run.report.find(CHECK, of.name, record.place, "does not say from which place of a journal it comes")
        return
    shard = of.at.get(origin.shard)
    if not run.at_rest and shard is not None and origin.position > shard.position:
        return
    if row is None or row.topic != record.topic:
        run.report.find(CHECK, of.name, record.place, f"the journal has no such message at {origin}")
        return
    if partition.number != run.partition_of(row.key):
        run.report.find(CHECK, of.name, record.place, "lies in a partition where its key does not belong")
        return
    lane = partition.lanes.setdefault(origin.shard, Seen(run.upto(of, origin.shard)))
    if not lane.new(origin.position):
        run.report.counts["repeated records"] += 1
    differs = [
        name
        for name, same in {
            "key": record.key == row.key.encode(),
            "headers": list(record.headers) == to_kafka(row),
            "value": record.value == bodies[origin.shard, origin.position],
        }.items()
        if not same
    ]
    if differs:
        run.report.find(CHECK, of.name, record.place, f"{' and '.join(differs)} not as in the journal at {origin}")


async def _complete(run: Run, of: Opened, partition: Partition, lanes: Mapping[Lane, int], whole: bool) -> None:
    """Rising positions, each a row of the lane, as many as the lane has rows: so none is missing and none out of order."""
    for topic, number, shard in (lane for lane in lanes if lane[:2] == (partition.topic, partition.number)):
        seen = partition.lanes.get(shard, Seen(run.upto(of, shard)))
        expected = lanes[topic, number, shard]
        if not whole:
            sql = LANE_NUMBER.format(partition=run.partition)
            expected = seen.first and await of.tx.fetchval(sql, shard, topic, seen.first, seen.upto, number)
        if seen.number != expected:
            await _name(run, of, partition, shard, seen, whole)


async def _name(run: Run, of: Opened, partition: Partition, shard: int, seen: Seen, whole: bool) -> None:
    """Reads the lane again to say which row is the first that did not come when it was its turn."""
    sql = LANE.format(partition=run.partition)
    rows = of.tx.cursor(sql, shard, partition.topic, 0 if whole else seen.first, seen.upto, partition.number)
    awaited = aiter(rows)
    missing: int | None = (await anext(awaited))["position"]
    highest, after = 0, f"the end of {partition.topic}/{partition.number}"
    async for record in run.topics.records(partition.topic, partition.number):
        origin = origin_of(record)
        if origin is None or origin.shard != shard or origin.position <= highest:
            continue
        highest = origin.position
        if missing is None or highest > missing:
            after = record.place
            break
        missing = next_row["position"] if (next_row := await anext(awaited, None)) else None
    come = await _comes_later(run, partition, Origin(shard, missing or highest))
    what = f"comes only at {come}, after newer ones" if come else f"is not on {partition.topic}"
    run.report.find(CHECK, of.name, after, f"the journal's row {shard}:{missing or highest} {what}")


async def _comes_later(run: Run, partition: Partition, wanted: Origin) -> str | None:
    async for record in run.topics.records(partition.topic, partition.number):
        if origin_of(record) == wanted:
            return record.place
    return None
