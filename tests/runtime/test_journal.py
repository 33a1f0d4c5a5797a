"""Guarantee 4: the journal is outbox, audit trail and replay source in one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec import Raw
from pydantic import SecretStr

from contracts.common.v1 import CommandAccepted
from contracts.deadlines.v1 import DeadlineSet
from shared.law.decision import Decider, Decision, Message, To
from shared.runtime import journal
from shared.runtime.offsets import Move, Shard
from shared.runtime.parking import Work
from shared.runtime.ports import Row
from shared.runtime.wire import Taken
from tests.runtime.conftest import AUTHORITIES, FreshDesk
from tests.support.desk import Desk, desk_of
from tests.support.eventually import eventually
from tests.support.host import hosted, settings_of
from tests.support.stack import MakeWorld
from tests.support.tally import Tally, app


async def test_the_journal_refuses_to_be_written_outside_a_transaction(desk: Desk) -> None:
    with pytest.raises(journal.NotInTransaction):
        await journal.write(desk.db, [])
    line = (0, 10**9, None, 0, None, "k", "t", "{}", b"", None, None, desk.now)
    with pytest.raises(journal.NotInTransaction):
        await journal.write(desk.db, [line])
    assert not await desk.db.fetchval("SELECT count(*) FROM journal WHERE position = 1000000000")


async def test_positions_have_no_gaps_and_the_topic_says_what_the_journal_says(desk: Desk) -> None:
    people = desk.citizens(10)
    for number in range(3):
        for who in people:
            await desk.count(who, "2024-04-03" if number == 1 else "2024-03-12")
    await desk.settled()
    await desk.assert_sound()
    for who in people:
        assert await desk.types(who) == ["DeadlineSet", "CommandRefused", "DeadlineSet"]
    rows = await desk.db.fetch("SELECT * FROM journal WHERE subject = $1 ORDER BY position", people[0])
    assert [row["sequence"] for row in rows] == [1, 2, 3]
    assert all(row["input"] for row in rows), "what was decided upon stands beside what was decided"
    assert b'"DL-01"' in rows[0]["body"], "the basis travels with the event"


def copy(case: Tally, message: Message[DeadlineSet], today: Any) -> Decision[Tally]:
    return Decision(replace(case, count=case.count + 1))


async def test_a_cursor_set_back_by_hand_publishes_again_and_nobody_downstream_counts_twice(
    make_world: MakeWorld,
) -> None:
    world = await make_world("down", AUTHORITIES, services=("deadlines", "sanctions"))
    settings = settings_of(world)
    downstream = replace(
        app(settings), name="sanctions", inputs=("deadlines.events",), decide=Decider({DeadlineSet: copy})
    )
    other = SecretStr(world.database_url("sanctions"))
    async with desk_of(world) as desk:
        people = desk.citizens(8)
        async with hosted(world, now=desk.now, what=downstream, database=other) as reader:
            async with hosted(world, now=desk.now) as host:
                for who in people:
                    await desk.count(who)
                    await desk.count(who)
                await eventually(lambda: _has(lambda: host.publisher.published, 16), "sent")
                await eventually(lambda: _has(lambda: reader.worker.handled, 16), "read")
            await desk.db.execute("UPDATE shard SET cursor = 0")
            async with hosted(world, now=desk.now) as host:
                await eventually(lambda: _has(lambda: host.publisher.published, 16), "sent again")
                await eventually(lambda: _has(lambda: reader.metric("repeated", "deadlines.events"), 16), "dropped")
                await eventually(lambda: _is(lambda: host.publisher.unpublished, 0), "the cursor follows")
            for who in people:
                rows = await reader.pool.fetch("SELECT count FROM tally WHERE citizen = $1", who)
                assert [row["count"] for row in rows] == [2]
        assert len(await desk.outside.read(desk.topics.events("deadlines"))) >= 32
        await desk.assert_sound()


async def test_a_worker_that_lost_its_shards_publishes_nothing_more(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    async with hosted(desk.world, now=desk.now) as host:
        await eventually(lambda: _is(lambda: len(host.worker.owned), 4), "shards taken")
        shard = host.worker.owned[0]
        host.publisher.forget()
        row = Row(0, 1, "deadlines.events", desk.citizens(1, shard=0)[0], "t", b"{}")
        host.publisher.put(shard, 1, [row])
        assert await host.publisher.drain(5)
        assert host.publisher.published == 0
    assert not await desk.outside.read(desk.topics.events("deadlines"))


async def _has(value: Callable[[], float], wanted: float) -> bool:
    """At least that many: who loses a shard for a moment publishes once more what lies beyond the cursor."""
    return value() >= wanted


async def _is(value: Callable[[], float], wanted: float) -> bool:
    return value() == wanted


def test_of_a_decision_that_cannot_be_encoded_whole_no_row_and_no_sequence_is_left() -> None:
    now = datetime(2024, 3, 1, 12, tzinfo=UTC)
    journalist = journal.Journalist("deadlines", now)
    move, work = Move(Shard(0, 1, 0, 0), 0), Work("11111111-1111-4111-8111-111111111111", 0)
    taken = Taken("deadlines.commands", "p", "i", "t", "s", work.subject, now, now, Raw(b"{}"), number=1)
    said = CommandAccepted(command="SetDeadline", command_id="i")
    journalist.write(move, work, taken, Decision(None, (said,)), "")
    broken = Decision(None, (said, To("deadlines.elsewhere", body=object(), type="x"), To("out.x", body={}, type="x")))
    with pytest.raises(TypeError):
        journalist.write(move, work, taken, broken, "")
    assert (move.position, len(journalist.lines), len(journalist.rows)) == (1, 1, 1)
    assert work.book.sent == {"deadlines.events": 1}


def test_what_a_message_says_of_itself_never_hides_which_command_it_helps_to_finish() -> None:
    now = datetime(2024, 3, 1, 12, tzinfo=UTC)
    journalist = journal.Journalist("deadlines", now)
    move, work = Move(Shard(0, 1, 0, 0), 0), Work("11111111-1111-4111-8111-111111111111", 0)
    taken = Taken("deadlines.commands", "p", "i", "SetDeadline", "s", work.subject, now, now, Raw(b"{}"), number=7)
    own = {"ce_number": "1", "ce_recordedtime": "x", "ce_id": "chosen"}
    journalist.write(move, work, taken, Decision(None, (To("deadlines.elsewhere", {}, type="x", headers=own),)), "")
    headers = journalist.rows[0].headers
    assert (headers["ce_number"], headers["ce_recordedtime"]) == ("7", "2024-03-01T12:00:00Z")
    assert headers["ce_id"] == "chosen", "an id that a service gives stands"
