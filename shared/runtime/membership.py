"""Being one of the workers of a service: joining Kafka's group, telling it how far we are, leaving, each in bounded time.

Parts of aiokafka's group client can end or wait for ever without a word (ADR 13). Whatever has been missing for too long ends
in a client made anew; of the old one nothing goes on, or it would be given shards that nobody reads.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from shared.runtime.reader import ANSWER, Reader, why_ended
from shared.runtime.telemetry import log

AWAY = (KafkaError, TimeoutError, OSError)
"""How Kafka's clients say that it does not answer."""
LEAST_SILENCE = 60.0
LEAVE_SECONDS = 10.0
FOLLOWS_SECONDS = 1.0
"""How far Kafka's own offsets may be behind the database's."""


def silence(session_ms: int) -> float:
    """Seconds after which what the group owes us will not come. A rebalance takes one session timeout, two at most."""
    return max(LEAST_SILENCE, 3 * session_ms / 1000)


class Membership:
    """Begins and ends the client of one worker, as often as needed. `waits` says on `/ready` what is waited for; `longest`:
    seconds that a start may take."""

    def __init__(self, broker: Any, subscriber: Any, waits: Callable[[str], Awaitable[None]], longest: float) -> None:
        self._broker, self._subscriber, self._waits, self._longest = broker, subscriber, waits, longest

    async def begin(self) -> None:
        """Returns as a member of the group; what was half begun is undone before the next try."""
        while why := await why_ended(_limited(self._broker.start(), self._longest)):
            if not isinstance(why, (*AWAY, asyncio.CancelledError)):
                raise why
            await self.end()
            await self._waits(f"waiting for Kafka: {type(why).__name__}")
        log.info("started")

    async def end(self) -> None:
        """Leaves the group. A client that cannot is taken apart; the group misses it after the session timeout."""
        consumer = self._subscriber.consumer
        if why := await why_ended(_limited(self._broker.stop(), LEAVE_SECONDS)):
            log.warning("the client was not stopped cleanly", error=type(why).__name__)
            await why_ended(_limited(_take_apart(consumer), LEAVE_SECONDS))
            await why_ended(_limited(self._broker.stop(), LEAVE_SECONDS))


async def _limited(job: Awaitable[None], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        await job


async def _take_apart(consumer: Any) -> None:
    """Ends all that a consumer has running, whatever state it is in."""
    if consumer is None:
        return
    group = consumer._coordinator
    parts = (group._coordination_task, group._heartbeat_task, group._commit_refresh_task) if group else ()
    for part in parts:
        if part is not None:
            part.cancel()
    if consumer._fetcher:
        await consumer._fetcher.close()
    await consumer._client.close()


class Follower:
    """Tells Kafka how far the database is. Nothing waits for it: lag tools read it, and the answer proves that we are a
    member still."""

    def __init__(self) -> None:
        self._soon: asyncio.Task[None] | None = None

    def follow(self, reader: Reader, read: Callable[[], dict[TopicPartition, int]]) -> None:
        """Within a second; again until there is an answer."""
        if self._soon is None or self._soon.done():
            self._soon = asyncio.create_task(self._tell(reader, read))

    async def _tell(self, reader: Reader, read: Callable[[], dict[TopicPartition, int]]) -> None:
        await asyncio.sleep(FOLLOWS_SECONDS)
        while (offsets := read()) and (consumer := reader.consumer):
            reader.lacks(ANSWER)
            try:
                async with asyncio.timeout(5):
                    await consumer.commit(offsets)
                reader.has(ANSWER)
                return
            except (KafkaError, TimeoutError):
                await asyncio.sleep(FOLLOWS_SECONDS)
