"""`deadlines` fed one `SetDeadline` per citizen, against a floor, Kafka Streams, and one message at a time.

How each round runs and what its clock measures: `deploy.bench.rounds`. Who runs: `deploy.bench.contestants`.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer

from deploy.bench import law_alone, load, report, sample
from deploy.bench.contestants import CONTESTANTS, SERVICE, Job, ours
from deploy.bench.peer import NotHere
from deploy.bench.report import Goal
from deploy.bench.rounds import new_world, play
from deploy.cli.report import print_table, say
from deploy.embedded import stack
from deploy.embedded.home import default_home
from deploy.embedded.stack import Servers

NAIVE = 1000
"""Messages of the naive way: at two hundred a second more would tell no more."""
GOALS = {"floor": 0.75, "naive": 50, "peer": 1.5}
"""How many times as fast as each we want to be."""


def command(
    citizens: Annotated[int, typer.Option(min=100, help="commands, one per citizen")] = 200_000,
    workers: Annotated[int, typer.Option(min=1, max=8, help="processes")] = 2,
    rounds: Annotated[int, typer.Option(min=1, help="of each contestant, in turns")] = 5,
    shards: Annotated[int, typer.Option(min=1, max=64)] = 6,
    only: Annotated[str, typer.Option(help=f"some of {','.join(CONTESTANTS)}")] = ",".join(CONTESTANTS),
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """SetDeadline through `deadlines`, from command topic to published events, against three others."""
    names = only.split(",")
    if unknown := set(names) - CONTESTANTS.keys():
        raise typer.BadParameter(f"no such contestant: {', '.join(sorted(unknown))}")
    home = default_home()
    with stack.session(home, say) as servers:
        found: dict[str, Any] = {"bench": "pipeline", "where": report.where(home)}
        found |= asyncio.run(run(servers, home, names, citizens, workers, rounds, shards))
    if not as_json:
        print_table(("contestant", "messages/s", "from", "to", "CPU µs each", "limited by"), _rows(found))
        say(f"the law alone: {found['law_micros']} µs; with it the floor would reach {found['ceilings']}")
    report.finish(found, goals(found["contestants"]), as_json)


async def run(
    servers: Servers, home: Path, names: Sequence[str], citizens: int, workers: int, rounds: int, shards: int
) -> dict[str, Any]:
    """Rounds in turns; a contestant that cannot run here is left out, and it is said why."""
    await _take_sample(servers, home)
    played: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    missing: dict[str, str] = {}
    for number in range(1, rounds + 1):
        for name in (name for name in CONTESTANTS if name in played and name not in missing):
            tell = _teller(f"round {number} of {rounds}, {name}")
            world = await new_world(servers, home, shards)
            try:
                job = Job(world, min(citizens, NAIVE) if name == "naive" else citizens, workers, tell)
                figures = await play(name, job)
            except NotHere as reason:
                missing[name] = str(reason)
                tell(f"not run: {reason}")
                continue
            finally:
                await world.drop()
            played[name].append(figures)
            tell(f"{figures['per_second']:,.0f}/s, {figures['limited_by']}")
    contestants = {name: summary(each) for name, each in played.items() if each}
    paces = {name: each["per_second"]["median"] for name, each in contestants.items() if name != "ours"}
    law = law_alone.micros()
    return {
        "citizens": citizens,
        "workers": workers,
        "shards": shards,
        "rounds": rounds,
        "contestants": contestants,
        "law_micros": law,
        "ceilings": law_alone.ceilings(law, paces, len(os.sched_getaffinity(0))) if "floor" in paces else {},
        "not_run": missing,
    }


def _teller(about: str) -> Callable[[str], None]:
    return lambda line: say(f"{about}: {line}")


async def _take_sample(servers: Servers, home: Path) -> None:
    """What one command becomes, so that the others write as much."""
    world = await new_world(servers, home, 1)
    try:
        job = Job(world, 1, 1, _teller("sample"))
        await ours(job)
        await job.write(0, 1)
        await sample.keep(home, servers.kafka, job.events, world.database_url(SERVICE), load.citizen(0))
    finally:
        await world.drop()


def summary(rounds: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Medians and spread of a contestant's rounds, and each round."""
    users = rounds[0]["cpu_micros_each"]
    return {
        "per_second": report.spread([each["per_second"] for each in rounds]),
        "seconds": report.spread([each["seconds"] for each in rounds]),
        "cpu_micros_each": {name: median(each["cpu_micros_each"].get(name, 0) for each in rounds) for name in users},
        "rounds": list(rounds),
    }


def goals(contestants: dict[str, Any]) -> list[Goal]:
    """Our median against that of each other, where both ran."""
    pace = {name: each["per_second"]["median"] for name, each in contestants.items()}
    return [
        Goal(f"ours / {name}", pace["ours"] / pace[name] if {"ours", name} <= pace.keys() else None, least=least)
        for name, least in GOALS.items()
    ]


def _rows(found: dict[str, Any]) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [(name, "not run: " + why) for name, why in found["not_run"].items()]
    for name, each in found["contestants"].items():
        pace, used = each["per_second"], each["cpu_micros_each"]
        cost = " ".join(f"{user} {micros:g}" for user, micros in used.items())
        figures = [f"{pace[key]:,.0f}" for key in ("median", "min", "max")]
        rows.append((name, *figures, cost, each["rounds"][-1]["limited_by"]))
    return rows
