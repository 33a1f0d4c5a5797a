"""Times for *straksbooking*: a few, or none; of whoever is responsible; and nothing to somebody who no longer waits."""

from datetime import date

import pytest

from contracts.registration.v1 import (
    ImmediateBookingAskedAgain,
    ImmediateBookingRequired,
    ImmediateBookingWithdrawn,
    JobseekerReRegistered,
)
from contracts.slots.v1 import BookInterview, ImmediateTimesOffered, NoImmediateTimes, PublishSlots, Slot, WithdrawSlots
from contracts.topics import supply_of
from contracts.types import Group, InterviewType
from services.slots.policy import OFFERED
from tests.services.slots.lives import Life, offering, registered, told_responsible
from tests.services.slots.world import ANNA, BO, JOBCENTRE, PLANNER, SUPPLY, World, at, code, joint, slot

FIRST, LAST = date(2024, 3, 15), date(2024, 3, 25)
ASKED = "2024-03-15 08:00"
WINDOW = {"requested_on": FIRST, "hold_by": LAST}
REQUIRED = ImmediateBookingRequired(requested_on=FIRST, hold_by=LAST)
AGAIN = JobseekerReRegistered(effective=FIRST, deregistered_on=date(2024, 3, 10), days_unregistered=5)
BEYOND = slot("t-beyond", "2024-03-26 09:00")


def follow_up(id: str, starts_at: str) -> Slot:
    return slot(id, starts_at, interview_type=InterviewType.FOLLOW_UP)


def require(life: Life, time: str = ASKED, settle: bool = True) -> list[object]:
    """What the citizen is told when a booking is demanded."""
    seen = len(life.world.events)
    life.tell(REQUIRED, time)
    if settle:
        life.world.settle()
    return life.world.events[seen:]


def test_a_few_times_are_offered_the_soonest_first() -> None:
    many = [slot(f"t-{n}", f"2024-03-{25 - n} 09:00") for n in range(OFFERED + 2)]
    (offered,) = require(registered(offering(*many), ANNA))
    assert offered == ImmediateTimesOffered(**WINDOW, slots=tuple(reversed(many))[:OFFERED])


@pytest.mark.parametrize(
    ("starts_at", "offered"),
    [
        ("2024-03-15 07:59", False),  # has begun
        ("2024-03-15 08:00", True),
        ("2024-03-25 22:59", True),
        ("2024-03-25 23:00", False),  # the 26th in Denmark
    ],
)
def test_a_time_lies_between_the_question_and_the_end_of_the_tenth_day(starts_at: str, offered: bool) -> None:
    anna = registered(offering(slot("t-1", starts_at), BEYOND), ANNA)
    (told,) = require(anna)
    assert isinstance(told, ImmediateTimesOffered if offered else NoImmediateTimes)


def test_taken_times_and_other_types_are_not_offered() -> None:
    world = offering(slot("t-1", "2024-03-18 09:00"), joint("t-2", "2024-03-19 09:00"))
    registered(world, BO).book("t-1")
    assert require(registered(world, ANNA)) == [NoImmediateTimes(**WINDOW)]


@pytest.mark.parametrize("published", [(), (slot("t-1", "2024-03-14 09:00"),)])
def test_of_a_diary_that_nobody_has_opened_for_those_days_it_is_said_when_they_are_over(
    published: tuple[Slot, ...],
) -> None:
    anna = registered(offering(*published) if published else World(), ANNA)
    assert require(anna) == []
    assert anna.world.passes("2024-03-25 23:09") == []
    assert anna.world.passes("2024-03-25 23:10") == [NoImmediateTimes(**WINDOW)]


def test_whoever_asks_again_of_an_unopened_diary_loses_no_day_by_it() -> None:
    anna = registered(World(), ANNA)
    require(anna)
    anna.must_book_by("2024-03-30", "2024-03-20")
    assert anna.world.passes("2024-03-26 08:00") == [NoImmediateTimes(**WINDOW)]


@pytest.mark.parametrize("over", [ImmediateBookingWithdrawn(**WINDOW), AGAIN])
def test_whoever_waits_no_more_hears_nothing_when_the_days_are_over(over: object) -> None:
    anna = registered(World(), ANNA)
    require(anna)
    anna.tell(over, "2024-03-18 08:00")
    assert anna.world.passes("2024-03-27 08:00") == []


def test_whoever_was_offered_the_funds_times_meanwhile_waits_for_a_booking() -> None:
    anna = registered(World(), ANNA)
    require(anna)
    fund = (slot("f-1", "2024-03-19 09:00"),)
    anna.world.ask(supply_of("akasse-05"), PublishSlots(slots=fund), ASKED, "planner-05")
    fund_until(anna, "2024-07-01")
    assert anna.world.passes("2024-03-27 08:00") == []


def test_a_follow_up_interview_in_the_window_is_not_what_is_demanded() -> None:
    anna = registered(offering(slot("t-1", "2024-03-18 09:00"), follow_up("t-2", "2024-03-19 09:00")), ANNA)
    anna.book("t-2", "2024-03-10 09:00")
    assert isinstance(require(anna)[-1], ImmediateTimesOffered)


def test_whoever_no_longer_waits_is_told_nothing() -> None:
    over = (
        ImmediateBookingWithdrawn(**WINDOW),
        JobseekerReRegistered(effective=FIRST, deregistered_on=FIRST, days_unregistered=0),
        ImmediateBookingRequired(requested_on=date(2024, 3, 16), hold_by=date(2024, 3, 26)),
    )
    for event in over:
        anna = registered(offering(slot("t-1", "2024-03-18 09:00")), ANNA)
        require(anna, settle=False)
        anna.tell(event, ASKED)
        anna.world.settle()
        told = [each for each in anna.world.events if isinstance(each, ImmediateTimesOffered)]
        assert [each.requested_on for each in told] == ([date(2024, 3, 16)] if event == over[2] else [])


def test_whoever_has_booked_meanwhile_is_told_nothing() -> None:
    anna = registered(offering(slot("t-1", "2024-03-18 09:00")), ANNA)
    anna.world.send(ANNA, BookInterview(slot="t-1"), "2024-03-15 07:00")
    assert [type(each).__name__ for each in require(anna)] == ["InterviewBooked"]


def test_times_published_after_the_question_may_be_booked_like_any_other() -> None:
    anna = registered(offering(BEYOND), ANNA)
    assert require(anna) == [NoImmediateTimes(**WINDOW)]
    anna.world.ask(SUPPLY, PublishSlots(slots=(slot("t-1", "2024-03-18 09:00"),)), "2024-03-15 09:00", PLANNER)
    assert anna.book("t-1", "2024-03-15 10:00").slot == "t-1"


def test_a_request_known_late_is_answered_by_what_was_free_then() -> None:
    anna = registered(offering(slot("t-1", "2024-03-18 09:00"), slot("t-2", "2024-03-20 09:00")), ANNA)
    (offered,) = require(anna, "2024-03-19 08:00")
    assert isinstance(offered, ImmediateTimesOffered)
    assert [each.slot for each in offered.slots] == ["t-2"]


def test_when_every_time_has_begun_before_the_request_was_known_there_was_none_to_choose() -> None:
    anna = registered(offering(slot("t-1", "2024-03-18 09:00")), ANNA)
    assert require(anna, "2024-03-28 08:00") == []
    assert anna.world.passes("2024-03-28 08:00") == [NoImmediateTimes(**WINDOW)]
    assert require(registered(offering(BEYOND), ANNA), "2024-03-28 08:00") == [NoImmediateTimes(**WINDOW)]


def fund_until(life: Life, last: str) -> None:
    told_responsible(life, ("2024-01-08", "akasse-05"), (last, JOBCENTRE), time="2024-03-10 08:00")


def test_the_times_are_those_of_whoever_is_responsible() -> None:
    anna = registered(offering(slot("t-1", "2024-03-18 09:00")), ANNA)
    fund_until(anna, "2024-07-01")
    fund = (slot("f-1", "2024-03-19 09:00"),)
    anna.world.ask(supply_of("akasse-05"), PublishSlots(slots=fund), "2024-03-10 08:00", "planner-05")
    assert require(anna) == [ImmediateTimesOffered(**WINDOW, slots=fund)]


@pytest.mark.parametrize("start", ["2024-03-20 09:00", "2024-03-19 09:00"])
def test_within_the_ten_days_the_handover_leads_from_the_funds_times_to_the_jobcentres(start: str) -> None:
    """The jobcentre is responsible from 20 March on; a time of its own on the 19th is not for her."""
    anna = registered(offering(slot("t-1", start), BEYOND), ANNA)
    fund_until(anna, "2024-03-20")
    anna.world.ask(supply_of("akasse-05"), PublishSlots(slots=(BEYOND,)), "2024-03-10 08:00", "planner-05")
    (told,) = require(anna)
    assert isinstance(told, ImmediateTimesOffered if start.startswith("2024-03-20") else NoImmediateTimes)


def test_when_another_becomes_responsible_while_the_demand_waits_its_times_are_offered_too() -> None:
    anna = registered(offering(BEYOND), ANNA)
    assert require(anna) == [NoImmediateTimes(**WINDOW)]
    fund = (slot("f-1", "2024-03-19 09:00"),)
    anna.world.ask(supply_of("akasse-05"), PublishSlots(slots=fund), ASKED, "planner-05")
    seen = len(anna.world.events)
    fund_until(anna, "2024-07-01")
    assert anna.world.events[seen:] == [ImmediateTimesOffered(**WINDOW, slots=fund)]


ASKED_AGAIN = ImmediateBookingAskedAgain(**WINDOW)


def waiting_for_a_time_that_bo_takes(*more: Slot) -> Life:
    world = offering(slot("t-1", "2024-03-18 09:00"), *more, BEYOND)
    anna = registered(world, ANNA)
    require(anna)
    registered(world, BO).book("t-1", "2024-03-15 08:30")
    return anna


@pytest.mark.parametrize("left", [(), (slot("t-2", "2024-03-19 09:00"),)])
def test_whoever_asks_again_that_day_is_told_what_is_left_of_the_times(left: tuple[Slot, ...]) -> None:
    anna = waiting_for_a_time_that_bo_takes(*left)
    anna.tell(ASKED_AGAIN, "2024-03-15 09:00")
    anna.world.settle()
    told = ImmediateTimesOffered(**WINDOW, slots=left) if left else NoImmediateTimes(**WINDOW)
    assert anna.world.events[-1] == told


@pytest.mark.parametrize("left", [(), (slot("t-2", "2024-03-19 09:00"),)])
def test_whoever_finds_the_time_taken_is_told_what_is_left(left: tuple[Slot, ...]) -> None:
    anna = waiting_for_a_time_that_bo_takes(*left)
    assert code(anna.book("t-1", "2024-03-15 09:00")) == "SLOT_TAKEN"
    told = ImmediateTimesOffered(**WINDOW, slots=left) if left else NoImmediateTimes(**WINDOW)
    assert anna.world.events[-1] == told


def test_whoever_finds_a_time_taken_on_a_later_day_asks_again_for_that_day() -> None:
    anna = waiting_for_a_time_that_bo_takes()
    seen = len(anna.world.events)
    assert code(anna.book("t-1", "2024-03-16 09:00")) == "SLOT_TAKEN"
    assert anna.world.events[seen:] == []


@pytest.mark.parametrize("over", [AGAIN, ImmediateBookingWithdrawn(**WINDOW)])
def test_whoever_waits_no_more_is_not_told_what_is_left(over: object) -> None:
    anna = waiting_for_a_time_that_bo_takes()
    anna.tell(over, "2024-03-15 08:40")
    seen = len(anna.world.events)
    anna.tell(ASKED_AGAIN, "2024-03-15 09:00")
    anna.world.settle()
    assert anna.world.events[seen:] == []


def test_a_return_of_long_ago_told_late_leaves_the_demand() -> None:
    anna = registered(offering(slot("t-1", "2024-03-18 09:00"), BEYOND), ANNA)
    require(anna)
    old = JobseekerReRegistered(
        effective=date(2024, 2, 15), deregistered_on=date(2024, 2, 10), days_unregistered=5, out_again=True
    )
    anna.tell(old, "2024-03-15 09:00")
    assert code(anna.book("t-beyond", "2024-03-15 10:00")) == "NOT_WITHIN_TEN_DAYS"


def test_a_withdrawn_time_is_not_offered() -> None:
    anna = registered(offering(slot("t-1", "2024-03-18 09:00"), BEYOND), ANNA)
    anna.world.ask(SUPPLY, WithdrawSlots(slots=("t-1",)), at(ASKED), PLANNER)
    assert require(anna) == [NoImmediateTimes(**WINDOW)]


SOON = ImmediateBookingRequired(requested_on=FIRST, hold_by=LAST, registered=True)


def test_whoever_is_registered_all_the_same_is_offered_times_and_bound_to_no_day() -> None:
    anna = registered(offering(slot("t-1", "2024-03-18 09:00"), BEYOND), ANNA, group=Group.G2)
    anna.tell(SOON, ASKED)
    anna.tell(AGAIN, ASKED)
    anna.world.settle()
    assert isinstance(anna.world.events[-1], ImmediateTimesOffered)
    assert anna.book("t-beyond", "2024-03-15 10:00").slot == "t-beyond"
    assert anna.world.citizen(ANNA).demand is None


def test_whoever_is_registered_all_the_same_needs_no_word_that_there_are_no_times() -> None:
    anna = registered(offering(BEYOND), ANNA, group=Group.G2)
    anna.tell(SOON, ASKED)
    anna.world.settle()
    assert not [each for each in anna.world.events if isinstance(each, NoImmediateTimes)]


def test_of_a_demand_whose_days_are_over_nobody_is_asked_again() -> None:
    anna = registered(offering(BEYOND), ANNA)
    require(anna)
    anna.world.ask(supply_of("akasse-05"), PublishSlots(slots=(slot("f-1", "2024-03-19 09:00"),)), ASKED, "planner-05")
    told_responsible(anna, ("2024-01-08", "akasse-05"), time="2024-03-26 08:00")
    assert not [each for each in anna.world.events if isinstance(each, ImmediateTimesOffered)]


def test_a_demand_withdrawn_after_another_has_come_leaves_that_one() -> None:
    anna = registered(offering(slot("t-1", "2024-03-18 09:00")), ANNA)
    later = ImmediateBookingRequired(requested_on=date(2024, 3, 16), hold_by=date(2024, 3, 26))
    for event in (REQUIRED, later, ImmediateBookingWithdrawn(**WINDOW)):
        anna.tell(event, "2024-03-16 08:00")
    anna.world.settle()
    told = [each.requested_on for each in anna.world.events if isinstance(each, ImmediateTimesOffered)]
    assert told == [date(2024, 3, 16)]
