"""The disk of the database is full: the service waits, says so, and goes on when there is room."""

import os
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from tests.runtime.conftest import AUTHORITIES, TALLY
from tests.support.desk import Desk, desk_of
from tests.support.eventually import eventually
from tests.support.small_disk import fill, small_disk
from tests.support.stack import MakeWorld

SIZE = 48 * 1024 * 1024
"""Bytes; an empty database takes 8 MB."""


@pytest.fixture
def disk() -> Iterator[Path]:
    """A file system of its own for the data of one database."""
    with small_disk(SIZE) as place:
        (place / "data").mkdir()
        yield place


@pytest_asyncio.fixture
async def desk(make_world: MakeWorld, disk: Path) -> AsyncIterator[Desk]:
    """A tally service whose database, but not the server's journal, lies on the small disk."""
    world = await make_world("disk", AUTHORITIES, services=("deadlines",))
    space, name = f"small_{os.getpid()}", world.database("deadlines").name
    admin = await asyncpg.connect(world.servers.postgres.url())
    give(disk / "data", like=await admin.fetchval("SHOW data_directory"))
    await admin.execute(f"CREATE TABLESPACE {space} LOCATION '{disk / 'data'}'")
    await admin.execute(f"ALTER DATABASE {name} SET TABLESPACE {space}")
    try:
        async with desk_of(world) as made:
            await made.tick()
            yield made
        await world.stop()
        await admin.execute(f"ALTER DATABASE {name} SET TABLESPACE pg_default")
        await admin.execute(f"DROP TABLESPACE {space}")
    finally:
        await admin.close()


def give(folder: Path, like: str) -> None:
    owner = Path(like).stat()
    shutil.chown(folder, owner.st_uid, owner.st_gid)


async def complains(desk: Desk) -> bool:
    return "DiskFull" in (await desk.get("/ready")).json()["why"]


async def test_a_full_disk_is_waited_out_and_said(desk: Desk, disk: Path) -> None:
    member = desk.world.start("deadlines", module=TALLY)
    people = desk.citizens(40)
    for who in people:
        await desk.count(who)
    await desk.settled(seconds=60)
    ballast = fill(disk)
    rounds = 0
    while not await complains(desk):
        rounds += 1
        assert rounds < 60, "so many messages fit on a full disk"
        for who in people:
            await desk.count(who, correlationid=f"jobcentre-46100/{secrets.token_hex(4000)}")
    assert (await desk.get("/live")).status_code == 200
    before = sum(await desk.tally(*people))
    assert before < 40 * (rounds + 1), "not all of it found room"
    ballast.unlink()
    await desk.settled(seconds=60)
    assert (await desk.get("/ready")).status_code == 200
    assert await desk.tally(*people) == [rounds + 1] * 40
    assert desk.world.members[member.key].process == member.process
    await eventually(lambda: desk.metric("selvbooking_retries_total", of="database"), "the trouble was counted")
    await desk.assert_sound()
