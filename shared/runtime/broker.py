"""Everything that touches Kafka's client libraries: FastStream's broker, the one producer, topics, the clock's ticks."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.client import AIOKafkaClient
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker

from contracts.topics import LARGEST_INBOUND, Topics
from shared.runtime.clock import ClockBackwards, VirtualClock
from shared.runtime.settings import Settings
from shared.runtime.telemetry import log
from shared.runtime.wire import read_instant

LOOK_BACK = 1000
"""Ticks read at the start: the last may be one that was refused, for going back or for being no time."""


class WrongTopics(RuntimeError):
    """A topic has another number of partitions than the settings say."""


def calm_metadata_refresh() -> None:
    """A broker that stops cleanly leaves aiokafka asking for metadata without pause (88,000 log lines in 20 s)."""
    ask = AIOKafkaClient._metadata_update
    if getattr(ask, "calm", False):
        return

    async def calmly(self: Any, cluster: Any, topics: Any) -> Any:
        known = await ask(self, cluster, topics)
        if not known:
            await asyncio.sleep(self._retry_backoff)
        return known

    calmly.calm = True  # type: ignore[attr-defined]
    AIOKafkaClient._metadata_update = calmly


async def missing_topics(settings: Settings, wanted: Sequence[str]) -> list[str]:
    """Which of these do not exist yet; WrongTopics if one has another number of partitions than there are shards."""
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka, client_id="selvbooking-check")
    try:
        async with asyncio.timeout(15):
            await admin.start()
            found = {topic["topic"]: topic for topic in await admin.describe_topics()}
    finally:
        await admin.close()
    clock = Topics(settings.prefix).clock
    for name in wanted:
        partitions = len(found[name]["partitions"]) if name in found else 0
        if partitions and name != clock and partitions != settings.shards:
            raise WrongTopics(f"topic {name} has {partitions} partitions, SELVBOOKING_SHARDS says {settings.shards}")
    return [name for name in wanted if name not in found]


async def make_producer(settings: Settings, service: str) -> AIOKafkaProducer:
    """Idempotent, acknowledged by all replicas; the journal's publisher is its only user."""
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.kafka,
        client_id=f"{service}-{settings.worker}",
        enable_idempotence=True,
        acks="all",
        max_request_size=2 * LARGEST_INBOUND,
        max_batch_size=1024 * 1024,
        compression_type="lz4",
        linger_ms=0,
    )
    await _started(producer)
    return producer


def make_broker(
    settings: Settings, service: str, topics: Sequence[str], listener: ConsumerRebalanceListener
) -> tuple[KafkaBroker, Any]:
    """One subscriber over the fixed list of all input topics; every worker has the same list. It has no handler: FastStream
    makes, starts and stops the consumer, and `Reader` reads from it."""
    broker = KafkaBroker(
        settings.kafka,
        client_id=f"{service}-{settings.worker}",
        allow_auto_create_topics=False,
        graceful_timeout=float(settings.grace_seconds),
        logger=logging.getLogger("selvbooking.faststream"),
        apply_types=False,
    )
    subscriber = broker.subscriber(
        *topics,
        batch=True,
        group_id=f"{settings.prefix}{service}",
        auto_offset_reset="earliest",
        partition_assignment_strategy=(RangePartitionAssignor,),
        fetch_max_wait_ms=500,
        max_partition_fetch_bytes=2 * 1024 * 1024,
        session_timeout_ms=settings.session_ms,
        heartbeat_interval_ms=settings.session_ms // 6,
        listener=listener,
        ack_policy=AckPolicy.MANUAL,
    )
    return broker, subscriber


async def make_looker(settings: Settings, service: str, topics: Sequence[str]) -> AIOKafkaConsumer:
    """Asks where topics end, on a connection of its own: the broker answers one request of a connection after another, and
    the reading consumer's fetch may stand first in line for as long as nothing comes."""
    looker = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka, client_id=f"{service}-{settings.worker}-looks", enable_auto_commit=False
    )
    places = [TopicPartition(topic, shard) for topic in topics for shard in range(settings.shards)]
    looker.assign(places)
    looker.pause(*places)
    await _started(looker)
    return looker


async def _started(client: Any) -> None:
    """Starts a client, and closes one that cannot be started."""
    try:
        await client.start()
    except BaseException:
        await client.stop()
        raise


async def end_offsets(
    consumer: AIOKafkaConsumer, topics: Sequence[str], shards: Sequence[int]
) -> dict[tuple[str, int], int]:
    """The offset that the next record will get, per topic and shard; asked of the broker now."""
    return await _ask(consumer.end_offsets, topics, shards) if shards else {}


async def first_offsets(
    consumer: AIOKafkaConsumer, topics: Sequence[str], shards: Sequence[int]
) -> dict[tuple[str, int], int]:
    """The offset of the oldest record there still is, per topic and shard."""
    return await _ask(consumer.beginning_offsets, topics, shards) if shards else {}


async def _ask(
    question: Callable[[list[TopicPartition]], Awaitable[dict[TopicPartition, int]]],
    topics: Sequence[str],
    shards: Sequence[int],
) -> dict[tuple[str, int], int]:
    async with asyncio.timeout(10):
        answer = await question([TopicPartition(topic, shard) for topic in topics for shard in shards])
    return {(place.topic, place.partition): offset for place, offset in answer.items()}


async def follow_clock(settings: Settings, clock: VirtualClock) -> None:
    """Moves the virtual clock as the clock topic says; starts with the last time it had. Runs until cancelled, whatever
    becomes of the broker."""
    while True:
        try:
            await _follow(settings, clock)
        except (KafkaError, OSError) as error:
            log.warning("waiting for Kafka: ticks", error=type(error).__name__)
            await asyncio.sleep(0.5)


async def _follow(settings: Settings, clock: VirtualClock) -> None:
    place = TopicPartition(Topics(settings.prefix).clock, 0)
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka, enable_auto_commit=False, fetch_max_wait_ms=500)
    try:
        await consumer.start()
        consumer.assign([place])
        end = (await consumer.end_offsets([place]))[place]
        consumer.seek(place, max(0, end - LOOK_BACK))
        latest: datetime | None = None
        while True:
            record = await consumer.getone()
            try:
                now = read_instant(msgspec.json.decode(record.value)["now"])
                if record.offset + 1 < end:
                    latest = max(now, latest or now)
                else:
                    clock.tick(max(now, latest) if latest and record.offset + 1 == end else now)
            except ClockBackwards:
                log.warning("tick refused: it goes back", offset=record.offset)
            except (msgspec.MsgspecError, KeyError, TypeError, ValueError, OverflowError):
                log.warning("tick refused: not a time", offset=record.offset)
                if record.offset + 1 == end and latest:
                    clock.tick(latest)
    finally:
        await consumer.stop()
