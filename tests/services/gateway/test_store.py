"""The gateway's tables: what was saved is loaded again, as far as the messages of a batch need it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import msgspec

from contracts.common.v1 import CommandRefused, ParkedReleased, ReleaseParked
from contracts.registration.v1 import RegisterCitizen
from contracts.types import Group
from services.gateway.case import Case
from services.gateway.commands import FORGET
from services.gateway.store import GatewayStore
from shared.law.calendar import civil_date
from shared.law.decision import Message, TimerFired
from shared.runtime.ports import Transaction
from tests.services.gateway.records import NOW, command, decide, event, fresh_citizen
from tests.services.gateway.test_router import CLOSED, DEADLINE_SET, REGISTER, SET

STORE = GatewayStore()


async def batch(tx: Transaction, *messages: Message[Any]) -> dict[str, Case]:
    """Loads, decides, saves, as the runtime does."""
    wanted: dict[str, list[Message[Any]]] = {}
    for message in messages:
        wanted.setdefault(message.subject, []).append(message)
    before = await STORE.load(tx, wanted)
    after = dict(before)
    for message in messages:
        after[message.subject] = decide(after[message.subject], message, civil_date(message.time)).case
    await STORE.save(tx, {subject: (before[subject], after[subject]) for subject in wanted})
    return after


async def test_a_subject_never_seen_has_an_empty_case(tx: Transaction) -> None:
    subject = fresh_citizen()
    loaded = await STORE.load(tx, {subject: [command(SET, subject=subject)]})
    assert loaded == {subject: STORE.empty(subject)} == {subject: Case(subject)}


async def test_a_case_comes_back_as_it_was_saved(tx: Transaction) -> None:
    anna, bo = fresh_citizen(), fresh_citizen()
    messages = [
        command(REGISTER, subject=anna, id="k-1"), command(RegisterCitizen(group=Group.G3, jobcentre="46100"), subject=bo),
        command(SET, subject=anna, id="k-2"), command(SET, "jobcentre-70700", subject=anna, id="k-2"),
        command(ReleaseParked(service="slots", citizen=bo, message="m"), "ops", subject=bo, id="o-1"),
    ]  # fmt: skip
    after = await batch(tx, *messages)
    assert await STORE.load(tx, {anna: messages[:1] + messages[2:4], bo: [messages[1], messages[4]]}) == after


async def test_a_case_can_be_written_into_the_journal_and_read_from_it(tx: Transaction) -> None:
    anna = fresh_citizen()
    after = await batch(tx, command(REGISTER, subject=anna), command(SET, "jobcentre-70700", subject=anna))
    assert msgspec.json.decode(msgspec.json.encode(after[anna]), type=Case) == after[anna]


async def test_of_the_commands_only_those_are_loaded_that_the_messages_name(tx: Transaction) -> None:
    anna, bo = fresh_citizen(), fresh_citizen()
    await batch(
        tx, command(REGISTER, subject=anna, id="k-1"), command(SET, subject=anna, id="k-2"),
        command(CLOSED, subject=anna, id="k-3"), command(REGISTER, subject=bo, id="k-2"),
    )  # fmt: skip
    again = command(SET, subject=anna, id="k-2")
    answer = event(DEADLINE_SET, "deadlines", subject=anna, answers=3)
    loaded = await STORE.load(tx, {anna: [again, answer], bo: [event(DEADLINE_SET, "deadlines", subject=bo)]})
    assert set(loaded[anna].commands) == {"jobcentre-46100/k-2", "jobcentre-46100/k-3"}
    assert (loaded[anna].number, loaded[anna].sent, len(loaded[anna].claims)) == (
        3,
        {"registration": 1, "deadlines": 3},
        1,
    )
    assert loaded[bo].commands == {}


async def test_an_answer_and_the_places_of_a_repetition_are_kept(tx: Transaction) -> None:
    anna = fresh_citizen()
    await batch(tx, command(REGISTER, subject=anna), command(SET, subject=anna, id="k-2", place="a"))
    await batch(tx, command(SET, subject=anna, id="k-2", place="b"))
    no = CommandRefused(command="SetDeadline", command_id="k-2", code="NO", rule="DL-01", facts={"days": [7, None]})
    after = await batch(tx, event(no, "deadlines", subject=anna, answers=2))
    known = after[anna].commands["jobcentre-46100/k-2"]
    assert known.places == ("a", "b") and known.answer is not None and known.answer.facts == {"days": [7, None]}
    assert await STORE.load(tx, {anna: [command(SET, subject=anna, id="k-2")]}) == after


async def test_an_operators_command_is_found_by_what_the_event_correlates_with(tx: Transaction) -> None:
    anna = fresh_citizen()
    ask = ReleaseParked(service="slots", citizen=anna, message="m")
    await batch(tx, command(ask, "ops", subject=anna, id="o-1"))
    after = await batch(tx, event(ParkedReleased(message="m"), "slots", subject=anna, correlation="ops/o-1"))
    answer = after[anna].commands["ops/o-1"].answer
    assert answer is not None and answer.outcome == "accepted"


async def test_a_registration_that_was_refused_is_taken_out(tx: Transaction) -> None:
    anna = fresh_citizen()
    await batch(tx, command(REGISTER, subject=anna), command(replace(REGISTER, akasse="46"), subject=anna))
    no = CommandRefused(command="RegisterCitizen", command_id="k", code="NO")
    after = await batch(tx, event(no, "registration", subject=anna, answers=2))
    assert [claim.number for claim in after[anna].claims] == [1]
    assert (await STORE.load(tx, {anna: []}))[anna].claims == after[anna].claims


async def test_forgetting_leaves_what_is_open_or_young(tx: Transaction) -> None:
    anna, april = fresh_citizen(), NOW + timedelta(days=40)
    await batch(
        tx, command(REGISTER, subject=anna, id="answered"), command(SET, subject=anna, id="open"),
        command(SET, "jobcentre-70700", subject=anna, id="young", time=april),
    )  # fmt: skip
    await batch(
        tx, event(CommandRefused(command="x", command_id="x", code="NO"), "registration", subject=anna, answers=1)
    )
    fired = TimerFired(FORGET, "2024-03", april)
    after = await batch(tx, Message("time", "time", "timer", anna, april, fired, april))
    left = await tx.fetch("SELECT id FROM command WHERE subject = $1 ORDER BY id", anna)
    assert [row["id"] for row in left] == ["open", "young"]
    assert (await STORE.load(tx, {anna: []}))[anna].cleared == after[anna].cleared


async def test_a_command_forgotten_and_sent_again_is_a_new_one(tx: Transaction) -> None:
    anna, later = fresh_citizen(), NOW + timedelta(days=90)
    await batch(tx, command(REGISTER, subject=anna))
    await batch(tx, command(SET, "jobcentre-70700", subject=anna, id="k-1"))
    fired = Message("time", "time", "timer", anna, later, TimerFired(FORGET, "2024-03", later), later)
    after = await batch(tx, fired, command(SET, "jobcentre-70700", subject=anna, id="k-1", time=later))
    assert after[anna].commands["jobcentre-70700/k-1"].seen_at == later
    [row] = await tx.fetch("SELECT seen_at FROM command WHERE subject = $1 AND source = 'jobcentre-70700'", anna)
    assert row["seen_at"] == later


async def test_a_case_that_did_not_change_writes_nothing(tx: Transaction) -> None:
    anna = fresh_citizen()
    await batch(tx, command(REGISTER, subject=anna))
    before = await tx.fetchval("SELECT xmin::text || ctid::text FROM counter WHERE subject = $1", anna)
    await batch(tx, event(DEADLINE_SET, "deadlines", subject=anna))
    assert await tx.fetchval("SELECT xmin::text || ctid::text FROM counter WHERE subject = $1", anna) == before


async def test_dates_come_back_as_dates(tx: Transaction) -> None:
    anna = fresh_citizen()
    await batch(tx, command(replace(REGISTER, on=date(2024, 2, 29)), subject=anna))
    [claim] = (await STORE.load(tx, {anna: []}))[anna].claims
    assert claim.since == date(2024, 2, 29)
