"""Who owns a shard, and how far it has read: compare-and-set in the service's own database (guarantees 1 and 3).

A takeover raises the shard's epoch. Every batch commits with the epoch, position and offsets it started from; a worker
that has lost the shard changes no row, and is told so by `Fenced`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.runtime.database import Connection, columns

TAKE = """
    WITH taken AS (
        UPDATE shard SET epoch = epoch + 1, owner = $2 WHERE shard = ANY($1::int[])
        RETURNING shard, epoch, position, cursor)
    SELECT * FROM taken ORDER BY shard"""
NEW_SHARDS = "INSERT INTO shard (shard) SELECT unnest($1::int[]) ON CONFLICT DO NOTHING"
NEW_OFFSETS = """
    INSERT INTO shard_offset (shard, topic) SELECT s, t FROM unnest($1::int[]) s, unnest($2::text[]) t
    ON CONFLICT DO NOTHING"""
OFFSETS = "SELECT shard, topic, next_offset FROM shard_offset WHERE shard = ANY($1::int[]) ORDER BY shard, topic"
MARKS = "SELECT shard, topic, origin, position FROM origin_mark WHERE shard = ANY($1::int[]) ORDER BY 1, 2, 3"
WAITING = "SELECT DISTINCT shard, subject FROM waiting WHERE shard = ANY($1::int[])"
CURRENT = "SELECT shard, epoch, position FROM shard WHERE shard = ANY($1::int[])"

MOVE = """
    positions AS (
        UPDATE shard SET position = n.position
        FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[]) AS n (shard, epoch, expected, position)
        WHERE shard.shard = n.shard AND shard.epoch = n.epoch AND shard.position = n.expected
        RETURNING 1),
    offsets AS (
        UPDATE shard_offset SET next_offset = n.next_offset
        FROM unnest($5::int[], $6::text[], $7::bigint[], $8::bigint[]) AS n (shard, topic, expected, next_offset)
        WHERE shard_offset.shard = n.shard AND shard_offset.topic = n.topic AND shard_offset.next_offset = n.expected
        RETURNING 1),
    marks AS (
        INSERT INTO origin_mark (shard, topic, origin, position)
        SELECT * FROM unnest($9::int[], $10::text[], $11::int[], $12::bigint[])
        ON CONFLICT (shard, topic, origin) DO UPDATE SET position = excluded.position)"""
"""A part of the statement that writes a batch (`writing.py`)."""
MOVE_CURSOR = """
    UPDATE shard SET cursor = n.cursor FROM unnest($1::int[], $2::bigint[]) AS n (shard, cursor)
    WHERE shard.shard = n.shard AND shard.cursor < n.cursor"""


class TopicTooShort(Exception):
    """A topic ends before what was read from it: it has been lost or made anew."""


class Fenced(Exception):
    """Another worker has taken one of these shards; nothing was written."""


@dataclass(slots=True)
class Shard:
    """What the owner of a shard knows of it in memory: the state of its last commit."""

    shard: int
    epoch: int
    position: int
    cursor: int
    offsets: dict[str, int] = field(default_factory=dict)
    marks: dict[tuple[str, int], int] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)


async def take_shards(tx: Connection, shards: Sequence[int], topics: Sequence[str], owner: str) -> dict[int, Shard]:
    """Makes this worker the owner; from here on every earlier owner is fenced."""
    numbers = sorted(shards)
    await tx.execute(NEW_SHARDS, numbers)
    await tx.execute(NEW_OFFSETS, numbers, list(topics))
    taken = {row["shard"]: Shard(*row) for row in await tx.fetch(TAKE, numbers, owner)}
    for row in await tx.fetch(OFFSETS, numbers):
        if row["topic"] in topics:
            taken[row["shard"]].offsets[row["topic"]] = row["next_offset"]
    for row in await tx.fetch(MARKS, numbers):
        taken[row["shard"]].marks[row["topic"], row["origin"]] = row["position"]
    for row in await tx.fetch(WAITING, numbers):
        taken[row["shard"]].waiting.add(row["subject"])
    return taken


@dataclass(slots=True)
class Move:
    """How far one batch goes in one shard."""

    shard: Shard
    position: int
    offsets: dict[str, int] = field(default_factory=dict)
    marks: dict[tuple[str, int], int] = field(default_factory=dict)

    def repeated(self, topic: str, origin: int, position: int) -> bool:
        """Whether a message was taken in before; if not, it is noted as taken in now."""
        known = self.marks.get((topic, origin), self.shard.marks.get((topic, origin), 0))
        if position <= known:
            return True
        self.marks[topic, origin] = position
        return False

    def committed(self) -> None:
        """After the commit: the shard is there now."""
        self.shard.position = self.position
        self.shard.offsets.update(self.offsets)
        self.shard.marks.update(self.marks)


def steps(moves: Iterable[Move]) -> list[list[Any]]:
    """The columns of `MOVE`: positions, offsets and marks of a batch, in the order in which every batch locks its shards."""
    batch = sorted(moves, key=lambda each: each.shard.shard)
    positions = [(m.shard.shard, m.shard.epoch, m.shard.position, m.position) for m in batch]
    read = [(m.shard.shard, topic, m.shard.offsets[topic], to) for m in batch for topic, to in m.offsets.items()]
    marks = [(m.shard.shard, topic, origin, at) for m in batch for (topic, origin), at in m.marks.items()]
    return [*columns(positions, 4), *columns(read, 4), *columns(marks, 4)]


def check_ends(owned: Mapping[int, Shard], ends: Mapping[tuple[str, int], int]) -> None:
    """Raises TopicTooShort; reading on would skip records without a word."""
    for shard in owned.values():
        for topic, offset in shard.offsets.items():
            if offset > ends[topic, shard.shard]:
                raise TopicTooShort(f"{topic}/{shard.shard} ends at {ends[topic, shard.shard]}, read up to {offset}")


async def still_owned(tx: Connection, shards: Mapping[int, Shard]) -> bool:
    """Whether no other worker has taken any of them."""
    rows = await tx.fetch(CURRENT, list(shards))
    return all(row["epoch"] == shards[row["shard"]].epoch for row in rows) and len(rows) == len(shards)
