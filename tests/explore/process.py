"""One process of a service: the parts that `shared.runtime.running` puts together, on the explorer's broker and database."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from contracts.topics import Topics
from shared.runtime.clock import VirtualClock
from shared.runtime.intake import Handling
from shared.runtime.publisher import Publisher
from shared.runtime.reader import Reader, keep_reading
from shared.runtime.running import stopped
from shared.runtime.service import Service
from shared.runtime.worker import Worker
from tests.explore.broker import Broker, Looker, MemoryProducer
from tests.explore.database import Database, StepPool, as_pool
from tests.explore.director import Director
from tests.explore.group import Group, MemoryConsumer
from tests.explore.loop import ACTOR, Actor

GRACE = 20.0
MOST_RECORDS = 6


class StepReader(Reader):
    """Between a poll and its handling anything may happen."""

    def __init__(self, director: Director, consumer: MemoryConsumer) -> None:
        super().__init__(SimpleNamespace(consumer=consumer), MOST_RECORDS, silence=3600)
        self._director = director

    async def take(self) -> tuple[int, Sequence[Any]]:
        generation, records = await super().take()
        await self._director.op(f"hands over {len(records)} records")
        return generation, records


class Process:
    """A worker from its start to its end, whatever that is."""

    def __init__(
        self, name: str, what: Service, handling: Handling, director: Director, broker: Broker, database: Database,
        group: Group, topics: Topics,
    ) -> None:  # fmt: skip
        self.actor = Actor(name)
        self.director, self.group = director, group
        self.clock, self.pool = VirtualClock(), StepPool(database, director)
        self.producer: Any = MemoryProducer(broker, director)
        self.looker = Looker(broker, director)
        metrics, pool = handling.metrics, as_pool(self.pool)
        self.publisher = Publisher(self.producer, pool, topics, broker.partitions, what.render, metrics)
        self.worker = Worker(handling, what.topics, topics, pool, self.clock, self.publisher, name)
        self.consumer = MemoryConsumer(broker, director, group, name, self.worker)
        self.worker.bind(StepReader(director, self.consumer), self.looker)
        self.stopping = self.ended = False

    def start(self, now: datetime) -> None:
        """Begins, with the last time that the clock topic had."""
        self.clock.tick(now)
        reading = keep_reading(self.worker, self.consumer.start, self.consumer.stop)
        self._own(self.publisher.run(), self.worker.run_timers(), reading)

    def _own(self, *jobs: Any) -> list["asyncio.Task[Any]"]:
        """Runs these as tasks of this process."""
        context = contextvars.copy_context()
        context.run(ACTOR.set, self.actor)
        loop = asyncio.get_running_loop()
        tasks = [loop.create_task(job, context=context.copy()) for job in jobs]
        self.actor.tasks += tasks
        return tasks

    def stop(self) -> None:
        """As at SIGTERM: the runtime's own way of stopping."""
        tasks, self.stopping = list(self.actor.tasks), True

        async def stopping() -> None:
            clients: tuple[Callable[[], Awaitable[None]], ...] = (self.consumer.stop, self.producer.stop)
            await stopped(self.worker, tasks[:3], clients, as_pool(self.pool), GRACE)
            self.ended = True

        self._own(stopping())

    async def die(self) -> None:
        """As at SIGKILL: no task goes on. What it had sent already may yet be done."""
        for op in [op for op in self.director.pending if op.actor is self.actor]:
            if op.lasting and op.waiting is None and self.director.flip():
                self.director.note(f"    {op.what} was done")
                await self.director.do(op)
        await self.director.call(self.pool.hang_up())
        await self.director.look_at_blocked()
        self.actor.dead, self.actor.frozen = True, False
        self.director.pending[:] = [op for op in self.director.pending if op.actor is not self.actor]
        self.ended = True

    def failures(self) -> list[str]:
        """Parts that ended by themselves, which would end the process in life."""
        parts = [*self.actor.tasks[:3], *filter(None, [self.consumer.coordination])]
        ended = [task for task in parts if task.done() and not (self.stopping or self.actor.dead)]
        return [f"{self.actor.name}: {part_of(task)} ended by itself: {why(task)}" for task in ended]


def part_of(task: "asyncio.Task[Any]") -> str:
    return str(getattr(task.get_coro(), "__qualname__", task))


def why(task: "asyncio.Task[Any]") -> str:
    return "cancelled" if task.cancelled() else repr(task.exception())
