"""Moves the platform's virtual clock, and stops wherever a timer is due on the way."""

from collections.abc import Callable, Sequence
from datetime import datetime

from services.simulator.outside import Outside
from services.simulator.rest import AtRest, Rest
from services.simulator.wire import Letter, Seen

Arrived = Callable[[Seen], None]


class Clock:
    """The platform's time as the player drives it. What was published is handed on with the time it became known."""

    def __init__(self, outside: Outside, rest: Rest, arrived: Arrived) -> None:
        self.outside, self.rest, self.arrived = outside, rest, arrived
        self.now: datetime | None = None
        self.stops = 0
        self._rested: AtRest | None = None

    @property
    def time(self) -> datetime:
        """The present time; ValueError before the first move."""
        if self.now is None:
            raise ValueError("the clock has not started")
        return self.now

    async def move_to(self, time: datetime) -> None:
        """What is due before `time`, or at it, happens first, each at its own time."""
        if self.now is not None:
            rest = await self.settle()
            while rest.next_due and self.now < rest.next_due <= time:
                rest = await self._stop(rest.next_due)
        if self.now is None or self.now < time:
            await self._stop(time)

    async def send(self, letters: Sequence[Letter]) -> list[str]:
        """Writes records at the present time; the place of each."""
        self._rested = None
        return await self.outside.send(letters)

    async def settle(self) -> AtRest:
        """Waits for rest at the present time and hands on what was published; at once when nothing was sent since."""
        if self._rested is None:
            self._rested = await self.rest.reached(self.time)
            for seen in await self.outside.arrived(self.time):
                self.arrived(seen)
        return self._rested

    async def _stop(self, time: datetime) -> AtRest:
        self.now, self._rested = time, None
        self.stops += 1
        await self.outside.tick(time)
        return await self.settle()
