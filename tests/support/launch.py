"""A tally process started as an operator would, for its exit status and what it says on its way out."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from deploy.embedded.home import REPOSITORY
from deploy.embedded.world import World
from deploy.embedded.world_file import folder_of


class Launched:
    """A child process with its address and its output."""

    def __init__(self, child: asyncio.subprocess.Process, announce: Path, log: Path) -> None:
        self.child, self.announce, self.log = child, announce, log

    async def get(self, path: str) -> httpx.Response:
        """Asks it over HTTP; raises while it has no address."""
        url = json.loads(self.announce.read_text())["url"]
        async with httpx.AsyncClient(timeout=15) as http:
            return await http.get(url + path)

    async def why(self) -> str:
        """What `/ready` says is wrong."""
        return str((await self.get("/ready")).json()["why"])

    async def status(self, seconds: float = 40) -> int:
        """Its exit status."""
        return await asyncio.wait_for(self.child.wait(), seconds)

    @property
    def said(self) -> str:
        return self.log.read_text()


@asynccontextmanager
async def launched(world: World, name: str = "1", **env: str) -> AsyncIterator[Launched]:
    """Starts it with `SELVBOOKING_<NAME>=value` over the world's own settings; ends it with the block."""
    stem = folder_of(world.home, world.name) / f"launched-{name}"
    announce, log = stem.with_suffix(".json"), stem.with_suffix(".log")
    announce.unlink(missing_ok=True)
    own = {"SELVBOOKING_ANNOUNCE": str(announce), "SELVBOOKING_WORKER": name, "SELVBOOKING_SESSION_MS": "1500"}
    told = {f"SELVBOOKING_{key.upper()}": value for key, value in env.items()}
    with log.open("wb") as out:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.support.tally", cwd=REPOSITORY, stdout=out, stderr=out,
            env={**os.environ, **world.settings("deadlines"), **own, **told},
        )  # fmt: skip
    try:
        yield Launched(child, announce, log)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
