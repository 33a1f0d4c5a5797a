"""`SERVICE=deadlines POINT=after-commit NOTE=file STRIKE=SIGKILL python -m tests.faults.dying_service`

A service that strikes itself dead, or stiff, at one exact point. A composition root of a test: the service is what its
own `app` makes, its ports are wrapped here, and the runtime knows nothing of it.
"""

import asyncio
import os
import signal
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import get_type_hints

from shared.runtime import broker as kafka
from shared.runtime.service import _site
from shared.runtime.settings import read_settings
from shared.runtime.telemetry import configure_logs
from tests.faults.struck import Struck
from tests.support.host import make_host

FIRST_TICK = datetime(1, 1, 2, tzinfo=UTC)
"""Earlier than any time that a clock is moved to, later than that of one that was not."""


def strike() -> None:
    """Says in the note which point it was, once, and strikes."""
    note = Path(os.environ["NOTE"])
    if not note.exists():
        note.write_text(os.environ["POINT"])
        os.kill(os.getpid(), signal.Signals[os.environ["STRIKE"]])


async def live(service: str, struck: Struck) -> None:
    app = import_module(f"services.{service}.app").app
    settings = read_settings(get_type_hints(app)["settings"])
    configure_logs(settings, service)
    what = app(settings)
    host, _, real_pool = await make_host(settings, what, struck.producer, struck.pool)
    if what.opened is not None:
        what.opened(real_pool)
    if what.started is not None:
        what.started(host.clock)
    async with _site(settings, host.health, host.metrics, what), asyncio.TaskGroup() as group:
        group.create_task(kafka.follow_clock(settings, host.clock))
        group.create_task(host.publisher.run())
        group.create_task(host.worker.run_timers())
        await host.clock.wait(FIRST_TICK, asyncio.Event())
        await host.broker.start()


if __name__ == "__main__":
    asyncio.run(live(os.environ["SERVICE"], Struck(os.environ["POINT"], strike)))
