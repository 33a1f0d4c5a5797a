"""`deadlines` fed one `SetDeadline` for each of many citizens, against the floor, in turns on one stack."""

import asyncio
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import asyncpg
import httpx
import typer

from deploy.bench import load, report
from deploy.bench.floor import TABLES
from deploy.bench.report import Goal
from deploy.cli.report import print_table, say
from deploy.embedded import stack
from deploy.embedded.home import StackError, default_home
from deploy.embedded.process import alive, tail
from deploy.embedded.stack import Servers
from deploy.embedded.world import World

Tell = Callable[[str], None]


def command(
    citizens: Annotated[int, typer.Option(min=100, help="commands, one per citizen")] = 200_000,
    workers: Annotated[int, typer.Option(min=1, max=8, help="processes")] = 2,
    rounds: Annotated[int, typer.Option(min=1, help="of each contestant, in turns")] = 5,
    shards: Annotated[int, typer.Option(min=1, max=64)] = 6,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """SetDeadline through `deadlines`, from command topic to published events, against the floor."""
    home = default_home()
    with stack.session(home, say) as servers:
        found: dict[str, Any] = {"where": report.where(home)}
        found |= asyncio.run(run(servers, home, citizens, workers, rounds, shards, say))
    if not as_json:
        rows = [(name, found[name]["median"], found[name]["all"]) for name in ("ours", "floor")]
        print_table(("variant", "messages/s, median", "rounds"), rows)
    report.finish(found, [Goal("ours / floor", found["of_floor"], least=0.75)], as_json)


async def run(
    servers: Servers, home: Path, messages: int, workers: int, rounds: int, shards: int, tell: Tell
) -> dict[str, Any]:
    """Rates in messages a second, from the first published record to the last, each round in a world of its own."""
    found: dict[str, list[float]] = {"ours": [], "floor": []}
    for number in range(1, rounds + 1):
        for name, variant in (("ours", ours), ("floor", floor)):
            world = await World.create(
                servers, home, f"bench-{secrets.token_hex(3)}", ["jobcentre-46100"], shards=shards, clock="real",
                services=("deadlines",),
            )  # fmt: skip
            try:
                result = await variant(world, messages, workers, partial(_progress, world, tell, name))
            finally:
                await world.drop()
            found[name].append(result.per_second)
            tell(f"round {number}: {name} {result.per_second:,.0f}/s")
    return {
        "bench": "pipeline",
        "messages": messages,
        "workers": workers,
        "shards": shards,
        "rounds": rounds,
        **{name: {"median": round(median(r)), "all": [round(x) for x in r]} for name, r in found.items()},
        "of_floor": round(median(found["ours"]) / median(found["floor"]), 3),
    }


def _progress(world: World, tell: Tell, name: str, done: int) -> None:
    """Says how far it is; a worker that has ended ends the measurement."""
    for member in world.members.values():
        if not alive(member.process):
            raise StackError(f"{member.key} of {name} has ended\n{tail(Path(member.log))}")
    tell(f"  {name}: {done:,}")


async def ours(world: World, messages: int, workers: int, tell: Callable[[int], None]) -> load.Pace:
    """The service as it is: rules, decision records, deduplication, journal, telemetry."""
    now, topics = load.now(), world.topics
    kafka = world.servers.kafka
    await load.fill(kafka, topics.events("registration"), load.facts(messages, now), world.shards)
    _start(world, workers)
    await world.wait_ready()
    await _read_all(world)
    await world.stop()
    await load.fill(kafka, topics.commands("deadlines"), load.commands(messages, now), world.shards)
    _start(world, workers)
    return await load.pace(kafka, topics.events("deadlines"), world.shards, messages, tell)


async def floor(world: World, messages: int, workers: int, tell: Callable[[int], None]) -> load.Pace:
    """The least that is still effectively once, on the same commands."""
    topics, made = world.topics, load.commands(messages, load.now())
    connection = await asyncpg.connect(world.database_url("deadlines"))
    await connection.execute(TABLES)
    await connection.close()
    await load.fill(world.servers.kafka, topics.commands("deadlines"), made, world.shards)
    for worker in range(workers):
        shares = ",".join(str(shard) for shard in range(world.shards) if shard % workers == worker)
        names = {
            "FLOOR_IN": topics.commands("deadlines"),
            "FLOOR_OUT": topics.events("deadlines"),
            "FLOOR_SHARES": shares,
        }
        world.start("deadlines", str(worker + 1), names, module="deploy.bench.floor")
    return await load.pace(world.servers.kafka, topics.events("deadlines"), world.shards, messages, tell)


def _start(world: World, workers: int) -> None:
    for worker in range(1, workers + 1):
        world.start("deadlines", str(worker))


async def _read_all(world: World) -> None:
    """Waits until the facts about the citizens are in store."""
    async with httpx.AsyncClient(timeout=30) as client:
        while True:
            told = [
                (await client.get(f"{world.url('deadlines', m.worker)}/status")).json() for m in world.members.values()
            ]
            if all(each["idle"] for each in told) and sum(len(each["shards"]) for each in told) == world.shards:
                return
            await asyncio.sleep(0.25)
