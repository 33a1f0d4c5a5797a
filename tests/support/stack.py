"""The real servers for a whole test run, and worlds on them. `tests/conftest.py` imports the fixtures from here."""

import os
import secrets
import shutil
import sys
import time
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

import pytest
import pytest_asyncio

from contracts.topics import Authority
from deploy.embedded import stack
from deploy.embedded.authorities import DEFAULT
from deploy.embedded.home import REPOSITORY
from deploy.embedded.stack import Servers
from deploy.embedded.world import MEMBERS, Clock, World


class MakeWorld(Protocol):
    """`await make_world("hold")`: topics and databases; with `start=True` all of `services` run and are ready."""

    async def __call__(
        self,
        name: str = "t",
        authorities: Iterable[Authority | str] = DEFAULT,
        *,
        shards: int = 4,
        clock: Clock = "virtual",
        services: Collection[str] = MEMBERS,
        start: bool = False,
        extra_env: Mapping[str, str] | None = None,
    ) -> World: ...


@pytest.fixture(scope="session")
def stack_home() -> Path:
    """A home of the test run's own, apart from `selvbooking up`, in it one for each process that runs tests."""
    return REPOSITORY / ".local" / "test" / os.environ.get("PYTEST_XDIST_WORKER", "one")


@pytest.fixture(scope="session")
def servers(stack_home: Path) -> Iterator[Servers]:
    """Kafka, PostgreSQL and Redis, started at the first test that asks, stopped at the end of the run."""
    forget_old_logs(stack_home)
    with stack.session(stack_home, say) as started:
        yield started


def forget_old_logs(home: Path) -> None:
    """Dropped worlds leave their logs for whoever looks into a failed test; after an hour nobody does."""
    for folder in (home / "worlds").glob("*"):
        if not (folder / "world.json").exists() and folder.stat().st_mtime < time.time() - 3600:
            shutil.rmtree(folder, ignore_errors=True)


@pytest_asyncio.fixture
async def make_world(servers: Servers, stack_home: Path) -> AsyncIterator[MakeWorld]:
    """Makes worlds that are dropped after the test. Each call gets a world of its own, whatever the name."""
    async with worlds_of(servers, stack_home) as make:
        yield make


@pytest_asyncio.fixture(scope="session")
async def make_session_world(servers: Servers, stack_home: Path) -> AsyncIterator[MakeWorld]:
    """The same for worlds that many tests share; they are dropped at the end of the run."""
    async with worlds_of(servers, stack_home) as make:
        yield make


@asynccontextmanager
async def worlds_of(servers: Servers, home: Path) -> AsyncIterator[MakeWorld]:
    """A maker of worlds; those that it made are dropped at the end."""
    made: list[World] = []

    async def make(
        name: str = "t",
        authorities: Iterable[Authority | str] = DEFAULT,
        *,
        shards: int = 4,
        clock: Clock = "virtual",
        services: Collection[str] = MEMBERS,
        start: bool = False,
        extra_env: Mapping[str, str] | None = None,
    ) -> World:
        own = f"{name}-{secrets.token_hex(3)}"
        world = await World.create(servers, home, own, authorities, shards=shards, clock=clock, services=services)
        made.append(world)
        if start:
            world.start_all(extra_env)
            await world.wait_ready()
        return world

    try:
        yield make
    finally:
        for world in made:
            await world.drop(keep_logs=True)


def say(line: str) -> None:
    """Past pytest's capture: a first start may fetch a broker, and silence would look like a hang."""
    print(line, file=sys.__stderr__, flush=True)
