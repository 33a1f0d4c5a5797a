"""A cancellation that got lost while a batch was cleaned up is heeded: who waits for the batch's end does not wait for ever."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from shared.runtime.owner import Owner
from shared.runtime.reader import why_ended
from shared.runtime.worker import Worker


class Deaf:
    """What a batch does on a connection that is gone: the ROLLBACK fails, and its error takes the cancellation's place."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()

    async def statement(self) -> None:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            raise ConnectionError("the connection is closed")


async def fails(after: asyncio.Event) -> None:
    await after.wait()
    raise ValueError("the client broke")


async def ended_by(worker: Worker, deaf: Deaf) -> BaseException | None:
    async with asyncio.timeout(10):
        return await why_ended(worker.handle_all(), fails(deaf.begun))


@pytest.fixture
def worker() -> Worker:
    """Only as much of one as handles batches."""

    async def take() -> tuple[int, list[Any]]:
        return 1, []

    made = object.__new__(Worker)
    made.reader = SimpleNamespace(take=take)  # type: ignore[assignment]
    return made


async def test_after_a_batch_that_lost_it_no_other_is_taken(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = Deaf()

    async def handle(*_: Any) -> None:
        try:
            await deaf.statement()
        except ConnectionError:
            return

    monkeypatch.setattr(worker, "handle", handle)
    assert isinstance(await ended_by(worker, deaf), ValueError)


async def test_nothing_is_waited_out_any_more(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = Deaf()

    async def handle(*_: Any) -> None:
        while True:
            try:
                await deaf.statement()
            except ConnectionError:
                await Owner._wait(worker, "database", asyncio.Event(), 0)

    monkeypatch.setattr(worker, "handle", handle)
    monkeypatch.setattr(worker, "metrics", SimpleNamespace(retries=None), raising=False)
    assert isinstance(await ended_by(worker, deaf), ValueError)
