"""A worker that is frozen between its commit and its publishing until another has its shards, and then wakes up."""

import asyncio
import signal
from collections import defaultdict
from typing import Any

import httpx

from contracts.envelope import Origin
from deploy.embedded.casebooks import database
from deploy.embedded.world import World
from tests.faults.keeper import QUICK, frozen, start
from tests.faults.lives import authorities, live
from tests.faults.verdict import assert_unharmed
from tests.support.end_state import EndState
from tests.support.eventually import eventually
from tests.support.patience import Patient
from tests.support.stack import MakeWorld
from tests.support.wire import Outside, told

FROZEN = {"gateway": "gateway.inbound", "registration": "registration.events", "deadlines": "deadlines.events"}
"""Services, and a topic that each alone writes to."""


async def status(world: World, service: str, worker: str) -> dict[str, Any]:
    async with httpx.AsyncClient(timeout=15) as http:
        found: dict[str, Any] = (await http.get(world.url(service, worker) + "/status")).json()
        return found


async def shards(world: World, service: str) -> dict[int, tuple[int, int]]:
    """How far each shard's journal is written, and how far it is sent."""
    async with database(world, service) as connection:
        return {row[0]: (row[1], row[2]) for row in await connection.fetch("SELECT shard, position, cursor FROM shard")}


async def freeze(world: World, rest: Patient, service: str) -> None:
    """The first worker stops itself; the second takes over and goes on; the first wakes, and both work on."""
    member = start(world, service, ["unsent"], "SIGSTOP")

    async def stopped() -> bool:
        return frozen(world, service)

    async def newer_is_sent() -> bool:
        at = await shards(world, service)
        return any(at[shard][1] > left for shard, (left, sent) in before.items() if left > sent)

    async def shared() -> bool:
        owned = [(await status(world, service, worker))["shards"] for worker in ("1", "2")]
        return all(owned) and sorted(owned[0] + owned[1]) == list(range(world.shards))

    await eventually(stopped, f"{service} freezes", 120)
    rest.spared.add(member.key)
    before = await shards(world, service)
    world.start(service, "2", extra_env=QUICK)
    await eventually(newer_is_sent, f"another {service} has sent what was left, and more", 240)
    world.signal(signal.SIGCONT, service)
    await eventually(shared, f"two workers of {service} share the shards", 120)
    rest.spared.discard(member.key)


async def sent_again(world: World, topic: str) -> int:
    """How many records stand on a topic behind the same one, or a newer one, of the same journal."""
    newest: dict[tuple[int, int], int] = defaultdict(int)
    late = 0
    async with Outside(world.servers.kafka, world.shards) as outside:
        for record in await outside.read(world.topics.full(topic)):
            origin = Origin.parse(told(record)["ce_origin"])
            lane = (record.partition, origin.shard)
            late += origin.position <= newest[lane]
            newest[lane] = max(newest[lane], origin.position)
    return late


async def test_what_a_frozen_worker_sends_when_it_wakes_is_believed_by_nobody(
    undisturbed: EndState, make_world: MakeWorld
) -> None:
    world = await make_world("frozen", authorities())
    rest = Patient(world)
    for service in world.services:
        if service not in FROZEN:
            world.start(service, extra_env=QUICK)
    async with asyncio.TaskGroup() as group:
        for service in FROZEN:
            group.create_task(freeze(world, rest, service))
        await live(world, rest)
    assert [topic for topic in FROZEN.values() if not await sent_again(world, topic)] == []
    await assert_unharmed(world, undisturbed)
