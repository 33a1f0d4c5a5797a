"""One schedule: two services of several workers each, a script from outside, and a seed that says what happens when."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from aiokafka import TopicPartition

from contracts.topics import Topics
from shared.runtime.intake import Handling
from shared.runtime.service import Service
from tests.explore import faults
from tests.explore.broker import Broker
from tests.explore.database import Database
from tests.explore.director import Choice, Director, Op, Step
from tests.explore.faults import Temper
from tests.explore.group import Group
from tests.explore.loop import ACTOR, StepLoop
from tests.explore.process import Process
from tests.explore.script import BEGIN, Said, Script, Tick

TOPICS = Topics("explore.")


@dataclass(frozen=True, slots=True)
class Member:
    """A service that takes part: its short name in the list of steps, and where it keeps its things."""

    short: str
    service: Service
    handling: Handling
    database: Database


@dataclass
class Schedule:
    """`temper` is None in an undisturbed run: then everything happens in order, as soon as it can."""

    loop: StepLoop
    script: Script
    members: Mapping[str, Member]
    director: Director
    temper: Temper | None = None
    now: datetime = BEGIN
    at: int = 0
    calm: bool = False
    processes: dict[tuple[str, int], Process] = field(default_factory=dict)
    lives: int = 0
    accidents: list[str] = field(default_factory=list)
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.broker = Broker(self.script.shards)
        self.groups = {
            name: Group(name, self.broker, tuple(TOPICS.full(topic) for topic in member.service.topics))
            for name, member in self.members.items()
        }

    async def play(self) -> None:
        """From the first start to rest after the last fault."""
        self.loop.set_exception_handler(self._accident)
        self.loop.set_task_factory(self._remembered)
        self.loop.obey(self.director)
        try:
            for name in self.members:
                for slot in range(self.director.random.choice([1, 2, 2, 3]) if self.temper else 1):
                    self.start(name, slot)
            while True:
                await self.director.quiet()
                self.check()
                choices = self.choices()
                if not choices:
                    break
                await self.director.pick(choices)()
        finally:
            await self._end()

    def choices(self) -> list[Choice]:
        """What can happen now. Nothing: the schedule is over and everything rests."""
        if self.temper is None or self.calm:
            return self._calmly()
        self.calm = self.at == len(self.script.items) and self.temper.spent(self.director)
        return self._somehow(self.temper) + faults.possible(self, self.temper)

    def _somehow(self, temper: Temper) -> list[Choice]:
        director, ready = self.director, self.director.ready()
        choices: list[Choice] = [(2.0, tick) for tick in self._ticks()]
        if ready:
            choices.append((10.0, partial(self._do, temper, ready)))
        if self.at < len(self.script.items):
            choices.append((temper.haste if ready else 5.0, self.say))
        if director.to_timer is not None:
            choices.append((temper.slowness if ready else 5.0, self._time))
        return choices

    def _calmly(self) -> list[Choice]:
        """Mends what is broken; then the first thing that can be done."""
        if mended := faults.mended(self):
            return mended[:1]
        ready = self.director.ready()
        if ready:
            return [(1.0, partial(self.director.perform, ready[0]))]
        if ticks := self._ticks():
            return [(1.0, ticks[0])]
        if self.director.to_timer is not None:
            return [(1.0, self._time)]
        return [(1.0, self.say)] if self.at < len(self.script.items) else []

    # --- steps ---

    async def _do(self, temper: Temper, ready: list[Op]) -> None:
        await self.director.perform(temper.prefer(self.director, ready))

    async def say(self) -> None:
        """The outside's next word."""
        item = self.script.items[self.at]
        self.at += 1
        self.director.note(f"outside: {item}")
        if isinstance(item, Tick):
            self.now = item.now
        else:
            self.write(item)

    def write(self, said: Said) -> None:
        place = TopicPartition(TOPICS.full(said.topic), said.shard)
        self.broker.append(place, [(said.who.encode(), said.body, said.headers)])

    async def _time(self) -> None:
        self.director.pass_time()

    def _ticks(self) -> list[Step]:
        behind = [p for p in self.alive() if p.clock.now() < self.now and not p.actor.frozen]
        return [partial(self._tick, process) for process in behind]

    async def _tick(self, process: Process) -> None:
        self.director.note(f"{process.actor.name}: sees the clock at {self.now:%d %b %H:%M}")
        process.clock.tick(self.now)

    def start(self, name: str, slot: int) -> None:
        """A new process, under a name that nobody had."""
        self.lives += 1
        member = self.members[name]
        process = Process(
            f"{member.short}{slot + 1}.{self.lives}", member.service, member.handling, self.director, self.broker,
            member.database, self.groups[name], TOPICS,
        )  # fmt: skip
        self.director.note(f"{process.actor.name}: starts")
        self.processes[name, slot] = process
        process.start(self.now)

    def alive(self) -> list[Process]:
        return [process for process in self.processes.values() if not process.ended]

    # --- what must never happen ---

    def check(self) -> None:
        """Raises for a process that ends by itself, for an accident that nobody saw, for a schedule without end."""
        self.director.check_length()
        wrong = [line for process in self.alive() for line in process.failures()] + self.accidents
        if wrong:
            raise AssertionError("; ".join(wrong))

    def _remembered(self, loop: Any, job: Any, **more: Any) -> "asyncio.Task[Any]":
        """A dead process' tasks wait for ever; somebody must remember them, or the loop complains."""
        task = asyncio.Task(job, loop=loop, **more)
        if ACTOR.get() is not None or "context" in more:
            self.tasks.append(task)
        return task

    def _accident(self, _: Any, context: dict[str, Any]) -> None:
        self.accidents.append(f"{context.get('message')}: {context.get('exception')!r}")

    async def _end(self) -> None:
        self.director.over = True
        for process in self.processes.values():
            process.actor.dead = True
        self.loop.set_task_factory(None)
        self.loop.obey(None)
        self.loop.set_exception_handler(lambda *_: None)
        for process in self.processes.values():
            await process.pool.hang_up()
        me = asyncio.current_task()
        while left := [task for task in asyncio.all_tasks() if task is not me]:
            for task in left:
                task.cancel()
            await asyncio.wait(left, timeout=0.1)
        self.loop.set_exception_handler(None)
