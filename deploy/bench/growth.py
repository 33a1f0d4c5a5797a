"""Whether a message costs the same with few and with many citizens in store, and with a long journal behind it."""

import asyncio
import signal
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer

from contracts.registry import CONTRACTS
from deploy.bench import cpu, flow, herd, load, report, scene
from deploy.bench.herd import Model
from deploy.bench.report import Goal
from deploy.cli.report import print_table, say
from deploy.embedded import stack
from deploy.embedded.home import Progress, default_home
from deploy.embedded.stack import Servers
from deploy.embedded.world import World

SET = CONTRACTS["DeadlineSet"].type
COSTS = ("elapsed", "worker", "postgres")
"""Microseconds a message: from start to published, processor time of the worker, of the database server."""


@dataclass(slots=True)
class Level:
    """A store of a size. `asked`: the citizens who are given a deadline, in each round anew; `sent`: commands so far."""

    world: World
    citizens: int
    journal: int
    free: Model
    asked: range
    sent: int

    @property
    def name(self) -> str:
        return f"{self.citizens:,} citizens" + (f", {self.journal:,} journal rows" if self.journal else "")


def command(
    citizens: Annotated[str, typer.Option(help="how many in store, with commas")] = "10000,100000,1000000",
    journal: Annotated[
        int, typer.Option(min=0, help="rows of a journal, behind the largest store once more")
    ] = 10_000_000,
    messages: Annotated[int, typer.Option(min=20, help="commands in each round")] = 8_000,
    rounds: Annotated[int, typer.Option(min=1, help="of each store, in turns")] = 5,
    shards: Annotated[int, typer.Option(min=1, max=64)] = 4,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Whether a message costs the same with few and with many citizens in store, and with a long journal behind it."""
    home, sizes = default_home(), [int(size) for size in citizens.split(",")]
    if min(sizes) < messages * 5 // 4:
        raise typer.BadParameter(f"the smallest store needs a citizen for each of {messages * 5 // 4} commands")
    with stack.session(home, say) as servers:
        where = report.where(home)
        found = asyncio.run(run(servers, home, sizes, journal, messages, rounds, shards, say))
    if not as_json:
        rows = [(name, *(of[cost]["median"] for cost in COSTS)) for name, of in found["stores"].items()]
        print_table(("microseconds a message, median", *COSTS), rows)
    goals = [
        Goal(f"{cost} of a message, dearest / smallest store", found["most_of_smallest"].get(cost), most=1.2)
        for cost in COSTS
    ]
    report.finish({"where": where} | found, goals, as_json)


async def run(
    servers: Servers,
    home: Path,
    sizes: list[int],
    journal: int,
    messages: int,
    rounds: int,
    shards: int,
    tell: Progress,
) -> dict[str, Any]:
    """Every store is made first; then they are measured in turns. The first turn warms and does not count."""
    costs: dict[str, list[dict[str, float]]] = {}
    async with AsyncExitStack() as until_done:
        levels = []
        for citizens, rows in [*((size, 0) for size in sizes), *([(max(sizes), journal)] if journal else [])]:
            world = await until_done.enter_async_context(scene.world(servers, home, ("deadlines",), shards=shards))
            tell(f"a store of {citizens:,} citizens, {rows:,} journal rows")
            levels.append(await prepare(world, citizens, rows, messages, tell))
        for number in range(rounds + 1):
            for level in levels:
                cost = await one_round(level, messages)
                tell(f"round {number}: {level.name}: " + ", ".join(f"{k} {v:.0f} µs" for k, v in cost.items()))
                if number:
                    costs.setdefault(level.name, []).append(cost)
    stores = {name: {c: report.spread([each[c] for each in some]) for c in COSTS} for name, some in costs.items()}
    medians = {cost: [median(each[cost] for each in some) for some in costs.values()] for cost in COSTS}
    return {
        "bench": "growth",
        "messages": messages,
        "rounds": rounds,
        "shards": shards,
        "unit": "microseconds a message",
        "stores": stores,
        "most_of_smallest": {cost: round(max(values) / values[0], 3) for cost, values in medians.items() if values[0]},
    }


async def prepare(world: World, citizens: int, journal: int, messages: int, tell: Progress) -> Level:
    """Citizens with a deadline far away, and some without, who will be given one; a journal as if it had happened long ago."""
    far: date = (load.now() + timedelta(days=90)).date()
    booked, free = Model(0, far), Model(1, None)
    await herd.stored(world, (booked, free), load.now())
    await world.stop()
    start = 2 + citizens - messages * 5 // 4
    asked = range(start, 2 + citizens)
    connection = await herd.opened(world)
    await herd.copy(connection, world, booked, range(2, start), tell)
    await herd.copy(connection, world, free, asked, tell)
    if journal:
        await herd.lengthen_journal(connection, world, booked, range(2, 2 + citizens), journal, tell)
    await herd.settled(connection)
    await connection.close()
    return Level(world, citizens, journal, free, asked, sent=1)


async def one_round(level: Level, messages: int) -> dict[str, float]:
    """A fresh worker, warmed by some commands; the others wait for it on their topic while it is frozen."""
    world, kafka = level.world, level.world.servers.kafka
    warm, measured = level.asked[messages:], level.asked[:messages]
    await scene.started(world)
    await scene.at_rest(world)
    await _send(level, warm)
    await scene.at_rest(world)
    world.signal(signal.SIGSTOP, "deadlines")
    await _send(level, measured)
    before, since = scene.used(world), time.time()
    world.signal(signal.SIGCONT, "deadlines")
    await scene.at_rest(world)
    used = cpu.since(before, scene.used(world))
    done = await flow.stamps(kafka, world.topics.events("deadlines"), world.shards, since, flow.correlation(SET))
    await world.stop()
    await _forget(level)
    costs = {"elapsed": max(done.values()) - since, "worker": used["worker"], "postgres": used["postgres"]}
    return {name: 1e6 * seconds / messages for name, seconds in costs.items()}


async def _send(level: Level, numbers: range) -> None:
    due = (load.now() + timedelta(days=14)).date()
    made = herd.commands({number: {"due": due} for number in numbers}, load.now(), after=level.sent)
    kafka, names = level.world.servers.kafka, level.world.topics
    level.sent += await load.fill(kafka, names.commands("deadlines"), made, level.world.shards)


async def _forget(level: Level) -> None:
    """The store as it was before the round."""
    connection = await herd.opened(level.world)
    await herd.remove(connection, level.asked)
    await herd.copy(connection, level.world, level.free, level.asked, lambda _: None)
    await herd.settled(connection)
    await connection.close()
