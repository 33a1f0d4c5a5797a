"""The Kafka client of the outside world: it writes `in` topics and the clock, and reads every event and `out` topic."""

import json
import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from contracts.envelope import write_headers
from contracts.topics import SERVICES, Authority, Topics
from services.simulator.local import wire
from services.simulator.wire import Letter, Seen, read_message

LONGEST_READ = 180
"""Seconds. A broker that was killed may need a minute, on a busy machine, until it leads its partitions again."""


class Outside(Protocol):
    """What a player needs of the platform's topics."""

    async def send(self, letters: Sequence[Letter]) -> list[str]:
        """Writes records in order and returns the place of each, `in.jobnet/2@118`, once the broker has them."""

    async def tick(self, now: datetime) -> None:
        """Tells every service what time it is."""

    async def arrived(self, at: datetime) -> list[Seen]:
        """Everything that was published since the last call, to the end of every topic, in order of publication."""


class KafkaOutside:
    """Used as `async with`. It has no consumer group: it reads every partition from the beginning, and only when asked.

    `also`: topics to read beside those of events and `out`.
    """

    def __init__(
        self,
        kafka: str,
        topics: Topics,
        authorities: Iterable[Authority | str],
        shards: int,
        also: Sequence[str] = (),
    ) -> None:
        self.topics = topics
        outs = [topics.outbox(authority) for authority in authorities]
        watched = [*(topics.events(service) for service in SERVICES), *outs, *also]
        self.partitions = [TopicPartition(topic, shard) for topic in watched for shard in range(shards)]
        self.read: dict[TopicPartition, int] = dict.fromkeys(self.partitions, 0)
        self.sent = 0
        self.producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all", linger_ms=1, enable_idempotence=True)
        self.consumer = AIOKafkaConsumer(
            bootstrap_servers=kafka, enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_wait_ms=100
        )

    async def __aenter__(self) -> Self:
        await self.producer.start()
        self.consumer.assign(self.partitions)
        self.consumer.pause(*self.partitions)
        await self.consumer.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.consumer.stop()
        await self.producer.stop()

    async def send(self, letters: Sequence[Letter]) -> list[str]:
        waiting = [
            await self.producer.send(
                self.topics.inbox(letter.sender),
                value=letter.value,
                key=letter.key.encode(),
                headers=write_headers(letter.headers),
            )
            for letter in letters
        ]
        self.sent += len(letters)
        places = [await future for future in waiting]
        return [f"{self.topics.short(place.topic)}/{place.partition}@{place.offset}" for place in places]

    async def tick(self, now: datetime) -> None:
        await self.producer.send_and_wait(self.topics.clock, json.dumps({"now": wire(now)}).encode())

    async def ends(self) -> dict[TopicPartition, int]:
        """The offset that the next record of each partition that is read will get."""
        found: dict[TopicPartition, int] = await self.consumer.end_offsets(self.partitions)
        return found

    async def arrived(self, at: datetime) -> list[Seen]:
        ends = await self.ends()
        behind = {partition for partition, end in ends.items() if self.read[partition] < end}
        self.consumer.resume(*behind)
        found = []
        until = time.monotonic() + LONGEST_READ
        while behind:
            for partition, records in (await self.consumer.getmany(timeout_ms=1000)).items():
                self.read[partition] = records[-1].offset + 1
                found += records
                if self.read[partition] >= ends[partition]:
                    behind.discard(partition)
                    self.consumer.pause(partition)
            if behind and time.monotonic() > until:
                names = ", ".join(sorted({partition.topic for partition in behind}))
                raise ConnectionError(f"Kafka has records that it does not give, for {LONGEST_READ} s, in {names}")
        found.sort(key=lambda record: (record.timestamp, record.topic, record.partition, record.offset))
        read = (
            read_message(self.topics.short(record.topic), record.key, record.value or b"{}", list(record.headers), at)
            for record in found
        )
        return [seen for seen in read if seen]
