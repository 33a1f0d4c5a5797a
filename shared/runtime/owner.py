"""Who owns a shard: Kafka's assignment says who should, the database's epoch says who does (guarantees 1 and 3).

Whatever goes wrong ends in one of two ways: the owner starts again from what the database says, or the shards are somebody
else's now.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aiokafka import TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.errors import KafkaError

from contracts.topics import Topics
from shared.runtime import journal, timers
from shared.runtime.broker import end_offsets, first_offsets
from shared.runtime.catchup import CatchUp, Place
from shared.runtime.database import Pool, passes, transaction
from shared.runtime.intake import Handling
from shared.runtime.offsets import Shard, TopicTooShort, check_ends, still_owned, take_shards
from shared.runtime.publisher import Publisher
from shared.runtime.reader import ANSWER, SHARDS, Reader
from shared.runtime.telemetry import log

FENCED_PAUSE = 1.0
"""Seconds that a worker, told that it lost a shard, gives Kafka to say so too before it claims it back."""


def heed_cancellation() -> None:
    """A cancellation gets lost when what it makes a task clean up fails in its turn (a ROLLBACK on a connection that is gone):
    that error takes its place, and who waits such errors out would go on. Not where a TaskGroup is used, which miscounts."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


class Owner(ConsumerRebalanceListener):
    """The shards of one worker: how it takes them, gives them up, and finds out that they are lost."""

    def __init__(
        self, handling: Handling, inputs: Sequence[str], topics: Topics, pool: Pool, publisher: Publisher, name: str
    ) -> None:
        self.handling, self.inputs, self.topics = handling, tuple(inputs), topics
        self.pool, self.publisher, self.name = pool, publisher, name
        self.metrics = handling.metrics
        self.reader: Reader
        self._looker: Any = None
        self.owned: dict[int, Shard] = {}
        self.assigned: frozenset[int] | None = None
        self.next_due: datetime | None = None
        self.trouble = ""
        self._lock = asyncio.Lock()
        self._woken = asyncio.Event()
        self._given_up = asyncio.Event()
        self._takeover: asyncio.Task[None] | None = None
        self._catch_up, self._paused = CatchUp(), set[Place]()
        self._fence: dict[Place, int] = {}
        self._fence_at: datetime | None = None

    def bind(self, reader: Reader, looker: Any) -> None:
        """Who reads for this worker, and who asks for ends."""
        self.reader, self._looker = reader, looker

    @property
    def consumer(self) -> Any:
        return self.reader.consumer

    async def on_partitions_revoked(self, revoked: Any) -> None:
        """Kafka takes the shards away: finish what runs, send what is committed, forget."""
        if self.assigned:
            log.info("shards revoked", shards=sorted(self.assigned))
        self.assigned = None if self.assigned is None else frozenset()
        self.reader.lacks(SHARDS)
        await self.give_up(seconds=10.0)

    async def on_partitions_assigned(self, assigned: Any) -> None:
        """Kafka gives shards: nothing is fetched until the database has said from where."""
        self.reader.has(SHARDS, ANSWER)
        self.consumer.pause(*assigned)
        self.assigned = frozenset(partition.partition for partition in assigned)
        self._given_up, self.trouble = asyncio.Event(), ""
        if self.assigned:
            self._takeover = asyncio.create_task(self._take(self.assigned))
        log.info("shards assigned", shards=sorted(self.assigned))

    async def let_go(self, why: str) -> None:
        """The consumer is useless, and with it what it was given."""
        self.assigned, self.trouble = None, why
        self.reader.has(SHARDS, ANSWER)
        self.metrics.retries.labels("reading").inc()
        await self.give_up(seconds=10.0)

    async def give_up(self, seconds: float) -> None:
        """Lets go of every shard, in bounded time; fencing covers what does not end in time."""
        self._given_up.set()
        self.reader.forget()
        if self._takeover is not None:
            self._takeover.cancel()
        try:
            async with asyncio.timeout(seconds), self._lock:
                await self.publisher.drain(seconds / 2)
        except TimeoutError:
            log.warning("shards given up while a batch was running")
        self.owned = {}
        self.publisher.forget()
        self.next_due = None
        self.metrics.shards.set(0)

    async def _take(self, shards: frozenset[int]) -> None:
        """Becomes the owner: raise the epochs, send what the last owner left, seek, go."""
        given_up = self._given_up
        async with self._lock:
            while not given_up.is_set() and not await self._try_to_take(shards, given_up):
                await self._wait(self.trouble or "take shards", given_up)

    async def _try_to_take(self, shards: frozenset[int], given_up: asyncio.Event) -> bool:
        try:
            return await self._become_owner(shards, given_up)
        except Exception as error:
            said = str(error) if isinstance(error, TopicTooShort) else type(error).__name__
            if not isinstance(error, TopicTooShort | KafkaError) and not passes(error):
                log.exception("cannot take shards", error=said)
            self.trouble = f"cannot take shards: {said}"
            return False

    async def _become_owner(self, shards: frozenset[int], given_up: asyncio.Event) -> bool:
        ends = await self.ends(sorted(shards))  # asked first: who cannot reach Kafka must not fence who can
        firsts = self._short(await first_offsets(self._looker, self._full, sorted(shards)))
        async with transaction(self.pool) as tx:
            owned = await take_shards(tx, sorted(shards), self.inputs, self.name)
            left = {each.shard: await journal.left_over(tx, each) for each in owned.values()}
            next_due = await timers.next_due(tx, owned)
        check_ends(owned, ends)
        if given_up.is_set():
            return False
        starts = {(topic, n): max(at, firsts[topic, n]) for n, s in owned.items() for topic, at in s.offsets.items()}
        self.reader.begin({self._partition(place): offset for place, offset in starts.items()})
        self.owned, self.next_due = owned, next_due
        self.publisher.owned = dict(owned)
        for shard in owned.values():
            self.publisher.put(shard, shard.position, left[shard.shard])
        self._tell_lost(starts)
        self._catch_up = CatchUp(starts, ends, self.handling.doors)
        self._paused = set()
        self.trouble = ""
        self._fence, self._fence_at = {}, None
        self.metrics.takeovers.inc(len(owned))
        self.metrics.shards.set(len(owned))
        self._woken.set()
        return True

    def _tell_lost(self, starts: Mapping[Place, int]) -> None:
        """Records that Kafka deleted before they were read cannot be had back; that must not go unseen."""
        for (topic, shard), start in starts.items():
            read = self.owned[shard].offsets[topic]
            if 0 < read < start:
                self.metrics.messages.labels("lost", topic).inc(start - read)
                log.error("records were deleted before they were read", topic=topic, shard=shard, count=start - read)

    def _partition(self, place: Place) -> TopicPartition:
        return TopicPartition(self.topics.full(place[0]), place[1])

    @property
    def _full(self) -> list[str]:
        return [self.topics.full(topic) for topic in self.inputs]

    def _short(self, found: Mapping[Place, int]) -> dict[Place, int]:
        return {(self.topics.short(topic), shard): at for (topic, shard), at in found.items()}

    async def ends(self, shards: Sequence[int]) -> dict[tuple[str, int], int]:
        """The end of every input in these shards, by short name."""
        return self._short(await end_offsets(self._looker, self._full, shards))

    async def _wait(self, what: str, given_up: asyncio.Event, seconds: float = 0.5) -> None:
        heed_cancellation()
        self.trouble = what
        self.metrics.retries.labels(what.partition(":")[0]).inc()
        log.warning("waiting", of=what)
        try:
            async with asyncio.timeout(seconds):
                await given_up.wait()
        except TimeoutError:
            pass

    async def _look_again(self, given_up: asyncio.Event) -> None:
        """After trouble nobody knows whether the last commit was done: the database is asked, and what it says is true."""
        while not given_up.is_set():
            try:
                async with transaction(self.pool) as tx:
                    ours = await still_owned(tx, self.owned)
                if not ours:
                    await self._lost(given_up)
                elif not await self._try_to_take(frozenset(self.owned), given_up):
                    await self._wait(self.trouble, given_up)
                    continue
                return
            except Exception as error:
                if not passes(error):
                    log.exception("cannot look who owns the shards", error=type(error).__name__)
                await self._wait(f"database: {type(error).__name__}", given_up)

    async def _lost(self, given_up: asyncio.Event) -> None:
        """Another worker took a shard. If Kafka still says that it is ours, we take it back; else Kafka will tell us."""
        log.warning("fenced", shards=sorted(self.owned))
        shards = frozenset(self.owned)
        self.owned = {}
        self.reader.forget()
        self.publisher.forget()
        await self._wait("fenced", given_up, FENCED_PAUSE)
        while not given_up.is_set() and not await self._try_to_take(shards, given_up):
            await self._wait(self.trouble, given_up)
