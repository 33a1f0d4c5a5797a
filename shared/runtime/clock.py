"""The one clock. Real, or virtual and moved by the `clock` topic, so that months pass in seconds."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol
from uuid import uuid4


def fresh_id() -> str:
    """A random UUID, for what has no cause to derive an id from: a citizen seen for the first time."""
    return str(uuid4())


class Clock(Protocol):
    """What the runtime asks of time."""

    @property
    def started(self) -> bool:
        """A virtual clock has no time before its first tick."""

    def now(self) -> datetime:
        """The present instant, UTC."""

    async def wait(self, until: datetime | None, woken: asyncio.Event) -> None:
        """Returns at `until`, or when `woken` is set, whichever is first; clears `woken`."""


class RealClock:
    """The machine's time."""

    started = True

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def wait(self, until: datetime | None, woken: asyncio.Event) -> None:
        seconds = None if until is None else max(0.0, (until - self.now()).total_seconds())
        try:
            async with asyncio.timeout(seconds):
                await woken.wait()
        except TimeoutError:
            pass
        woken.clear()


class ClockBackwards(ValueError):
    """A tick lies before the present; it is refused."""


class VirtualClock:
    """Stands still between ticks and never goes back."""

    def __init__(self) -> None:
        self._now: datetime | None = None
        self._moved = asyncio.Event()

    @property
    def started(self) -> bool:
        return self._now is not None

    def now(self) -> datetime:
        return self._now or datetime.min.replace(tzinfo=UTC)

    def tick(self, now: datetime) -> None:
        """Moves the clock; the same time again changes nothing."""
        if self._now is not None and now < self._now:
            raise ClockBackwards("the clock was told to go back")
        self._now = now
        self._moved.set()

    async def wait(self, until: datetime | None, woken: asyncio.Event) -> None:
        while not woken.is_set() and (until is None or self.now() < until):
            self._moved.clear()
            moved = asyncio.ensure_future(self._moved.wait())
            roused = asyncio.ensure_future(woken.wait())
            try:
                await asyncio.wait({moved, roused}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                moved.cancel()
                roused.cancel()
        woken.clear()
