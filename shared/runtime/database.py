"""Connections to a service's own PostgreSQL database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any, TypeAlias

import asyncpg
import msgspec

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

IDLE_SECONDS = 20
"""How long a transaction may do nothing. A worker that is frozen in one holds its shards' rows, which the next owner needs."""

TRANSIENT = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,  # shutdown, crash recovery, "the database system is starting up"
    asyncpg.InsufficientResourcesError,  # too many connections, disk full, out of memory
    asyncpg.TransactionRollbackError,  # deadlock, serialisation
    asyncpg.InvalidCatalogNameError,  # the database is not made yet
    asyncpg.QueryCanceledError,
    asyncpg.PostgresIOError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InternalClientError,  # a connection that broke between two steps of a statement
    OSError,
    asyncio.TimeoutError,
)


def passes(error: BaseException) -> bool:
    """Trouble of the database, not of a message: wait and try again, for ever. A value that asyncpg cannot encode is also an
    InterfaceError, but it is a defect."""
    return isinstance(error, TRANSIENT) and not isinstance(error, ValueError | TypeError)


@lru_cache(maxsize=1 << 16)
def _uuid_bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("-", ""))


@lru_cache(maxsize=1 << 16)
def _uuid_text(data: bytes) -> str:
    digits = data.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


async def prepare(connection: Connection) -> None:
    """Ids are text (36 characters), JSON is what msgspec makes of it."""
    await connection.set_type_codec(
        "uuid",
        schema="pg_catalog",
        encoder=_uuid_bytes,
        decoder=_uuid_text,
        format="binary",
    )
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: b"\x01" + msgspec.json.encode(value),
        decoder=lambda data: msgspec.json.decode(data[1:]),
        format="binary",
    )


async def _as_it_is(_: object) -> None:
    """Nobody leaves anything behind on a connection of ours, so giving it back costs no round trip."""


async def connect(url: str, name: str, size: int = 4) -> Pool:
    """A pool whose connections carry the service's name; statements are bounded, so that nothing hangs for ever."""
    return await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        init=prepare,
        reset=_as_it_is,
        command_timeout=60,
        server_settings={
            "application_name": name,
            "timezone": "UTC",
            "statement_timeout": "60000",
            "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
            # Every statement goes by key. Planned once, and by the index whatever the statistics of an empty table say.
            "plan_cache_mode": "force_generic_plan",
            "enable_seqscan": "off",
            "enable_hashjoin": "off",
            "enable_mergejoin": "off",
        },
    )


@asynccontextmanager
async def transaction(pool: Pool) -> AsyncIterator[Connection]:
    """One connection, one transaction."""
    async with pool.acquire() as connection, connection.transaction():
        yield connection  # type: ignore[misc]


def columns(rows: Sequence[Sequence[Any]], count: int) -> list[list[Any]]:
    """Rows turned into `count` columns, the shape that `unnest` takes."""
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(count)]
