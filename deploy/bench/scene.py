"""The stage of one measurement: a world of its own, its processes, and the moment at which they have nothing left to do."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec
from aiokafka import AIOKafkaProducer

from deploy.bench import cpu
from deploy.embedded.home import StackError
from deploy.embedded.process import Process, alive, tail
from deploy.embedded.stack import Servers
from deploy.embedded.world import Clock, World
from shared.runtime.wire import instant

Told = list[dict[str, Any]]
JOBCENTRE, FUND = "jobcentre-46100", "akasse-05"


@asynccontextmanager
async def world(
    servers: Servers,
    home: Path,
    services: Sequence[str],
    *,
    shards: int = 4,
    clock: Clock = "real",
    authorities: Iterable[str] = (JOBCENTRE,),
) -> AsyncIterator[World]:
    """Topics and databases, no process yet; all of it is dropped at the end."""
    name = f"bench-{secrets.token_hex(3)}"
    made = await World.create(servers, home, name, authorities, shards=shards, clock=clock, services=services)
    try:
        yield made
    finally:
        await made.drop()


async def started(world: World, worker: str = "1") -> None:
    """A worker of every service of the world, ready."""
    for service in world.services:
        world.start(service, worker)
    await world.wait_ready(timeout=180)


async def until(world: World, well: Callable[[Told], bool], pause: float = 0.25) -> None:
    """Waits until what the processes say of themselves at `/status` is well."""
    async with httpx.AsyncClient(timeout=60) as client:
        while not well(await told(world, client)):
            all_alive(world)
            await asyncio.sleep(pause)


async def at_rest(world: World, clock: datetime | None = None) -> None:
    """Waits until every shard of every service has an owner who has read, decided and published all there is."""
    await until(world, lambda said: _rests(world, said, clock), pause=0.1)


async def told(world: World, client: httpx.AsyncClient) -> Told:
    """What each process says of itself."""
    return [(await client.get(f"{world.url(m.service, m.worker)}/status")).json() for m in world.members.values()]


def _rests(world: World, said: Told, clock: datetime | None) -> bool:
    owned: dict[str, int] = {}
    for each in said:
        if not each["idle"] or (clock and each["clock"] != instant(clock)):
            return False
        owned[each["service"]] = owned.get(each["service"], 0) + len(each["shards"])
    return all(shards == world.shards for shards in owned.values())


def used(world: World) -> dict[str, float]:
    """Seconds of processor so far, of the world's own processes together and of each server."""
    return {"worker": cpu.seconds(m.process for m in world.members.values())} | cpu.servers(world.home)


def peak_mb(process: Process) -> float:
    """The most memory that a process ever held (VmHWM), in MB of 2^20 bytes."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
    return round(int(kilobytes) / 1024, 1)


def all_alive(world: World) -> None:
    """StackError when a process has ended that should run: nothing that it leaves to wait for will come."""
    for member in world.members.values():
        if not alive(member.process):
            raise StackError(f"{member.key} has ended\n{tail(Path(member.log))}")


async def tick(world: World, now: datetime) -> None:
    """Moves the virtual clock."""
    producer = AIOKafkaProducer(bootstrap_servers=world.servers.kafka, acks="all")
    await producer.start()
    try:
        await producer.send_and_wait(world.topics.clock, msgspec.json.encode({"now": instant(now)}))
    finally:
        await producer.stop()
