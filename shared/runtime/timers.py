"""Time is a message (guarantee 6): a subject's timers stand in its book; who is due first is found by an index."""

from collections.abc import Iterable
from datetime import datetime

from shared.runtime.database import Connection

DUE = """
    SELECT due.shard, due.subject FROM unnest($1::int[]) AS mine (shard), LATERAL (
        SELECT shard, subject, next_due FROM subject WHERE subject.shard = mine.shard AND next_due <= $2
        ORDER BY next_due, subject LIMIT $3) AS due
    ORDER BY due.next_due, due.subject LIMIT $3"""
NEXT = """
    SELECT min(first.next_due) FROM unnest($1::int[]) AS mine (shard), LATERAL (
        SELECT next_due FROM subject WHERE subject.shard = mine.shard AND next_due IS NOT NULL
        ORDER BY next_due LIMIT 1) AS first"""
"""Both ask shard by shard, so that the index gives the order: else every portion of a midnight sorts all that is due."""

AT_ONCE, FEWEST, MOST = 1000, 100, 2000
"""Subjects of one portion: the first of a worker, and the bounds within which its pace moves that."""
SECONDS = 0.2
"""How long a portion should take: messages that arrive meanwhile wait for it."""

Due = tuple[int, str]
"""Shard and subject of somebody who has a timer that is due."""


async def due(tx: Connection, shards: Iterable[int], until: datetime, limit: int) -> list[Due]:
    """Those of these shards who have timers due up to an instant, the earliest first."""
    return [(row["shard"], row["subject"]) for row in await tx.fetch(DUE, sorted(shards), until, limit)]


def next_portion(last: int, seconds: float) -> int:
    """How many to take next, after so many took so long: more on a machine with time to spare, fewer on a swamped one."""
    pace = min(2.0, max(0.5, SECONDS / max(seconds, 0.001)))
    return min(MOST, max(FEWEST, int(last * pace)))


async def next_due(tx: Connection, shards: Iterable[int]) -> datetime | None:
    """When the first timer of these shards is due."""
    found: datetime | None = await tx.fetchval(NEXT, sorted(shards))
    return found
