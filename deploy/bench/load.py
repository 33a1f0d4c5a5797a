"""Fills topics with made-up citizens and their commands, as fast as the broker takes them, and looks where topics end."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from contracts.registry import CONTRACTS
from contracts.topics import shard_of
from shared.runtime.wire import instant

Made = tuple[str, bytes, list[tuple[str, bytes]]]
"""Subject, value, headers."""


PATIENCE_MS = 300_000
"""On a swamped machine new topics have been without leaders for longer than the client's own 40 s."""


def citizen(number: int) -> str:
    """An id spread over all shards."""
    return str(UUID(int=(0xB << 124) | (number * 2_654_435_761 % (1 << 64)) << 32 | number))


def message(
    name: str, number: int, body: dict[str, Any], now: datetime, source: str, position: int, count: int
) -> Made:
    """A message as the router, or a service, would have written it."""
    subject = citizen(number)
    headers = {
        "ce_specversion": "1.0",
        "ce_id": f"{source}/{subject}/{name}/{count}",
        "ce_source": source,
        "ce_type": CONTRACTS[name].type,
        "ce_time": instant(now),
        "ce_recordedtime": instant(now),
        "ce_subject": subject,
        "ce_sequence": str(count),
        "ce_correlationid": f"jobcentre-46100/{number}-{count}",
        "ce_origin": f"0:{position}",
    }
    if CONTRACTS[name].kind == "command":
        headers["ce_number"] = str(count)
    return subject, msgspec.json.encode(body), [(key, value.encode()) for key, value in headers.items()]


def facts(citizens: int, now: datetime, first: int = 0) -> Iterator[Made]:
    """What registration says about each citizen from the `first`: dagpenge, guided a month ago."""
    on = (now - timedelta(days=30)).date()
    registered = {
        "group": "G1",
        "jobcentre": "46100",
        "akasse": "05",
        "insured": "full-time",
        "job_seeker": True,
        "on": on,
    }
    for number in range(first, first + citizens):
        yield message("CitizenRegistered", number, registered, now, "registration", 2 * number + 1, 1)
        yield message("GuidanceRecorded", number, {"on": on}, now, "registration", 2 * number + 2, 2)


def commands(citizens: int, now: datetime, first: int = 0) -> Iterator[Made]:
    """One `SetDeadline` for each citizen from the `first`."""
    body = {"due": (now + timedelta(days=14)).date()}
    for number in range(first, first + citizens):
        yield message("SetDeadline", number, body, now, "jobcentre-46100", number + 1, 1)


def size(made: Made) -> int:
    """Bytes of key, value and headers, before compression."""
    subject, value, headers = made
    return len(subject) + len(value) + sum(len(name) + len(said) for name, said in headers)


async def fill(bootstrap: str, topic: str, made: Iterator[Made], shards: int) -> int:
    """Writes them all, in whole producer batches; gives how many."""
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, acks="all", max_batch_size=512 * 1024, compression_type="lz4",
        request_timeout_ms=PATIENCE_MS,
    )  # fmt: skip
    await producer.start()
    batches = [producer.create_batch() for _ in range(shards)]
    count, sent = 0, []
    for subject, value, headers in made:
        shard = shard_of(subject, shards)
        record: dict[str, Any] = {"key": subject.encode(), "value": value, "timestamp": None, "headers": headers}
        if batches[shard].append(**record) is None:
            sent.append(await producer.send_batch(batches[shard], topic, partition=shard))
            batches[shard] = producer.create_batch()
            batches[shard].append(**record)
        count += 1
    for shard, batch in enumerate(batches):
        if batch.record_count():
            sent.append(await producer.send_batch(batch, topic, partition=shard))
    await asyncio.gather(*sent)
    await producer.stop()
    return count


async def ends(bootstrap: str, places: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
    """Where these partitions end for a reader of committed records."""
    async with reader(bootstrap) as consumer:
        return dict(await consumer.end_offsets(places))


@asynccontextmanager
async def reader(bootstrap: str) -> AsyncIterator[AIOKafkaConsumer]:
    """A consumer of committed records, without a group."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap, enable_auto_commit=False, isolation_level="read_committed",
        max_partition_fetch_bytes=8 * 1024 * 1024, request_timeout_ms=PATIENCE_MS,
    )  # fmt: skip
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


def now() -> datetime:
    """The instant of a benchmark's messages: whole seconds, real time."""
    return datetime.now(UTC).replace(microsecond=0)
