"""A rolling restart of every service while a small town lives: the next worker joins, the one before it leaves in order."""

import asyncio
from collections.abc import Collection
from functools import partial

import pytest

from deploy.embedded.members import Member, problem_of
from deploy.embedded.world import MEMBERS, World
from services.simulator.population import populate
from services.simulator.town import AUTHORITIES, Town
from tests.faults.between import Between
from tests.faults.keeper import QUICK
from tests.faults.verdict import assert_sound
from tests.support.end_state import EndState, end_state, name_citizens
from tests.support.eventually import eventually
from tests.support.patience import Patient
from tests.support.stack import MakeWorld

CITIZENS, WEEKS, SEED = 22, 2, 7
"""Two of every target group; in the second week the first deadlines are missed."""


async def ready(member: Member) -> bool:
    return await asyncio.to_thread(problem_of, member) is None


async def roll(world: World, service: str) -> None:
    """The second worker comes, then the first one goes."""
    member = world.start(service, "2", extra_env=QUICK)
    await eventually(partial(ready, member), f"the second {service}", 120)
    await world.stop(service, "1")


async def lived(make_world: MakeWorld, name: str, restarted: Collection[str]) -> EndState:
    """What the town comes to. Every sending is followed by the restart of one more service, as long as there are such."""
    world = await make_world(name, AUTHORITIES)
    world.start_all(QUICK)
    await world.wait_ready(180)
    people = populate(SEED, CITIZENS)
    await name_citizens(world, [resident.cpr for resident in people])
    async with Between(world, [partial(roll, world, service) for service in restarted]) as outside:
        town = Town(outside, Patient(world), people, SEED, lambda _: None)
        await town.live(WEEKS)
    assert town.tally.events["DeadlineOverdue"] > 0
    assert set(world.members) == {f"{each}-{2 if each in restarted else 1}" for each in world.services}
    await assert_sound(world)
    await world.stop()
    return await end_state(world)


@pytest.mark.timeout(900)
async def test_a_rolling_restart_of_every_service_leaves_no_trace(make_world: MakeWorld) -> None:
    undisturbed, restarted = await asyncio.gather(lived(make_world, "town", ()), lived(make_world, "rolling", MEMBERS))
    assert undisturbed.differences(restarted) == []
