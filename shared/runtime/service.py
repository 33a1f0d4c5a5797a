"""Puts a service together and runs it: `service(name, inputs, decide, store)` in `app.py`, `run(app, Settings)` in
`__main__.py`. Everything is made here by plain calls; nothing connects at import."""

import asyncio
import contextlib
import gc
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import uvicorn
import uvloop
from asyncpg import InvalidAuthorizationSpecificationError
from starlette.routing import BaseRoute

from contracts.registry import BY_MODEL
from contracts.topics import Topics
from shared.law.decision import Decider
from shared.runtime import broker as kafka
from shared.runtime.clock import Clock, RealClock, VirtualClock
from shared.runtime.database import TRANSIENT, Pool, connect
from shared.runtime.documents import Documents
from shared.runtime.health import Health
from shared.runtime.intake import Handling
from shared.runtime.membership import AWAY, Membership, silence
from shared.runtime.migrate import RUNTIME, BrokenMigration, migrate
from shared.runtime.ports import Door, Render, Store, as_it_stands
from shared.runtime.publisher import Observer, Publisher
from shared.runtime.reader import Reader, keep_reading
from shared.runtime.settings import Settings, read_settings
from shared.runtime.telemetry import Metrics, configure_logs, configure_spans, log
from shared.runtime.worker import Worker

S = TypeVar("S", bound=Settings)
T = TypeVar("T")
OPERATIONS = ("ReleaseParked", "DiscardParked")


@dataclass(frozen=True, slots=True)
class Service:
    """What a service is. `inputs` are short topic names; a topic in `doors` is translated, every other is decided."""

    name: str
    inputs: tuple[str, ...]
    decide: Decider[Any]
    store: Store[Any] | Documents[Any]
    migrations: Path | None
    doors: Mapping[str, Door] = field(default_factory=dict)
    render: Render = as_it_stands
    observer: Observer | None = None
    routes: Sequence[BaseRoute] = ()
    with_basis: bool = False
    opened: Callable[[Pool], None] | None = None
    started: Callable[[Clock], None] | None = None

    @property
    def folders(self) -> list[Path]:
        """Where its migrations are: the runtime's, and its own if it has tables of its own."""
        return [RUNTIME, *([self.migrations] if self.migrations else [])]

    @property
    def topics(self) -> tuple[str, ...]:
        """Every topic that is read, in a fixed order, the same in every worker."""
        return tuple(sorted({*self.inputs, *self.doors}))


def service(
    name: str,
    *,
    inputs: Sequence[str],
    decide: Decider[Any],
    store: Store[Any] | Documents[Any],
    migrations: Path | None = None,
    doors: Mapping[str, Door] | None = None,
    render: Render = as_it_stands,
    observer: Observer | None = None,
    routes: Sequence[BaseRoute] = (),
    with_basis: bool = False,
    opened: Callable[[Pool], None] | None = None,
    started: Callable[[Clock], None] | None = None,
) -> Service:
    """A service. `observer` is told of rows after they were published, `opened` gets the pool once there is one,
    `started` the clock."""
    return Service(
        name, tuple(inputs), decide, store, migrations, doors or {}, render, observer, routes, with_basis, opened,
        started,
    )  # fmt: skip


def handling_of(what: Service, metrics: Metrics) -> Handling:
    """The part of a service that a batch needs."""
    return Handling(
        name=what.name,
        decide=what.decide,
        store=what.store,
        doors=what.doors,
        listens=frozenset(topic.removesuffix(".events") for topic in what.inputs if topic.endswith(".events")),
        with_basis=what.with_basis,
        metrics=metrics,
        types=frozenset((*(BY_MODEL[model].name for model in what.decide.messages), *OPERATIONS)),
    )


def run(app: Callable[[S], Service], settings: type[S]) -> None:
    """The whole life of the process. Exit status 0 after a stop, 1 after a failure, 2 for broken settings, topics or
    migrations."""
    told = read_settings(settings)
    what = app(told)
    configure_logs(told, what.name)
    try:
        uvloop.run(_live(what, told))
    except* (kafka.WrongTopics, BrokenMigration) as group:
        log.error("cannot start", why=str(group.exceptions[0]))
        sys.exit(2)


async def _live(what: Service, settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    health, metrics = Health(what.name, settings.worker), Metrics(what.name)
    spans = configure_spans(settings, what.name)
    async with _site(settings, health, metrics, what), asyncio.TaskGroup() as group:
        working = group.create_task(_work(what, settings, health, metrics, stop))
        stopping = group.create_task(stop.wait())
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        if not health.worker:
            working.cancel()
    spans.shutdown()
    log.info("stopped")


@contextlib.asynccontextmanager
async def _site(settings: Settings, health: Health, metrics: Metrics, what: Service) -> AsyncIterator[None]:
    """The HTTP server; it answers from the first moment, so that it can say what is waited for."""
    host, _, port = settings.http.rpartition(":")
    listening = socket.create_server((host, int(port)))
    config = uvicorn.Config(
        health.site(what.routes, metrics.registry), log_config=None, lifespan="off", access_log=False
    )
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    if settings.announce is not None:
        told = {"pid": os.getpid(), "url": f"http://{host}:{listening.getsockname()[1]}"}
        part = settings.announce.with_suffix(".part")
        part.write_text(json.dumps(told))
        part.rename(settings.announce)
    try:
        yield
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await serving


async def _work(what: Service, settings: Settings, health: Health, metrics: Metrics, stop: asyncio.Event) -> None:
    """Waits for what is needed, starts, works until told to stop, stops in order."""
    kafka.calm_metadata_refresh()
    gc.freeze()
    gc.set_threshold(400_000, 50, 50)  # a batch makes a hundred thousand objects, and all are gone with it
    pool = await _opened(what, settings, health)
    topics = Topics(settings.prefix)
    await _topics_there(what, settings, topics, health)
    clock = RealClock() if settings.clock == "real" else VirtualClock()
    if what.started is not None:
        what.started(clock)
    inputs = [topics.full(topic) for topic in what.topics]
    producer = await _once_there(health, partial(kafka.make_producer, settings, what.name))
    looker = await _once_there(health, partial(kafka.make_looker, settings, what.name, inputs))
    publisher = Publisher(producer, pool, topics, settings.shards, what.render, metrics, what.observer)
    worker = Worker(handling_of(what, metrics), what.topics, topics, pool, clock, publisher, settings.worker)
    broker, subscriber = kafka.make_broker(settings, what.name, inputs, worker)
    longest = silence(settings.session_ms)
    member = Membership(broker, subscriber, partial(_wait_for, health), longest)
    worker.bind(Reader(subscriber, settings.batch, longest), looker)
    tasks = [
        asyncio.create_task(publisher.run(), name="publisher"),
        asyncio.create_task(worker.run_timers(), name="timers"),
        asyncio.create_task(health.watch(), name="watch"),
    ]
    if isinstance(clock, VirtualClock):
        tasks.append(asyncio.create_task(kafka.follow_clock(settings, clock), name="clock"))
        await _first_tick(clock, tasks, health, stop)
    if not stop.is_set():
        health.worker = worker
        tasks.append(asyncio.create_task(keep_reading(worker, member.begin, member.end), name="reading"))
    stopping = asyncio.create_task(stop.wait())
    try:
        done, _ = await asyncio.wait({stopping, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        for task in done - {stopping}:
            log.error("a part of the worker ended", part=task.get_name())
            task.result()
            raise RuntimeError(f"{task.get_name()} ended")
    finally:
        stopping.cancel()
        await _stopped(worker, tasks, (member.end, producer.stop, looker.stop), pool, settings.grace_seconds)


async def _first_tick(
    clock: VirtualClock, tasks: Sequence[asyncio.Task[Any]], health: Health, stop: asyncio.Event
) -> None:
    """A virtual clock has no time before its first tick; until then the worker is ready and reads nothing."""
    health.starting = ""
    while not clock.started and not stop.is_set():
        if ended := [task for task in tasks if task.done()]:
            ended[0].result()
        await asyncio.sleep(0.02)


async def _stopped(
    worker: Worker,
    tasks: Sequence[asyncio.Task[Any]],
    clients: Sequence[Callable[[], Awaitable[None]]],
    pool: Pool,
    seconds: float,
) -> None:
    """Reads no more, finishes the batch, sends what is committed, leaves; each within its share of the time."""
    await worker.give_up(seconds / 2)
    for task in tasks:
        task.cancel()
    for leave in clients:
        try:
            async with asyncio.timeout(seconds / 4):
                await leave()
        except Exception as error:
            log.warning("not stopped cleanly", error=type(error).__name__)
    await asyncio.gather(*tasks, return_exceptions=True)
    pool.terminate()


async def _opened(what: Service, settings: Settings, health: Health) -> Pool:
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
            await _wait_for(health, f"waiting for PostgreSQL: {type(error).__name__}")
    if applied:
        log.info("migrated", files=applied)
    if what.opened is not None:
        what.opened(pool)
    return pool


async def _topics_there(what: Service, settings: Settings, topics: Topics, health: Health) -> None:
    """Kafka, once it answers and has every topic that is read."""
    wanted = [topics.full(topic) for topic in what.topics]
    if settings.clock == "virtual":
        wanted.append(topics.clock)
    while missing := await _once_there(health, partial(kafka.missing_topics, settings, wanted)):
        await _wait_for(health, f"waiting for topics: {', '.join(missing[:3])} ({len(missing)} missing)")


async def _once_there(health: Health, ask: Callable[[], Awaitable[T]]) -> T:
    """What Kafka answers, once it does: it may go away at any moment of a start."""
    while True:
        try:
            return await ask()
        except AWAY as error:
            await _wait_for(health, f"waiting for Kafka: {type(error).__name__}")


async def _wait_for(health: Health, what: str) -> None:
    if health.starting != what:
        log.warning(what)
    health.starting = what
    await asyncio.sleep(0.5)
