"""How records come from Kafka's client: taken from it as soon as they come, handed over when the last batch is done.

The rule: each partition is read from where the database says, and what is in hand is all that was read since. Whatever may
break it (shards lost or taken anew, any error) empties the hand, and reading begins again at what the database says.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from operator import itemgetter
from typing import Any, Protocol

from aiokafka import ConsumerRecord, TopicPartition

from shared.runtime.telemetry import log

POLL_MS = 500
MOST_BYTES = 16 * 1024 * 1024
PATIENCE = 5.0
"""Seconds of one batch after which nothing more is read: Kafka shall notice a worker that hangs (`max.poll.interval`)."""
AGAIN_SECONDS = 2.0
SHARDS, ANSWER = "shards", "an answer"
"""What Kafka's group owes a member: its shards after it took them away, and a word when it is told how far we are."""


class Astray(Exception):
    """Kafka's client reads somewhere else than it was told."""


class Reader:
    """What one worker has in hand. `generation` tells takeovers apart: records of an earlier one are to come again.

    `silence`: what Kafka's group has owed us for so many seconds will not come; a part of the client has died."""

    def __init__(self, subscriber: Any, most: int, silence: float) -> None:
        self._subscriber, self._most, self._silence = subscriber, most, silence
        self.generation = 0
        self._next: dict[TopicPartition, int] = {}
        self._asked_again: dict[TopicPartition, int] = {}
        self._hand: list[ConsumerRecord] = []
        self._bytes = 0
        self._since: float | None = None
        self._lacking: dict[str, float] = {}
        self._lacked = asyncio.Event()
        self._come, self._freed = asyncio.Event(), asyncio.Event()

    @property
    def consumer(self) -> Any:
        """Kafka's client; there is one once the subscriber has started."""
        return self._subscriber.consumer

    def begin(self, starts: Mapping[TopicPartition, int]) -> None:
        """Reads from these places, and from no other."""
        self.forget()
        self._next = dict(starts)
        for place, offset in starts.items():
            self.consumer.seek(place, offset)
            self.consumer.resume(place)

    def forget(self) -> None:
        """What is in hand, and what a batch was just given, is nobody's any more."""
        self.generation += 1
        self._next, self._asked_again = {}, {}
        self._empty()

    def lacks(self, what: str) -> None:
        """From now on, if not already, this is waited for."""
        self._lacking.setdefault(what, _now())
        self._lacked.set()

    def has(self, *what: str) -> None:
        """It came, or does not matter any more."""
        for each in what:
            self._lacking.pop(each, None)

    async def miss(self) -> None:
        """Ends when something has been missing for too long; a poll may wait for it without end."""
        while True:
            await self._lacked.wait()
            self._lacked.clear()
            while self._lacking:
                what, since = min(self._lacking.items(), key=itemgetter(1))
                if (left := since + self._silence - _now()) <= 0:
                    raise Astray(f"Kafka has not given {what} for {self._silence:g} s")
                await asyncio.sleep(left)

    async def take(self) -> tuple[int, Sequence[ConsumerRecord]]:
        """All that has come since the last time, once there is something, and of which generation it is."""
        self._since = None
        self._freed.set()
        while not self._hand:
            self._come.clear()
            await self._come.wait()
        records = self._hand
        self._empty()
        self._since = _now()
        return self.generation, records

    async def run(self) -> None:
        """Reads until something goes wrong."""
        while True:
            while self._full():
                self._freed.clear()
                await self._freed.wait()
            found = await self.consumer.getmany(timeout_ms=POLL_MS, max_records=self._most - len(self._hand))
            for place, records in found.items():
                if place in self._next:
                    self._keep(place, records)
            if not found:
                self._set_straight()

    def _full(self) -> bool:
        late = self._since is not None and _now() - self._since > PATIENCE
        return late or len(self._hand) >= self._most or self._bytes >= MOST_BYTES

    def _keep(self, place: TopicPartition, records: Sequence[ConsumerRecord]) -> None:
        """Into the hand, if they follow on what was there. If not, the client is asked again from the right place: only
        offsets that are missing twice have no record (a partner's transaction ends in one)."""
        at, first = self._next[place], records[0].offset
        if first != at and self._asked_again.get(place) != at:
            self._asked_again[place] = at
            self.consumer.seek(place, at)
            return
        if first < at:
            raise Astray(f"{place.topic}/{place.partition} was to be read from {at} and came from {first}")
        if first > at:
            log.info("offsets without records", topic=place.topic, shard=place.partition, count=first - at)
        self._next[place] = records[-1].offset + 1
        self._hand += records
        self._bytes += sum(len(record.value or b"") for record in records)
        self._come.set()

    def _set_straight(self) -> None:
        """When nothing comes: to where the next records must be. It changes nothing, unless something was lost."""
        if self.consumer._fetcher.error_future.done():
            raise Astray("Kafka's client has stopped fetching")
        for place, offset in self._next.items():
            self.consumer.seek(place, offset)

    def _empty(self) -> None:
        self._hand, self._bytes = [], 0
        self._freed.set()


def _now() -> float:
    return asyncio.get_running_loop().time()


class Reading(Protocol):
    """The part of a worker that is needed here."""

    reader: Reader

    async def handle_all(self) -> None: ...

    async def let_go(self, why: str) -> None: ...


async def keep_reading(
    worker: Reading, begin: Callable[[], Awaitable[None]], end: Callable[[], Awaitable[None]]
) -> None:
    """Reads and handles for as long as the worker lives. After any error the client is made anew: what is in the database
    is all that anyone then knows."""
    while True:
        await begin()
        why = await why_ended(worker.reader.run(), worker.reader.miss(), worker.handle_all())
        log.error("reading ended; the client is made anew", error=type(why).__name__, exc_info=why)
        await worker.let_go(f"reading ended: {type(why).__name__}")
        await end()
        await asyncio.sleep(AGAIN_SECONDS)


async def why_ended(*jobs: Coroutine[Any, Any, None]) -> BaseException | None:
    """What the first of them ended with; the others are stopped. Kafka's client may well end a job by a cancellation that
    nobody asked for."""
    parts = [asyncio.create_task(job) for job in jobs]
    try:
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        ended = next(part for part in parts if part.done())
    finally:
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
    return asyncio.CancelledError() if ended.cancelled() else ended.exception()
