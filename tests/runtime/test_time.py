"""Guarantee 6: time is a message. Timers fire at their time, once, in order with what the platform learned meanwhile."""

import json
import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.law.calendar import start_of_day
from shared.runtime.clock import ClockBackwards, VirtualClock
from shared.runtime.wire import instant
from tests.runtime.conftest import TALLY, FreshDesk
from tests.support.desk import Desk, counts, kind
from tests.support.eventually import eventually
from tests.support.host import Host, hosted
from tests.support.wire import told


async def test_a_timer_fires_at_its_time_and_once_with_an_id_that_follows_from_it(desk: Desk) -> None:
    who = desk.citizens(1)[0]
    on = desk.now.date() + timedelta(days=3)
    due = start_of_day(on)
    await desk.wake(who, on)
    await desk.settled()
    await desk.tick(due - timedelta(microseconds=1))
    await desk.settled()
    assert await desk.tally(who) == [0]
    await desk.tick(due)
    await desk.settled()
    await desk.tick(days=3)
    await desk.settled()
    (fired,) = [record for record in await desk.events(who) if kind(record) == "DeadlineSet"]
    said = told(fired)
    assert said["ce_causationid"] == f"time/{who}/count/a/{instant(due)}"
    assert (said["ce_time"], json.loads(fired.value)["due"]) == (instant(due), str(on))
    assert await desk.tally(who) == [1]


async def test_a_timer_can_be_moved_and_cleared(desk: Desk) -> None:
    moved, cleared = desk.citizens(2)
    first, later = (desk.now.date() + timedelta(days=days) for days in (2, 5))
    for who in (moved, cleared):
        await desk.wake(who, first)
    await desk.settled()
    await desk.wake(moved, later)
    await desk.send("CloseDeadline", cleared)
    await desk.settled()
    await desk.tick(start_of_day(first) + timedelta(hours=1))
    await desk.settled()
    assert await desk.tally(moved, cleared) == [0, 0]
    await desk.tick(start_of_day(later))
    await desk.settled()
    assert await desk.tally(moved, cleared) == [1, 0]


async def test_a_month_passes_in_one_tick_and_every_timer_in_it_keeps_its_time(desk: Desk) -> None:
    people = desk.citizens(30)
    days = {who: desk.now.date() + timedelta(days=number + 1) for number, who in enumerate(people)}
    for who, on in days.items():
        await desk.wake(who, on)
    await desk.settled()
    await desk.tick(days=31)
    await desk.settled()
    events = [record for record in await desk.events(*people) if kind(record) == "DeadlineSet"]
    assert {record.key.decode(): told(record)["ce_time"] for record in events} == {
        who: instant(start_of_day(on)) for who, on in days.items()
    }
    assert len(events) == 30


async def test_the_clock_never_goes_back(desk: Desk) -> None:
    await desk.outside.tick(desk.topics.clock, desk.now - timedelta(hours=1))
    await desk.outside.producer.send_and_wait(desk.topics.clock, b'{"now": "soon"}', partition=0)
    await desk.tick(seconds=1)
    await desk.settled()
    clock = VirtualClock()
    clock.tick(desk.now)
    with pytest.raises(ClockBackwards):
        clock.tick(desk.now - timedelta(microseconds=1))
    assert clock.now() == desk.now


async def test_a_worker_that_starts_after_a_refused_tick_has_the_same_time_as_the_others(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    await desk.outside.tick(desk.topics.clock, desk.now - timedelta(days=1))
    await desk.outside.producer.send_and_wait(desk.topics.clock, b"not a time", partition=0)
    desk.world.start("deadlines", module=TALLY)
    await desk.settled()
    assert (await desk.status())["clock"] == instant(desk.now)


Step = tuple[datetime, str, str, str]
"""When, what, whose, and the date it names."""


def a_life(people: list[str], start: datetime) -> list[Step]:
    """Some weeks of messages on two topics, close to and far from the timers that they set."""
    draw = random.Random(2)
    steps: list[Step] = []
    now = start
    for _ in range(40):
        now += timedelta(hours=draw.choice((1, 5, 24, 40)))
        who, what = draw.choice(people), draw.choice(("count", "wake", "wake", "guide", "close"))
        steps.append((now, what, who, str(now.date() + timedelta(days=draw.choice((1, 1, 2, 4))))))
    return steps


async def say(desk: Desk, step: Step) -> None:
    at, what, who, on = step
    said: dict[str, Callable[[], Awaitable[Any]]] = {
        "count": lambda: desk.count(who, on, recordedtime=instant(at), time=at),
        "wake": lambda: desk.wake(who, on, recordedtime=instant(at), time=at),
        "guide": lambda: desk.guide(who, recordedtime=instant(at), time=at),
        "close": lambda: desk.send("CloseDeadline", who, recordedtime=instant(at), time=at),
    }
    await said[what]()


async def at_rest(host: Host) -> bool:
    status = await host.health.status()
    return bool(status["idle"]) and len(status["shards"]) == 4


async def test_a_service_that_was_down_for_weeks_decides_as_if_it_had_been_up(fresh_desk: FreshDesk) -> None:
    told_by: list[list[tuple[str, str, str]]] = []
    cases: list[list[Any]] = []
    for up in (True, False):
        desk = await fresh_desk()
        people = desk.citizens(5)
        steps = a_life(people, desk.now)
        end = steps[-1][0] + timedelta(days=10)
        if not up:
            for step in steps:
                await say(desk, step)
        async with hosted(desk.world, now=desk.now if up else end, batch=6) as host:
            for step in steps if up else ():
                host.clock.tick(step[0])
                await eventually(lambda: at_rest(host), "timers first")
                await say(desk, step)
                await eventually(lambda: at_rest(host), "the message")
            host.clock.tick(end)
            await eventually(lambda: at_rest(host), "all done")
        cases.append([tuple(row) for row in await desk.db.fetch("SELECT * FROM tally ORDER BY citizen")])
        events = sorted(await desk.events(), key=lambda r: (r.key, int(told(r)["ce_sequence"])))
        told_by.append([(r.key.decode(), told(r)["ce_time"], r.value.decode()) for r in events])
    assert told_by[1] == told_by[0]
    assert cases[1] == cases[0]
    assert len(told_by[0]) > 20


async def test_a_timer_comes_before_a_message_of_later_polls_that_the_platform_learned_of_later(
    fresh_desk: FreshDesk,
) -> None:
    desk = await fresh_desk()
    who = desk.citizens(1)[0]
    on = desk.now.date() + timedelta(days=2)
    await desk.wake(who, on)
    await desk.count(who, "2024-03-20", recordedtime=instant(desk.now + timedelta(days=3)))
    async with hosted(desk.world, now=desk.now + timedelta(days=5), batch=1) as host:
        await eventually(lambda: at_rest(host), "all done")
    said = [json.loads(record.value)["due"] for record in await desk.events(who) if kind(record) == "DeadlineSet"]
    assert said == [str(on), "2024-03-20"]


COMMANDS_BEFORE_THE_LAST_TIMER = """
    SELECT count(*) FROM journal c WHERE c.subject = ANY($1::uuid[]) AND EXISTS (
        SELECT 1 FROM journal t WHERE t.shard = c.shard AND t.position > c.position AND NOT t.subject = ANY($1::uuid[]))"""


async def test_a_wave_of_timers_does_not_hold_up_commands(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    people, others = desk.citizens(5000), desk.citizens(20)
    due = desk.now + timedelta(days=1)
    shards = [int(who[-8:], 16) % 4 for who in people]
    async with hosted(desk.world, now=desk.now) as host:
        await eventually(lambda: at_rest(host), "shards taken")
    await desk.db.execute(
        "INSERT INTO timer (subject, kind, key, due_at, shard) SELECT s, 'count', 'a', $3, n "
        "FROM unnest($1::uuid[], $2::int[]) AS t (s, n)",
        people, shards, due,
    )  # fmt: skip
    async with hosted(desk.world, now=desk.now) as host:
        await eventually(lambda: at_rest(host), "shards taken")
        host.clock.tick(due)
        for who in others:
            await desk.count(who)
        await eventually(lambda: at_rest(host), "the wave", 60)
    assert await desk.tally(*people) == [1] * 5000
    assert await desk.tally(*others) == [1] * 20
    assert await desk.db.fetchval("SELECT count(*) FROM journal WHERE type LIKE '%DeadlineSet%'") == 5020
    assert await desk.db.fetchval("SELECT count(*) FROM subject WHERE next_due IS NOT NULL") == 0
    before = await desk.db.fetchval(COMMANDS_BEFORE_THE_LAST_TIMER, others)
    assert before, "commands were decided before the wave was over"
    assert counts(await desk.events(people[0])) == ["1"]
