"""Broker, database and Redis stopped, killed, frozen, in the middle of the life: every service waits, says so, goes on."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from deploy.embedded import stack
from deploy.embedded.process import Process, alive, family, signal_to, stop
from deploy.embedded.server import read_state
from deploy.embedded.world import World
from tests.faults.between import Between
from tests.faults.keeper import QUICK
from tests.faults.lives import authorities, live
from tests.faults.verdict import assert_unharmed
from tests.support.end_state import EndState
from tests.support.eventually import eventually
from tests.support.patience import Patient

AWAY = 3.0
"""Seconds that a server is away at least, twice the workers' session: 20 s of a session of 10 s, in a test's measure."""
NOTICED = 60
"""Seconds in which every worker must have noticed; on an idle machine it takes up to 12."""


@dataclass
class Own:
    """Servers of this test's own, and a world on them."""

    home: Path
    world: World

    def process(self, server: str) -> Process:
        found = read_state(self.home)[server].process
        assert found is not None
        return found

    def halt(self, server: str) -> None:
        """An orderly stop."""
        first = signal.SIGINT if server == "postgres" else signal.SIGTERM
        stop([self.process(server)], first=first, limit=20)

    def kill(self, server: str) -> None:
        signal_to(self.process(server), signal.SIGKILL)

    def freeze(self, server: str) -> None:
        """With all its processes: PostgreSQL has one for each connection."""
        for process in family(self.process(server)):
            signal_to(process, signal.SIGSTOP)

    def back(self, server: str) -> None:
        """It thaws, or is started again with its data on its port."""
        for process in family(self.process(server)):
            signal_to(process, signal.SIGCONT)
        with stack.session(self.home, only={server}):
            pass


@pytest_asyncio.fixture
async def own(tmp_path: Path) -> AsyncIterator[Own]:
    home = tmp_path / "home"
    with stack.session(home) as servers:
        world = await World.create(servers, home, "outages", authorities())
        made = Own(home, world)
        try:
            world.start_all(QUICK)
            yield made
        finally:
            for server in ("kafka", "postgres", "redis"):
                await asyncio.to_thread(made.back, server)
            await world.drop()


async def why(url: str) -> str:
    """What `/ready` says is wrong; the process is alive all the while."""
    async with httpx.AsyncClient(timeout=15) as http:
        assert (await http.get(url + "/live")).status_code == 200
        return str((await http.get(url + "/ready")).json()["why"])


async def all_say(world: World, well: bool) -> bool:
    said = await asyncio.gather(*(why(world.url(service)) for service in world.services))
    return all(bool(each) != well for each in said)


async def outage(own: Own, server: str, how: Callable[[str], Any]) -> None:
    """Away for longer than a session, until every service has said so; then back, and every service is well by itself."""
    what = f"{server} {how.__name__}"
    await asyncio.to_thread(how, server)
    await asyncio.gather(
        asyncio.sleep(AWAY), eventually(partial(all_say, own.world, False), f"{what}: said by all", NOTICED)
    )
    await asyncio.to_thread(own.back, server)
    await eventually(partial(all_say, own.world, True), f"{what}: all well again", 120)


async def without_redis(own: Own) -> None:
    """Nobody waits for Redis: bookings go on, and free times come from PostgreSQL."""
    await asyncio.to_thread(own.kill, "redis")
    asked = "/v1/slots?supplier=jobcentre-46100&from=2024-03-04&to=2024-03-08"
    async with httpx.AsyncClient(timeout=15) as http:
        assert (await http.get(own.world.url("slots") + asked)).status_code == 200
    assert await all_say(own.world, True)


@pytest.mark.timeout(600)
async def test_services_live_through_the_loss_of_each_server_without_an_operator(
    undisturbed: EndState, own: Own
) -> None:
    world = own.world
    await world.wait_ready(120)
    processes = {key: member.process for key, member in world.members.items()}
    await without_redis(own)
    servers, ways = ("kafka", "postgres"), (own.halt, own.kill, own.freeze)
    outside = Between(world, [partial(outage, own, server, how) for how in ways for server in servers])
    await live(world, Patient(world), outside)
    assert not outside.to_come
    assert all(alive(process) for process in processes.values()), "nobody ended, nobody was started again"
    await assert_unharmed(world, undisturbed)
