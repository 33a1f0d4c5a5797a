"""Waiting for something that will be true soon: asked again and again, never slept for."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def eventually(ask: Callable[[], Awaitable[T]], what: str, seconds: float = 20) -> T:
    """The first truthy answer; AssertionError with the last answer, or the last error, when none comes in time."""
    until = time.monotonic() + seconds
    said: object = None
    while time.monotonic() < until:
        try:
            if answer := await ask():
                return answer
            said = answer
        except Exception as error:
            said = error
        await asyncio.sleep(0.03)
    raise AssertionError(f"not within {seconds} s: {what}; last: {said!r}")
