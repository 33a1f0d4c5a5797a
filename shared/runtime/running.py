"""The whole life of a service's process: `run(app, Settings)` in its `__main__.py`. Everything is made here by plain calls."""

import asyncio
import contextlib
import gc
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import uvicorn
import uvloop

from contracts.topics import Topics
from shared.runtime import broker as kafka
from shared.runtime.awaiting import first_tick, once_there, opened, topics_there, wait_for
from shared.runtime.clock import RealClock, VirtualClock
from shared.runtime.database import Pool
from shared.runtime.health import Health
from shared.runtime.membership import Membership, silence
from shared.runtime.migrate import BrokenMigration
from shared.runtime.publisher import Publisher
from shared.runtime.reader import Reader, keep_reading
from shared.runtime.service import Service, handling_of
from shared.runtime.settings import Settings, read_settings
from shared.runtime.telemetry import Metrics, configure_logs, configure_spans, log
from shared.runtime.worker import Worker

S = TypeVar("S", bound=Settings)


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
    async with site(settings, health, metrics, what), asyncio.TaskGroup() as group:
        working = group.create_task(_work(what, settings, health, metrics, stop))
        stopping = group.create_task(stop.wait())
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        if not health.worker:
            working.cancel()
    spans.shutdown()
    log.info("stopped")


@contextlib.asynccontextmanager
async def site(settings: Settings, health: Health, metrics: Metrics, what: Service) -> AsyncIterator[None]:
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
    pool = await opened(what, settings, health)
    topics = Topics(settings.prefix)
    await topics_there(what, settings, topics, health)
    clock = RealClock() if settings.clock == "real" else VirtualClock()
    if what.started is not None:
        what.started(clock)
    inputs = [topics.full(topic) for topic in what.topics]
    producer = await once_there(health, partial(kafka.make_producer, settings, what.name))
    looker = await once_there(health, partial(kafka.make_looker, settings, what.name, inputs))
    publisher = Publisher(producer, pool, topics, settings.shards, what.render, metrics, what.observer)
    worker = Worker(handling_of(what, metrics), what.topics, topics, pool, clock, publisher, settings.worker)
    broker, subscriber = kafka.make_broker(settings, what.name, inputs, worker)
    longest = silence(settings.session_ms)
    member = Membership(broker, subscriber, partial(wait_for, health), longest)
    worker.bind(Reader(subscriber, settings.batch, longest), looker)
    tasks = [
        asyncio.create_task(publisher.run(), name="publisher"),
        asyncio.create_task(worker.run_timers(), name="timers"),
        asyncio.create_task(health.watch(), name="watch"),
    ]
    if isinstance(clock, VirtualClock):
        tasks.append(asyncio.create_task(kafka.follow_clock(settings, clock), name="clock"))
        await first_tick(clock, tasks, health, stop)
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
        await stopped(worker, tasks, (member.end, producer.stop, looker.stop), pool, settings.grace_seconds)


async def stopped(
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
    await asyncio.wait(tasks, timeout=seconds / 4)
    pool.terminate()
