"""What the runtime relies on in a broker and its client, held against the one in memory and against Kafka."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
import pytest_asyncio
from aiokafka import TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.errors import IllegalStateError

from tests.explore.bench import PARTITIONS, Bench, kafka_bench, memory_bench
from tests.support.eventually import eventually


@pytest_asyncio.fixture(params=["memory", "kafka"])
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    if request.param == "memory":
        async with memory_bench() as memory:
            yield memory
    else:
        async with kafka_bench(request.getfixturevalue("servers")) as kafka:
            yield kafka


class Listener(ConsumerRebalanceListener):
    """Writes down what it is told. `then` is called with each new share."""

    def __init__(self, then: Any = None) -> None:
        self.told: list[tuple[str, set[tuple[str, int]]]] = []
        self.then = then

    async def on_partitions_revoked(self, revoked: Any) -> None:
        self.told.append(("revoked", {tuple(place) for place in revoked}))

    async def on_partitions_assigned(self, assigned: Any) -> None:
        self.told.append(("assigned", {tuple(place) for place in assigned}))
        if self.then is not None:
            self.then(assigned)


def places(bench: Bench, *partitions: int) -> set[tuple[str, int]]:
    return {(name, partition) for name in bench.names for partition in partitions or range(PARTITIONS)}


async def send(bench: Bench, producer: Any, place: TopicPartition, values: Sequence[bytes]) -> None:
    """As the publisher does: batch after batch, each acknowledged before the next."""
    batch = producer.create_batch()
    for value in values:
        record = {"key": b"k", "value": value, "timestamp": None, "headers": [("h", b"1")]}
        if batch.append(**record) is None:
            await (await producer.send_batch(batch, place.topic, partition=place.partition))
            batch = producer.create_batch()
            batch.append(**record)
    await (await producer.send_batch(batch, place.topic, partition=place.partition))


async def fetch(member: Any, number: int, seconds: float = 20) -> list[Any]:
    """The next so many records, or those that come in time."""
    found: list[Any] = []
    try:
        async with asyncio.timeout(seconds):
            while len(found) < number:
                for records in (await member.getmany(timeout_ms=100, max_records=2)).values():
                    found += records
    except TimeoutError:
        pass
    return found


def numbered(count: int) -> list[bytes]:
    return [str(number).encode() for number in range(count)]


async def test_records_come_as_they_were_sent_in_order_from_offset_0(bench: Bench) -> None:
    producer, here = await bench.producer(), TopicPartition(bench.names[0], 1)
    await send(bench, producer, here, numbered(5))
    await send(bench, producer, here, numbered(2))
    member = await bench.join(Listener())
    found = await fetch(member, 7)
    assert [record.value for record in found] == numbered(5) + numbered(2)
    assert [(record.topic, record.partition, record.offset) for record in found] == [(*here, n) for n in range(7)]
    assert {(record.key, tuple(record.headers)) for record in found} == {(b"k", (("h", b"1"),))}


async def test_a_batch_that_is_full_says_so_and_the_next_follows_it(bench: Bench) -> None:
    producer, here = await bench.producer(), TopicPartition(bench.names[0], 0)
    batch, taken = producer.create_batch(), 0
    while batch.append(key=b"k", value=b"x" * 300, timestamp=None, headers=[]) is not None:
        taken += 1
        assert taken < 100
    values = [bytes([65 + number]) * 300 for number in range(2 * taken + 1)]
    await send(bench, producer, here, values)
    assert [record.value for record in await fetch(await bench.join(Listener()), len(values))] == values


async def test_batches_of_a_partition_go_in_the_order_in_which_they_were_given(bench: Bench) -> None:
    producer, here = await bench.producer(), TopicPartition(bench.names[0], 0)
    answers = []
    for value in numbered(6):
        batch = producer.create_batch()
        batch.append(key=b"k", value=value, timestamp=None, headers=[])
        answers.append(await producer.send_batch(batch, here.topic, partition=0))
    await asyncio.gather(*answers)
    assert [record.value for record in await fetch(await bench.join(Listener()), 6)] == numbered(6)


async def test_ends_and_beginnings_are_told(bench: Bench) -> None:
    producer, looker = await bench.producer(), await bench.looker()
    here, there = TopicPartition(bench.names[0], 0), TopicPartition(bench.names[1], 3)
    await send(bench, producer, here, numbered(4))
    assert await looker.end_offsets([here, there]) == {here: 4, there: 0}
    assert await looker.beginning_offsets([here, there]) == {here: 0, there: 0}


async def test_the_first_member_gets_everything_and_its_listener_hears_revoked_before_assigned(bench: Bench) -> None:
    listener = Listener()
    member = await bench.join(listener)
    assert listener.told == [("revoked", set()), ("assigned", places(bench))]
    assert {tuple(place) for place in member.assignment()} == places(bench)


async def test_members_share_by_range_the_same_partitions_of_every_topic(bench: Bench) -> None:
    first, second = Listener(), Listener()
    await bench.join(first)
    await bench.join(second)
    halves = [places(bench, 0, 1), places(bench, 2, 3)]

    async def shared() -> bool:
        return len(first.told) == 4

    await eventually(shared, "the first member's new share", 60)
    assert first.told[2] == ("revoked", places(bench))
    assert [first.told[3][0], second.told[1][0]] == ["assigned", "assigned"]
    assert sorted([first.told[3][1], second.told[1][1]], key=sorted) == halves


@pytest.mark.parametrize("how", ["leaves", "dies"])
async def test_what_a_member_had_goes_to_the_others_when_it(bench: Bench, how: str) -> None:
    first, second = Listener(), Listener()
    stays, goes = await bench.join(first), await bench.join(second)

    async def shared() -> bool:
        return len(first.told) == 4

    async def alone() -> bool:
        return len(first.told) == 6 and {tuple(place) for place in stays.assignment()} == places(bench)

    await eventually(shared, "each has a share", 60)
    await (goes.stop() if how == "leaves" else bench.kill(goes))
    await eventually(alone, "one member has it all", 60)
    assert [what for what, _ in first.told] == ["revoked", "assigned"] * 3


async def test_a_member_reads_on_from_where_it_seeks(bench: Bench) -> None:
    producer, here = await bench.producer(), TopicPartition(bench.names[0], 2)
    await send(bench, producer, here, numbered(6))
    member = await bench.join(Listener())
    await fetch(member, 6)
    assert await member.position(here) == 6
    member.seek(here, 3)
    assert await member.position(here) == 3
    assert [record.offset for record in await fetch(member, 3)] == [3, 4, 5]
    assert await member.position(here) == 6


async def test_the_place_is_beyond_what_was_handed_over_not_beyond_what_was_fetched(bench: Bench) -> None:
    producer, here = await bench.producer(), TopicPartition(bench.names[0], 2)
    await send(bench, producer, here, numbered(6))
    member = await bench.join(Listener())
    found = await fetch(member, 1)
    assert len(found) <= 2
    assert await member.position(here) == found[-1].offset + 1


async def test_a_paused_partition_brings_nothing_until_it_is_resumed(bench: Bench) -> None:
    producer = await bench.producer()
    here, there = (TopicPartition(bench.names[0], partition) for partition in (0, 1))
    member = await bench.join(Listener())
    member.pause(here)
    await send(bench, producer, here, numbered(1))
    await send(bench, producer, there, numbered(1))
    assert [record.partition for record in await fetch(member, 2, seconds=1)] == [1]
    member.resume(here)
    assert [record.partition for record in await fetch(member, 1)] == [0]


async def test_nothing_is_read_from_a_share_that_its_listener_pauses(bench: Bench) -> None:
    producer, here = await bench.producer(), TopicPartition(bench.names[0], 0)
    await send(bench, producer, here, numbered(4))
    listener = Listener()
    joining = asyncio.create_task(bench.join(listener))
    members: list[Any] = []
    listener.then = lambda assigned: members[0].pause(*assigned) if members else None
    members.append(await joining)
    members[0].pause(*members[0].assignment())
    assert await fetch(members[0], 1, seconds=0.5) == []
    members[0].seek(here, 2)
    members[0].resume(here)
    assert [record.offset for record in await fetch(members[0], 2)] == [2, 3]


async def test_the_next_member_starts_where_the_last_one_committed(bench: Bench) -> None:
    producer, here = await bench.producer(), TopicPartition(bench.names[0], 0)
    await send(bench, producer, here, numbered(4))
    member = await bench.join(Listener())
    assert len(await fetch(member, 2)) == 2
    await member.commit({here: 2})
    await member.stop()
    assert [record.offset for record in await fetch(await bench.join(Listener()), 2)] == [2, 3]


async def test_a_place_outside_of_the_share_cannot_be_moved(bench: Bench) -> None:
    member = await bench.join(Listener())
    nowhere = TopicPartition(bench.names[0], 17)
    for move in (lambda: member.seek(nowhere, 1), lambda: member.pause(nowhere), lambda: member.resume(nowhere)):
        with pytest.raises(IllegalStateError):
            move()  # type: ignore[no-untyped-call]
    with pytest.raises(IllegalStateError):
        await member.position(nowhere)
