"""The reader by itself, on a client that does as it is told: what is handed over is what the database said, and what follows."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from aiokafka import TopicPartition
from aiokafka.errors import CorruptRecordException

from shared.runtime import reader as module
from shared.runtime.reader import Astray, Reader, keep_reading

HERE, THERE = TopicPartition("a", 0), TopicPartition("a", 1)


class Client:
    """Gives what a test puts into it, poll by poll, and writes down where it was sent."""

    def __init__(self) -> None:
        self.polls: asyncio.Queue[Any] = asyncio.Queue()
        self.sought: list[tuple[TopicPartition, int]] = []
        self.polled = 0
        self._fetcher = SimpleNamespace(error_future=asyncio.get_running_loop().create_future())

    def seek(self, place: TopicPartition, offset: int) -> None:
        self.sought.append((place, offset))

    def resume(self, place: TopicPartition) -> None:
        """Nothing is paused."""

    async def getmany(self, timeout_ms: int, max_records: int) -> dict[TopicPartition, list[Any]]:
        self.polled += 1
        found = await self.polls.get()
        if isinstance(found, BaseException):
            raise found
        return dict(found)


def records(place: TopicPartition, offsets: Sequence[int], size: int = 1) -> tuple[TopicPartition, list[Any]]:
    return place, [SimpleNamespace(offset=offset, value=b"x" * size, partition=place.partition) for offset in offsets]


@pytest_asyncio.fixture
async def client() -> Client:
    return Client()


@pytest_asyncio.fixture
async def reader(client: Client) -> AsyncIterator[Reader]:
    reader = Reader(SimpleNamespace(consumer=client), most=4, silence=60)
    running = asyncio.create_task(reader.run())
    yield reader
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def taken(reader: Reader) -> list[tuple[int, int]]:
    async with asyncio.timeout(5):
        return [(record.partition, record.offset) for record in (await reader.take())[1]]


async def quiet() -> None:
    """Until every task waits."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_what_has_come_since_the_last_batch_is_handed_over_at_once(client: Client, reader: Reader) -> None:
    reader.begin({HERE: 3, THERE: 0})
    client.polls.put_nowait([records(HERE, [3, 4])])
    client.polls.put_nowait([records(THERE, [0])])
    await quiet()
    assert await taken(reader) == [(0, 3), (0, 4), (1, 0)]
    assert client.sought == [(HERE, 3), (THERE, 0)]


async def test_what_was_in_hand_when_reading_begins_anew_comes_again_and_the_batch_before_it_is_known_by_its_generation(
    client: Client, reader: Reader
) -> None:
    reader.begin({HERE: 0})
    client.polls.put_nowait([records(HERE, [0])])
    before, _ = await reader.take()
    client.polls.put_nowait([records(HERE, [1])])
    await quiet()
    reader.begin({HERE: 0})
    assert before != reader.generation
    client.polls.put_nowait([records(HERE, [0, 1])])
    assert await taken(reader) == [(0, 0), (0, 1)]


async def test_records_of_a_partition_that_was_not_begun_are_nobodys(client: Client, reader: Reader) -> None:
    reader.begin({HERE: 0})
    client.polls.put_nowait([records(THERE, [7]), records(HERE, [0])])
    assert await taken(reader) == [(0, 0)]
    reader.forget()
    client.polls.put_nowait([records(HERE, [1])])
    await quiet()
    reader.begin({THERE: 7})
    client.polls.put_nowait([records(THERE, [7])])
    assert await taken(reader) == [(1, 7)]


async def test_records_after_some_that_the_client_lost_are_asked_for_again_from_there(
    client: Client, reader: Reader
) -> None:
    reader.begin({HERE: 0})
    client.polls.put_nowait([records(HERE, [0])])
    client.polls.put_nowait([records(HERE, [3])])
    await quiet()
    assert client.sought[-1] == (HERE, 1)
    client.polls.put_nowait([records(HERE, [1, 2, 3])])
    await quiet()
    assert await taken(reader) == [(0, 0), (0, 1), (0, 2), (0, 3)]


async def test_offsets_that_are_missing_twice_have_no_record(client: Client, reader: Reader) -> None:
    reader.begin({HERE: 0})
    for _ in range(2):
        client.polls.put_nowait([records(HERE, [1])])
    assert await taken(reader) == [(0, 1)]
    client.polls.put_nowait([records(HERE, [2])])
    assert await taken(reader) == [(0, 2)]


async def test_a_client_that_reads_from_an_earlier_place_again_and_again_is_given_up(client: Client) -> None:
    reader = Reader(SimpleNamespace(consumer=client), most=4, silence=60)
    reader.begin({HERE: 5})
    for _ in range(2):
        client.polls.put_nowait([records(HERE, [0, 1])])
    with pytest.raises(Astray):
        await asyncio.wait_for(reader.run(), 5)


async def test_when_nothing_comes_the_client_is_sent_to_where_the_next_record_must_be(
    client: Client, reader: Reader
) -> None:
    reader.begin({HERE: 0})
    client.polls.put_nowait([records(HERE, [0, 1])])
    client.polls.put_nowait([])
    await quiet()
    assert client.sought == [(HERE, 0), (HERE, 2)]


async def test_a_client_that_fetches_no_more_is_given_up(client: Client) -> None:
    reader = Reader(SimpleNamespace(consumer=client), most=4, silence=60)
    client._fetcher.error_future.set_result(None)
    client.polls.put_nowait([])
    with pytest.raises(Astray):
        await asyncio.wait_for(reader.run(), 5)


async def test_a_client_that_gets_no_shards_or_no_answer_for_too_long_is_given_up(
    client: Client,
) -> None:
    reader = Reader(SimpleNamespace(consumer=client), most=4, silence=0.01)
    missing = asyncio.create_task(reader.miss())
    for what in (module.SHARDS, module.ANSWER):
        reader.lacks(what)
        reader.has(what)
    await asyncio.wait({missing}, timeout=0.05)
    assert not missing.done()
    reader.lacks(module.ANSWER)
    with pytest.raises(Astray, match="an answer"):
        await asyncio.wait_for(missing, 5)


@pytest.mark.parametrize("much", [records(HERE, range(4)), records(HERE, [0], size=module.MOST_BYTES)])
async def test_no_more_is_read_than_the_hand_can_hold(client: Client, reader: Reader, much: Any) -> None:
    reader.begin({HERE: 0})
    client.polls.put_nowait([much])
    await quiet()
    assert client.polled == 1
    await taken(reader)
    await quiet()
    assert client.polled == 2


async def test_nothing_is_read_while_a_batch_hangs(
    client: Client, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    reader.begin({HERE: 0})
    client.polls.put_nowait([records(HERE, [0])])
    await taken(reader)
    client.polls.put_nowait([records(HERE, [1])])
    await quiet()
    polled = client.polled
    client.polls.put_nowait([records(HERE, [2])])
    await quiet()
    assert client.polled == polled
    assert await taken(reader) == [(0, 1)]


class Worker:
    """Writes down what was handled and why it was let go."""

    def __init__(self, client: Client) -> None:
        self.reader = Reader(SimpleNamespace(consumer=client), most=4, silence=60)
        self.said: list[str] = []
        self.again = asyncio.Event()

    async def begin(self) -> None:
        self.said.append("begin")
        if self.said.count("begin") == 2:
            self.again.set()

    async def end(self) -> None:
        self.said.append("end")

    async def let_go(self, why: str) -> None:
        self.said.append(why)

    async def handle_all(self) -> None:
        await asyncio.Event().wait()


@pytest.mark.parametrize("error", [CorruptRecordException(), KeyError(), AssertionError(), asyncio.CancelledError()])
async def test_whatever_the_client_raises_it_is_made_anew(
    client: Client, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AGAIN_SECONDS", 0.0)
    worker = Worker(client)
    reading = asyncio.create_task(keep_reading(worker, worker.begin, worker.end))
    client.polls.put_nowait(error)
    await asyncio.wait_for(worker.again.wait(), 5)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    assert worker.said[:4] == ["begin", f"reading ended: {type(error).__name__}", "end", "begin"]
