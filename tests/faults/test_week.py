"""Services that are down for a week of the life, and a clock that jumps, stands still, and is told to go back."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from deploy.embedded.world import World
from tests.faults.again import Step, begin, happen, without_stops
from tests.faults.conftest import Calm
from tests.faults.keeper import QUICK
from tests.faults.lives import authorities, scenarios
from tests.faults.verdict import assert_sound, assert_unharmed
from tests.support.end_state import end_state, id_of
from tests.support.patience import Once, Patient
from tests.support.stack import MakeWorld

DOWN, UP = datetime(2024, 3, 8, 11, tzinfo=UTC), datetime(2024, 3, 15, 11, tzinfo=UTC)
"""A week in which deadlines are missed, citizens deregistered, told of, brought back, and their days counted."""
LAST = ("akasse", "sanctions", "citizens", "console")
"""Nobody decides upon what they say: whatever others did meanwhile, they did as ever."""


async def live_without(make_world: MakeWorld, calm: Calm, services: tuple[str, ...], steps: Sequence[Step]) -> World:
    """Lives the steps with some services away for the week; at rest in the end. After it the clock is told to go back, too."""
    world = await make_world("week", authorities())
    world.start_all(QUICK)
    rest, now = Patient(world), steps[0].at
    await begin(world)
    async with Once(world) as outside:
        for step in steps:
            if now < DOWN <= step.at:
                await leave(world, rest, services)
            if now < UP <= step.at:
                await come_back(world, rest, services, now)
            await happen(step, outside, rest)
            now = step.at
            if now > UP:
                await outside.tick(now - timedelta(days=3))
    return world


async def leave(world: World, rest: Patient, services: tuple[str, ...]) -> None:
    for service in services:
        await world.stop(service)
    rest.spared |= set(services)


async def come_back(world: World, rest: Patient, services: tuple[str, ...], now: datetime) -> None:
    rest.spared.clear()
    for service in services:
        world.start(service, extra_env=QUICK)
    await rest.reached(now)


async def test_services_that_were_down_for_a_week_catch_up_to_the_same_dates_and_effects(
    calm: Calm, make_world: MakeWorld
) -> None:
    without_last, without_deadlines = await asyncio.gather(
        live_without(make_world, calm, LAST, without_stops(calm.steps)),
        live_without(make_world, calm, ("deadlines",), calm.steps),
    )
    await assert_unharmed(without_last, calm.end)
    silent = {id_of(citizen.cpr) for life in scenarios() for citizen in life.citizens.values()} - busy(calm.steps)
    assert len(silent) >= 2
    differences = calm.end.differences(await end_state(without_deadlines))
    assert [each for each in differences if each.partition(":")[0] in silent] == []
    await assert_sound(without_deadlines)


def busy(steps: tuple[Step, ...]) -> set[str]:
    """Citizens who wrote in that week; what they wrote, others had to answer without the missing service."""
    keys = {letter.key for step in steps if DOWN <= step.at <= UP for letter in step.letters}
    people = [citizen for life in scenarios() for citizen in life.citizens.values()]
    return {id_of(citizen.cpr) for citizen in people if citizen.reference in keys}
