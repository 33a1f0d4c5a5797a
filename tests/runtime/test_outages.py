"""Guarantee 8, the transient kind: what is away is waited for; nothing is lost, nothing skipped, nobody need act."""

import asyncio
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from deploy.embedded import stack
from deploy.embedded.process import Process, signal_to
from deploy.embedded.server import read_state
from deploy.embedded.stack import Servers
from deploy.embedded.world import World
from shared.runtime.database import passes
from tests.runtime.conftest import AUTHORITIES, TALLY, FreshDesk
from tests.support.desk import Desk, counts, desk_of
from tests.support.eventually import eventually
from tests.support.proxy import Proxy

HANG_UP = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'deadlines-1' AND usename = current_user"""


async def refuses(desk: Desk, word: str) -> bool:
    answer = await desk.get("/ready")
    return answer.status_code == 503 and word in answer.json()["why"]


async def welcomes(desk: Desk) -> bool:
    return (await desk.get("/ready")).status_code == 200


async def test_connections_that_postgresql_breaks_are_made_again(desk: Desk) -> None:
    people = desk.citizens(10)
    for _ in range(5):
        for who in people:
            await desk.count(who)
        await desk.db.execute(HANG_UP)
    await desk.settled()
    assert await desk.tally(*people) == [5] * 10
    await desk.assert_sound()


@pytest.mark.parametrize(
    "error", [asyncpg.InternalClientError("another operation is in progress"), ConnectionResetError()]
)
def test_what_a_killed_database_makes_the_driver_say_is_no_defect_of_a_message(error: Exception) -> None:
    assert passes(error)


async def test_timers_go_on_when_postgresql_breaks_their_connections(desk: Desk) -> None:
    people = desk.citizens(10)
    for number, who in enumerate(people):
        await desk.wake(who, (desk.now.date()).replace(year=desk.now.year + 1, day=number + 1))
    await desk.settled()
    for hours in (24 * 366, 24, 24, 24, 24, 24 * 30):
        await desk.tick(hours=hours)
        await desk.db.execute(HANG_UP)
    await desk.settled()
    assert await desk.tally(*people) == [1] * 10
    assert (await desk.get("/live")).status_code == 200


async def test_a_database_that_is_away_is_waited_for_and_said(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    people = desk.citizens(10)
    server = desk.world.servers.postgres
    async with Proxy(server.host, server.port) as wire:
        database = desk.world.database_url("deadlines").replace(f":{server.port}/", f":{wire.port}/")
        desk.world.start("deadlines", module=TALLY, extra_env={"SELVBOOKING_DATABASE": database})
        for who in people:
            await desk.count(who)
        await desk.settled()
        await wire.cut()
        for who in people:
            await desk.count(who)
        await eventually(lambda: refuses(desk, "database"), "not ready, and why")
        assert (await desk.get("/live")).status_code == 200
        assert await desk.tally(*people) == [1] * 10
        await wire.mend()
        await desk.settled()
        await eventually(lambda: welcomes(desk), "ready again")
        assert await desk.metric("selvbooking_retries_total", of="database") >= 1
    assert await desk.tally(*people) == [2] * 10
    for who in people:
        assert counts(await desk.events(who)) == ["1", "2"]
    await desk.assert_sound()


@pytest_asyncio.fixture
async def lonely(servers: Servers, tmp_path: Path) -> AsyncIterator[tuple[Desk, Process]]:
    """A world on a broker of its own, which may be stopped without disturbing anybody."""
    home = tmp_path / "home"
    with stack.session(home, only={"kafka"}) as own:
        process = read_state(home)["kafka"].process
        assert process is not None
        world = await World.create(
            replace(servers, kafka=own.kafka), home, "lonely", AUTHORITIES, services=("deadlines",)
        )
        try:
            async with desk_of(world) as desk:
                await desk.tick()
                yield desk, process
        finally:
            signal_to(process, signal.SIGCONT)
            await world.drop()


@pytest.mark.timeout(120)
async def test_a_broker_that_is_away_is_waited_for_and_said(lonely: tuple[Desk, Process]) -> None:
    desk, broker = lonely
    people = desk.citizens(10)
    on = desk.now.date().replace(day=20)
    desk.world.start("deadlines", module=TALLY, extra_env={"SELVBOOKING_SESSION_MS": "3000"})
    for who in people:
        await desk.count(who)
        await desk.wake(who, on)
    await desk.settled()
    for who in people:
        await desk.count(who)
    signal_to(broker, signal.SIGSTOP)
    await eventually(lambda: refuses(desk, "Timeout"), "not ready, and why", 30)
    assert (await desk.get("/live")).status_code == 200
    signal_to(broker, signal.SIGCONT)
    await eventually(lambda: welcomes(desk), "ready again", 40)
    await desk.tick(days=30)
    await desk.settled(seconds=40)
    assert await desk.tally(*people) == [3] * 10
    for who in people:
        assert counts(await desk.events(who)) == ["1", "2", "3"]
    await asyncio.wait_for(desk.assert_sound(), 20)
