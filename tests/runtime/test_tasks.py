"""A task that was cancelled ends, also when the cancellation got lost on its way."""

import asyncio
from contextlib import suppress

import pytest

from shared.runtime import tasks
from shared.runtime.publisher import Publisher
from shared.runtime.tasks import end, why_ended


class Deaf:
    """A loop that waits out errors, on a connection whose clean-up fails the first `times` it is cancelled."""

    def __init__(self, times: int) -> None:
        self.left, self.begun = times, asyncio.Event()

    async def run(self) -> None:
        while True:
            with suppress(ConnectionError):
                await self.statement()

    async def statement(self) -> None:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.left -= 1
            if self.left >= 0:
                raise ConnectionError("the connection is closed")


async def fails() -> None:
    raise ValueError("the client broke")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.end, "__defaults__", (0.01,))


async def test_what_ended_first_is_told_though_another_part_loses_its_cancellation() -> None:
    part = Deaf(times=2)
    async with asyncio.timeout(10):
        assert isinstance(await why_ended(part.run(), fails()), ValueError)
    assert part.left == -1


async def test_a_task_ends_though_it_loses_its_cancellation() -> None:
    part = Deaf(times=2)
    task = asyncio.create_task(part.run())
    await part.begun.wait()
    async with asyncio.timeout(10):
        await end({task})
    assert task.cancelled() and part.left == -1


async def test_a_publisher_ends_though_one_of_its_parts_loses_its_cancellation(monkeypatch: pytest.MonkeyPatch) -> None:
    part = Deaf(times=2)
    monkeypatch.setattr(Publisher, "_publish", lambda self: part.run())
    publisher = asyncio.create_task(Publisher(*[None] * 6).run())  # type: ignore[arg-type]
    await part.begun.wait()
    async with asyncio.timeout(10):
        await end({publisher}, again=10)
    assert publisher.cancelled() and part.left == -1
