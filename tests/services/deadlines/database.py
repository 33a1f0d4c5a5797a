"""A database of one service's own, for the tests of its store, on the real PostgreSQL."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from deploy.embedded import databases
from deploy.embedded.databases import Database
from deploy.embedded.stack import Servers
from shared.runtime.database import Pool, connect
from shared.runtime.migrate import migrate


@asynccontextmanager
async def migrated(servers: Servers, service: str, migrations: Path) -> AsyncIterator[Pool]:
    """A pool on a fresh database with the service's tables, gone afterwards."""
    mine = Database(f"{service}_test_{secrets.token_hex(4)}", secrets.token_urlsafe(12))
    await databases.create(servers.postgres, [mine])
    pool = await connect(mine.url(servers.postgres), f"{service}-test")
    try:
        await migrate(pool, [migrations])
        yield pool
    finally:
        pool.terminate()
        await databases.drop(servers.postgres, [mine.name])
