"""The disk under PostgreSQL's own journal (`pg_wal`) is full. The server itself gives up then, and comes back when it is started
again with room; the service waits, says so, and goes on by itself."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from deploy.embedded import stack
from deploy.embedded.process import alive
from deploy.embedded.server import read_state
from deploy.embedded.world import World
from shared.runtime.database import TRANSIENT, prepare
from tests.faults.test_outages import Own
from tests.runtime.conftest import AUTHORITIES, TALLY
from tests.support.desk import Desk, desk_of
from tests.support.eventually import eventually
from tests.support.small_disk import fill, small_disk

SIZE = 256 * 1024 * 1024
"""Bytes; PostgreSQL keeps up to 80 MB of used segments for later."""


@pytest_asyncio.fixture
async def own(tmp_path: Path) -> AsyncIterator[tuple[Own, Path]]:
    """Servers of this test's own, the database's journal on a small disk, and a world on them."""
    home = tmp_path / "home"
    with small_disk(SIZE) as disk, stack.session(home) as servers:
        made = Own(home, None)  # type: ignore[arg-type]
        await asyncio.to_thread(made.halt, "postgres")
        move(Path(read_state(home)["postgres"].data) / "data" / "pg_wal", disk / "pg_wal")
        await asyncio.to_thread(made.back, "postgres")
        made.world = await World.create(servers, home, "wal", AUTHORITIES, services=("deadlines",))
        try:
            yield made, disk
        finally:
            await asyncio.to_thread(made.back, "postgres")
            await made.world.drop()


def move(folder: Path, to: Path) -> None:
    """To another file system, its owner kept; where it was, a link shows the way."""
    subprocess.run(["mv", str(folder), str(to)], check=True)
    folder.symlink_to(to)


async def write_until_it_gives_up(url: str) -> None:
    """Fills what the journal has in stock; ends when the server does not answer any more."""
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE stock (text text)")
    with pytest.raises(TRANSIENT):
        while True:
            await connection.execute(
                "INSERT INTO stock SELECT repeat(md5(n::text), 30) FROM generate_series(1, 9000) n"
            )


async def why(desk: Desk) -> str:
    return str((await desk.get("/ready")).json()["why"])


@pytest.mark.timeout(300)
async def test_a_full_disk_under_the_databases_own_journal_is_waited_out_and_said(own: tuple[Own, Path]) -> None:
    servers, disk = own
    async with desk_of(servers.world) as desk:
        await desk.tick()
        member = desk.world.start("deadlines", module=TALLY)
        people = desk.citizens(40)
        for who in people:
            await desk.count(who)
        await desk.settled(seconds=60)

        ballast = fill(disk)
        await write_until_it_gives_up(desk.world.servers.postgres.url())
        for who in people:
            await desk.count(who)
        await eventually(partial(_says, desk, "database"), "said by the service", 60)
        assert (await desk.get("/live")).status_code == 200

        ballast.unlink()
        await asyncio.to_thread(servers.back, "postgres")
        desk.db = await asyncpg.connect(desk.world.database_url("deadlines"))
        await prepare(desk.db)
        await desk.settled(seconds=90)
        assert (await desk.get("/ready")).status_code == 200
        assert await desk.tally(*people) == [2] * 40
        assert alive(member.process), "nobody started it again"
        await desk.db.close()


async def _gone(servers: Own) -> bool:
    return not alive(servers.process("postgres"))


async def _says(desk: Desk, what: str) -> bool:
    return what in await why(desk)
