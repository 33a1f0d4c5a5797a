"""A worker that freezes in the middle of a transaction holds the locks of its shards: not for longer than it takes to notice."""

import asyncio

import asyncpg
import pytest

from deploy.embedded.stack import Servers
from shared.runtime.database import IDLE_SECONDS, passes, transaction
from shared.runtime.migrate import RUNTIME
from shared.runtime.offsets import NEW_SHARDS, take_shards
from tests.support.database import migrated


async def test_the_database_ends_it_and_the_next_owner_goes_on(servers: Servers) -> None:
    async with migrated(servers, "frozen", RUNTIME) as pool:
        await pool.execute(NEW_SHARDS, [0])
        assert await pool.fetchval("SHOW idle_in_transaction_session_timeout") == f"{IDLE_SECONDS}s"
        with pytest.raises(Exception) as said:
            async with transaction(pool) as frozen:
                await frozen.execute("SET idle_in_transaction_session_timeout = '300ms'")
                await frozen.execute("UPDATE shard SET position = 7")
                async with asyncio.timeout(30), transaction(pool) as tx:
                    taken = await take_shards(tx, [0], [], "next")
                await frozen.execute("UPDATE shard SET position = 8")
        assert passes(said.value), f"{said.value!r} is waited out, it is no defect of a message"
        assert taken[0].position == 0


def test_however_the_database_says_so_it_is_waited_out() -> None:
    """It may be the answer to the statement that the worker sends when it thaws, or a connection that is gone."""
    assert passes(asyncpg.IdleInTransactionSessionTimeoutError("idle"))
