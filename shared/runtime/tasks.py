"""Ending tasks for certain.

A cancellation can get lost: when what it makes a task clean up fails in its turn (a ROLLBACK on a connection that is gone), that
error takes its place, and a loop that waits such errors out goes on as if nothing had been asked.
"""

import asyncio
from collections.abc import Collection, Coroutine
from typing import Any

AGAIN_SECONDS = 1.0


async def end(tasks: Collection["asyncio.Task[Any]"], again: float = AGAIN_SECONDS) -> None:
    """Cancels until each has ended, whatever with. `again`: seconds that they have to clean up, each time."""
    while running := {task for task in tasks if not task.done()}:
        for task in running:
            task.cancel()
        await asyncio.wait(running, timeout=again)


async def why_ended(*jobs: Coroutine[Any, Any, None]) -> BaseException | None:
    """What the first of them ended with; the others are stopped. Kafka's client may well end a job by a cancellation that
    nobody asked for."""
    parts = [asyncio.create_task(job) for job in jobs]
    try:
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        ended = next(part for part in parts if part.done())
    finally:
        await end(parts)
    return asyncio.CancelledError() if ended.cancelled() else ended.exception()
