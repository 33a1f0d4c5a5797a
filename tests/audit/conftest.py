"""One world in which real services have lived through a few lives, for all tests of the auditor; nothing runs any more."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from deploy.embedded.world import MEMBERS, World
from services.simulator.outside import KafkaOutside
from services.simulator.player import Player
from services.simulator.rest import HttpRest
from services.simulator.scenario import read
from tests.audit.planted import Bench, bench_of
from tests.support.stack import MakeWorld

LIVES = (
    "misses-the-deadline-and-returns-two-days-later",
    "books-before-midnight-but-the-message-comes-in-the-morning",
    "bad-input-is-turned-away-at-the-door",
    "the-same-command-twice-has-one-effect",
    "the-fund-answers-a-notice",
    "others-may-not-speak-about-her",
    "two-citizens-want-the-same-time",
)
FOLDER = Path(__file__).parent.parent / "scenarios"


@pytest_asyncio.fixture(scope="session")
async def lived(make_session_world: MakeWorld) -> AsyncIterator[World]:
    """All services are stopped; what they left is at rest."""
    scenarios = [read(FOLDER / f"{name}.yaml", number, together=True) for number, name in enumerate(LIVES)]
    authorities = sorted({"jobnet", "digitalpost", "ops"}.union(*(scenario.authorities for scenario in scenarios)))
    world = await make_session_world("audited", authorities, services=MEMBERS, start=True)
    async with KafkaOutside(world.servers.kafka, world.topics, authorities, world.shards) as outside:
        rest = HttpRest([world.url(service) for service in MEMBERS])
        watches = await Player(outside, rest, scenarios, lambda *_: None).play()
    assert not any(watch.failures for watch in watches)
    await world.stop()
    yield world


@pytest_asyncio.fixture(scope="session")
async def bench(lived: World) -> Bench:
    """Where faults are planted in it."""
    return await bench_of(lived)
