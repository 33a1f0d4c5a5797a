"""Time is a message (guarantee 6): timers are rows, claimed in order, and passed to `decide` like any message."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from shared.runtime.database import Connection, columns

Key = tuple[str, str, str]
"""Subject, kind, key."""

DUE = """
    SELECT shard, subject, kind, key, due_at FROM timer WHERE shard = ANY($1::int[]) AND due_at <= $2
    ORDER BY due_at, kind, subject, key LIMIT $3"""
DUE_OF = """
    SELECT shard, subject, kind, key, due_at FROM timer WHERE subject = ANY($1::uuid[]) AND due_at <= $2
    ORDER BY due_at, kind, subject, key"""
NEXT = "SELECT min(due_at) FROM timer WHERE shard = ANY($1::int[])"
SET = """
    INSERT INTO timer (subject, kind, key, due_at, shard)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::int[])
    ON CONFLICT (subject, kind, key) DO UPDATE SET due_at = excluded.due_at"""
CLEAR = """
    DELETE FROM timer USING unnest($1::uuid[], $2::text[], $3::text[]) AS c (subject, kind, key)
    WHERE timer.subject = c.subject AND timer.kind = c.kind AND timer.key = c.key"""


class Due(tuple[int, str, str, str, datetime]):
    """Shard, subject, kind, key, due_at."""


async def due(tx: Connection, shards: Iterable[int], now: datetime, limit: int) -> list[Due]:
    """The earliest timers of these shards that are due."""
    return [Due(row) for row in await tx.fetch(DUE, sorted(shards), now, limit)]


async def due_of(tx: Connection, subjects: Sequence[str], until: datetime) -> list[Due]:
    """Timers of these subjects due up to an instant: they come before what the platform learned after it."""
    return [Due(row) for row in await tx.fetch(DUE_OF, subjects, until)]


async def next_due(tx: Connection, shards: Iterable[int]) -> datetime | None:
    """When the first timer of these shards is due."""
    found: datetime | None = await tx.fetchval(NEXT, sorted(shards))
    return found


async def write(tx: Connection, changes: Mapping[Key, tuple[datetime | None, int]]) -> None:
    """Sets (an instant) and clears (None) timers; the value's second part is the shard."""
    gone = [key for key, (due_at, _) in changes.items() if due_at is None]
    kept = [(*key, due_at, shard) for key, (due_at, shard) in changes.items() if due_at is not None]
    if gone:
        await tx.execute(CLEAR, *columns(gone, 3))
    if kept:
        await tx.execute(SET, *columns(kept, 5))
