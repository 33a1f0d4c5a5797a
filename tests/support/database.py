"""A database of one service's own, for the tests of its store, on the real PostgreSQL."""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import asyncpg

from deploy.embedded import databases
from deploy.embedded.databases import Database
from deploy.embedded.stack import Servers
from shared.runtime.database import Pool, connect, transaction
from shared.runtime.migrate import migrate
from shared.runtime.ports import Store

C = TypeVar("C")


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


async def saved(store: Store[C], pool: Pool, cases: Mapping[str, tuple[C, C]]) -> None:
    """What the runtime does with the cases that a batch changed."""
    async with transaction(pool) as tx:
        await store.save(tx, cases)


async def loaded(store: Store[C], pool: Pool, *citizens: str) -> dict[str, C]:
    """What the runtime does before a batch is decided."""
    async with transaction(pool) as tx:
        return await store.load(tx, dict.fromkeys(citizens, ()))


@asynccontextmanager
async def changed(url: str, do: str, undo: str) -> AsyncIterator[None]:
    """A database as it is after one statement, until another takes it back."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(do)
        yield
        await connection.execute(undo)
    finally:
        await connection.close()
