"""Where an audit reads: topics of a broker (a real one, or a test's), databases of services."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol, Self

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from contracts import topics as names
from contracts.envelope import Origin
from shared.runtime.database import Connection
from shared.runtime.intake import Handling
from shared.runtime.ports import Record
from shared.runtime.service import Service

BATCH, BATCH_BYTES = 1000, 8 * 1024 * 1024
"""How much of a topic is in memory at a time."""


class Topics(Protocol):
    """Where records are read. Topics have short names."""

    async def ends(self, topic: str) -> dict[int, tuple[int, int]]:
        """Per partition that exists the offsets of the oldest record and of the next one to come."""

    def records(self, topic: str, partition: int) -> AsyncIterator[Record]:
        """Every record up to the end as of the call, in order; of a partition that does not exist, none."""


@dataclass(frozen=True, slots=True)
class Audited:
    """One service under audit. `service` is made for the audit alone: its `opened` is told a connection, not a pool.

    `connect` gives a connection of its own each time, prepared as the runtime's are; nothing is written on it.
    """

    service: Service
    handling: Handling
    connect: Callable[[], AbstractAsyncContextManager[Connection]]


class KafkaTopics:
    """The topics of one prefix. Reads as nobody: no group, nothing is marked as read."""

    def __init__(self, bootstrap: str, topics: names.Topics, shards: int) -> None:
        self.topics, self.shards = topics, shards
        self._looker, self._reader = (
            AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, fetch_max_wait_ms=10)
            for _ in range(2)
        )
        self._admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
        self._partitions: dict[str, list[int]] = {}

    async def __aenter__(self) -> Self:
        await self._looker.start()
        await self._reader.start()
        await self._admin.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._looker.stop()
        await self._reader.stop()
        await self._admin.close()

    async def ends(self, topic: str) -> dict[int, tuple[int, int]]:
        full = self.topics.full(topic)
        if full not in self._partitions:
            (described,) = await self._admin.describe_topics([full])
            self._partitions[full] = sorted(each["partition"] for each in described["partitions"])
        places = [TopicPartition(full, number) for number in self._partitions[full] if number < self.shards]
        firsts, ends = await self._looker.beginning_offsets(places), await self._looker.end_offsets(places)
        return {place.partition: (firsts[place], ends[place]) for place in places}

    async def records(self, topic: str, partition: int) -> AsyncIterator[Record]:
        """As `Topics.records`; one partition at a time, the next after this one."""
        first, end = (await self.ends(topic)).get(partition, (0, 0))
        if first == end:
            return
        place = TopicPartition(self.topics.full(topic), partition)
        self._reader.assign([place])
        self._reader.seek(place, first)
        while await self._reader.position(place) < end:
            for found in (await self._reader.getmany(place, timeout_ms=500, max_records=BATCH)).get(place, ()):
                if found.offset < end:
                    yield Record(topic, partition, found.offset, found.key, found.value, found.headers)
        self._reader.unsubscribe()


async def in_batches(records: AsyncIterator[Record]) -> AsyncIterator[Sequence[Record]]:
    """Records in portions whose number and size are bounded."""
    batch: list[Record] = []
    size = 0
    async for record in records:
        batch.append(record)
        size += len(record.value or b"")
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def origin_of(record: Record) -> Origin | None:
    """From which place of a journal a record says it comes; None when it does not, or not in this form."""
    said = next((value for name, value in record.headers if name == "ce_origin"), None)
    try:
        return Origin.parse(said.decode()) if said else None
    except ValueError:
        return None
