"""A worker put together by a test: the same parts as in `shared.runtime.running`, with ports that a test may wrap."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import SecretStr

from contracts.topics import Topics
from deploy.embedded.world import World
from shared.runtime import broker as kafka
from shared.runtime.awaiting import wait_for
from shared.runtime.clock import VirtualClock
from shared.runtime.database import Pool, connect
from shared.runtime.health import Health
from shared.runtime.membership import Membership, silence
from shared.runtime.migrate import migrate
from shared.runtime.publisher import Publisher
from shared.runtime.reader import Reader, keep_reading
from shared.runtime.service import Service, handling_of
from shared.runtime.settings import Settings
from shared.runtime.telemetry import Metrics
from shared.runtime.worker import Worker
from tests.support.tally import app

Wrap = Callable[[Any], Any]


def as_it_is(port: Any) -> Any:
    return port


def settings_of(world: World, worker: str = "1", service: str = "deadlines", **more: Any) -> Settings:
    """What a process of the service, else of the tally in its place, would be told by its environment."""
    told = {
        "kafka": world.servers.kafka,
        "database": SecretStr(world.database_url(service)),
        "prefix": world.prefix,
        "shards": world.shards,
        "clock": world.clock,
        "worker": worker,
        **more,
    }
    return Settings(**told)


@dataclass
class Host:
    """A running worker and its parts."""

    worker: Worker
    publisher: Publisher
    health: Health
    clock: VirtualClock
    pool: Pool
    metrics: Metrics
    member: Membership
    subscriber: Any
    looker: Any

    def metric(self, what: str, topic: str) -> float:
        """How many messages of a topic met this end."""
        return float(self.metrics.messages.labels(what, topic)._value.get())

    async def has_sent(self, number: int) -> bool:
        """So many rows or more, and the cursor says so: whatever ends the worker now, none is sent again."""
        return self.publisher.published >= number and self.publisher.unpublished == 0


async def make_host(
    settings: Settings, what: Service, producer: Wrap = as_it_is, pool: Wrap = as_it_is
) -> tuple[Host, Any, Pool]:
    """Everything built and nothing started; the real producer and pool too, for who must close them."""
    kafka.calm_metadata_refresh()
    real_pool = await connect(settings.database.get_secret_value(), f"{what.name}-{settings.worker}")
    wrapped = pool(real_pool)
    await migrate(wrapped, what.folders)
    if what.opened is not None:
        what.opened(real_pool)
    topics, metrics, clock = Topics(settings.prefix), Metrics(what.name), VirtualClock()
    real_producer = await kafka.make_producer(settings, what.name)
    publisher = Publisher(
        producer(real_producer), wrapped, topics, settings.shards, what.render, metrics, what.observer
    )
    worker = Worker(handling_of(what, metrics), what.topics, topics, wrapped, clock, publisher, settings.worker)
    full = [topics.full(topic) for topic in what.topics]
    broker, subscriber = kafka.make_broker(settings, what.name, full, worker)
    health = Health(what.name, settings.worker)
    health.worker = worker
    longest = silence(settings.session_ms)
    member = Membership(broker, subscriber, partial(wait_for, health), longest)
    looker = await kafka.make_looker(settings, what.name, full)
    worker.bind(Reader(subscriber, settings.batch, longest), looker)
    return (
        Host(worker, publisher, health, clock, wrapped, metrics, member, subscriber, looker),
        real_producer,
        real_pool,
    )


@asynccontextmanager
async def hosted(
    world: World,
    name: str = "1",
    *,
    what: Service | None = None,
    producer: Wrap = as_it_is,
    pool: Wrap = as_it_is,
    now: Any = None,
    **more: Any,
) -> AsyncIterator[Host]:
    """A worker that runs as long as the block lasts and then falls dead: it gives nothing back, finishes nothing."""
    settings = settings_of(world, name, what.name if what else "deadlines", **more)
    host, real_producer, real_pool = await make_host(settings, what or app(settings), producer, pool)
    if now is not None:
        host.clock.tick(now)
    tasks = [
        asyncio.create_task(host.publisher.run()),
        asyncio.create_task(host.worker.run_timers()),
        asyncio.create_task(keep_reading(host.worker, host.member.begin, host.member.end)),
    ]
    try:
        yield host
    finally:
        host.worker._given_up.set()
        for task in tasks:
            task.cancel()
        real_pool.terminate()
        await host.member.end()
        await asyncio.gather(*tasks, return_exceptions=True)
        await real_producer.stop()
        await host.looker.stop()
