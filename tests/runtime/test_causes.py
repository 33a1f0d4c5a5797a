"""Guarantee 9: a command waits until what it must follow has been seen; nobody else waits for it."""

import json

from tests.runtime.conftest import FreshDesk
from tests.support.desk import Desk, counts
from tests.support.eventually import eventually
from tests.support.host import Host, hosted


async def last(desk: Desk, who: str) -> str:
    return str(await desk.db.fetchval("SELECT last FROM tally WHERE citizen = $1", who))


async def held(desk: Desk, who: str) -> int:
    return int(await desk.db.fetchval("SELECT count(*) FROM waiting WHERE subject = $1 AND why = 'held'", who))


async def test_a_command_waits_for_its_causes_with_the_later_ones_behind_it(desk: Desk) -> None:
    who, other = desk.citizens(2, shard=1)
    await desk.count(who, "2024-03-12", after="registration:5")
    await desk.count(who, "2024-03-13")
    await desk.count(other, after="slots:9")  # the tally does not listen to slots
    await desk.guide(who, answers=4)
    await desk.settled()
    assert await desk.tally(who, other) == [0, 1]
    assert await held(desk, who) == 2
    await eventually(lambda: desk.metric("selvbooking_held_messages"), "the gauge of held commands")

    await desk.guide(who, answers=5)
    await desk.settled()
    assert await desk.tally(who) == [2]
    assert [json.loads(each.value)["due"] for each in await desk.events(who)] == ["2024-03-12", "2024-03-13"]
    assert (await last(desk, who), await held(desk, who)) == ("guided", 0)
    assert await desk.metric("selvbooking_messages_total", what="held") >= 2


async def test_a_refusal_elsewhere_answers_too(desk: Desk) -> None:
    who = desk.citizens(1)[0]
    await desk.count(who, after="registration:1")
    body = {"command": "RecordGuidance", "command_id": "k-1", "code": "NO"}
    await desk.send("CommandRefused", who, body, topic="registration.events", answers=1)
    await desk.settled()
    assert await desk.tally(who) == [1]


async def test_an_answer_that_comes_first_lets_the_command_pass_at_once(desk: Desk) -> None:
    who = desk.citizens(1)[0]
    await desk.guide(who, answers=7)
    await desk.settled()
    await desk.count(who, after="registration:6,slots:9")
    await desk.settled()
    assert (await desk.tally(who), await last(desk, who)) == ([1], "guided")


async def test_a_command_that_waits_survives_the_end_of_its_worker(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    who = desk.citizens(1)[0]
    async with hosted(desk.world, now=desk.now) as host:
        await desk.count(who, after="registration:5")
        await desk.count(who)
        await eventually(lambda: _waiting(desk, host), "both held")
    async with hosted(desk.world, now=desk.now) as host:
        await desk.guide(who, answers=5)
        await eventually(lambda: host.has_sent(2), "both decided")
    assert await desk.tally(who) == [2]
    assert counts(await desk.events(who)) == ["1", "2"]
    await desk.assert_sound()


async def test_a_defect_among_held_commands_leaves_the_rest_in_line(desk: Desk) -> None:
    who = desk.citizens(1)[0]
    bad = await desk.count(who, "2024-04-02", after="registration:5")
    await desk.count(who, "2024-03-12")
    await desk.guide(who, answers=5)
    await desk.settled()
    assert await desk.tally(who) == [0]
    await desk.operate("DiscardParked", who, bad["ce_id"], reason="x")
    await desk.settled()
    assert (await desk.tally(who), await last(desk, who)) == ([1], "guided")


async def _waiting(desk: Desk, host: Host) -> bool:
    return bool(await desk.db.fetchval("SELECT count(*) = 2 FROM waiting"))
