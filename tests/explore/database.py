"""The real PostgreSQL as processes of a schedule see it: every call is an op of the director.

Connections are opened once and handed from process to process: of a dead one the server rolls the transaction back, which
is all that it does in life too.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from shared.runtime.database import Pool, connect, prepare
from shared.runtime.migrate import migrate
from shared.runtime.service import Service
from tests.explore.director import Director

Real = Any
"""A connection of asyncpg."""

CALLS = ("execute", "executemany", "fetch", "fetchval", "fetchrow", "copy_records_to_table")
TABLE = re.compile(r"(?:FROM|INTO|UPDATE)\s+(\w+)")
BLOCKED = """
    SELECT count(*) > 0 FROM unnest(pg_blocking_pids($1)) AS b (pid) JOIN pg_stat_activity USING (pid)
    WHERE wait_event_type IN ('Client', 'Lock')"""
"""Blocked for longer: whoever holds the lock waits for its process to go on, or is blocked itself."""


class Database:
    """One service's database: its tables, its connections, and one more to look at the others and to help."""

    def __init__(self, name: str, url: str) -> None:
        self.name, self.url = name, url
        self.free: list[Real] = []
        self.control: Real = None
        self.tables: list[str] = []

    async def open(self, service: Service) -> None:
        """Makes the tables."""
        pool = await connect(self.url, "explore", 1)
        await migrate(pool, service.folders)
        pool.terminate()
        self.control = await self._connected()
        rows = await self.control.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        self.tables = sorted(row[0] for row in rows if row[0] != "migration")
        self.free = [await self._connected() for _ in range(12)]

    async def _connected(self) -> Real:
        settings = {"timezone": "UTC", "plan_cache_mode": "force_custom_plan"}
        connection = await asyncpg.connect(self.url, server_settings=settings, max_cached_statement_lifetime=0)
        await prepare(connection)
        return connection

    async def clear(self, thorough: bool) -> None:
        """Empties the tables; `thorough` also of what deleting leaves behind, which takes longer."""
        if thorough:
            await self.control.execute(f"TRUNCATE {', '.join(self.tables)}")
        else:
            await self.control.execute("; ".join(f"DELETE FROM {table}" for table in self.tables))

    async def take_back(self, real: Real) -> None:
        """What the server does when a client is gone."""
        if real.is_closed():
            self.free.append(await self._connected())
            return
        if real.is_in_transaction():
            await real.execute("ROLLBACK")
        self.free.append(real)

    async def cancel(self, real: Real) -> None:
        """Stops what a connection is doing."""
        await self.control.execute("SELECT pg_cancel_backend($1)", real.get_server_pid())

    @asynccontextmanager
    async def look(self) -> AsyncIterator[Real]:
        """The connection of whoever judges."""
        yield self.control

    async def close(self) -> None:
        for connection in (*self.free, self.control):
            connection.terminate()


class StepPool:
    """In the place of asyncpg's pool."""

    def __init__(self, database: Database, director: Director) -> None:
        self.database, self.director = database, director
        self.open: list[StepConnection] = []

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator["StepConnection"]:
        connection = StepConnection(self)
        self.open.append(connection)
        try:
            yield connection
        finally:
            if connection in self.open:
                if connection.real.is_in_transaction():  # a cancelled COMMIT; asyncpg's pool does the same
                    await connection.step("ROLLBACK", lambda: connection.real.execute("ROLLBACK"))
                self.open.remove(connection)
                self.database.free.append(connection.real)

    def terminate(self) -> None:
        """As asyncpg: at once, without waiting for the server, which notices by `hang_up`."""

    async def hang_up(self) -> None:
        """What the server does when the process is gone."""
        for connection in self.open:
            connection.lost = True
            await connection.stop()
            await self.database.take_back(connection.real)
        self.open.clear()


class StepConnection:
    """In the place of asyncpg's connection. `busy`: the call that waits for a lock; `lost`: the server hung up."""

    def __init__(self, pool: StepPool) -> None:
        self.pool, self.director = pool, pool.director
        self.real: Real = pool.database.free.pop(0)
        self.busy: asyncio.Task[Any] | None = None
        self.lost = False

    def __getattr__(self, name: str) -> Any:
        if name not in CALLS:
            return getattr(self.real, name)

        async def call(*args: Any, **kwargs: Any) -> Any:
            writes = not str(args[0]).lstrip().startswith("SELECT") and not self.real.is_in_transaction()
            return await self.step(told(name, args[0]), lambda: getattr(self.real, name)(*args, **kwargs), writes)

        return call

    def transaction(self) -> "StepTransaction":
        return StepTransaction(self)

    async def step(self, what: str, call: Callable[[], Coroutine[Any, Any, Any]], lasting: bool = False) -> Any:
        """One call. `lasting`: once sent, it may be done although nobody waits for it."""
        if self.lost:
            raise asyncpg.InterfaceError("connection is closed")

        async def watched() -> Any:
            if self.lost:
                raise asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")
            self.busy = asyncio.current_task()
            try:
                return await call()
            finally:
                self.busy = None

        try:
            return await self.director.op(
                what, io=watched, lasting=lasting, fails=self.lose, blocked=self.is_blocked,
                enabled=lambda: self.busy is None,
            )  # fmt: skip
        except asyncio.CancelledError:
            if self.busy is not None:
                await self.director.op(f"cancels {what}", io=self.stop)
            elif lasting and self.director.flip():
                await self.director.op(f"{what}, although cancelled", io=watched, blocked=self.is_blocked)
            raise

    async def lose(self) -> Exception:
        """The server hangs up: the transaction is rolled back, and the caller knows nothing."""
        if not self.lost:
            self.lost = True
            self.pool.open.remove(self)
            await self.stop()
            await self.pool.database.take_back(self.real)
        return asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")

    async def is_blocked(self) -> bool:
        blocked: bool = await self.pool.database.control.fetchval(BLOCKED, self.real.get_server_pid())
        return blocked

    async def stop(self) -> None:
        """The call that waits for a lock is cancelled."""
        busy = self.busy
        if busy is not None:
            await self.pool.database.cancel(self.real)
            await asyncio.wait({busy})


class StepTransaction:
    """In the place of asyncpg's transaction, or savepoint: begin, commit and rollback are ops."""

    def __init__(self, connection: StepConnection) -> None:
        self.connection = connection
        self.inner = connection.real.is_in_transaction()

    async def __aenter__(self) -> None:
        await self._say("SAVEPOINT here" if self.inner else "BEGIN")

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        if kind is not None:
            await self._say("ROLLBACK TO here" if self.inner else "ROLLBACK")
        else:
            await self._say("RELEASE here" if self.inner else "COMMIT", lasting=not self.inner)

    async def _say(self, word: str, lasting: bool = False) -> None:
        await self.connection.step(word, lambda: self.connection.real.execute(word), lasting)


def told(call: str, query: str) -> str:
    """`UPDATE shard`"""
    if call == "copy_records_to_table":
        return f"COPY {query}"
    table = TABLE.search(query)
    return f"{query.split()[0]} {table[1] if table else ''}".strip()


def as_pool(pool: StepPool) -> Pool:
    """The same under the runtime's own name for it."""
    return pool  # type: ignore[return-value]
