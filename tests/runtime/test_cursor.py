"""The cursor moves beside the batches, on the same rows of the database: it must never stand in a batch's way for long."""

import asyncio
from collections.abc import Callable
from typing import Any

from contracts.topics import Topics
from deploy.embedded.stack import Servers
from shared.runtime.database import transaction
from shared.runtime.migrate import RUNTIME
from shared.runtime.offsets import NEW_SHARDS, Shard
from shared.runtime.ports import Row, as_it_stands
from shared.runtime.publisher import Publisher
from shared.runtime.telemetry import Metrics
from tests.support.database import migrated

LOCK = "SELECT shard FROM shard WHERE shard = $1 FOR UPDATE"
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%cursor%'"


class Acknowledging(Publisher):
    """A broker that takes everything at once."""

    async def _send(self, committed: Any) -> None:
        self.published += len(committed)


def publisher(pool: Any, kind: Callable[..., Publisher] = Acknowledging) -> Publisher:
    nothing: Any = None
    return kind(nothing, pool, Topics(), 4, as_it_stands, Metrics("cursor"))


def owned(made: Publisher, *numbers: int) -> list[Shard]:
    shards = [Shard(number, 1, 1, 0) for number in numbers]
    made.owned = {shard.shard: shard for shard in shards}
    return shards


async def test_a_batch_and_the_cursor_lock_shards_in_the_same_order(servers: Servers) -> None:
    """Otherwise each waits for the other until PostgreSQL notices, a second later, and ends one of them."""
    async with migrated(servers, "cursor", RUNTIME) as pool:
        await pool.execute(NEW_SHARDS, [0, 1])
        made = publisher(pool)
        async with transaction(pool) as batch:
            await batch.execute(LOCK, 0)
            for shard in owned(made, 1, 0):
                made.put(shard, 1, [])
            running = asyncio.create_task(made.run())
            while not await pool.fetchval(WAITS):
                await asyncio.sleep(0.01)
            await batch.execute("SET LOCAL lock_timeout = '200ms'")
            await batch.execute(LOCK, 1)
        assert await made.drain(30)
        running.cancel()
        assert [row[0] for row in await pool.fetch("SELECT cursor FROM shard ORDER BY shard")] == [1, 1]


async def test_the_next_rows_go_out_while_the_cursor_waits(servers: Servers) -> None:
    async with migrated(servers, "cursor", RUNTIME) as pool:
        await pool.execute(NEW_SHARDS, [0])
        made = publisher(pool)
        row = Row(0, 1, "deadlines.events", "", "", b"")
        (shard,) = owned(made, 0)
        async with transaction(pool) as batch:
            await batch.execute(LOCK, 0)
            made.put(shard, 1, [row])
            running = asyncio.create_task(made.run())
            while not await pool.fetchval(WAITS):
                await asyncio.sleep(0.01)
            made.put(shard, 2, [row])
            while made.published < 2:
                await asyncio.sleep(0.01)
            assert (made.unpublished, shard.cursor) == (2, 0)
            assert not await made.drain(0.01)
        assert await made.drain(30)
        running.cancel()
        assert await pool.fetchval("SELECT cursor FROM shard") == 2
