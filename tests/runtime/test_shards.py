"""Guarantee 3: all inputs of a shard on one worker, however workers come and go; each citizen's order stays."""

import asyncio
import signal
from collections.abc import Sequence
from typing import Any

from contracts.topics import shard_of
from tests.runtime.conftest import TALLY, FreshDesk
from tests.support.desk import Desk, counts
from tests.support.eventually import eventually
from tests.support.host import Host, hosted
from tests.support.wire import told

QUICK = {"SELVBOOKING_SESSION_MS": "1500"}


async def owners(desk: Desk, workers: Sequence[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {shard: [] for shard in range(desk.world.shards)}
    for worker in workers:
        for shard in (await desk.status(worker)).get("shards", ()):
            found[shard].append(worker)
    return found


async def test_workers_join_leave_and_are_killed_while_messages_come(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    people = desk.citizens(12)
    enough, sent = asyncio.Event(), 0

    async def speak() -> None:
        nonlocal sent
        while not enough.is_set():
            for who in people:
                await desk.count(who)
                await desk.guide(who)
            sent += 1

    async def shared_by(*workers: str) -> None:
        async def fair() -> bool:
            found = await owners(desk, workers)
            holders = [names[0] for names in found.values() if len(names) == 1]
            return len(holders) == desk.world.shards and set(holders) == set(workers)

        await eventually(fair, f"shards shared by {workers}", 40)
        before = sum(await desk.tally(*people))
        await eventually(lambda: _more(desk, people, before), "messages decided", 40)

    speaking = asyncio.create_task(speak())
    try:
        desk.world.start("deadlines", "a", module=TALLY, extra_env=QUICK)
        desk.world.start("deadlines", "b", module=TALLY, extra_env=QUICK)
        await shared_by("a", "b")
        desk.world.start("deadlines", "c", module=TALLY, extra_env=QUICK)
        await shared_by("a", "b", "c")
        desk.world.signal(signal.SIGKILL, "deadlines", "b")
        await shared_by("a", "c")
        await desk.world.stop("deadlines", "a")
        await shared_by("c")
    finally:
        enough.set()
        await speaking
    await desk.settled("c")
    assert await desk.tally(*people) == [sent] * 12
    for who in people:
        assert counts(await desk.events(who)) == [str(number) for number in range(1, sent + 1)]
    owned = await desk.db.fetch("SELECT DISTINCT shard FROM subject")
    assert {row["shard"] for row in owned} == {shard_of(who, 4) for who in people}
    await desk.assert_sound()


class Mute:
    """A producer that never sends: Kafka is away for this worker, its database is not."""

    def __init__(self, real: Any) -> None:
        self.create_batch = real.create_batch

    async def send_batch(self, *args: Any, **kwargs: Any) -> None:
        await asyncio.Event().wait()


async def test_what_the_last_owner_left_is_published_before_anything_new(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    people = desk.citizens(8)
    async with hosted(desk.world, now=desk.now, producer=Mute) as mute:
        for who in people:
            await desk.count(who)
        await eventually(lambda: _handled(mute, 8), "decided, not sent")
        assert (await mute.health.status())["unpublished"] == 8
    assert not await desk.events()
    for who in people:
        await desk.count(who)
    async with hosted(desk.world, now=desk.now) as host:
        await eventually(lambda: host.has_sent(16), "left-over rows and new ones")
    places = [(r.partition, told(r)["ce_origin"]) for r in await desk.outside.read(desk.topics.events("deadlines"))]
    for shard in range(4):
        positions = [int(origin.partition(":")[2]) for partition, origin in places if partition == shard]
        assert positions == sorted(positions)
    assert len(places) == 16
    await desk.assert_sound()


async def _more(desk: Desk, people: Sequence[str], before: int) -> bool:
    return sum(await desk.tally(*people)) > before + len(people)


async def _handled(host: Host, number: int) -> bool:
    return host.worker.handled >= number
