"""Sends journal rows, in order, right after their commit, and moves the cursor (guarantee 4). The only producer there is."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from contracts.topics import Topics, shard_of
from shared.runtime import offsets
from shared.runtime.database import Pool, columns, passes
from shared.runtime.journal import to_kafka
from shared.runtime.offsets import Shard
from shared.runtime.ports import Render, Row
from shared.runtime.telemetry import Metrics, log

MOST_QUEUED = 20_000
Observer = Callable[[Sequence[Row]], Awaitable[None]]


@dataclass(slots=True)
class Committed:
    """The rows of one shard in one commit. `position` covers rows that go nowhere as well."""

    shard: Shard
    position: int
    rows: list[Row]
    since: float


class Publisher:
    """One per worker. What it has not sent when the worker dies, the shard's next owner sends."""

    def __init__(
        self,
        producer: AIOKafkaProducer,
        pool: Pool,
        topics: Topics,
        shards: int,
        render: Render,
        metrics: Metrics,
        observer: Observer | None = None,
    ) -> None:
        self.producer, self.pool, self.topics, self.shards = producer, pool, topics, shards
        self.render, self.metrics, self.observer = render, metrics, observer
        self.owned: dict[int, Shard] = {}
        self.published = 0
        self._troubles: dict[str, str] = {}
        self._queue: list[Committed] = []
        self._sending: list[Committed] = []
        self._acknowledged: list[Committed] = []
        self._behind = asyncio.Event()
        self._more, self._less, self._empty = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._empty.set()

    @property
    def unpublished(self) -> int:
        """Rows that lie beyond the cursor."""
        return sum(len(each.rows) for each in (*self._queue, *self._sending, *self._acknowledged))

    @property
    def trouble(self) -> str:
        """What it waits for; nothing while all goes well."""
        return next(iter(self._troubles.values()), "")

    @property
    def oldest_seconds(self) -> float:
        """How long the oldest of them has waited."""
        waiting = [each.since for each in (*self._acknowledged, *self._sending, *self._queue) if each.rows]
        return time.monotonic() - min(waiting) if waiting else 0.0

    def put(self, shard: Shard, position: int, rows: list[Row]) -> None:
        """Hands over what was just committed."""
        self._queue.append(Committed(shard, position, rows, time.monotonic()))
        self._more.set()
        self._empty.clear()

    async def room(self, most: int = MOST_QUEUED) -> None:
        """Waits while more rows than this are queued."""
        while self.unpublished > most:
            self._less.clear()
            await self._less.wait()

    async def drain(self, seconds: float) -> bool:
        """Waits until all is sent and the cursor says so, but no longer than this; tells whether it is."""
        try:
            async with asyncio.timeout(seconds):
                await self._empty.wait()
        except TimeoutError:
            return False
        return True

    def forget(self) -> None:
        """The shards are somebody else's now; so are their rows."""
        self.owned = {}
        self._queue.clear()
        self._more.set()

    async def run(self) -> None:
        """Sends until cancelled, and lets the cursor follow. Trouble is waited out: nothing is skipped."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._publish())
            group.create_task(self._follow())

    async def _publish(self) -> None:
        """One publication at a time: the rows of a citizen stay in order."""
        while True:
            await self._more.wait()
            self._more.clear()
            self._sending, self._queue = self._queue, []
            await self._until_done("publishing", self._send_ours)
            self._acknowledged += self._sending
            self._sending = []
            self._behind.set()

    async def _follow(self) -> None:
        """Moves the cursor beside the next publication: what the cursor does not say yet would be sent twice, never lost."""
        while True:
            await self._behind.wait()
            self._behind.clear()
            await self._until_done("the cursor", self._move_cursor)
            self._less.set()
            if not (self._queue or self._sending or self._acknowledged):
                self._empty.set()

    async def _until_done(self, what: str, do: Callable[[], Awaitable[None]]) -> None:
        """Tries again, with longer and longer pauses."""
        wait = 0.05
        while True:
            try:
                await do()
                self._troubles.pop(what, None)
                return
            except Exception as error:
                self._note(what, _first(error))
            await asyncio.sleep(wait)
            wait = min(wait * 2, 5.0)

    async def _send_ours(self) -> None:
        """What is still ours to send."""
        self._sending = [each for each in self._sending if self.owned.get(each.shard.shard) is each.shard]
        await self._send(self._sending)

    async def _move_cursor(self) -> None:
        """One statement for all that Kafka has acknowledged meanwhile."""
        noted = list(self._acknowledged)
        moved = {each.shard.shard: each for each in noted}
        if moved:
            steps = sorted(
                (shard, each.position) for shard, each in moved.items()
            )  # in a batch's order: no deadlock with it
            async with self.pool.acquire() as connection:
                await connection.execute(offsets.MOVE_CURSOR, *columns(steps, 2))
        for each in moved.values():
            each.shard.cursor = max(each.shard.cursor, each.position)
        self._acknowledged = self._acknowledged[len(noted) :]

    def _note(self, what: str, error: Exception) -> None:
        """What is away is waited for; anything else is a defect, and stands in the log with its place."""
        self._troubles[what] = f"{what} waits: {type(error).__name__}"
        self.metrics.retries.labels("publish").inc()
        if isinstance(error, KafkaError) or passes(error):
            log.warning("publishing waits", of=what, error=type(error).__name__)
        else:
            log.exception("publishing failed", of=what, error=type(error).__name__)

    async def _send(self, committed: Sequence[Committed]) -> None:
        rows = [row for each in committed for row in each.rows]
        if rows:
            bodies = await self.render(rows)
            lanes: dict[tuple[str, int], list[tuple[Row, bytes]]] = {}
            for row, body in zip(rows, bodies, strict=True):
                lanes.setdefault((row.topic, shard_of(row.key, self.shards)), []).append((row, body))
            async with asyncio.TaskGroup() as group:
                for (topic, partition), lane in lanes.items():
                    group.create_task(self._lane(self.topics.full(topic), partition, lane))
        self.published += len(rows)
        for topic, count in Counter(row.topic for row in rows).items():
            self.metrics.messages.labels("out", topic).inc(count)
        await self._observe(rows)

    async def _lane(self, topic: str, partition: int, lane: Sequence[tuple[Row, bytes]]) -> None:
        """One partition: as few producer batches as fit, each acknowledged before the next is sent."""
        batch: Any = self.producer.create_batch()
        for row, body in lane:
            record: dict[str, Any] = {
                "key": row.key.encode(),
                "value": body,
                "timestamp": None,
                "headers": to_kafka(row),
            }
            if batch.append(**record) is None:
                await (await self.producer.send_batch(batch, topic, partition=partition))
                batch = self.producer.create_batch()
                batch.append(**record)
        await (await self.producer.send_batch(batch, topic, partition=partition))

    async def _observe(self, rows: Sequence[Row]) -> None:
        """Read models that can be rebuilt are told last, and their trouble stops nothing."""
        if self.observer is None or not rows:
            return
        try:
            await self.observer(rows)
        except Exception as error:
            self.metrics.retries.labels("observer").inc()
            log.warning("observer failed", error=type(error).__name__)


def _first(error: Exception) -> Exception:
    """Of several partitions' troubles the first."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
