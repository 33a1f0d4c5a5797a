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
        self._heard = False

    @property
    def time(self) -> datetime:
        """The present time; ValueError before the first move."""
        if self.now is None:
            raise ValueError("the clock has not started")
        return self.now

    async def move_to(self, time: datetime) -> None:
        """What is due before `time`, or at it, happens first, each at its own time."""
        while self.now is None or self.now < time:
            due = (await self.settle()).next_due if self.now else None
            stop = due if due and self.now and self.now < due <= time else time
            self.now, self._rested, self._heard = stop, None, False
            self.stops += 1
            await self.outside.tick(stop)
            if stop == due:
                await self.settle()

    async def send(self, letters: Sequence[Letter]) -> list[str]:
        """Writes records once every service knows the present time; the place of each."""
        if not self._heard:
            await self.rest.heard(self.time)
        self._heard, self._rested = True, None
        return await self.outside.send(letters)

    async def settle(self) -> AtRest:
        """Waits for rest at the present time and hands on what was published; at once when nothing was sent since."""
        if self._rested is None:
            self._rested, self._heard = await self.rest.reached(self.time), True
            for seen in await self.outside.arrived(self.time):
                self.arrived(seen)
        return self._rested
