"""A database of the tests' own, with the tables of `slots`, on the real PostgreSQL."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

import services.slots
from deploy.embedded import databases
from deploy.embedded.databases import Database
from deploy.embedded.stack import Servers
from shared.runtime.database import Pool, connect
from shared.runtime.migrate import migrate

MIGRATIONS = Path(services.slots.__file__).parent / "migrations"


@pytest_asyncio.fixture(scope="session")
async def migrated(servers: Servers) -> AsyncIterator[Pool]:
    """A pool on a fresh database, gone after the run."""
    mine = Database(f"slots_test_{secrets.token_hex(4)}", secrets.token_urlsafe(12))
    await databases.create(servers.postgres, [mine])
    pool = await connect(mine.url(servers.postgres), "slots-test")
    try:
        await migrate(pool, [MIGRATIONS])
        yield pool
    finally:
        pool.terminate()
        await databases.drop(servers.postgres, [mine.name])


@pytest_asyncio.fixture
async def pool(migrated: Pool) -> Pool:
    """The same, empty."""
    async with migrated.acquire() as connection:
        await connection.execute("TRUNCATE slot, citizen, interview, deadline")
    return migrated
