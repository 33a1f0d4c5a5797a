"""A municipality's command until the fund hears of it, through three services, against a bare chain of the same hops.

`Deregister`, not `SetDeadline`: the latter reaches the fund's feed after one service, this one after two. The way: `in` →
door → router → registration → akasse (`NoticeIssued`) → feed → `out`, five hops in three processes.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean, median
from typing import Annotated, Any

import typer

from contracts.registry import CONTRACTS
from contracts.topics import Authority, TopicSpec
from deploy.bench import cpu, flow, report, scene
from deploy.bench.flow import Identify, correlation
from deploy.bench.load import Made
from deploy.bench.report import Goal
from deploy.bench.scene import FUND, JOBCENTRE
from deploy.cli.report import print_table, say
from deploy.embedded import stack, topics
from deploy.embedded.home import Progress, default_home
from deploy.embedded.stack import Servers
from deploy.embedded.world import World
from services.simulator.cpr import reference, unborn
from services.simulator.wire import command as letter

HOPS = ("sent", "door", "router", "registration", "akasse", "feed", "read")
PROCESSES = {"gateway": (0, 1, 4), "registration": (2,), "akasse": (3,)}
"""Which of the five hops each process does."""


@dataclass(slots=True)
class Sample:
    """One measured stretch: seconds from intended to arrived, on each leg of the way, and of processor."""

    delays: list[float]
    legs: dict[str, list[float]]
    used: dict[str, float]


def command(
    per_second: Annotated[int, typer.Option("--rate", min=1, help="commands a second, open loop")] = 200,
    seconds: Annotated[int, typer.Option(min=1, help="measured, each round")] = 30,
    warm: Annotated[int, typer.Option(min=1, help="seconds before that, not measured")] = 5,
    rounds: Annotated[int, typer.Option(min=1, help="of each contestant, in turns")] = 5,
    shards: Annotated[int, typer.Option(min=1, max=64)] = 4,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """A municipality's command until the fund hears of it, through three services, against a bare chain of the same hops."""
    home = default_home()
    with stack.session(home, say) as servers:
        found: dict[str, Any] = {"where": report.where(home)}
        found |= asyncio.run(run(servers, home, per_second, seconds, warm, rounds, shards, say))
    if not as_json:
        names = ("p50", "p95", "p99", "max")
        rows = [(who, *(found[who][name]["median"] for name in names)) for who in ("ours", "chain")]
        print_table(("milliseconds", *names), rows)
        for who in ("ours", "chain"):
            say(f"{who}: processor, ms a command: {found[who]['cpu_ms_a_command']}")
            print_table((who, "median ms", "share"), [(hop, *leg.values()) for hop, leg in found[who]["legs"].items()])
    report.finish(found, [Goal("p99 of ours / p99 of the bare chain", found["of_chain"], most=1.5)], as_json)


async def run(
    servers: Servers, home: Path, per_second: int, seconds: int, warm: int, rounds: int, shards: int, tell: Progress
) -> dict[str, Any]:
    """Percentiles in milliseconds, each the median of the rounds, and where the time went."""
    samples: dict[str, list[Sample]] = {"ours": [], "chain": []}
    each = per_second * (warm + seconds)
    async with scene.world(servers, home, tuple(PROCESSES), shards=shards, authorities=(JOBCENTRE, FUND)) as world:
        await topics.create(servers, [TopicSpec(name, shards) for name in chain_topics(world)])
        await register(world, rounds * each, tell)
        for number in range(rounds):
            made = deregistrations(range(number * each, (number + 1) * each))
            for who in ("ours", "chain"):
                sample = await measured(world, who, made, per_second, warm)
                samples[who].append(sample)
                tell(f"round {number + 1}: {who} {flow.percentiles(sample.delays)} ms")
    found = {who: summary(some) for who, some in samples.items()}
    sizes = {"rate": per_second, "seconds": seconds, "rounds": rounds, "shards": shards, "services": list(PROCESSES)}
    of_chain = found["ours"]["p99"]["median"] / found["chain"]["p99"]["median"]
    return {"bench": "latency", "command": "Deregister", **sizes, **found, "of_chain": round(of_chain, 3)}


def summary(samples: Sequence[Sample]) -> dict[str, Any]:
    """Percentiles over the rounds, and the share of each leg in the mean of all."""
    rounds = [flow.percentiles(sample.delays) for sample in samples]
    legs = {hop: [value for sample in samples for value in sample.legs[hop]] for hop in HOPS}
    whole = sum(mean(values) for values in legs.values())
    each_ms = {part: mean(1000 * s.used[part] / len(s.delays) for s in samples) for part in samples[0].used}
    return {name: report.spread([each[name] for each in rounds]) for name in rounds[0]} | {
        "cpu_ms_a_command": {part: round(milliseconds, 2) for part, milliseconds in each_ms.items()},
        "legs": {
            hop: {"ms": round(1000 * median(values), 1), "share": round(mean(values) / whole, 3)}
            for hop, values in legs.items()
        },
    }


async def register(world: World, citizens: int, tell: Progress) -> None:
    """Members of the fund, registered through the platform itself."""
    tell(f"registering {citizens:,} citizens")
    on = (datetime.now(UTC) - timedelta(days=30)).date().isoformat()
    body = {"group": "G1", "jobcentre": JOBCENTRE[-5:], "akasse": FUND[-2:], "insured": "full-time", "on": on}
    await scene.started(world)
    async with flow.producing(world.servers.kafka) as producer:
        made = commands("RegisterCitizen", range(citizens), body)
        await flow.steadily(producer, world.topics.inbox(JOBCENTRE), made, 2000)
    await scene.at_rest(world)
    await world.stop()


def deregistrations(numbers: range) -> list[Made]:
    return commands("Deregister", numbers, {})


def commands(name: str, numbers: range, body: dict[str, Any]) -> list[Made]:
    """As the municipality writes them on its `in` topic."""
    sender, now = Authority.parse(JOBCENTRE), datetime.now(UTC)
    made: list[Made] = []
    for number in numbers:
        cpr = unborn(number)
        said = letter(sender, name, f"{name}-{number}", now, body, cpr, reference(cpr))
        made.append((said.key, said.value or b"", [(key, value.encode()) for key, value in said.headers.items()]))
    return made


async def measured(world: World, who: str, made: Sequence[Made], per_second: int, warm: int) -> Sample:
    """One stretch of one contestant, alone on the machine: started, warmed, measured, stopped."""
    way = ours_way(world) if who == "ours" else [(name, by_id) for name in chain_topics(world)]
    names = [f"{JOBCENTRE}/{dict(headers)['ce_id'].decode()}" for _, _, headers in made]
    if who == "ours":
        await scene.started(world)
        await scene.at_rest(world)
    else:
        start_chain(world)
    kafka, split = world.servers.kafka, warm * per_second
    async with flow.producing(kafka) as producer, flow.arrivals(kafka, way[-1][0], world.shards, way[-1][1]) as arrived:
        await flow.steadily(producer, way[0][0], made[:split], per_second)
        await arrived.all_of(names[:split])
        before, since = scene.used(world), time.time()
        meant = await flow.steadily(producer, way[0][0], made[split:], per_second)
        came = await arrived.all_of(names[split:])
        used = cpu.since(before, scene.used(world))
    await world.stop()
    marks = [dict(zip(names[split:], meant, strict=True))]
    marks += [await flow.stamps(kafka, topic, world.shards, since, identify) for topic, identify in way]
    marks.append(dict(zip(names[split:], came, strict=True)))
    legs = {
        hop: [after[name] - before[name] for name in names[split:]]
        for hop, before, after in zip(HOPS, marks, marks[1:], strict=False)
    }
    return Sample([arrival - at for arrival, at in zip(came, meant, strict=True)], legs, used)


def by_id(record: Any) -> str:
    """The command that a record is, on an `in` topic and all along the bare chain."""
    return f"{JOBCENTRE}/{dict(record.headers)['ce_id'].decode()}"


def ours_way(world: World) -> list[tuple[str, Identify]]:
    """The topics from `in` to `out`, and the message that carries the command's effect on each."""
    names, deregister = world.topics, CONTRACTS["Deregister"].type
    return [
        (names.inbox(JOBCENTRE), by_id),
        (names.inbound, correlation(deregister)),
        (names.commands("registration"), correlation(deregister)),
        (names.events("registration"), correlation(CONTRACTS["JobseekerDeregistered"].type)),
        (names.events("akasse"), correlation(CONTRACTS["NoticeIssued"].type)),
        (names.outbox(FUND), correlation(CONTRACTS["NoticeIssued"].type)),
    ]


def chain_topics(world: World) -> list[str]:
    return [f"{world.prefix}chain-{number}.v1" for number in range(6)]


def start_chain(world: World) -> None:
    """As many processes as services, each with its hops of the way and its own database."""
    names = chain_topics(world)
    for service, hops in PROCESSES.items():
        pairs = ",".join(f"{names[hop]}>{names[hop + 1]}" for hop in hops)
        world.start(service, "1", {"CHAIN_HOPS": pairs}, module="deploy.bench.chain")
