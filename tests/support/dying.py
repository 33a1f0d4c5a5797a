"""The tally service as a process that kills itself with SIGKILL at one exact point, named by TALLY_DIES:

`before-commit` (case saved, transaction open), `after-commit` (nothing sent yet), `after-publish` (Kafka has acknowledged,
the cursor has not moved). A composition root of a test: the ports are wrapped here, the runtime knows nothing of it.
"""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from shared.runtime import broker as kafka
from shared.runtime.ports import Row, Transaction
from shared.runtime.reader import keep_reading
from shared.runtime.settings import Settings, read_settings
from tests.support.host import make_host
from tests.support.tally import Tally, TallyStore, app


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("not dead")


class DyingStore(TallyStore):
    def changes(self, cases: Mapping[str, tuple[Tally, Tally]]) -> None:
        """Always by `save`."""

    async def save(self, tx: Transaction, cases: Mapping[str, tuple[Tally, Tally]]) -> None:
        await super().save(tx, cases)
        die()


async def dying_render(rows: Sequence[Row]) -> list[bytes]:
    die()


class DyingProducer:
    """Sends one batch, waits for the acknowledgement, dies."""

    def __init__(self, real: Any) -> None:
        self.create_batch = real.create_batch
        self._send = real.send_batch

    async def send_batch(self, *args: Any, **kwargs: Any) -> NoReturn:
        await (await self._send(*args, **kwargs))
        die()


async def live() -> None:
    settings, point = read_settings(Settings), os.environ["TALLY_DIES"]
    what = app(settings)
    if point == "before-commit":
        what = replace(what, store=DyingStore())
    if point == "after-commit":
        what = replace(what, render=dying_render)
    host, *_ = await make_host(settings, what, DyingProducer if point == "after-publish" else lambda port: port)
    tasks = [
        asyncio.create_task(kafka.follow_clock(settings, host.clock)),
        asyncio.create_task(host.publisher.run()),
        asyncio.create_task(host.worker.run_timers()),
        asyncio.create_task(keep_reading(host.worker, host.member.begin, host.member.end)),
    ]
    await asyncio.gather(*tasks)


if __name__ == "__main__":
    asyncio.run(live())
