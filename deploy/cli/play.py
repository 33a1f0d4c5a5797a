"""Play scenario files on the real platform, in a world of their own."""

import asyncio
import json
import secrets
import sys
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from contracts.topics import SERVICES
from deploy.cli.report import say
from deploy.embedded import stack
from deploy.embedded.home import StackError, default_home, locked, write_private
from deploy.embedded.stack import Servers
from deploy.embedded.world import World
from services.simulator.apart import moved_back
from services.simulator.marked import BadFile
from services.simulator.outside import KafkaOutside
from services.simulator.player import Player
from services.simulator.report import as_json, print_files, verdict_json
from services.simulator.rest import HttpRest
from services.simulator.scenario import read
from services.simulator.steps import Scenario
from services.simulator.watch import Watch
from services.simulator.wire import Seen

LAST = "last-world.json"
LOCK = "play.lock"
"""One play or demo at a time: each removes the world of the one before."""
USUAL = ("jobnet", "digitalpost", "ops")
"""Authorities of every world, beside those that the files name."""
FAILED, BAD_FILE = 1, 2


def command(
    files: Annotated[list[Path], typer.Argument(help="scenario files; they are played side by side")],
    as_lines: Annotated[bool, typer.Option("--json", help="a JSON object per message, then one per file")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="leave servers and services running when done")] = False,
) -> None:
    """Play scenarios; 0 = as expected, 1 = an expectation failed, 2 = a file is wrong."""
    scenarios = read_all(files)
    home = default_home()
    with locked(home / LOCK), servers_for(home, keep) as servers:
        watches = asyncio.run(_play(servers, home, scenarios, as_lines, keep))
    if any(watch.failures for watch in watches):
        raise typer.Exit(FAILED)


def read_all(files: Sequence[Path]) -> list[Scenario]:
    """Every file, checked; exit 2 with `file:line: what` for everything that is wrong in any of them."""
    scenarios, bad = [], False
    for number, file in enumerate(files):
        try:
            scenarios.append(read(file, number, together=len(files) > 1))
        except BadFile as error:
            bad = True
            for problem in error.problems:
                typer.echo(f"{file}:{problem.line}: {problem.text}", err=True)
    if bad:
        raise typer.Exit(BAD_FILE)
    return scenarios


def servers_for(home: Path, keep: bool) -> AbstractContextManager[Servers]:
    """The servers for as long as they are needed, or for good."""
    return nullcontext(stack.up(home, say)) if keep else stack.session(home, say, rest=stack.PLAYED)


def console() -> Console:
    """Standard output; wide where nobody looks at a screen."""
    return Console(width=None if sys.stdout.isatty() else 180)


async def fresh_world(servers: Servers, home: Path, kind: str, authorities: Sequence[str], keep: bool) -> World:
    """A world of its own, ready; that of an earlier play or demo is removed first."""
    await drop_last(servers, home)
    name = f"{kind}-{secrets.token_hex(3)}"
    world = await World.create(servers, home, name, authorities, services=SERVICES, tied=not keep)
    record_last(home, world, {})
    world.start_all()
    await world.wait_ready()
    return world


async def drop_last(servers: Servers, home: Path) -> None:
    """The databases of the last play are kept until the next one."""
    try:
        last = json.loads((home / LAST).read_text())
        world = World.open(home, last["world"], servers)
    except (FileNotFoundError, StackError):
        return
    await world.drop()


def record_last(home: Path, world: World, citizens: dict[str, str]) -> None:
    """What `explain` needs to find a played citizen: the world, and each citizen's id."""
    write_private(home / LAST, json.dumps({"world": world.name, "citizens": citizens}, indent=2))


async def _play(servers: Servers, home: Path, scenarios: list[Scenario], as_lines: bool, keep: bool) -> list[Watch]:
    authorities = sorted({*USUAL}.union(*(scenario.authorities for scenario in scenarios)))
    world = await fresh_world(servers, home, "play", authorities, keep)
    told: dict[str, list[tuple[Seen, str | None]]] = defaultdict(list)

    def tell(seen: Seen, watch: Watch | None, citizen: str | None) -> None:
        file = watch.scenario.name if watch else None
        if as_lines:
            print(moved_back(as_json(seen, file, citizen), watch.scenario.places if watch else {}), flush=True)
        elif file:
            told[file].append((seen, citizen))

    try:
        async with KafkaOutside(
            servers.kafka, world.topics, authorities, world.shards, [world.topics.status]
        ) as outside:
            rest = HttpRest([world.url(service) for service in SERVICES], tell=say)
            watches = await Player(outside, rest, scenarios, tell).play()
    finally:
        if not keep:
            await world.stop()
    ids = {f"{watch.scenario.name}:{name}": id for watch in watches for name, id in watch.ids.items()}
    record_last(home, world, ids)
    if as_lines:
        print(*(verdict_json(watch) for watch in watches), sep="\n", flush=True)
    else:
        print_files(console(), watches, told)
    return watches
