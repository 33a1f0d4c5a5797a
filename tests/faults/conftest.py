"""The life as it goes when nothing happens to it, once for all tests that compare theirs with it."""

import pytest_asyncio

from tests.faults.lives import authorities, live
from tests.support.end_state import EndState, end_state
from tests.support.patience import Patient
from tests.support.stack import MakeWorld


@pytest_asyncio.fixture(scope="session")
async def undisturbed(make_session_world: MakeWorld) -> EndState:
    """What the life comes to."""
    world = await make_session_world("calm", authorities(), start=True)
    await live(world, Patient(world))
    await world.stop()
    return await end_state(world)
