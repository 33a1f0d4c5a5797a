"""A midnight at which many of a great many open deadlines fall due, against the same rows without rules."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer
from aiokafka import ConsumerRecord

from contracts.registry import CONTRACTS
from deploy.bench import cpu, flow, herd, law_alone, load, report, scene
from deploy.bench.herd import Model
from deploy.bench.report import Goal
from deploy.cli.report import print_table, say
from deploy.embedded import stack
from deploy.embedded.home import Progress, StackError, default_home
from deploy.embedded.process import alive
from deploy.embedded.stack import Servers
from deploy.embedded.world import World
from shared.runtime.wire import instant

BEGIN = datetime(2024, 3, 4, 9, tzinfo=UTC)
FIRST = datetime(2024, 3, 20, 9, tzinfo=UTC)
MIDNIGHT = datetime(2024, 3, 20, 23, 10, tzinfo=UTC)
"""When `deadlines` judges what was due on 20 March: ten minutes after midnight in Copenhagen."""
SWEPT, SOON, LATER, FREE = (
    Model(0, date(2024, 3, 12)),
    Model(1, date(2024, 3, 20)),
    Model(2, date(2024, 6, 20)),
    Model(3, None),
)
MODELS = (SWEPT, SOON, LATER, FREE)
OVERDUE, SET = CONTRACTS["DeadlineOverdue"].type, CONTRACTS["DeadlineSet"].type
LONGEST = 1200
"""Seconds for which commands are there."""


@dataclass(frozen=True, slots=True)
class Wave:
    """What one midnight was: rows a second, seconds of processor, the worker's largest memory, the commands' delays."""

    per_second: float
    used: dict[str, float]
    peak_mb: float | None = None
    delays: tuple[float, ...] = ()


def command(
    citizens: Annotated[int, typer.Option(min=10, help="open deadlines")] = 1_000_000,
    due: Annotated[int, typer.Option(min=1, help="of them due at the midnight")] = 200_000,
    per_second: Annotated[int, typer.Option("--rate", min=1, help="commands of others meanwhile, open loop")] = 50,
    rounds: Annotated[int, typer.Option(min=1, help="of each contestant, in turns")] = 3,
    shards: Annotated[int, typer.Option(min=1, max=64)] = 4,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """A midnight at which many of a great many open deadlines fall due, against the same rows without rules."""
    home = default_home()
    with stack.session(home, say) as servers:
        where = report.where(home)
        found = asyncio.run(run(servers, home, citizens, due, per_second, rounds, shards, say))
    if not as_json:
        rows = [(who, found[who]["median"], found[who]["all"]) for who in ("ours", "floor", "ours_with_commands")]
        print_table(("contestant", "rows/s, median", "rounds"), rows)
        say(f"the law alone: {found['law_micros']} µs; with it the floor would reach {found['ceiling']} of itself")
        say(f"commands meanwhile: {found['commands_ms']} ms; most memory {found['peak_mb']} MB")
    goals = [
        Goal("ours / floor", found["of_floor"], least=0.7),
        Goal("worker's memory, MB", found["peak_mb"], most=300),
        Goal("p99 of commands meanwhile, ms", found["commands_ms"]["p99"]["median"], most=1000),
    ]
    report.finish({"where": where} | found, goals, as_json)


async def run(
    servers: Servers, home: Path, citizens: int, due: int, per_second: int, rounds: int, shards: int, tell: Progress
) -> dict[str, Any]:
    """Each wave in a world of its own."""
    waves: dict[str, list[Wave]] = {"ours": [], "floor": [], "ours_with_commands": []}
    for number in range(rounds):
        for who, some in waves.items():
            async with scene.world(servers, home, ("deadlines",), shards=shards, clock="virtual") as world:
                tell(f"round {number + 1}: {who}, {citizens:,} deadlines")
                await prepare(world, citizens, due, LONGEST * per_second, tell)
                rate = per_second if who == "ours_with_commands" else 0
                wave = await (floor(world, due) if who == "floor" else ours(world, citizens, due, rate))
                some.append(wave)
                told = f", commands {flow.percentiles(wave.delays)} ms" if wave.delays else ""
                tell(f"round {number + 1}: {who} {wave.per_second:,.0f} rows/s{told}")
    delays = [flow.percentiles(wave.delays) for wave in waves["ours_with_commands"]]
    pace = {who: median(wave.per_second for wave in some) for who, some in waves.items()}
    law = law_alone.miss_micros()
    return {
        "bench": "sweep",
        "citizens": citizens,
        "due": due,
        "rate": per_second,
        "rounds": rounds,
        "shards": shards,
        **{who: report.spread([wave.per_second for wave in some]) for who, some in waves.items()},
        "of_floor": round(pace["ours"] / pace["floor"], 3),
        "law_micros": law,
        "ceiling": law_alone.ceilings(law, {"floor": pace["floor"]}, cores=1)["floor"],
        "commands_ms": {name: report.spread([each[name] for each in delays]) for name in delays[0]},
        "peak_mb": max(wave.peak_mb or 0 for some in waves.values() for wave in some),
        "cpu_seconds": {
            who: {name: round(median(wave.used[name] for wave in some), 2) for name in some[0].used}
            for who, some in waves.items()
        },
    }


async def prepare(world: World, citizens: int, due: int, free: int, tell: Progress) -> None:
    """One of each kind by the service itself, the first of them swept; the others copied from these."""
    await herd.stored(world, MODELS, BEGIN)
    await scene.tick(world, FIRST)
    await scene.at_rest(world, FIRST)
    await world.stop()
    connection = await herd.opened(world)
    start = len(MODELS)
    for model, count in ((SOON, due - 1), (LATER, citizens - due - 1), (FREE, free)):
        await herd.copy(connection, world, model, range(start, start + count), tell)
        start += count
    await herd.settled(connection)
    await connection.close()


async def ours(world: World, citizens: int, due: int, per_second: int) -> Wave:
    """The service, woken by the clock; commands of citizens without a deadline meanwhile, if any."""
    await scene.started(world)
    await scene.at_rest(world, FIRST)
    kafka, names, stop = world.servers.kafka, world.topics, asyncio.Event()
    made = list(herd.commands(_asked(citizens, LONGEST * per_second), MIDNIGHT, after=len(MODELS)))
    before, since = scene.used(world), time.time()
    await scene.tick(world, MIDNIGHT)
    async with flow.producing(kafka) as producer:
        sending = asyncio.create_task(flow.steadily(producer, names.commands("deadlines"), made, per_second, stop))
        await scene.until(world, lambda told: told[0]["clock"] == instant(MIDNIGHT) and not told[0]["due"])
        stop.set()
        meant = await sending
    await scene.at_rest(world, MIDNIGHT)
    used, peak = cpu.since(before, scene.used(world)), scene.peak_mb(world.members["deadlines-1"].process)
    answered = await flow.stamps(kafka, names.events("deadlines"), world.shards, since, flow.correlation(SET))
    sent = [dict(headers)["ce_correlationid"].decode() for _, _, headers in made[: len(meant)]]
    delays = tuple(answered[id] - at for id, at in zip(sent, meant, strict=True))
    return Wave(await _pace(world, since, due), used, peak, delays)


def _asked(citizens: int, count: int) -> dict[int, dict[str, Any]]:
    """A deadline for each citizen who has none: they come after those who have one."""
    return {citizens + 2 + at: {"due": date(2024, 6, 28)} for at in range(count)}


async def floor(world: World, due: int) -> Wave:
    """A process that ends when nothing is due any more."""
    since = time.time()
    told = {
        "FLOOR_SAMPLE": load.citizen(SWEPT.number),
        "FLOOR_UNTIL": MIDNIGHT.isoformat(),
    }
    before = cpu.servers(world.home)
    member = world.start("deadlines", "floor", told, module="deploy.bench.sweep_floor")
    while alive(member.process):
        used = scene.used(world)
        await asyncio.sleep(0.1)
    await world.stop()
    return Wave(await _pace(world, since, due), cpu.since({"worker": 0.0} | before, used))


async def _pace(world: World, since: float, due: int) -> float:
    """Rows a second, from the first published to the last; StackError when they are not exactly those that were due."""

    def place(record: ConsumerRecord) -> str | None:
        overdue = dict(record.headers)["ce_type"] == OVERDUE.encode()
        return f"{record.partition}@{record.offset}" if overdue else None

    found = await flow.stamps(world.servers.kafka, world.topics.events("deadlines"), world.shards, since, place)
    if len(found) != due:
        raise StackError(f"{len(found):,} of {due:,} were said to be overdue")
    return due / max(0.001, max(found.values()) - min(found.values()))
