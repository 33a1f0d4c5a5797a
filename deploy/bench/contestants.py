"""Who runs in the pipeline, and how each is made ready: what is known of the citizens in store, its processes up."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import asyncpg
import httpx
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from deploy.bench import load, peer, sample
from deploy.bench.floor import TABLES
from deploy.embedded.home import StackError
from deploy.embedded.process import alive, tail
from deploy.embedded.world import World

SERVICE = "deadlines"
FROZEN = {"SELVBOOKING_SESSION_MS": "60000"}
"""A worker is frozen while the topic is filled, and must not lose its shards meanwhile."""


@dataclass(slots=True)
class Job:
    """One round of one contestant: `warm` commands before the clock runs, `citizens` while it runs, all in `world`."""

    world: World
    citizens: int
    workers: int
    tell: Callable[[str], None]
    now: datetime = field(default_factory=load.now)

    @property
    def warm(self) -> int:
        return max(self.world.shards * 8, self.citizens // 4)

    @property
    def people(self) -> int:
        return self.warm + self.citizens

    @property
    def commands(self) -> str:
        return self.world.topics.commands(SERVICE)

    @property
    def events(self) -> str:
        return self.world.topics.events(SERVICE)

    @property
    def facts(self) -> str:
        return self.world.topics.events("registration")

    async def write(self, first: int, count: int) -> None:
        """Puts the commands of `count` citizens on the topic."""
        made = load.commands(count, self.now, first)
        await load.fill(self.world.servers.kafka, self.commands, made, self.world.shards)

    def check_alive(self) -> None:
        """A worker that has ended ends the measurement."""
        for member in self.world.members.values():
            if not alive(member.process):
                raise StackError(f"{member.key} has ended\n{tail(Path(member.log))}")


async def ours(job: Job) -> None:
    """The service as it is: rules, decision records, deduplication, journal, parking, telemetry."""
    await _write_facts(job)
    for worker in range(1, job.workers + 1):
        job.world.start(SERVICE, str(worker), FROZEN)
    await job.world.wait_ready(timeout=300)
    await _until(job, lambda: _at_rest(job.world))


async def floor(job: Job) -> None:
    """The least that is still effectively once: `deploy.bench.floor`."""
    await _start_on_tables(job, "deploy.bench.floor")


async def naive(job: Job) -> None:
    """One message at a time: `deploy.bench.naive`."""
    await _start_on_tables(job, "deploy.bench.naive")


async def kafka_streams(job: Job) -> None:
    """The same job as a Kafka Streams application, one process with a thread per worker: `tests/benchmarks/peer`."""
    own = {
        **peer.program(job.tell),
        **_places(job),
        "BENCH_FACTS": job.facts,
        "BENCH_GROUP": f"{job.world.prefix}peer",
        "BENCH_STATE": str(job.world.folder / "peer"),
        "BENCH_WORKERS": str(job.workers),
    }
    await _write_facts(job)
    job.world.start(SERVICE, "1", own, module="deploy.bench.peer")
    await _until(job, lambda: _facts_committed(job, own["BENCH_GROUP"]))


CONTESTANTS: Mapping[str, Callable[[Job], Awaitable[None]]] = {
    "ours": ours,
    "floor": floor,
    "peer": kafka_streams,
    "naive": naive,
}
"""In the order in which they take turns."""


async def _write_facts(job: Job) -> None:
    job.tell(f"writing what is known of {job.people:,} citizens")
    await load.fill(job.world.servers.kafka, job.facts, load.facts(job.people, job.now), job.world.shards)


def _places(job: Job) -> dict[str, str]:
    return {"BENCH_IN": job.commands, "BENCH_OUT": job.events, "BENCH_SAMPLE": str(sample.file(job.world.home))}


async def _start_on_tables(job: Job, module: str) -> None:
    """A row of state for each citizen, as large as ours; each worker with a share of the partitions."""
    connection = await asyncpg.connect(job.world.database_url(SERVICE))
    await connection.execute(TABLES)
    state = sample.read(sample.file(job.world.home)).state
    rows = ((load.citizen(number), state) for number in range(job.people))
    await connection.copy_records_to_table("floor_state", records=rows)
    await connection.close()
    for worker in range(job.workers):
        share = ",".join(str(shard) for shard in range(job.world.shards) if shard % job.workers == worker)
        job.world.start(SERVICE, str(worker + 1), {**_places(job), "BENCH_SHARDS": share}, module=module)


async def _until(job: Job, done: Callable[[], Awaitable[bool]]) -> None:
    while not await done():
        job.check_alive()
        await asyncio.sleep(0.25)


async def _at_rest(world: World) -> bool:
    """Every shard is owned, and everything in its inputs is in store."""
    async with httpx.AsyncClient(timeout=30) as client:
        urls = [f"{world.url(SERVICE, member.worker)}/status" for member in world.members.values()]
        told = [(await client.get(url)).json() for url in urls]
    return all(each["idle"] for each in told) and sum(len(each["shards"]) for each in told) == world.shards


async def _facts_committed(job: Job, group: str) -> bool:
    """Whether a consumer group has committed all that is on the topic of facts."""
    places = [TopicPartition(job.facts, shard) for shard in range(job.world.shards)]
    ends = await load.ends(job.world.servers.kafka, places)
    admin = AIOKafkaAdminClient(bootstrap_servers=job.world.servers.kafka)
    await admin.start()
    try:
        committed = await admin.list_consumer_group_offsets(group, partitions=places)
    finally:
        await admin.close()
    return all(committed[place].offset >= end for place, end in ends.items())
