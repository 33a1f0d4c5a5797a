"""What a worker tells about itself over HTTP: alive, ready, at rest, metrics. All of it read-only."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from shared.runtime.parking import HELD, PARKED
from shared.runtime.telemetry import log
from shared.runtime.wire import instant
from shared.runtime.worker import Worker

STUCK_SECONDS = 60.0
WATCH_SECONDS = 2.0
ANSWER_SECONDS = 5.0
"""A server that is frozen neither answers nor breaks the connection; statements are given up after a minute only."""
WAITING = "SELECT why, count(*) FROM waiting WHERE shard = ANY($1::int[]) GROUP BY why"


class Health:
    """Watches one worker. Before it exists, `starting` says what is waited for."""

    def __init__(self, service: str, name: str) -> None:
        self.service, self.name = service, name
        self.starting = "starting"
        self.worker: Worker | None = None
        self._away = ""
        self._seen: tuple[int, ...] = ()
        self._moved = time.monotonic()

    def problem(self) -> str:
        """Why the worker is not ready; empty when it is."""
        worker = self.worker
        if worker is None:
            return self.starting
        if not worker.clock.started:
            return ""  # a virtual clock that has not begun: nothing to do, and nothing wrong
        if worker.assigned is None:
            return "no assignment from Kafka yet"
        if set(worker.owned) != set(worker.assigned):
            return worker.trouble or "taking shards"
        return worker.trouble or worker.publisher.trouble or self._away

    def stuck(self) -> str:
        """Why the process should be ended from outside; empty when it is alive."""
        idle = time.monotonic() - self._moved
        worker = self.worker
        if worker is None or worker.trouble or idle < STUCK_SECONDS:
            return ""
        return f"records wait, none was read for {idle:.0f} s"

    async def status(self) -> dict[str, Any]:
        """Everything that tells whether this worker is at rest. `unread` is asked of the broker, now."""
        worker = self.worker
        if worker is None or not worker.clock.started:
            return {"service": self.service, "worker": self.name, "clock": None, "idle": False, "why": self.problem()}
        shards = sorted(worker.owned)
        ends = await worker.ends(shards)
        unread = sum(ends[topic, s.shard] - at for s in worker.owned.values() for topic, at in s.offsets.items())
        async with worker.pool.acquire() as connection:
            waiting = {row[0]: row[1] for row in await connection.fetch(WAITING, shards)}
        now, due = worker.clock.now(), worker.next_due
        overdue = int(due is not None and due <= now)
        unpublished = worker.publisher.unpublished
        return {
            "service": self.service,
            "worker": self.name,
            "clock": instant(now),
            "shards": shards,
            "idle": not (unread or unpublished or overdue or self.problem()) and worker.busy_since is None,
            "unread": unread,
            "unpublished": unpublished,
            "due": overdue,
            "held": waiting.get(HELD, 0),
            "parked": waiting.get(PARKED, 0),
            "next_due": instant(due) if due is not None else None,
            "handled": worker.handled,
            "published": worker.publisher.published,
            "why": self.problem(),
        }

    async def watch(self) -> None:
        """Keeps the gauges fresh, and notices when records wait and nothing moves."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            looking = asyncio.create_task(self.look())
            while not (await asyncio.wait({looking}, timeout=ANSWER_SECONDS))[0]:
                self._no_answer("no answer")
            await looking

    async def look(self) -> None:
        """One look at how things stand."""
        worker = self.worker
        if worker is None:
            return
        metrics = worker.metrics
        metrics.unpublished.set(worker.publisher.unpublished)
        metrics.oldest.set(worker.publisher.oldest_seconds)
        if worker.clock.started:
            late = (worker.clock.now() - worker.next_due).total_seconds() if worker.next_due else 0.0
            metrics.timer_lag.set(max(0.0, late))
        offsets = tuple(at for shard in worker.owned.values() for at in shard.offsets.values())
        try:
            ends = await worker.ends(sorted(worker.owned))
            async with worker.pool.acquire() as connection:
                waiting = {row[0]: row[1] for row in await connection.fetch(WAITING, sorted(worker.owned))}
        except Exception as error:
            self._no_answer(type(error).__name__)
            return
        self._away = ""
        metrics.ready.set(0 if self.problem() else 1)
        behind = 0
        for topic in worker.inputs:
            lag = sum(
                ends[topic, s.shard] - s.offsets[topic] for s in worker.owned.values() if (topic, s.shard) in ends
            )
            metrics.lag.labels(topic).set(lag)
            behind += lag
        metrics.held.set(waiting.get(HELD, 0))
        metrics.parked.set(waiting.get(PARKED, 0))
        if not behind or offsets != self._seen:
            self._moved = time.monotonic()
        self._seen = offsets

    def _no_answer(self, error: str) -> None:
        """A server is away, or frozen: not ready, but no reason to end the process."""
        self._away = f"cannot look at the lag: {error}"
        self._moved = time.monotonic()
        if self.worker is not None:
            self.worker.metrics.ready.set(0)
        log.warning("cannot look at the lag", error=error)

    def site(self, routes: Sequence[BaseRoute], registry: Any) -> Starlette:
        """`/live`, `/ready`, `/status`, `/metrics`, and what the service adds."""

        async def live(_: Request) -> Response:
            return _verdict(self.stuck())

        async def ready(_: Request) -> Response:
            return _verdict(self.problem())

        async def status(_: Request) -> Response:
            try:
                async with asyncio.timeout(10):
                    return JSONResponse(await self.status())
            except Exception as error:
                return JSONResponse({"service": self.service, "idle": False, "why": type(error).__name__}, 503)

        async def metrics(_: Request) -> Response:
            return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

        own = [Route("/live", live), Route("/ready", ready), Route("/status", status), Route("/metrics", metrics)]
        return Starlette(routes=[*own, *routes])


def _verdict(problem: str) -> Response:
    return JSONResponse({"ok": not problem, "why": problem}, 503 if problem else 200)
