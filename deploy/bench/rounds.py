"""One round of one contestant, by the same clock for all.

A fresh world (topics, databases). What is known of the citizens goes into store, the workers come up, own their partitions
and handle a quarter as many commands of other citizens, so that everybody is warm and no rebalance is measured. The database
is vacuumed, analysed and checkpointed. Then the workers are frozen (SIGSTOP), the command topic is filled, and all are
released at one moment: **the clock starts there**. It **stops at the broker's own append time of the last event**, the
same clock on one machine. Of a transaction that is before its commit: to the peer's advantage, by at most its commit interval.
Processor time is taken at the release and when the last event is readable. Then the output is read back and checked.
"""

import os
import secrets
import signal
import time
from pathlib import Path
from typing import Any

import asyncpg
from aiokafka import TopicPartition

from contracts.topics import Topics, TopicSpec
from deploy.bench import cpu, load, output
from deploy.bench.contestants import CONTESTANTS, SERVICE, Job
from deploy.embedded import topics
from deploy.embedded.stack import Servers
from deploy.embedded.world import World

APPENDED = {"message.timestamp.type": "LogAppendTime"}
LOOK_SECONDS = 0.1
TELL_SECONDS = 2.0
BUSY = 0.85
"""A share of all cores, from which on the processor is what limits."""


async def new_world(servers: Servers, home: Path, shards: int) -> World:
    """Topics and databases of `deadlines` alone; its event topic carries the broker's own time."""
    name = f"bench-{secrets.token_hex(3)}"
    spec = TopicSpec(Topics(f"selvbooking-{name}.").events(SERVICE), shards, APPENDED)
    await topics.create(servers, [spec])
    return await World.create(
        servers, home, name, ["jobcentre-46100"], shards=shards, clock="real", services=(SERVICE,)
    )  # fmt: skip


async def play(name: str, job: Job) -> dict[str, Any]:
    """The figures of the round."""
    kafka, shards = job.world.servers.kafka, job.world.shards
    places = [TopicPartition(job.events, shard) for shard in range(shards)]
    await CONTESTANTS[name](job)
    job.tell(f"warming on {job.warm:,} commands")
    await job.write(0, job.warm)
    starts = dict.fromkeys(places, 0)
    await output.wait(kafka, starts, job.warm, _Look(job), LOOK_SECONDS)
    await output.read(kafka, starts, 0, job.warm)
    await _tidy(job.world)
    _signal(job.world, signal.SIGSTOP)
    job.tell(f"writing {job.citizens:,} commands")
    await job.write(job.warm, job.citizens)
    starts = await load.ends(kafka, places)
    used, released = _used(job), time.time()
    _signal(job.world, signal.SIGCONT)
    await output.wait(kafka, starts, job.citizens, _Look(job), LOOK_SECONDS)
    used = cpu.since(used, _used(job))
    out = await output.read(kafka, starts, job.warm, job.citizens)
    return _figures(job, out, out.last - released, used)


class _Look:
    """Checks at every look that the workers live, and says now and then how far they are."""

    def __init__(self, job: Job) -> None:
        self.job, self.told = job, time.monotonic()

    def __call__(self, found: int) -> None:
        self.job.check_alive()
        if time.monotonic() - self.told > TELL_SECONDS:
            self.told = time.monotonic()
            self.job.tell(f"{found:,} events")


async def _tidy(world: World) -> None:
    """Statistics of full tables for the planner, and nothing left for the vacuum to do during the measurement."""
    connection = await asyncpg.connect(world.servers.postgres.url(world.database(SERVICE).name))
    await connection.execute("VACUUM (ANALYZE)")
    await connection.execute("CHECKPOINT")
    await connection.close()


def _signal(world: World, number: int) -> None:
    for member in world.members.values():
        world.signal(number, member.service, member.worker)


def _used(job: Job) -> dict[str, float]:
    """Processor seconds so far: of the workers, of each server, of the whole machine."""
    workers = cpu.seconds([member.process for member in job.world.members.values()])
    return {"workers": workers, **cpu.servers(job.world.home), "machine": cpu.machine()}


def _figures(job: Job, out: output.Output, seconds: float, used: dict[str, float]) -> dict[str, Any]:
    others = used.pop("machine") - sum(used.values())
    return {
        "messages": out.messages,
        "seconds": round(seconds, 3),
        "per_second": round(out.messages / seconds, 1),
        "bytes_out_each": out.bytes_each,
        "cpu_seconds": {name: round(value, 2) for name, value in {**used, "others": max(0.0, others)}.items()},
        "cpu_micros_each": {name: round(value / out.messages * 1e6, 1) for name, value in used.items()},
        "limited_by": limit(seconds, used, max(0.0, others), job.workers),
    }


def limit(seconds: float, used: dict[str, float], others: float, workers: int) -> str:
    """What a round could not have been faster than: all cores, the workers' own cores, or waiting for each other."""
    cores = len(os.sched_getaffinity(0))
    shares = {name: value / seconds for name, value in used.items()}
    total, most = sum(shares.values()) + others / seconds, max(shares, key=lambda name: shares[name])
    said = ", ".join(f"{name} {share:.2f}" for name, share in shares.items()) + f", others {others / seconds:.2f}"
    if total >= BUSY * cores:
        return f"all {cores} cores, {most} most ({said})"
    if shares["workers"] >= BUSY * min(workers, cores):
        return f"a core per worker ({said})"
    return f"waiting for one another ({said})"
