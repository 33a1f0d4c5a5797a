"""What is saved comes back, and a supply read in part is decided upon like the whole."""

import dataclasses
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from contracts.slots.v1 import (
    AskTimes,
    BookInterview,
    ClaimSlot,
    PublishSlots,
    ReleaseSlot,
    Slot,
    SummonInterview,
    WithdrawSlots,
)
from contracts.types import Channel, Form, Group, InterviewType, Party
from services.slots.case import Case, Citizen, Claim, Deadline, Demand, Offer, Supply
from services.slots.decide import decide
from services.slots.interview import Interview, Origin, Outcome
from services.slots.policy import OFFERED
from services.slots.store import SlotStore
from services.slots.told import Hours, Kind, Period, Right, Told
from shared.law.calendar import civil_date
from shared.law.decision import Message, derived
from shared.law.value import replace
from shared.runtime.database import Pool, transaction
from tests.services.slots.test_never_twice import ids, slots, starts
from tests.services.slots.world import ANNA, BO, JOBCENTRE, PLANNER, SUPPLY, at, slot

STORE = SlotStore()
FIRST, SECOND = sorted([derived("first"), derived("second")])
THIRD = derived("third")
OTHER = derived("supply", "jobcentre-70700")


def message(subject: str, body: Any, source: str = PLANNER) -> Message[Any]:
    now = at("2024-03-04 10:00")
    return Message("m-1", source, type(body).__name__, subject, now, body, now)


async def saved(pool: Pool, cases: Mapping[str, tuple[Case, Case]]) -> None:
    async with transaction(pool) as tx:
        await STORE.save(tx, cases)


async def loaded(pool: Pool, *messages: Message[Any]) -> dict[str, Case]:
    wanted: dict[str, list[Message[Any]]] = {}
    for each in messages:
        wanted.setdefault(each.subject, []).append(each)
    async with transaction(pool) as tx:
        return await STORE.load(tx, wanted)


def full() -> Citizen:
    """A citizen with everything that can be known."""
    day = at("2024-03-04 10:00").date()
    kind = InterviewType.JOB
    summons = SummonInterview(starts_at=at("2024-03-08 09:00"), staff="s-9", channel=Channel.LETTER, place="Torvet 1")
    return Citizen(
        ANNA,
        jobcentre="46100",
        claim=Claim(derived("claim"), "t-3", JOBCENTRE, at("2024-03-06 09:30"), JOBCENTRE, summons),
        demand=Demand(day, day + timedelta(days=10), binding=False),
        interviews=(
            Interview(FIRST, "t-1", JOBCENTRE, at("2024-03-14 09:00"), kind, Form.VIDEO),
            Interview(
                SECOND,
                None,
                JOBCENTRE,
                at("2024-03-14 23:00"),
                InterviewType.JOINT,
                origin=Origin.UNPLANNED,
                outcome=Outcome.HELD,
                said_at=at("2024-03-22 12:00"),
                with_akasse=True,
            ),
        ),
        deadlines=(
            Deadline(FIRST, day, day, day + timedelta(days=7), kind, FIRST, at("2024-03-05 09:30")),
            Deadline(SECOND, day, day + timedelta(days=8), day + timedelta(days=15), InterviewType.FOLLOW_UP),
        ),
        registered_on=day,
        cancelled=(
            Interview(
                THIRD,
                "own.t",
                JOBCENTRE,
                at("2024-03-08 09:00"),
                kind,
                origin=Origin.SUMMONED,
                rebook_until=at("2024-03-07 09:00"),
                outcome=Outcome.CANCELLED,
                said_at=at("2024-03-06 09:00"),
            ),
        ),
        told=Told(
            Group.G1,
            "05",
            (
                Period(day, Party.A_KASSE, "akasse-05"),
                Period(day + timedelta(days=90), Party.JOBCENTRE, JOBCENTRE, False),
            ),
            (Right(FIRST, Kind.EXEMPT, day, day + timedelta(days=9)), Right(SECOND, Kind.DEPRIVED, day)),
            (Hours(day, None, "00:00", "09:00"),),
        ),
    )


async def test_a_citizen_comes_back_as_saved(pool: Pool) -> None:
    case = full()
    await saved(pool, {ANNA: (Citizen(ANNA), case), BO: (Citizen(BO), Citizen(BO, jobcentre="70700"))})
    book = BookInterview(slot="t-1")
    found = await loaded(pool, message(ANNA, book), message(BO, book), message(FIRST, book))
    assert found == {ANNA: case, BO: Citizen(BO, jobcentre="70700"), FIRST: Citizen(FIRST)}


async def test_what_a_citizen_has_no_more_is_gone_and_what_changed_is_changed(pool: Pool) -> None:
    case = full()
    await saved(pool, {ANNA: (Citizen(ANNA), case)})
    gone = replace(case.interviews[1], outcome=Outcome.CANCELLED)
    met = replace(case.deadlines[1], fulfilled_by=SECOND)
    after = replace(case, claim=None, demand=None, interviews=(), deadlines=(met,), cancelled=(gone,), told=Told())
    await saved(pool, {ANNA: (case, after)})
    assert await loaded(pool, message(ANNA, BookInterview(slot="t-1"))) == {ANNA: after}


def booked(time: Slot, supplier: str = JOBCENTRE) -> Offer:
    return Offer(supplier, time, FIRST, ANNA)


async def test_a_supply_comes_back_as_saved_as_far_as_it_was_asked_for(pool: Pool) -> None:
    free = Offer(JOBCENTRE, slot("t-1", "2024-03-14 09:00", form=Form.VIDEO, interview_type=InterviewType.JOINT))
    taken, unasked = booked(slot("t-2", "2024-03-14 10:00")), Offer(JOBCENTRE, slot("t-3", "2024-03-14 11:00"))
    elsewhere = booked(slot("t-1", "2024-03-14 09:00"), "jobcentre-70700")
    mine = Supply(SUPPLY, {"t-1": free, "t-2": taken, "t-3": unasked})
    theirs = Supply(OTHER, {"t-1": elsewhere})
    await saved(pool, {SUPPLY: (Supply(SUPPLY), mine), OTHER: (Supply(OTHER), theirs)})
    found = await loaded(
        pool,
        message(SUPPLY, ClaimSlot(slot="t-1", interview=FIRST, citizen=ANNA)),
        message(SUPPLY, ReleaseSlot(slot="t-2", interview=FIRST)),
        message(OTHER, WithdrawSlots(slots=("t-1", "t-9"))),
    )
    assert found == {SUPPLY: Supply(SUPPLY, {"t-1": free, "t-2": taken}), OTHER: theirs}


async def test_publishing_reads_the_same_staff_at_those_hours_and_nobody_else(pool: Pool) -> None:
    times = [
        slot("long", "2024-03-14 04:00", 480),
        slot("before", "2024-03-14 12:00", 60),
        slot("within", "2024-03-14 13:10", 10),
        slot("other", "2024-03-14 13:00", staff="s-8"),
        slot("after", "2024-03-14 14:00"),
    ]
    offers = {time.slot: Offer(JOBCENTRE, time) for time in times}
    await saved(pool, {SUPPLY: (Supply(SUPPLY), Supply(SUPPLY, offers))})

    async def read(start: str) -> set[str]:
        (found,) = (await loaded(pool, message(SUPPLY, PublishSlots(slots=(slot("new", start, 60),))))).values()
        assert isinstance(found, Supply)
        return set(found.offers)

    assert await read("2024-03-14 13:00") == {"within"}
    assert await read("2024-03-14 11:30") == {"long", "before"}
    assert await read("2024-03-14 13:15") == {"within", "after"}


async def test_withdrawn_times_are_gone_and_a_booking_is_written(pool: Pool) -> None:
    before = Supply(SUPPLY, {id: Offer(JOBCENTRE, slot(id, f"2024-03-14 1{id[-1]}:00")) for id in ("t-1", "t-2")})
    await saved(pool, {SUPPLY: (Supply(SUPPLY), before)})
    after = Supply(SUPPLY, {"t-2": replace(before.offers["t-2"], interview=FIRST, citizen=ANNA)})
    await saved(pool, {SUPPLY: (before, after)})
    assert await loaded(pool, message(SUPPLY, WithdrawSlots(slots=("t-1", "t-2")))) == {SUPPLY: after}


async def test_two_times_may_change_places_in_one_batch(pool: Pool) -> None:
    nine, ten = "2024-03-14 09:00", "2024-03-14 09:30"
    before = Supply(
        SUPPLY, {"t-1": Offer(JOBCENTRE, slot("t-1", nine)), "t-3": Offer(JOBCENTRE, slot("t-3", ten, 5, "s-8"))}
    )
    await saved(pool, {SUPPLY: (Supply(SUPPLY), before)})
    after = Supply(
        SUPPLY, {"t-1": Offer(JOBCENTRE, slot("t-1", ten, 5, "s-8")), "t-3": Offer(JOBCENTRE, slot("t-3", nine))}
    )
    await saved(pool, {SUPPLY: (before, after)})
    assert await loaded(pool, message(SUPPLY, WithdrawSlots(slots=("t-1", "t-3")))) == {SUPPLY: after}


async def test_the_database_itself_lets_nobody_be_asked_for_twice_at_once(pool: Pool) -> None:
    await saved(pool, {SUPPLY: (Supply(SUPPLY), Supply(SUPPLY, {"t-1": booked(slot("t-1", "2024-03-14 09:00"))}))})
    for other in (slot("t-2", "2024-03-14 09:45"), slot("t-3", "2024-03-14 09:00", staff="s-8")):
        await saved(pool, {SUPPLY: (Supply(SUPPLY), Supply(SUPPLY, {other.slot: Offer(JOBCENTRE, other)}))})
    clash = Offer(JOBCENTRE, slot("t-4", "2024-03-14 09:44"))
    with pytest.raises(asyncpg.ExclusionViolationError):
        await saved(pool, {SUPPLY: (Supply(SUPPLY), Supply(SUPPLY, {"t-4": clash}))})


async def test_other_authorities_may_use_the_same_references(pool: Pool) -> None:
    time = slot("t-1", "2024-03-14 09:00")
    mine, theirs = Supply(SUPPLY, {"t-1": booked(time)}), Supply(OTHER, {"t-1": Offer("jobcentre-70700", time)})
    await saved(pool, {SUPPLY: (Supply(SUPPLY), mine), OTHER: (Supply(OTHER), theirs)})
    claim = ClaimSlot(slot="t-1", interview=SECOND, citizen=BO)
    assert await loaded(pool, message(SUPPLY, claim), message(OTHER, claim)) == {SUPPLY: mine, OTHER: theirs}


async def test_a_question_reads_as_many_free_times_as_the_batch_may_need_and_no_more(pool: Pool) -> None:
    start = at("2024-03-15 09:00")
    times = [slot(f"t-{n}", start + timedelta(hours=n)) for n in range(40)]
    taken = [booked(slot("taken", "2024-03-15 09:00", staff="s-8"))]
    others = [Offer(JOBCENTRE, slot("joint", "2024-03-15 09:00", staff="s-9", interview_type=InterviewType.JOINT))]
    own = [replace(booked(slot("own", "2024-05-15 09:00")), published=False)]
    last = [booked(slot("last", "2024-04-15 09:00"))]
    offers = {
        each.slot.slot: each for each in [*(Offer(JOBCENTRE, time) for time in times), *taken, *others, *own, *last]
    }
    await saved(pool, {SUPPLY: (Supply(SUPPLY), Supply(SUPPLY, offers))})
    asked = AskTimes(
        citizen=ANNA,
        requested_on=start.date(),
        hold_by=start.date() + timedelta(days=10),
        since=start,
        until=start + timedelta(days=10),
        now=start + timedelta(hours=20, minutes=30),
    )
    claim = ClaimSlot(slot="t-30", interview=FIRST, citizen=ANNA)
    found = (await loaded(pool, message(SUPPLY, claim), message(SUPPLY, asked)))[SUPPLY]
    assert isinstance(found, Supply)
    most = OFFERED + 1
    soonest, bookable = {f"t-{n}" for n in range(most)}, {f"t-{n}" for n in range(21, 21 + most)}
    latest = {"last", *(f"t-{n}" for n in range(39, 39 - most + 1, -1))}
    assert set(found.offers) == soonest | bookable | latest | {"t-30"}


asks = some.builds(
    lambda since, hours, late: AskTimes(
        citizen=ANNA,
        requested_on=since.date(),
        hold_by=since.date(),
        since=since,
        until=since + timedelta(hours=hours),
        now=since + timedelta(minutes=late),
    ),
    starts,
    some.integers(0, 3),
    some.sampled_from([0, 20]),
)
claims = some.builds(
    lambda own, citizen: ClaimSlot(slot=own.slot, interview=FIRST, citizen=citizen, own=own, supplier=JOBCENTRE),
    slots.map(lambda each: dataclasses.replace(each, slot=f"own.{each.slot}")),
    some.just(ANNA),
)
requests = some.lists(
    some.one_of(
        asks,
        claims,
        some.builds(PublishSlots, slots=some.lists(slots, min_size=1, max_size=3).map(tuple)),
        some.builds(WithdrawSlots, slots=some.lists(ids, min_size=1, max_size=2).map(tuple)),
        some.builds(ClaimSlot, slot=ids, interview=some.sampled_from([FIRST, SECOND]), citizen=some.just(ANNA)),
        some.builds(
            ReleaseSlot, slot=some.one_of(ids, ids.map("own.{}".format)), interview=some.sampled_from([FIRST, SECOND])
        ),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=some.lists(requests, min_size=1, max_size=5))
async def test_a_part_of_a_supply_is_decided_upon_like_the_whole(pool: Pool, history: list[list[Any]]) -> None:
    """Batch after batch: read a part, decide, save; beside it the same with everything in memory."""
    async with pool.acquire() as connection:
        await connection.execute("TRUNCATE slot")
    whole: Case = Supply(SUPPLY)
    for batch in history:
        messages = [message(SUPPLY, body) for body in batch]
        before = part = (await loaded(pool, *messages))[SUPPLY]
        for each in messages:
            today = civil_date(each.time)
            mine, theirs = decide(part, each, today), decide(whole, each, today)
            assert (mine.events, mine.refusal, mine.pending) == (theirs.events, theirs.refusal, theirs.pending)
            part, whole = mine.case, theirs.case
        await saved(pool, {SUPPLY: (before, part)})
    assert isinstance(whole, Supply)
    named = tuple(f"{own}t-{n}" for own in ("", "own.") for n in range(1, 5))
    everything = (await loaded(pool, message(SUPPLY, WithdrawSlots(slots=named))))[SUPPLY]
    assert everything == whole
