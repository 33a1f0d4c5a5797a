"""Two brokers under one set of names, for the suite that both must pass: the one in memory, and Kafka."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.coordinator.assignors.range import RangePartitionAssignor

from contracts.topics import TopicSpec
from deploy.embedded import topics
from deploy.embedded.stack import Servers
from tests.explore.broker import Broker, Looker, MemoryProducer
from tests.explore.group import Group, MemoryConsumer

PARTITIONS = 4
SESSION_MS = 3000


class Bench(Protocol):
    """A broker with two topics of four partitions and one consumer group."""

    names: tuple[str, str]

    async def producer(self) -> Any: ...

    async def looker(self) -> Any: ...

    async def join(self, listener: ConsumerRebalanceListener) -> Any:
        """A member of the group, once it has its share."""

    async def kill(self, member: Any) -> None:
        """It is heard of no more, and says no farewell."""


class AtOnce:
    """In the place of the director: everything happens as soon as it can."""

    async def op(self, what: str, do: Callable[[], Any] | None = None, **more: Any) -> Any:
        enabled = more.get("enabled", lambda: True)
        while not enabled():
            await asyncio.sleep(0.001)
        return do() if do else None

    def note(self, step: str) -> None:
        """Nobody reads it."""

    def some(self, records: Mapping[TopicPartition, Sequence[Any]], most: int) -> dict[TopicPartition, list[Any]]:
        return {at: list(found[:most]) for at, found in records.items()}


class Memory:
    names = ("bench.a", "bench.b")

    def __init__(self) -> None:
        self.broker, self.steps = Broker(PARTITIONS), AtOnce()
        self.group = Group("bench", self.broker, self.names)
        self.members: list[MemoryConsumer] = []

    async def producer(self) -> MemoryProducer:
        return MemoryProducer(self.broker, self.steps)

    async def looker(self) -> Looker:
        return Looker(self.broker, self.steps)

    async def join(self, listener: ConsumerRebalanceListener) -> MemoryConsumer:
        member = MemoryConsumer(self.broker, self.steps, self.group, f"m{len(self.members)}", listener)
        self.members.append(member)
        await member.start()
        while member.moving:
            await asyncio.sleep(0.001)
        return member

    async def kill(self, member: MemoryConsumer) -> None:
        assert member.coordination is not None
        member.coordination.cancel()
        self.group.leave(member.member)


class Kafka:
    def __init__(self, servers: Servers) -> None:
        self.servers, self.prefix = servers, f"bench-{secrets.token_hex(3)}."
        self.names = (f"{self.prefix}a", f"{self.prefix}b")
        self.open: list[Any] = []

    async def _started(self, client: Any) -> Any:
        self.open.append(client)
        await client.start()
        return client

    async def producer(self) -> Any:
        return await self._started(
            AIOKafkaProducer(
                bootstrap_servers=self.servers.kafka, enable_idempotence=True, acks="all", max_batch_size=2000
            )
        )

    async def looker(self) -> Any:
        return await self._started(AIOKafkaConsumer(bootstrap_servers=self.servers.kafka, enable_auto_commit=False))

    async def join(self, listener: ConsumerRebalanceListener) -> Any:
        member = AIOKafkaConsumer(
            bootstrap_servers=self.servers.kafka, group_id=f"{self.prefix}group", auto_offset_reset="earliest",
            enable_auto_commit=False, session_timeout_ms=SESSION_MS, heartbeat_interval_ms=300,
            partition_assignment_strategy=(RangePartitionAssignor,),
        )  # fmt: skip
        member.subscribe(self.names, listener=listener)
        return await self._started(member)

    async def kill(self, member: Any) -> None:
        member._coordinator._coordination_task.cancel()
        member._coordinator._heartbeat_task.cancel()


@asynccontextmanager
async def kafka_bench(servers: Servers) -> AsyncIterator[Kafka]:
    """Its topics, and its clients, are gone afterwards."""
    bench = Kafka(servers)
    await topics.create(servers, [TopicSpec(name, PARTITIONS) for name in bench.names])
    try:
        yield bench
    finally:
        await asyncio.gather(*(client.stop() for client in bench.open), return_exceptions=True)
        await topics.delete(servers, bench.prefix)


@asynccontextmanager
async def memory_bench() -> AsyncIterator[Memory]:
    bench = Memory()
    try:
        yield bench
    finally:
        for member in bench.members:
            if member.coordination is not None:
                member.coordination.cancel()
