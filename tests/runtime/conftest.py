"""Desks over worlds with a tally service: one for all tests that leave its process alone, fresh ones for the others."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest_asyncio

from tests.support.desk import Desk, desk_of
from tests.support.stack import MakeWorld

TALLY = "tests.support.tally"
AUTHORITIES = ("jobcentre-46100", "ops")
FreshDesk = Callable[[], Awaitable[Desk]]


@pytest_asyncio.fixture(scope="session")
async def desk(make_session_world: MakeWorld) -> AsyncIterator[Desk]:
    """One tally process that runs through all tests; its clock only goes on."""
    world = await make_session_world("tally", AUTHORITIES, services=("deadlines",))
    world.start("deadlines", module=TALLY, extra_env={"SELVBOOKING_SESSION_MS": "3000"})
    async with desk_of(world) as made:
        await made.tick()
        await world.wait_ready()
        yield made


@pytest_asyncio.fixture
async def fresh_desk(make_world: MakeWorld) -> AsyncIterator[FreshDesk]:
    """Desks over worlds of their own, in which nothing runs yet; the clock has begun."""
    async with AsyncExitStack() as stack:

        async def make() -> Desk:
            world = await make_world("rt", AUTHORITIES, services=("deadlines",))
            made = await stack.enter_async_context(desk_of(world))
            await made.tick()
            return made

        yield make
