"""Ports that strike at one exact point of a service's work, by what is said to the database: a statement, or a commit."""

from collections.abc import Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from shared.runtime.offsets import MOVE_CURSOR, TAKE
from shared.runtime.timers import DUE
from shared.runtime.writing import WRITE

TOPICS = 22
"""Where the topics of the journal rows stand among what `WRITE` is given."""
MIGRATED = "INSERT INTO migration"
POINTS = ("migration", "takeover", "before-commit", "after-commit", "unsent", "taken-over", "after-publish", "timers")
"""migration: a file applied, not committed. takeover: shards taken, not committed. before-commit: a batch written.
after-commit: of any batch. unsent: of one that has something to send. taken-over: what the last owner left is not sent yet.
after-publish: acknowledged, the cursor has not moved. timers: a batch of due timers written, not committed."""

Strike = Callable[[], None]


class Struck:
    """The point, what happens there, and what has been seen on the way to it."""

    def __init__(self, point: str, strike: Strike) -> None:
        self.point, self.strike = point, strike
        self.sent = False
        self.due = False
        """Timers that are due were read, and their batch is the next."""

    def at(self, point: str, *, really: bool = True) -> None:
        """Strikes if this is the point."""
        if point == self.point and really:
            self.strike()

    def pool(self, real: Any) -> "StruckPool":
        return StruckPool(real, self)

    def producer(self, real: Any) -> "Told":
        return Told(real, self)


class Told:
    """The producer; notes that something was sent and acknowledged."""

    def __init__(self, real: Any, struck: Struck) -> None:
        self.create_batch, self._real, self._struck = real.create_batch, real, struck

    async def send_batch(self, *args: Any, **kwargs: Any) -> Any:
        answer = await self._real.send_batch(*args, **kwargs)
        await answer
        self._struck.sent = True
        return answer


class StruckPool:
    """A pool whose connections know what they are used for."""

    def __init__(self, real: Any, struck: Struck) -> None:
        self._real, self._struck = real, struck

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    @asynccontextmanager
    async def acquire(self) -> Any:
        async with self._real.acquire() as connection:
            yield StruckConnection(connection, self._struck)


class StruckConnection:
    """One use of a connection. What was written in its transaction tells which point its commit is."""

    def __init__(self, real: Any, struck: Struck) -> None:
        self._real, self._struck = real, struck
        self._written = self._unsent = self._taken = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    async def execute(self, query: str, *args: Any, **kwargs: Any) -> Any:
        if query.startswith(WRITE) and not self._real.is_in_transaction():
            async with self.transaction():  # the same in three steps, so that there is something between
                return await self.execute(query, *args, **kwargs)
        if query == MOVE_CURSOR:
            self._struck.at("after-publish", really=self._struck.sent)
        done = await self._real.execute(query, *args, **kwargs)
        self._struck.at("migration", really=query.startswith(MIGRATED))
        if query.startswith(WRITE):
            self._wrote(args[TOPICS])
        return done

    async def fetch(self, query: str, *args: Any, **kwargs: Any) -> Any:
        rows = await self._real.fetch(query, *args, **kwargs)
        if query == DUE:
            self._struck.due = bool(rows)
        if query == TAKE:
            self._taken = True
            self._struck.at("takeover")
        return rows

    def _wrote(self, topics: Sequence[str | None]) -> None:
        self._written = True
        self._unsent = any(topics)
        self._struck.at("timers" if self._struck.due else "before-commit")
        self._struck.due = False

    @asynccontextmanager
    async def transaction(self) -> Any:
        async with self._real.transaction():
            yield
        self._struck.at("after-commit", really=self._written)
        self._struck.at("unsent", really=self._unsent)
        self._struck.at("taken-over", really=self._taken)
