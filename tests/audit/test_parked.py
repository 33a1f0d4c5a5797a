"""What waits, was released, discarded, dead or repeated is no fault: all of it on one small service on the real servers."""

from functools import partial

from deploy.audit import Audited, KafkaTopics, audit
from deploy.embedded.casebooks import database
from shared.runtime.service import handling_of
from shared.runtime.telemetry import Metrics
from tests.support.desk import Desk, desk_of
from tests.support.eventually import eventually
from tests.support.host import Host, hosted, settings_of
from tests.support.stack import MakeWorld
from tests.support.tally import app

DEFECT = "2024-04-01"


async def trouble(desk: Desk) -> None:
    """Everything that can happen to a subject beside being decided at once."""
    parked, discarded, held, freed, woken, asleep, odd = desk.citizens(7)
    await desk.wake(parked, "2024-03-06")
    for who in (parked, discarded):
        told = await desk.count(who, DEFECT)
        await desk.count(who)
        await desk.guide(who)
    await desk.count(held, after="registration:7")
    await desk.count(held)
    await desk.count(freed, after="registration:1")
    await desk.guide(freed, answers=1)
    await desk.wake(woken, "2024-03-06")
    await desk.wake(asleep, "2024-03-09")
    await desk.wake(asleep, "2024-03-10")
    await desk.count(odd, origin="3:900")
    await desk.count(odd, origin="3:900")
    await desk.send("SetDeadline", odd, b"{")
    await desk.send("SetDeadline", odd, {"due": 7})
    await desk.operate("ReleaseParked", odd, "nobody")
    await desk.operate("ReleaseParked", discarded, told["ce_id"])
    await desk.operate("DiscardParked", discarded, told["ce_id"], reason="never")


async def idle(host: Host) -> bool:
    return bool((await host.health.status())["idle"])


async def test_what_waits_and_what_operators_did_with_it_is_proven_too(make_world: MakeWorld) -> None:
    world = await make_world("auditpark", ("jobcentre-46100", "ops"), services=("deadlines",))
    service = app(settings_of(world))
    judged = Audited(service, handling_of(service, Metrics("deadlines")), partial(database, world, "deadlines"))
    async with desk_of(world) as desk, KafkaTopics(world.servers.kafka, world.topics, world.shards) as topics:
        await desk.tick()
        async with hosted(world, now=desk.now) as host:
            await trouble(desk)
            await eventually(partial(idle, host), "read", 60)
            await desk.tick(days=3)
            host.clock.tick(desk.now)
            await eventually(partial(idle, host), "the timers' turn", 60)
        report = await audit([judged], topics, world.shards, now=desk.now)
    assert report.findings == []
    counts = report.counts
    assert (counts["waiting: parked"], counts["waiting: held"], counts["timers"]) == (4, 2, 1)
    assert counts["decisions"] > 10
