"""Strikes as fast as the struck come back, a few at once; and keeps everything running meanwhile, as an operator's init
system does."""

import asyncio
import signal
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence

from deploy.embedded.home import StackError
from deploy.embedded.process import alive
from tests.storm.plan import FROZEN, Kind, Strike
from tests.storm.timeline import Timeline
from tests.storm.victims import PATIENCE, Victim, end, freeze

HANDS = 3
"""How many may be down at once."""
LIMIT = 300.0
"""Seconds until whoever was struck must be ready again, be the machine ever so busy with the others."""


class Striker:
    """Deals the strikes in order; each waits for its victim to have come back from the one before."""

    def __init__(self, victims: dict[str, Victim], strikes: Sequence[Strike], timeline: Timeline) -> None:
        self.victims, self.timeline = victims, timeline
        self.findings: list[str] = []
        """What nobody should have to see: processes that ended by themselves, or would not stop."""
        self._left: Iterator[Strike] = iter(strikes)
        self._busy: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def strike_all(self) -> None:
        """Returns when every strike was dealt and every victim is ready. StackError when one does not come back."""
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(self._watch())
            async with asyncio.TaskGroup() as hands:
                for _ in range(HANDS):
                    hands.create_task(self._hand())
            watching.cancel()
        await asyncio.gather(*(self._ready(victim) for victim in self.victims.values()))

    async def _hand(self) -> None:
        for strike in self._left:
            await asyncio.sleep(strike.after)
            async with self._busy[strike.victim]:
                victim = self.victims[strike.victim]
                self.timeline.struck(strike)
                began = time.monotonic()
                await self._deal(strike, victim)
                await self._ready(victim)
                self.timeline.note(f"strike {strike.number}: {strike.victim} is back, {time.monotonic() - began:.1f} s")

    async def _deal(self, strike: Strike, victim: Victim) -> None:
        if strike.kind in FROZEN:
            thaw = freeze(victim.process)
            try:
                await asyncio.sleep(strike.seconds)
            finally:
                thaw()
            return
        began = time.monotonic()
        number = signal.SIGKILL if strike.kind is Kind.KILL else victim.stops_at
        await asyncio.to_thread(end, victim.process, number)
        if strike.kind is Kind.RESTART and time.monotonic() - began > PATIENCE:
            self._find(f"{victim.name} did not stop within {PATIENCE:.0f} s")
        await victim.start()

    async def _ready(self, victim: Victim) -> None:
        """Waits until it is, and starts it again whenever it ends."""
        until = time.monotonic() + LIMIT
        while problem := await asyncio.to_thread(victim.problem):
            await self._raise(victim)
            if time.monotonic() > until:
                raise StackError(f"{victim.name} is not ready after {LIMIT:.0f} s: {problem}")
            await asyncio.sleep(0.1)

    async def _raise(self, victim: Victim) -> None:
        if not alive(victim.process):
            self._find(f"{victim.name} ended by itself")
            await victim.start()

    async def _watch(self) -> None:
        """Whoever ends without having been struck is a finding, and started again."""
        while True:
            for name, victim in self.victims.items():
                if not self._busy[name].locked():
                    async with self._busy[name]:
                        await self._raise(victim)
            await asyncio.sleep(0.3)

    def _find(self, what: str) -> None:
        self.findings.append(what)
        self.timeline.note(what)
