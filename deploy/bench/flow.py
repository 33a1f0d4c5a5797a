"""Open loop: records are sent at times fixed beforehand, whatever becomes of the earlier ones, and waited for at the end.

All times are seconds since 1970, by the one clock of the machine that sender, reader and broker share.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from deploy.bench.load import Made
from deploy.embedded.home import StackError

Identify = Callable[[ConsumerRecord], str | None]
"""What a record belongs to; None for a record that is not looked for."""


def correlation(kind: str) -> Identify:
    """The correlation id of records of this type."""

    def find(record: ConsumerRecord) -> str | None:
        headers = dict(record.headers)
        return headers["ce_correlationid"].decode() if headers.get("ce_type") == kind.encode() else None

    return find


@asynccontextmanager
async def producing(kafka: str) -> AsyncIterator[AIOKafkaProducer]:
    """A producer that sends each record at once."""
    producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all", linger_ms=0)
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


async def steadily(
    producer: AIOKafkaProducer, topic: str, made: Iterable[Made], per_second: float, stop: asyncio.Event | None = None
) -> list[float]:
    """Sends at a fixed rate, until all are sent or `stop`, but at least one; gives the time at which each was meant to go."""
    start = time.time() + 0.05
    meant: list[float] = []
    for number, (key, value, headers) in enumerate(made):
        at = start + number / per_second
        if (early := at - time.time()) > 0:
            await asyncio.sleep(early)
        if stop is not None and stop.is_set() and meant:
            break
        await producer.send(topic, value=value, key=key.encode(), headers=headers)
        meant.append(at)
    return meant


@dataclass(slots=True)
class Arrivals:
    """When each record of a topic was read, by what it belongs to; a second one with the same name does not count."""

    seen: dict[str, float] = field(default_factory=dict)

    async def all_of(self, names: Sequence[str], seconds: float = 120) -> list[float]:
        """The arrival of each of these, once all are there; StackError when some never come."""
        until = time.monotonic() + seconds
        while missing := [name for name in names if name not in self.seen]:
            if time.monotonic() > until:
                raise StackError(f"{len(missing)} of {len(names)} never arrived, first {missing[0]}")
            await asyncio.sleep(0.05)
        return [self.seen[name] for name in names]


@asynccontextmanager
async def arrivals(kafka: str, topic: str, shards: int, identify: Identify) -> AsyncIterator[Arrivals]:
    """Reads what comes to a topic from now on, as long as the block lasts."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, enable_auto_commit=False, auto_offset_reset="latest")
    await consumer.start()
    consumer.assign(places := _places(topic, shards))
    await consumer.seek_to_end(*places)
    found = Arrivals()

    async def read() -> None:
        while True:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                at = time.time()
                for record in records:
                    if name := identify(record):
                        found.seen.setdefault(name, at)

    reading = asyncio.create_task(read())
    try:
        yield found
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await consumer.stop()


async def stamps(kafka: str, topic: str, shards: int, since: float, identify: Identify) -> dict[str, float]:
    """When each record of a topic was produced, from an instant to the topic's present end."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, enable_auto_commit=False)
    await consumer.start()
    try:
        consumer.assign(places := _places(topic, shards))
        starts = await consumer.offsets_for_times(dict.fromkeys(places, int(since * 1000)))
        ends = await consumer.end_offsets(places)
        left = {place for place in places if starts[place] and starts[place].offset < ends[place]}
        consumer.pause(*(set(places) - left))
        for place in left:
            consumer.seek(place, starts[place].offset)
        found: dict[str, float] = {}
        while left:
            for place, records in (await consumer.getmany(timeout_ms=1000)).items():
                for record in records:
                    if name := identify(record):
                        found.setdefault(name, record.timestamp / 1000)
                if records[-1].offset + 1 >= ends[place]:
                    left.discard(place)
        return found
    finally:
        await consumer.stop()


def _places(topic: str, shards: int) -> list[TopicPartition]:
    return [TopicPartition(topic, shard) for shard in range(shards)]


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """In milliseconds: p50, p95, p99 and the longest."""
    ordered = sorted(seconds)
    ranks: Mapping[str, float] = {"p50": 0.50, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {
        name: round(1000 * ordered[min(len(ordered) - 1, int(rank * len(ordered)))], 1) for name, rank in ranks.items()
    }
