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
from deploy.embedded.home import StackError
from deploy.embedded.stack import Servers
from deploy.embedded.world import World

APPENDED = {"message.timestamp.type": "LogAppendTime"}
LOOK_SECONDS = 0.1
TELL_SECONDS = 2.0
STUCK_SECONDS = 300.0
BUSY = 0.85
"""A share of the cores from which on they are what limits."""


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
    used, watched = cpu.since(used, _used(job)), time.time() - released
    out = await output.read(kafka, starts, job.warm, job.citizens)
    return _figures(job, out, out.last - released, used, watched)


class _Look:
    """Checks at every look that the workers live and get on, and says now and then how far they are."""

    def __init__(self, job: Job) -> None:
        self.job, self.found = job, -1
        self.told = self.moved = time.monotonic()

    def __call__(self, found: int) -> None:
        self.job.check_alive()
        now = time.monotonic()
        if found != self.found:
            self.found, self.moved = found, now
        if now - self.moved > STUCK_SECONDS:
            raise StackError(f"nothing has come for {STUCK_SECONDS:.0f} s after {found:,} events")
        if now - self.told > TELL_SECONDS:
            self.told = now
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


def _figures(job: Job, out: output.Output, seconds: float, used: dict[str, float], watched: float) -> dict[str, Any]:
    """`cores`: how many each kept busy in the seconds `watched`. `others`: programs that are no part of the round, and this
    benchmark's own looking."""
    others = max(0.0, used.pop("machine") - sum(used.values()))
    cores = {name: round(value / watched, 2) for name, value in {**used, "others": others}.items()}
    return {
        "messages": out.messages,
        "seconds": round(seconds, 3),
        "per_second": round(out.messages / seconds, 1),
        "bytes_in_each": load.size(next(load.commands(1, job.now, job.warm))),
        "bytes_out_each": out.bytes_each,
        "cpu_seconds": {name: round(value, 2) for name, value in used.items()},
        "cpu_micros_each": {name: round(value / out.messages * 1e6, 1) for name, value in used.items()},
        "cores": cores,
        "limited_by": limit(cores, job.workers, len(os.sched_getaffinity(0))),
    }


def limit(busy: dict[str, float], workers: int, cores: int) -> str:
    """Why a round was not faster: no core was free, each worker had a core of its own and filled it, or neither."""
    most = max(busy, key=lambda name: busy[name])
    if sum(busy.values()) >= BUSY * cores:
        return f"all {cores} cores, {most} most"
    if busy["workers"] >= BUSY * min(workers, cores):
        return "one core per worker"
    return "waiting for one another"
