"""The stage of one measurement: a world of its own, its processes, and the moment at which they have nothing left to do."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import httpx
import msgspec
from aiokafka import AIOKafkaProducer

from deploy.embedded.home import StackError
from deploy.embedded.process import alive, tail
from deploy.embedded.stack import Servers
from deploy.embedded.world import Clock, World
from shared.runtime.wire import instant

JOBCENTRE, FUND = "jobcentre-46100", "akasse-05"
PAUSE = 0.1


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


async def at_rest(world: World, clock: datetime | None = None) -> None:
    """Waits until every shard of every service has an owner who has read, decided and published all there is."""
    async with httpx.AsyncClient(timeout=60) as client:
        while not await _rests(world, client, clock):
            all_alive(world)
            await asyncio.sleep(PAUSE)


async def _rests(world: World, client: httpx.AsyncClient, clock: datetime | None) -> bool:
    told = [(await client.get(f"{world.url(m.service, m.worker)}/status")).json() for m in world.members.values()]
    owned: dict[str, int] = {}
    for each in told:
        if not each["idle"] or (clock and each["clock"] != instant(clock)):
            return False
        owned[each["service"]] = owned.get(each["service"], 0) + len(each["shards"])
    return all(owned[service] == world.shards for service in owned)


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
