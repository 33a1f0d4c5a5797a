"""Guarantees 1 and 2: whatever dies, and whenever, each message has its effect once."""

import signal
from dataclasses import replace

import pytest
from aiokafka import AIOKafkaConsumer, OffsetAndMetadata, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from deploy.embedded.process import alive
from shared.runtime.offsets import take_shards
from tests.runtime.conftest import TALLY, FreshDesk
from tests.support.desk import Desk, counts
from tests.support.eventually import eventually
from tests.support.host import Host, hosted
from tests.support.wire import told

QUICK = {"SELVBOOKING_SESSION_MS": "1500"}


async def dead(desk: Desk, worker: str = "1") -> bool:
    return not alive(desk.world.members[f"deadlines-{worker}"].process)


@pytest.mark.parametrize("point", ["before-commit", "after-commit", "after-publish"])
async def test_a_worker_that_is_killed_leaves_nothing_undone_and_nothing_done_twice(
    fresh_desk: FreshDesk, point: str
) -> None:
    desk = await fresh_desk()
    people = desk.citizens(6)
    for _ in range(3):
        for who in people:
            await desk.count(who)
    env = {**QUICK, "TALLY_DIES": point}
    desk.world.start("deadlines", "dying", module="tests.support.dying", extra_env=env)
    await eventually(lambda: dead(desk, "dying"), f"death {point}")
    committed = sum(await desk.tally(*people))
    published = len(await desk.events())
    assert {"before-commit": committed == 0, "after-commit": committed > 0 and published == 0}.get(point, published > 0)
    del desk.world.members["deadlines-dying"]

    desk.world.start("deadlines", module=TALLY, extra_env=QUICK)
    await desk.settled()
    assert await desk.tally(*people) == [3] * 6
    for who in people:
        assert counts(await desk.events(who)) == ["1", "2", "3"]
    await desk.assert_sound()
    if point == "after-publish":
        assert len(await desk.outside.read(desk.topics.events("deadlines"))) > 18, "it was sent again"


async def test_kills_at_any_moment_lose_nothing_and_double_nothing(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    people, rounds = desk.citizens(20), 4
    for lap in range(rounds):
        desk.world.start("deadlines", module=TALLY, extra_env=QUICK)
        for who in people:
            await desk.count(who)
        before = sum(await desk.tally(*people)) if lap else 0

        async def working(before: int = before) -> bool:
            return sum(await desk.tally(*people)) > before

        await eventually(working, "some of it done")
        desk.world.signal(signal.SIGKILL, "deadlines")
        await eventually(lambda: dead(desk), "death")
    desk.world.start("deadlines", module=TALLY, extra_env=QUICK)
    await desk.settled()
    assert await desk.tally(*people) == [rounds] * 20
    await desk.assert_sound()
    assert len(await desk.events()) == 20 * rounds


async def test_a_worker_that_was_frozen_past_its_session_changes_nothing_when_it_wakes(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    people = desk.citizens(8)
    desk.world.start("deadlines", "frozen", module=TALLY, extra_env=QUICK)
    for who in people:
        await desk.count(who)
    await desk.settled("frozen")
    desk.world.signal(signal.SIGSTOP, "deadlines", "frozen")
    for who in people:
        await desk.count(who)
    desk.world.start("deadlines", "heir", module=TALLY, extra_env=QUICK)
    await desk.settled("heir")
    assert await desk.tally(*people) == [2] * 8
    desk.world.signal(signal.SIGCONT, "deadlines", "frozen")
    for who in people:
        await desk.count(who)
    await desk.settled("frozen", "heir")
    assert await desk.tally(*people) == [3] * 8
    await desk.assert_sound()
    assert len(await desk.events()) == 24


async def test_a_batch_of_a_worker_that_lost_its_shard_in_the_database_is_thrown_away(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    who = desk.citizens(1)[0]
    async with hosted(desk.world, now=desk.now) as host:
        await eventually(lambda: _owns(host, 4), "shards taken")
        before = {number: shard.epoch for number, shard in host.worker.owned.items()}
        async with desk.db.transaction():
            await take_shards(desk.db, range(4), host.worker.inputs, "thief")
            await desk.count(who)
        await eventually(lambda: _counted(desk, who, 1), "counted after taking the shards back")
        assert host.metrics.fenced._value.get() >= 1
        for number, shard in host.worker.owned.items():
            assert shard.epoch == before[number] + 2
    await desk.db.execute("UPDATE shard SET cursor = 0")
    async with hosted(desk.world, now=desk.now) as host:
        await eventually(lambda: _published(host, 1), "left-over rows")
    assert counts(await desk.events(who)) == ["1"]


async def test_the_databases_offsets_win_over_kafkas(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    people = desk.citizens(8)
    for who in people:
        await desk.count(who)
    group = f"{desk.world.prefix}deadlines"
    consumer = AIOKafkaConsumer(bootstrap_servers=desk.world.servers.kafka, group_id=group, enable_auto_commit=False)
    await consumer.start()
    topic = desk.topics.commands("deadlines")
    ends = {}
    for shard in range(4):
        place = TopicPartition(topic, shard)
        ends[place] = OffsetAndMetadata((await consumer.end_offsets([place]))[place], "")
    consumer.assign(list(ends))
    await consumer.commit(ends)
    await consumer.stop()
    async with hosted(desk.world, now=desk.now):
        await eventually(lambda: _counted(desk, people[-1], 1), "what Kafka said was read already")
        for who in people:
            await eventually(lambda who=who: _counted(desk, who, 1), "all")  # type: ignore[misc]
        for who in people:
            await desk.count(who)
        for who in people:
            await eventually(lambda who=who: _counted(desk, who, 2), "once more")  # type: ignore[misc]


async def test_records_that_are_delivered_again_are_skipped(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    people = desk.citizens(8)
    async with hosted(desk.world, now=desk.now) as host:
        for who in people:
            await desk.count(who)
        await eventually(lambda: _handled(host, 8), "all")
        for shard in range(4):
            host.worker.consumer.seek(TopicPartition(desk.topics.commands("deadlines"), shard), 0)
        last = desk.citizens(4, shard=0)[0]
        for who in [*(desk.citizens(1, shard=shard)[0] for shard in range(4)), last]:
            await desk.count(who)
        await eventually(lambda: _handled(host, 13), "the new ones")
        assert host.metric("repeated", "deadlines.commands") == 0, "known by their offsets alone"
    assert await desk.tally(*people) == [1] * 8


async def test_records_from_before_the_reading_place_was_set_back_are_not_taken_out_of_turn(
    fresh_desk: FreshDesk,
) -> None:
    desk = await fresh_desk()
    who = desk.citizens(1, shard=0)[0]
    async with hosted(desk.world, now=desk.now) as host:
        await desk.count(who)
        await eventually(lambda: _handled(host, 1), "the first")
        first = (await desk.outside.read(desk.topics.commands("deadlines")))[0]
        stale = replace(first, offset=9, headers=[h for h in first.headers if h[0] != "ce_origin"])
        await host.worker.handle(host.worker.reader.generation - 1, [stale])
        assert host.worker.owned[0].offsets["deadlines.commands"] == 1
        await desk.count(who)
        await eventually(lambda: _handled(host, 2), "the second")
    assert await desk.tally(who) == [2]


async def test_a_topic_that_is_shorter_than_what_was_read_is_not_read_on(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    async with hosted(desk.world, now=desk.now) as host:
        await eventually(lambda: _owns(host, 4), "shards taken")
    await desk.db.execute("UPDATE shard_offset SET next_offset = 7 WHERE shard = 2 AND topic = 'deadlines.commands'")
    async with hosted(desk.world, now=desk.now) as host:
        await eventually(lambda: _complains(host, "deadlines.commands/2 ends at 0, read up to 7"), "not ready, and why")
        assert not host.worker.owned


async def test_records_that_kafka_deleted_before_they_were_read_do_not_go_unseen(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    who = desk.citizens(1, shard=0)[0]
    async with hosted(desk.world, now=desk.now) as host:
        await desk.count(who)
        await eventually(lambda: _handled(host, 1), "the first")
    for _ in range(4):
        await desk.count(who)
    admin = AIOKafkaAdminClient(bootstrap_servers=desk.world.servers.kafka)
    await admin.start()
    place = TopicPartition(desk.topics.commands("deadlines"), 0)
    await admin.delete_records({place: RecordsToDelete(before_offset=3)})
    await admin.close()
    async with hosted(desk.world, now=desk.now) as host:
        await eventually(lambda: _handled(host, 2), "what is left")
        assert host.metric("lost", "deadlines.commands") == 2
    assert await desk.tally(who) == [3]


async def test_our_own_message_that_is_published_twice_has_no_second_effect(desk: Desk) -> None:
    who, other = desk.citizens(2, shard=1)
    before = await desk.metric("selvbooking_messages_total", what="repeated")
    first = await desk.count(who)
    await desk.count(other)
    await desk.count(who, origin=first["ce_origin"], number=1)
    await desk.guide(other)
    await desk.settled()
    assert await desk.tally(who, other) == [1, 1]
    assert counts(await desk.events(who)) == ["1"]
    assert await desk.metric("selvbooking_messages_total", what="repeated") == before + 1
    assert told((await desk.events(who))[0])["ce_answers"] == "1"


async def _owns(host: Host, number: int) -> bool:
    return len(host.worker.owned) == number


async def _complains(host: Host, text: str) -> bool:
    return text in host.health.problem()


async def _handled(host: Host, number: int) -> bool:
    return host.worker.handled >= number


async def _published(host: Host, number: int) -> bool:
    return host.publisher.published >= number


async def _counted(desk: Desk, who: str, number: int) -> bool:
    return await desk.tally(who) == [number]
