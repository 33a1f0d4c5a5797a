"""One storm from its seed: the town lives under it, the auditor looks, and an undisturbed town of the same seed lives as
many days; both must have come to the same."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from contracts.topics import SERVICES
from deploy.audit.world import audit_world
from deploy.embedded.stack import Servers
from deploy.embedded.world import World
from services.simulator.actors.order import Phase
from services.simulator.population import Resident, populate
from services.simulator.town import AUTHORITIES, FIRST, Town
from tests.storm.outside import StormOutside
from tests.storm.plan import WORKERS, draw
from tests.storm.rest import StoredRest
from tests.storm.striker import Striker
from tests.storm.timeline import Timeline
from tests.storm.victims import SETTINGS, victims
from tests.support.end_state import EndState, end_state, name_citizens

LIMIT = 300.0
"""Seconds until the platform must be at rest, however it is struck meanwhile."""
DAY = timedelta(days=1)
SHOWN = 20
"""Differences that are told; the rest are counted."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. `calm_days`: how long the town lives before the storm begins."""

    kills: int
    seed: int
    citizens: int
    calm_days: int

    @property
    def residents(self) -> list[Resident]:
        return populate(self.seed, self.citizens)


async def storm(servers: Servers, home: Path, order: Order, timeline: Timeline, tell: Tell) -> dict[str, Any]:
    """Plays the stormed town, then the undisturbed one, on servers of their own; what they came to. Restless or StackError
    (in a group) when the platform does not get up again."""
    began = time.monotonic()
    world = await _world(servers, home, "storm", order, WORKERS)
    try:
        town, days, striker = await _stormed(world, order, timeline, tell)
        report = await audit_world(world, tell)
        stormed = await end_state(world)
    except Exception:
        for member in world.status():
            timeline.note(f"{member.service}-{member.worker}: {member.problem or 'ready'}")
        raise
    finally:
        await world.stop()
    seconds = time.monotonic() - began
    differences = stormed.differences(await _undisturbed(servers, home, order, days, tell))
    findings = [
        *striker.findings,
        *(f"{each.check}: {each.service} {each.place}: {each.what}" for each in report.findings),
    ]
    return {
        "ok": not (findings or differences),
        "kills": len(timeline.strikes),
        "seed": order.seed,
        "citizens": order.citizens,
        "days": days,
        "messages": town.sent + town.tally.read,
        "storm_seconds": round(seconds, 1),
        "seconds": round(time.monotonic() - began, 1),
        **timeline.counts(),
        "audited": dict(sorted(report.counts.items())),
        "findings": findings,
        "different": len(differences),
        "differences": differences[:SHOWN],
    }


async def _world(servers: Servers, home: Path, name: str, order: Order, workers: Iterable[tuple[str, str]]) -> World:
    """Ready, with ids for its citizens that are the same in every world."""
    world = await World.create(servers, home, name, AUTHORITIES, services=SERVICES)
    for service, worker in workers:
        world.start(service, worker, SETTINGS)
    await world.wait_ready(120)
    await name_citizens(world, [resident.cpr for resident in order.residents])
    return world


@asynccontextmanager
async def _town(world: World, order: Order, tell_day: Callable[[date], None]) -> AsyncIterator[Town]:
    async with AsyncExitStack() as open_:
        rest = await open_.enter_async_context(StoredRest(world, LIMIT))
        outside = await open_.enter_async_context(StormOutside(world, rest))
        yield Town(outside, rest, order.residents, order.seed, tell_day)


async def _stormed(world: World, order: Order, timeline: Timeline, tell: Tell) -> tuple[Town, int, Striker]:
    """Lives whole days until every strike was dealt and everybody is up again."""
    striker = Striker(victims(world), draw(order.seed, order.kills), timeline)

    def tell_day(day: date) -> None:
        said = f"{day} is over, {len(timeline.strikes)} of {order.kills} strikes"
        timeline.note(said)
        tell(said)

    async with _town(world, order, tell_day) as town, asyncio.TaskGroup() as group:
        days, striking = 0, None
        while striking is None or not striking.done():
            if days == order.calm_days:
                striking = group.create_task(striker.strike_all())
            await town.live_day(FIRST + days * DAY)
            days += 1
        await _end(town, days)
    return town, days, striker


async def _undisturbed(servers: Servers, home: Path, order: Order, days: int, tell: Tell) -> EndState:
    world = await _world(servers, home, "calm", order, ((service, "1") for service in SERVICES))
    tell(f"the same {days} days undisturbed")
    try:
        async with _town(world, order, lambda _: None) as town:
            for number in range(days):
                await town.live_day(FIRST + number * DAY)
            await _end(town, days)
        return await end_state(world)
    finally:
        await world.stop()


async def _end(town: Town, days: int) -> None:
    """The night after the last day, and rest."""
    await town.clock.move_to(Phase.MORNING.on(FIRST + days * DAY))
    await town.clock.settle()
