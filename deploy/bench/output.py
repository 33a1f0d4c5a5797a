"""What came out of a round: every record read back, counted and checked, after the clock has stopped."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.registry import CONTRACTS
from deploy.bench import load
from deploy.embedded.home import StackError

LOG_APPEND_TIME = 1
QUIET_MS = 1500
"""A topic that has given all that is wanted, and then nothing for so long, has been read to its end."""
PATIENCE = 20
"""How many times as long to wait for what is missing."""


@dataclass(frozen=True, slots=True)
class Output:
    """All that a round published: how much, and when the broker appended the last of it (seconds since 1970)."""

    messages: int
    bytes_each: int
    last: float


async def read(kafka: str, starts: Mapping[TopicPartition, int], first: int, wanted: int) -> Output:
    """Reads everything behind `starts`; StackError unless it is one `DeadlineSet` for each of the wanted citizens."""
    seen: list[bytes] = []
    size, last = 0, 0
    async with load.reader(kafka) as consumer:
        consumer.assign(list(starts))
        for place, offset in starts.items():
            consumer.seek(place, offset)
        empty = 0
        while empty < (PATIENCE if len(seen) < wanted else 1):
            polled = await _some(consumer)
            empty = 0 if polled else empty + 1
            for record in polled:
                _check(record)
                seen.append(record.key)
                size += load.size((record.key, record.value, record.headers))
                last = max(last, record.timestamp)
    missing = {load.citizen(number).encode() for number in range(first, first + wanted)}.difference(seen)
    if missing or len(seen) != wanted:
        raise StackError(f"{len(seen):,} events of {wanted:,}; none of {len(missing):,} citizens")
    return Output(wanted, size // wanted, last / 1000)


async def _some(consumer: AIOKafkaConsumer) -> list[Any]:
    return [record for records in (await consumer.getmany(timeout_ms=QUIET_MS)).values() for record in records]


def _check(record: Any) -> None:
    kind = dict(record.headers).get("ce_type", b"").decode()
    if kind != CONTRACTS["DeadlineSet"].type or record.timestamp_type != LOG_APPEND_TIME:
        raise StackError(f"not what was asked for: {kind} {record.value[:300]!r}")


async def wait(
    kafka: str, starts: Mapping[TopicPartition, int], wanted: int, looked: Callable[[int], None], every: float
) -> None:
    """Returns when that many records (with transactions: and their markers) stand behind `starts` for all to read.

    Looks every so many seconds; `looked` is told how many there are.
    """
    async with load.reader(kafka) as consumer:
        while True:
            ends = await consumer.end_offsets(list(starts))
            found = sum(ends.values()) - sum(starts.values())
            looked(found)
            if found >= wanted:
                return
            await asyncio.sleep(every)
