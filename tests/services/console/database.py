"""A database of the tests' own, with the tables of the console, on the real PostgreSQL."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

import services.console
from deploy.embedded import databases
from deploy.embedded.databases import Database
from deploy.embedded.stack import Servers
from shared.runtime.database import Pool, connect
from shared.runtime.migrate import RUNTIME, migrate

MIGRATIONS = Path(services.console.__file__).parent / "migrations"


@pytest_asyncio.fixture(scope="session")
async def migrated(servers: Servers) -> AsyncIterator[Pool]:
    """A pool on a fresh database, gone after the run."""
    mine = Database(f"console_test_{secrets.token_hex(4)}", secrets.token_urlsafe(12))
    await databases.create(servers.postgres, [mine])
    pool = await connect(mine.url(servers.postgres), "console-test")
    try:
        await migrate(pool, [RUNTIME, MIGRATIONS])
        yield pool
    finally:
        pool.terminate()
        await databases.drop(servers.postgres, [mine.name])


@pytest_asyncio.fixture
async def pool(migrated: Pool) -> Pool:
    """The same, empty."""
    await migrated.execute("TRUNCATE summary, entry, tally, parked, audit")
    return migrated
