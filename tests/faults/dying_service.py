"""`SERVICE=deadlines POINTS=takeover,unsent STRIKE=SIGKILL NOTE=file python -m tests.faults.dying_service`

A service that strikes itself dead, or stiff, at one exact point after another, and then runs as usual. A composition root of
a test: the service is what its own `app` makes, its ports are wrapped here, and the runtime knows nothing of it. Each death
is that of a child, forked when everything is imported, so that many deaths cost little.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

from shared.runtime import broker as kafka
from shared.runtime.reader import keep_reading
from shared.runtime.running import run, site
from shared.runtime.service import Service
from shared.runtime.settings import Settings, read_settings
from shared.runtime.telemetry import configure_logs
from tests.faults.struck import Struck
from tests.support.host import make_host

FIRST_TICK = datetime(1, 1, 2, tzinfo=UTC)
"""Earlier than any time that a clock is moved to, later than that of one that was not."""
App = Callable[[Any], Service]


async def live(settings: Settings, what: Service, struck: Struck) -> None:
    """The service with a strike on its way."""
    host, _, real_pool = await make_host(settings, what, struck.producer, struck.pool)
    if what.opened is not None:
        what.opened(real_pool)
    if what.started is not None:
        what.started(host.clock)
    async with site(settings, host.health, host.metrics, what), asyncio.TaskGroup() as group:
        group.create_task(kafka.follow_clock(settings, host.clock))
        group.create_task(host.publisher.run())
        group.create_task(host.worker.run_timers())
        await host.clock.wait(FIRST_TICK, asyncio.Event())
        group.create_task(keep_reading(host.worker, host.member.begin, host.member.end))


def struck_at(app: App, kind: type[Settings], point: str, strike: Callable[[], None]) -> None:
    """Lives with a strike at this point."""
    settings = read_settings(kind)
    what = app(settings)
    configure_logs(settings, what.name)
    asyncio.run(live(settings, what, Struck(point, strike)))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dies(app: App, kind: type[Settings], point: str) -> int:
    """The exit status of a child that should die there."""
    child = os.fork()
    if not child:
        struck_at(app, kind, point, die)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    app: App = import_module(f"services.{os.environ['SERVICE']}.app").app
    kind, note, points = get_type_hints(app)["settings"], Path(os.environ["NOTE"]), os.environ["POINTS"].split(",")
    if os.environ["STRIKE"] == "SIGKILL":
        for point in points:
            status = dies(app, kind, point)
            with note.open("a") as file:
                file.write(f"{point} {status}\n")
        run(app, kind)
    else:
        struck_at(app, kind, points[0], lambda: freeze(note))


def freeze(note: Path) -> None:
    """Once: who wakes goes on."""
    if not note.exists():
        note.touch()
        os.kill(os.getpid(), signal.SIGSTOP)


if __name__ == "__main__":
    main()
