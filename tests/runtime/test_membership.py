"""The end of a client of Kafka's group: it comes, whatever the client makes of it."""

import asyncio
from types import SimpleNamespace

import pytest

from shared.runtime import membership
from shared.runtime.membership import Membership


async def nobody_is_told(_: str) -> None:
    """In place of `/ready`."""


@pytest.mark.parametrize("error", [None, KeyError(), asyncio.CancelledError(), TimeoutError()])
async def test_a_client_that_cannot_be_stopped_is_left_behind(
    error: BaseException | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    class Client:
        async def stop(self) -> None:
            asked.append(self)
            if error:
                raise error
            await asyncio.Event().wait()

    monkeypatch.setattr(membership, "LEAVE_SECONDS", 0.01)
    await Membership(Client(), SimpleNamespace(consumer=None), nobody_is_told, longest=1).end()
    assert len(asked) == 2, "asked once more when it was taken apart"
