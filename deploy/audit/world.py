"""The audit of a world of the embedded stack."""

from datetime import datetime
from functools import partial

import msgspec

from deploy.audit import Audited, KafkaTopics, Report, audit
from deploy.audit.sources import Topics
from deploy.embedded.casebooks import database, service_of
from deploy.embedded.home import Progress, quiet
from deploy.embedded.world import World
from shared.runtime.clock import RealClock
from shared.runtime.service import handling_of
from shared.runtime.telemetry import Metrics
from shared.runtime.wire import read_instant


async def audit_world(world: World, tell: Progress = quiet, *, at_rest: bool = True) -> Report:
    """Proves the whole world: every service that has a database, every topic that one of them writes or reads."""
    services = [audited(world, name) for name in world.services]
    async with KafkaTopics(world.servers.kafka, world.topics, world.shards) as topics:
        now = await now_of(world, topics)
        return await audit(services, topics, world.shards, tell, at_rest=at_rest, now=now)


def audited(world: World, name: str) -> Audited:
    """One service of the world, as its own code puts it together."""
    service = service_of(world, name)
    return Audited(service, handling_of(service, Metrics(name)), partial(database, world, name))


async def now_of(world: World, topics: Topics) -> datetime | None:
    """The world's present; None before the first tick of a virtual clock."""
    if world.clock == "real":
        return RealClock().now()
    now: datetime | None = None
    async for tick in topics.records("clock", 0):
        try:
            told = read_instant(msgspec.json.decode(tick.value or b"")["now"])
        except (msgspec.MsgspecError, KeyError, TypeError, ValueError, OverflowError):
            continue
        now = max(told, now or told)
    return now
