"""A broker in memory, seen as aiokafka shows the real one; `test_contract.py` holds both to the same suite."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaTimeoutError

from contracts.topics import Topics
from shared.runtime.ports import Record

Headers = Sequence[tuple[str, bytes]]
ROOM = 3
"""Records of one producer batch: few, so that a lane often needs more than one."""


class Steps(Protocol):
    """Who decides when something happens: the director, or at once."""

    async def op(self, what: str, do: Callable[[], Any] | None = None, **more: Any) -> Any: ...

    def note(self, step: str) -> None:
        """Writes down what else there is to know of a step."""

    def some(self, records: Mapping[TopicPartition, Sequence[Any]], most: int) -> dict[TopicPartition, list[Any]]:
        """How much of what could be fetched a fetch brings, by partition; always something."""


@dataclass
class Broker:
    """Topics (full names) of so many partitions, and the groups that read them."""

    partitions: int
    logs: dict[TopicPartition, list[Any]] = field(default_factory=dict)
    committed: dict[tuple[str, TopicPartition], int] = field(default_factory=dict)

    def log(self, place: TopicPartition) -> list[Any]:
        """The records of a partition; a topic begins to exist when it is named."""
        return self.logs.setdefault(place, [])

    def append(self, place: TopicPartition, records: Sequence[tuple[bytes | None, bytes | None, Headers]]) -> None:
        """All or nothing, in order."""
        log = self.log(place)
        for key, value, headers in records:
            log.append(
                ConsumerRecord(
                    topic=place.topic, partition=place.partition, offset=len(log), timestamp=0, timestamp_type=0, key=key,
                    value=value, checksum=None, serialized_key_size=0, serialized_value_size=0, headers=tuple(headers),
                )
            )  # fmt: skip

    def read(self, place: TopicPartition, start: int) -> list[Any]:
        return self.log(place)[start:]


@dataclass
class MemoryTopics:
    """The broker as the auditor reads it, by short topic names."""

    broker: Broker
    names: Topics

    async def ends(self, topic: str) -> dict[int, tuple[int, int]]:
        full = self.names.full(topic)
        return {p: (0, len(self.broker.log(TopicPartition(full, p)))) for p in range(self.broker.partitions)}

    async def records(self, topic: str, partition: int) -> AsyncIterator[Record]:
        for r in tuple(self.broker.log(TopicPartition(self.names.full(topic), partition))):
            yield Record(topic, partition, r.offset, r.key, r.value, r.headers)


class MemoryBatch:
    """In the place of aiokafka's `BatchBuilder`."""

    def __init__(self) -> None:
        self.records: list[tuple[bytes | None, bytes | None, Headers]] = []

    def append(
        self, *, key: bytes | None, value: bytes | None, timestamp: float | None, headers: Headers = ()
    ) -> int | None:
        """Its place in the batch; None when the batch is full."""
        if len(self.records) == ROOM:
            return None
        self.records.append((key, value, headers))
        return len(self.records) - 1

    def record_count(self) -> int:
        return len(self.records)


Order = tuple[MemoryBatch, "asyncio.Future[int]"]


class MemoryProducer:
    """In the place of `AIOKafkaProducer`, idempotent: batches of a partition go in order, one after the other's answer."""

    def __init__(self, broker: Broker, steps: Steps) -> None:
        self.broker, self.steps = broker, steps
        self._orders: dict[TopicPartition, deque[Order]] = {}
        self._senders: dict[TopicPartition, asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Nothing to connect to."""

    def create_batch(self) -> MemoryBatch:
        return MemoryBatch()

    async def send_batch(self, batch: MemoryBatch, topic: str, *, partition: int) -> "asyncio.Future[int]":
        """Takes the batch; the future is done when the broker has acknowledged it."""
        place, answer = TopicPartition(topic, partition), asyncio.get_running_loop().create_future()
        self._orders.setdefault(place, deque()).append((batch, answer))
        sender = self._senders.get(place)
        if sender is None or sender.done():
            self._senders[place] = asyncio.create_task(self._send(place))
        return answer

    async def _send(self, place: TopicPartition) -> None:
        orders = self._orders[place]
        while orders:
            batch, answer = orders.popleft()
            what = f"{place.topic}/{place.partition} ({len(batch.records)})"
            append = partial(self.broker.append, place, batch.records)
            try:
                await self.steps.op(f"produce {what}", append, lasting=True, fails=timed_out)
                await self.steps.op(f"acknowledged {what}")
                result: Any = len(self.broker.log(place))
            except KafkaTimeoutError as error:
                result = error
            if answer.done():
                continue
            answer.set_exception(result) if isinstance(result, Exception) else answer.set_result(result)

    async def stop(self) -> None:
        """Sends what was taken, then ends."""
        await asyncio.gather(*self._senders.values())


async def timed_out() -> Exception:
    """The broker's answer did not come."""
    error: Exception = KafkaTimeoutError()
    return error


class Looker:
    """Asks where topics begin and end."""

    def __init__(self, broker: Broker, steps: Steps) -> None:
        self.broker, self.steps = broker, steps

    async def end_offsets(self, places: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
        return await self._ask("asks for the ends", lambda: {at: len(self.broker.log(at)) for at in places})

    async def beginning_offsets(self, places: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
        return await self._ask("asks for the beginnings", lambda: dict.fromkeys(places, 0))

    async def _ask(self, what: str, answer: Callable[[], Any]) -> dict[TopicPartition, int]:
        found: dict[TopicPartition, int] = await self.steps.op(what, answer, fails=timed_out)
        return found

    async def start(self) -> None:
        """Nothing to connect to."""

    async def stop(self) -> None:
        """Nothing to close."""
