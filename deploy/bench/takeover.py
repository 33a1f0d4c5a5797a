"""How long citizens wait when a worker of `deadlines` is killed, is stopped, or joins, under load."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from contracts.registry import CONTRACTS
from deploy.bench import flow, herd, load, report, scene
from deploy.bench.herd import Model
from deploy.cli.report import print_table, say
from deploy.embedded import stack
from deploy.embedded.home import Progress, default_home
from deploy.embedded.stack import Servers
from deploy.embedded.world import World

FREE = Model(0, None)
LONGEST = 120
"""Seconds for which there are citizens, each trial."""
ASKED, SET = CONTRACTS["SetDeadline"].type, CONTRACTS["DeadlineSet"].type
Waits = dict[str, list[float]]


def command(
    per_second: Annotated[int, typer.Option("--rate", min=1, help="commands a second, open loop")] = 200,
    trials: Annotated[int, typer.Option(min=1, help="of each kind, in turns")] = 5,
    shards: Annotated[int, typer.Option(min=2, max=64)] = 4,
    session_ms: Annotated[
        int, typer.Option(min=1500, max=60_000, help="silence after which a worker is given up")
    ] = 10_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """How long citizens wait when a worker of `deadlines` is killed, is stopped, or joins, under load."""
    home = default_home()
    with stack.session(home, say) as servers:
        where = report.where(home)
        found = asyncio.run(run(servers, home, per_second, trials, shards, session_ms, say))
    if not as_json:
        rows = [(what, of["median"], of["max"], of["all"]) for what, of in found["seconds"].items()]
        print_table(("longest wait of a command, seconds", "median", "max", "trials"), rows)
    report.finish({"where": where} | found, [], as_json)


async def run(
    servers: Servers, home: Path, per_second: int, trials: int, shards: int, session_ms: int, tell: Progress
) -> dict[str, Any]:
    """Two workers; one goes and comes back, again and again, while commands arrive at a steady rate."""
    waits: Waits = {}
    async with AsyncExitStack() as until_done:
        world = await until_done.enter_async_context(scene.world(servers, home, ("deadlines",), shards=shards))
        citizens = per_second * LONGEST * trials
        await prepare(world, citizens, tell)
        settings = {"SELVBOOKING_SESSION_MS": str(session_ms)}
        for worker in ("1", "2"):
            world.start("deadlines", worker, settings)
        await world.wait_ready(timeout=180)
        await scene.at_rest(world)
        producer = await until_done.enter_async_context(flow.producing(servers.kafka))
        asked = {number: {"due": (load.now() + timedelta(days=14)).date()} for number in range(1, citizens)}
        made = herd.commands(asked, load.now(), after=1)
        stop = asyncio.Event()
        sending = asyncio.create_task(
            flow.steadily(producer, world.topics.commands("deadlines"), made, per_second, stop)
        )
        for number in range(trials):
            for how in (signal.SIGKILL, signal.SIGTERM):
                await one_trial(world, how, settings, per_second, waits)
                tell(f"trial {number + 1}, {how.name}: " + ", ".join(f"{k} {v[-1]:.2f} s" for k, v in waits.items()))
        stop.set()
        await sending
    seconds = {what: report.spread(each) for what, each in waits.items()}
    return {
        "bench": "takeover",
        "rate": per_second,
        "trials": trials,
        "shards": shards,
        "workers": 2,
        "seconds": seconds,
    }


async def prepare(world: World, citizens: int, tell: Progress) -> None:
    """Citizens who can be given a deadline."""
    await herd.stored(world, (FREE,), load.now())
    await world.stop()
    connection = await herd.opened(world)
    await herd.copy(connection, world, FREE, range(1, citizens), tell)
    await herd.settled(connection)
    await connection.close()


async def one_trial(world: World, how: signal.Signals, settings: dict[str, str], per_second: int, waits: Waits) -> None:
    """A worker goes, and comes back."""
    async with httpx.AsyncClient(timeout=60) as client:
        its = {shard for each in await scene.told(world, client) if each["worker"] == "1" for shard in each["shards"]}

    async def goes() -> None:
        world.signal(how, "deadlines", "1")
        await world.stop("deadlines", "1")

    async def comes() -> None:
        world.start("deadlines", "1", settings)
        await world.wait_ready(timeout=180)

    verb = "killed" if how is signal.SIGKILL else "stopped"
    for what, event in ((verb, goes), ("joins again", comes)):
        longest = await longest_waits(world, event, per_second)
        for who, some in (("its own shards", its), ("the other's", set(longest) - its)):
            waits.setdefault(f"{what}: {who}", []).append(max(longest[shard] for shard in some))


async def longest_waits(world: World, event: Callable[[], Awaitable[None]], per_second: int) -> dict[int, float]:
    """The longest time, in each shard, from a command on its topic to its published answer, around an event."""
    kafka, names, since = world.servers.kafka, world.topics, time.time()
    await event()

    def calm(told: scene.Told) -> bool:
        owned = sum(len(each.get("shards", ())) for each in told)
        return owned == world.shards and all(each["unread"] < per_second for each in told)

    await scene.until(world, calm)
    sent = await flow.stamps(kafka, names.commands("deadlines"), world.shards, since, flow.correlation(ASKED))
    answered = await flow.stamps(kafka, names.events("deadlines"), world.shards, since, flow.correlation(SET))
    now, longest = time.time(), dict.fromkeys(range(world.shards), 0.0)
    for name, at in sent.items():
        shard = int(name.partition("/")[2].partition("-")[0]) % world.shards
        longest[shard] = max(longest[shard], answered.get(name, now) - at)
    return longest
