"""The life as it goes when nothing happens to it, once for all tests that compare theirs with it."""

from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.faults.again import Recorder, Step
from tests.faults.lives import authorities, live
from tests.support.end_state import EndState, end_state
from tests.support.patience import Patient
from tests.support.stack import MakeWorld


@dataclass(frozen=True, slots=True)
class Calm:
    """What the life comes to, and what the outside world wrote in the course of it."""

    end: EndState
    steps: tuple[Step, ...]


@pytest_asyncio.fixture(scope="session")
async def calm(make_session_world: MakeWorld) -> Calm:
    world = await make_session_world("calm", authorities(), start=True)
    recorder = Recorder(world)
    await live(world, Patient(world), recorder)
    await world.stop()
    return Calm(await end_state(world), tuple(recorder.steps))


@pytest.fixture(scope="session")
def undisturbed(calm: Calm) -> EndState:
    """What the life comes to."""
    return calm.end
