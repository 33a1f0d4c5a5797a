"""A compacted topic may lack what a newer record of the same key has replaced; the last record of each key must be there,
and be the last of its key on the topic too."""

from collections.abc import AsyncIterator

from deploy.audit.run import Opened, Run
from deploy.audit.sources import in_batches, origin_of

CHECK = "topics"
KEYS = "SELECT count(DISTINCT subject) FROM journal WHERE shard = $1 AND topic = $2 AND position <= $3"
LAST = """
    SELECT position, (
        SELECT max(newer.position) FROM journal AS newer WHERE newer.subject = journal.subject
        AND newer.shard = journal.shard AND newer.topic = journal.topic AND newer.position <= $3) AS last
    FROM unnest($4::bigint[]) WITH ORDINALITY AS read (position, ordinal) JOIN journal USING (position)
    WHERE shard = $1 AND topic = $2 AND position <= $3 ORDER BY ordinal"""
LACKING = """
    SELECT max(position) AS position FROM journal WHERE shard = $1 AND topic = $2 AND position <= $3
    GROUP BY subject HAVING max(position) <> ALL ($4::bigint[]) ORDER BY 1 LIMIT 1"""


async def check_last(run: Run, of: Opened, topic: str, partition: int) -> None:
    """One partition; its journal shard has the same number. In memory: a batch of records, and what a repetition began."""
    what = (partition, topic, run.upto(of, partition))
    highest = number = 0
    owed: set[int] = set()
    async for positions in _positions(run, topic, partition):
        for position, last in await of.tx.fetch(LAST, *what, positions):
            if position == last:
                number += position > highest
                owed.discard(position)
            elif position <= highest:
                owed.add(last)
            highest = max(highest, position)
    place = f"{topic}/{partition}"
    for last in sorted(owed)[:1]:
        run.report.find(
            CHECK, of.name, place, f"an older record of its key comes after the journal's row {partition}:{last}"
        )
    if number != await of.tx.fetchval(KEYS, *what):
        read = [position async for some in _positions(run, topic, partition) for position in some]
        missing = await of.tx.fetchval(LACKING, *what, read)
        told = f"the journal's row {partition}:{missing}, the last of its key, is not on {topic}"
        run.report.find(CHECK, of.name, place, told)


async def _positions(run: Run, topic: str, partition: int) -> AsyncIterator[list[int]]:
    async for batch in in_batches(run.topics.records(topic, partition)):
        origins = [origin_of(record) for record in batch]
        yield [origin.position for origin in origins if origin is not None and origin.shard == partition]
