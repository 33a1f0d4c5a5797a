"""A worker that is frozen between its commit and its publishing until another has its shards, and then wakes up."""

import asyncio
import signal
from collections import defaultdict
from typing import Any

import httpx

from contracts.envelope import Origin
from deploy.embedded.world import World
from tests.faults.keeper import QUICK, start, struck
from tests.faults.lives import authorities, live
from tests.support.end_state import EndState, end_state
from tests.support.eventually import eventually
from tests.support.patience import Patient
from tests.support.stack import MakeWorld
from tests.support.wire import Outside, told

FROZEN = ("gateway", "registration", "deadlines")


async def status(world: World, service: str, worker: str) -> dict[str, Any]:
    async with httpx.AsyncClient(timeout=15) as http:
        found: dict[str, Any] = (await http.get(world.url(service, worker) + "/status")).json()
        return found


async def frozen(world: World, rest: Patient, service: str) -> None:
    """The first worker stops itself; the second takes over and goes on; the first wakes, and both work on."""
    member = start(world, service, "after-commit", "SIGSTOP")

    async def stopped() -> bool:
        return struck(world, member, "after-commit", "SIGSTOP")

    async def inherited() -> bool:
        said = await status(world, service, "2")
        return len(said["shards"]) == world.shards and said["handled"] > 0 and said["published"] > said["handled"]

    async def shared() -> bool:
        owned = [(await status(world, service, worker))["shards"] for worker in ("1", "2")]
        return all(owned) and sorted(owned[0] + owned[1]) == list(range(world.shards))

    await eventually(stopped, f"{service} freezes", 120)
    rest.spared.add(member.key)
    world.start(service, "2", extra_env=QUICK)
    await eventually(inherited, f"another {service} has all shards, and has sent old and new", 240)
    world.signal(signal.SIGCONT, service)
    await eventually(shared, f"two workers of {service} share the shards", 120)
    rest.spared.discard(member.key)


async def older_after_newer(world: World, service: str) -> int:
    """How many records of a service stand on its topics behind a newer one of the same journal."""
    topics = {spec.name for spec in world.plan} - {world.topics.clock}
    own = [name for name in topics if world.topics.short(name).startswith((f"{service}.", "out."))]
    if service == "gateway":
        own += [name for name in topics if world.topics.short(name).endswith(".commands")]
    newest: dict[tuple[str, int, int], int] = defaultdict(int)
    late = 0
    async with Outside(world.servers.kafka, world.shards) as outside:
        for record in await outside.read(*own):
            if told(record)["ce_source"] == service or service == "gateway":
                origin = Origin.parse(told(record)["ce_origin"])
                lane = (record.topic, record.partition, origin.shard)
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
            group.create_task(frozen(world, rest, service))
        await live(world, rest)
    assert {service: await older_after_newer(world, service) > 0 for service in FROZEN} == dict.fromkeys(FROZEN, True)
    assert undisturbed.differences(await end_state(world)) == []
