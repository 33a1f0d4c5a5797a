"""The deterministic scheduler: every await of a process on the outside world is an `Op`, and one op at a time is done.

Between two ops every process runs until it waits again; processes share nothing but the outside world, so no more need be
chosen. A database call is done to its end before the next choice, unless it waits for a lock that another process holds.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.explore.loop import ACTOR, Actor, Look, StepLoop

PATIENCE = 0.015
"""Real seconds of silence after which a database call is suspected of waiting for a lock."""
MOST_STEPS = 20_000

Blocked = Callable[[], Coroutine[Any, Any, bool]]
"""Whether a call waits for a lock that another session of ours holds."""


class Restless(AssertionError):
    """A schedule without faults does not come to rest."""


@dataclass(eq=False)
class Op:
    """Something that a process waits for. `do` is done at once, `io` is a call to the database.

    `lasting`: it may be done although its caller is dead or has stopped waiting. `fails`: how it can go wrong.
    """

    actor: Actor
    what: str
    future: "asyncio.Future[Any]"
    do: Callable[[], Any] | None = None
    io: Callable[[], Coroutine[Any, Any, Any]] | None = None
    enabled: Callable[[], bool] = lambda: True
    lasting: bool = False
    fails: Callable[[], Coroutine[Any, Any, Exception]] | None = None
    blocked: Blocked | None = None
    waiting: "asyncio.Task[Any] | None" = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return f"{self.actor.name}: {self.what}"


Step = Callable[[], Awaitable[None]]
Choice = tuple[float, Step]
"""A weight, and what to do."""


class Director:
    """Owns the loop's time, its seed and the list of steps."""

    def __init__(self, loop: StepLoop, seed: str) -> None:
        self.loop, self.random = loop, random.Random(seed)
        self.steps: list[str] = []
        self.over = False
        self.pending: list[Op] = []
        self.to_timer: float | None = None
        self._quiet: asyncio.Future[None] | None = None
        self._stalled: asyncio.Future[None] | None = None

    def note(self, step: str) -> None:
        """Writes a step down, until the schedule is over; what dead processes say at their burial is no step."""
        if not self.over:
            self.steps.append(step)

    # --- what processes call ---

    async def op(self, what: str, do: Callable[[], Any] | None = None, **more: Any) -> Any:
        """Waits until the director chooses this, and gives its result. A dead process waits for nothing more."""
        actor = ACTOR.get()
        assert actor is not None, f"{what} outside of a process"
        if actor.dead:
            raise asyncio.CancelledError
        op = Op(actor, what, self.loop.create_future(), do, **more)
        self.pending.append(op)
        try:
            return await op.future
        finally:
            if op in self.pending and op.waiting is None:
                self.pending.remove(op)

    # --- what the loop asks ---

    def idle(self, seconds: float | None, look: Look) -> list[Any]:
        if self._stalled is not None:
            events = look(PATIENCE)
            if not events and not self._stalled.done():
                self._stalled.set_result(None)
            return events
        assert self._quiet is not None, "nobody says what happens next"
        self.to_timer = seconds
        if not self._quiet.done():
            self._quiet.set_result(None)
        return []

    async def quiet(self) -> None:
        """Returns when every process waits."""
        self._quiet = self.loop.create_future()
        await self._quiet

    async def real(self, task: "asyncio.Task[Any]", blocked: Blocked | None = None) -> bool:
        """Lets real time pass until a call to the database is done (True) or waits for somebody's lock (False)."""
        while not task.done():
            self._stalled = self.loop.create_future()
            await asyncio.wait({task, self._stalled}, return_when=asyncio.FIRST_COMPLETED)
            stalled, self._stalled = self._stalled.done(), None
            if blocked and stalled and not task.done() and await self.call(blocked()) and not task.done():
                return False
        return True

    # --- what can happen ---

    def ready(self) -> list[Op]:
        """Ops that could be done now, process by process: who was the first to ask depends on the database's pace when
        two of them were woken at once."""
        ready = [op for op in self.pending if not op.actor.frozen and op.waiting is None and op.enabled()]
        return sorted(ready, key=lambda op: op.actor.name)

    async def perform(self, op: Op) -> None:
        """Does an op and gives its caller the result."""
        self.note(op.name)
        if op.io is None:
            self.pending.remove(op)
            try:
                _give(op.future, op.do() if op.do else None)
            except Exception as error:
                _give(op.future, error)
            return
        op.waiting = self.loop.create_task(op.io())
        if await self.real(op.waiting, op.blocked):
            await self._finish(op)
        else:
            self.note(f"{op.name} waits for a lock")
        await self.look_at_blocked()

    async def fail(self, op: Op, done: bool) -> None:
        """An op that goes wrong, perhaps only after it was done."""
        assert op.fails is not None
        self.note(f"{op.name} FAILS{', but was done' if done else ''}")
        self.pending.remove(op)
        if done:
            await self.do(op)
        _give(op.future, await self.call(op.fails()))
        await self.look_at_blocked()

    async def do(self, op: Op) -> None:
        """The effect of an op without telling its caller; none if it would have to wait for a lock."""
        if op.do is not None:
            op.do()
        elif op.io is not None:
            task = self.loop.create_task(op.io())
            task.add_done_callback(lambda done: done.exception())
            await self.real(task, op.blocked)

    async def call(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """A call to the database that is nobody's op."""
        task = self.loop.create_task(coroutine)
        await self.real(task)
        return task.result()

    async def look_at_blocked(self) -> None:
        """Those that waited for a lock and need not any more are done now, each when the process before it waits again."""
        for op in sorted((op for op in self.pending if op.waiting is not None), key=lambda op: op.actor.name):
            await self.quiet()
            if op in self.pending and op.waiting is not None and await self.real(op.waiting, op.blocked):
                self.note(f"{op.name} has its lock")
                await self._finish(op)

    async def _finish(self, op: Op) -> None:
        assert op.waiting is not None
        self.pending.remove(op)
        error = op.waiting.exception()
        if error is not None:
            self.note(f"    {type(error).__name__}: {error}")
        _give(op.future, error or op.waiting.result())

    def pass_time(self) -> None:
        """On to the next timer."""
        assert self.to_timer is not None
        self.note(f"time: +{self.to_timer:.3g} s")
        self.loop.now += self.to_timer + 1e-6

    def some(self, records: Mapping[Any, Sequence[Any]], most: int) -> dict[Any, list[Any]]:
        """A fetch brings what it brings: some partitions, the first few records of each."""
        places = [at for at in records if self.flip(0.7)] or [self.random.choice(list(records))]
        return {at: list(records[at][: self.random.randint(1, most)]) for at in places}

    def pick(self, choices: Sequence[Choice]) -> Step:
        """One of them, by weight."""
        return self.random.choices([step for _, step in choices], [weight for weight, _ in choices])[0]

    def flip(self, chance: float = 0.5) -> bool:
        return self.random.random() < chance

    def check_length(self) -> None:
        if len(self.steps) > MOST_STEPS:
            raise Restless(f"no rest after {MOST_STEPS} steps")


def _give(future: "asyncio.Future[Any]", result: Any) -> None:
    if future.done():
        return
    if isinstance(result, BaseException):
        future.set_exception(result)
    else:
        future.set_result(result)
