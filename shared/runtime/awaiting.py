"""What a service waits for when it starts, in whatever order it comes: the database, Kafka, its topics, the first tick."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from asyncpg import InvalidAuthorizationSpecificationError

from contracts.topics import Topics
from shared.runtime import broker as kafka
from shared.runtime.clock import VirtualClock
from shared.runtime.database import TRANSIENT, Pool, connect
from shared.runtime.health import Health
from shared.runtime.membership import AWAY
from shared.runtime.migrate import migrate
from shared.runtime.service import Service
from shared.runtime.settings import Settings
from shared.runtime.telemetry import log

T = TypeVar("T")


async def opened(what: Service, settings: Settings, health: Health) -> Pool:
    """The database, once it answers, with its tables."""
    while True:
        try:
            pool = await connect(settings.database.get_secret_value(), f"{what.name}-{settings.worker}")
            try:
                applied = await migrate(pool, what.folders)
                break
            except BaseException:
                pool.terminate()
                raise
        except (*TRANSIENT, InvalidAuthorizationSpecificationError) as error:
            await wait_for(health, f"waiting for PostgreSQL: {type(error).__name__}")
    if applied:
        log.info("migrated", files=applied)
    if what.opened is not None:
        what.opened(pool)
    return pool


async def topics_there(what: Service, settings: Settings, topics: Topics, health: Health) -> None:
    """Kafka, once it answers and has every topic that is read."""
    wanted = [topics.full(topic) for topic in what.topics]
    if settings.clock == "virtual":
        wanted.append(topics.clock)
    while missing := await once_there(health, partial(kafka.missing_topics, settings, wanted)):
        await wait_for(health, f"waiting for topics: {', '.join(missing[:3])} ({len(missing)} missing)")


async def once_there(health: Health, ask: Callable[[], Awaitable[T]]) -> T:
    """What Kafka answers, once it does: it may go away at any moment of a start."""
    while True:
        try:
            return await ask()
        except AWAY as error:
            await wait_for(health, f"waiting for Kafka: {type(error).__name__}")


async def wait_for(health: Health, what: str) -> None:
    """Says what is waited for, once, and waits a little."""
    if health.starting != what:
        log.warning(what)
    health.starting = what
    await asyncio.sleep(0.5)


async def first_tick(
    clock: VirtualClock, tasks: Sequence[asyncio.Task[Any]], health: Health, stop: asyncio.Event
) -> None:
    """A virtual clock has no time before its first tick; until then the worker is ready and reads nothing."""
    health.starting = ""
    while not clock.started and not stop.is_set():
        if ended := [task for task in tasks if task.done()]:
            ended[0].result()
        await asyncio.sleep(0.02)
