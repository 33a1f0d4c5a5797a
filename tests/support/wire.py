"""What tests put on topics and read from them, without the services' own code in between."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from contracts.registry import CONTRACTS
from contracts.topics import shard_of
from shared.runtime.wire import instant


def citizen(number: int) -> str:
    """A made-up citizen's id."""
    return str(UUID(int=(0xC << 124) | number))


def headers(name: str, subject: str, source: str, time: datetime, **more: Any) -> list[tuple[str, bytes]]:
    """The headers of an internal message; `number=5` becomes `ce_number`, `traceparent` stays."""
    told = {
        "ce_specversion": "1.0",
        "ce_id": f"{source}/{subject}/{more.get('origin', name)}",
        "ce_source": source,
        "ce_type": CONTRACTS[name].type,
        "ce_time": instant(time),
        "ce_subject": subject,
        **{key if key == "traceparent" else f"ce_{key}": str(value) for key, value in more.items()},
    }
    return [(key, value.encode()) for key, value in told.items()]


class Outside:
    """Writes raw records and reads whole topics."""

    def __init__(self, bootstrap: str, shards: int) -> None:
        self.bootstrap, self.shards = bootstrap, shards
        self.producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", max_request_size=16_000_000)

    async def __aenter__(self) -> "Outside":
        await self.producer.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.producer.stop()

    async def send(
        self,
        topic: str,
        subject: str,
        body: Any,
        headers: Sequence[tuple[str, bytes | None]],
        partition: int | None = None,
    ) -> None:
        """One record, acknowledged. A body of bytes (or None) goes as it is."""
        value = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        place = shard_of(subject, self.shards) if partition is None else partition
        await self.producer.send_and_wait(topic, value, key=subject.encode(), partition=place, headers=list(headers))

    async def read(self, *topics: str) -> list[Any]:
        """Every record there is now, by topic, partition and offset."""
        consumer = AIOKafkaConsumer(bootstrap_servers=self.bootstrap, enable_auto_commit=False)
        await consumer.start()
        try:
            places = [TopicPartition(topic, shard) for topic in topics for shard in range(self.shards)]
            consumer.assign(places)
            ends = await consumer.end_offsets(places)
            for place, first in (await consumer.beginning_offsets(places)).items():
                consumer.seek(place, first)
            found: list[Any] = []
            while [place for place in places if await consumer.position(place) < ends[place]]:
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    found += [r for r in records if r.offset < ends[TopicPartition(r.topic, r.partition)]]
            return sorted(found, key=lambda r: (r.topic, r.partition, r.offset))
        finally:
            await consumer.stop()

    async def tick(self, topic: str, now: datetime) -> None:
        """Moves the virtual clock."""
        await self.producer.send_and_wait(topic, json.dumps({"now": instant(now)}).encode(), partition=0)


def told(record: Any) -> dict[str, str]:
    """A record's headers as text."""
    return {name: value.decode() for name, value in record.headers}
