"""Time is a message (guarantee 6): a subject's timers stand in its book; who is due first is found by an index."""

from collections.abc import Iterable
from datetime import datetime

from shared.runtime.database import Connection

DUE = """
    SELECT shard, subject FROM subject WHERE shard = ANY($1::int[]) AND next_due <= $2
    ORDER BY next_due, subject LIMIT $3"""
NEXT = "SELECT min(next_due) FROM subject WHERE shard = ANY($1::int[])"

Due = tuple[int, str]
"""Shard and subject of somebody who has a timer that is due."""


async def due(tx: Connection, shards: Iterable[int], until: datetime, limit: int) -> list[Due]:
    """Those of these shards who have timers due up to an instant, the earliest first."""
    return [(row["shard"], row["subject"]) for row in await tx.fetch(DUE, sorted(shards), until, limit)]


async def next_due(tx: Connection, shards: Iterable[int]) -> datetime | None:
    """When the first timer of these shards is due."""
    found: datetime | None = await tx.fetchval(NEXT, sorted(shards))
    return found
