"""One worker: runs the messages and timers of the shards it owns, batch by batch.

A batch that fails is tried again from what the database says (trouble that passes), or message by message (a defect).
"""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime

from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from contracts.topics import Topics
from shared.runtime import timers
from shared.runtime.batch import Batch
from shared.runtime.clock import Clock
from shared.runtime.database import TRANSIENT, Pool, passes
from shared.runtime.intake import Handling
from shared.runtime.membership import Follower
from shared.runtime.offsets import Fenced, Shard
from shared.runtime.owner import Owner, heed_cancellation
from shared.runtime.ports import Record, Row
from shared.runtime.publisher import Publisher
from shared.runtime.telemetry import log
from shared.runtime.timers import Due

AT_ONCE = 2000
"""Most records of one transaction when more than one poll's worth has become ready."""


class Worker(Owner):
    """The state of one process of a service."""

    def __init__(
        self,
        handling: Handling,
        inputs: Sequence[str],
        topics: Topics,
        pool: Pool,
        clock: Clock,
        publisher: Publisher,
        name: str,
    ) -> None:
        super().__init__(handling, inputs, topics, pool, publisher, name)
        self.clock = clock
        self.handled = 0
        self._portion, self._follower = timers.AT_ONCE, Follower()
        self.busy_since: float | None = None

    async def handle_all(self) -> None:
        """Handles what the reader has in hand, batch after batch."""
        while True:
            heed_cancellation()
            await self.handle(*await self.reader.take())

    async def handle(self, generation: int, records: Sequence[ConsumerRecord]) -> None:
        """Returns when it is committed, or when it is to come again: the shards are gone, or were taken anew."""
        short = {name: self.topics.short(name) for name in {record.topic for record in records}}
        batch = [Record(short[r.topic], r.partition, r.offset, r.key, r.value, r.headers) for r in records]
        async with self._lock:
            ready = self._catch_up.sort(batch) if generation == self.reader.generation else []
            for start in range(0, len(ready), AT_ONCE):
                if generation == self.reader.generation:
                    await self._commit(ready[start : start + AT_ONCE])
            if generation == self.reader.generation:
                self._hold_back()
        self._follower.follow(self.reader, self._read_so_far)
        await self.publisher.room()

    def _read_so_far(self) -> dict[TopicPartition, int]:
        owned = self.owned.values()
        return {self._partition((topic, each.shard)): at for each in owned for topic, at in each.offsets.items()}

    def _hold_back(self) -> None:
        """Fetches no more from topics that are far ahead of the others while catching up."""
        crowded = self._catch_up.crowded
        for place in crowded - self._paused:
            self.consumer.pause(self._partition(place))
        for place in self._paused - crowded:
            self.consumer.resume(self._partition(place))
        self._paused = crowded

    async def run_timers(self) -> None:
        """Passes to `decide` what is due, for as long as the worker lives."""
        while True:
            await self.clock.wait(self.next_due if self.owned else None, self._woken)
            while self.owned and self.next_due is not None and self.next_due <= self.clock.now():
                try:
                    if not await self._run_due():
                        await asyncio.sleep(0.02)
                except (KafkaError, *TRANSIENT) as error:
                    await self._wait(f"timers: {type(error).__name__}", self._given_up)

    async def _run_due(self) -> bool:
        """One portion of due timers; False when shards must first catch up with what was sent before the timers' time."""
        owned, now = self.owned, self.clock.now()
        if self._fence_at is None or self.next_due is None or self.next_due > self._fence_at:
            fence = await self.ends(sorted(owned))
            if self.owned is not owned:
                return False
            self._fence, self._fence_at = fence, now
        limit = self._fence_at
        async with self._lock:
            if self.owned is not owned:  # taken anew while we waited: the fence says nothing of these shards
                return False
            caught_up = [
                shard.shard
                for shard in self.owned.values()
                if all(at >= self._fence.get((topic, shard.shard), 0) for topic, at in self._ours(shard))
            ]
            if not caught_up:
                return False
            since, portion = time.monotonic(), self._portion
            async with self.pool.acquire() as connection:
                dues = await timers.due(connection, caught_up, limit, portion)  # type: ignore[arg-type]
            if dues:
                await self._commit((), dues, limit)
            if len(dues) == portion:
                self._portion = timers.next_portion(portion, time.monotonic() - since)
                self._fence_at = None  # what came meanwhile, from the wave itself too, goes before the next portion
            elif self.owned:
                async with self.pool.acquire() as connection:
                    self.next_due = await timers.next_due(connection, self.owned)  # type: ignore[arg-type]
        if dues:  # what a wave causes must not stand in line before a command's answer: one portion is sent while the next runs
            await self.publisher.room(2 * len(dues))
        return bool(dues)

    def _ours(self, shard: Shard) -> list[tuple[str, int]]:
        """What was read of the topics that only we write. A partner's may end in a transaction's marker, which is no record."""
        return [(topic, at) for topic, at in shard.offsets.items() if topic not in self.handling.doors]

    async def _commit(self, records: Sequence[Record], dues: Sequence[Due] = (), until: datetime | None = None) -> None:
        """Runs one batch until it is committed, or its shards are lost or taken anew: then it comes again."""
        given_up, alone, attempt = self._given_up, False, 0
        self.busy_since = time.monotonic()
        while self.owned and not given_up.is_set():
            batch = Batch(self.handling, self.owned, self.clock.now())
            try:
                with self.metrics.batch_seconds.time():
                    async with self.pool.acquire() as connection:
                        await batch.run(connection, records, dues, until, alone)  # type: ignore[arg-type]
            except Fenced:
                self.metrics.fenced.inc()
                await self._lost(given_up)
                break
            except Exception as error:
                if passes(error):
                    await self._wait(f"database: {type(error).__name__}", given_up)
                    await self._look_again(given_up)
                    break
                log.exception("batch failed", error=type(error).__name__, alone=alone)
                if alone:
                    attempt += 1
                    await self._wait(f"defect: {type(error).__name__}", given_up, min(2.0**attempt, 30))
                alone = True
            else:
                self._committed(batch)
                break
        self.busy_since = None

    def _committed(self, batch: Batch) -> None:
        batch.committed()
        rows: dict[int, list[Row]] = {number: [] for number in batch.intake.moves}
        for row in batch.rows:
            rows[row.shard].append(row)
        for number, move in batch.intake.moves.items():
            self.publisher.put(move.shard, move.position, rows[number])
        queues = [work.queue for work in batch.intake.works.values() if work.queue]
        count = sum(map(len, queues))
        self.handled += count
        self.metrics.batch_messages.observe(count)
        if queues:
            oldest = min(queue[-1].recorded for queue in queues)
            self.metrics.event_age.observe(max(0.0, (batch.now - oldest).total_seconds()))
        self.trouble = ""
        earliest = batch.earliest_timer()
        if earliest is not None and (self.next_due is None or earliest < self.next_due):
            self.next_due = earliest
            self._woken.set()
