"""Booking and cancelling, from the citizen's side."""

from datetime import date

import pytest

from contracts.registration.v1 import ImmediateBookingWithdrawn, JobseekerReRegistered
from contracts.slots.v1 import BookInterview, CancelInterview, InterviewBooked, InterviewCancelled
from contracts.types import Form, InterviewType
from shared.law.decision import derived
from tests.services.slots.lives import Life, offering, registered
from tests.services.slots.world import ANNA, BO, JOBCENTRE, JOBNET, World, at, code, joint, slot

FREE, LATER = slot("t-1", "2024-03-14 09:00"), slot("t-2", "2024-03-19 09:00")


def test_a_booking_says_when_by_whom_and_for_which_date() -> None:
    anna = registered(offering(slot("t-1", "2024-03-14 23:30")), ANNA)
    booked = anna.book("t-1", "2024-03-06 09:30")
    assert booked == InterviewBooked(
        interview=booked.interview,
        slot="t-1",
        supplier=JOBCENTRE,
        starts_at=at("2024-03-14 23:30"),
        held_on=date(2024, 3, 15),  # half past midnight in Denmark
        booked_at=at("2024-03-06 09:30"),
        booked_by=JOBNET,
        staff="s-7",
        form=Form.IN_PERSON,
        interview_type=InterviewType.JOB,
    )
    offer = anna.world.supply().offers["t-1"]
    assert (offer.interview, offer.citizen) == (booked.interview, ANNA)


def test_an_unknown_citizen_cannot_book() -> None:
    assert code(Life(offering(FREE), ANNA).book("t-1")) == "NOT_REGISTERED"


def test_one_books_only_at_ones_own_jobcentre() -> None:
    assert code(registered(offering(FREE), ANNA, jobcentre="70700").book("t-1")) == "SLOT_UNKNOWN"


def test_after_moving_the_old_interview_is_given_back_to_the_old_jobcentre() -> None:
    world = offering(FREE)
    interview = registered(world, ANNA).book("t-1").interview
    assert isinstance(registered(world, ANNA, jobcentre="70700").cancel(interview), InterviewCancelled)
    assert world.supply().offers["t-1"].interview is None


@pytest.mark.parametrize("first", [ANNA, BO])
def test_of_two_who_want_one_time_the_first_to_reach_the_supply_gets_it(first: str) -> None:
    world = offering(FREE)
    numbers = {id: registered(world, id).world.send(id, BookInterview(slot="t-1")) for id in (ANNA, BO)}
    world.deliver(lambda ways: next(way for way in ways if way[0] == first))
    world.settle()
    other = BO if first == ANNA else ANNA
    assert isinstance(world.answers[numbers[first]][0], InterviewBooked)
    assert [code(each) for each in world.answers[numbers[other]]] == ["SLOT_TAKEN"]
    assert world.supply().offers["t-1"].citizen == first


def test_a_second_booking_waits_its_turn() -> None:
    world = offering(FREE, LATER)
    anna = registered(world, ANNA)
    first = world.send(ANNA, BookInterview(slot="t-1"))
    second = world.send(ANNA, BookInterview(slot="t-2"))
    world.settle()
    assert isinstance(world.answers[first][0], InterviewBooked)
    assert [code(each) for each in world.answers[second]] == ["BOOKING_IN_PROGRESS"]
    assert len(anna.world.citizen(ANNA).interviews) == 1


def test_a_booking_cancelled_while_it_is_asked_for_leaves_the_time_free() -> None:
    world = offering(FREE)
    anna = registered(world, ANNA)
    booking, cancelling = world.send(ANNA, BookInterview(slot="t-1")), world.send(ANNA, CancelInterview())
    again = world.send(ANNA, BookInterview(slot="t-1"))
    world.settle()
    assert [code(each) for each in world.answers[booking]] == ["BOOKING_CANCELLED"]
    assert world.answers[cancelling] == [None]
    booked = world.answers[again][0]
    assert isinstance(booked, InterviewBooked)
    assert world.supply().offers["t-1"].interview == booked.interview
    assert anna.world.citizen(ANNA).claim is None


def test_the_same_id_from_two_senders_is_two_interviews() -> None:
    world = offering(FREE, joint("t-2", "2024-03-14 10:00"))
    ids = set()
    for source in (JOBNET, JOBCENTRE):
        world.cases.pop(ANNA, None)
        registered(world, ANNA)
        world.count = 500
        world.give(ANNA, BookInterview(slot="t-1"), None, source)
        claim = world.citizen(ANNA).claim
        assert claim is not None
        ids.add(claim.interview)
    assert ids == {derived(ANNA, source, "m-501") for source in (JOBNET, JOBCENTRE)}


@pytest.mark.parametrize("wanted", ["t-1", "t-2"])
def test_whoever_has_a_planned_interview_is_told_so_whether_the_time_is_free_or_not(wanted: str) -> None:
    world = offering(FREE, LATER)
    anna = registered(world, ANNA)
    anna.book("t-1")
    answer = anna.book(wanted, "2024-03-13 12:00")
    assert (code(answer), answer.rule) == ("ALREADY_BOOKED", "BK-02")
    assert world.supply().offers["t-2"].interview is None


def test_on_the_meeting_day_itself_a_new_interview_may_be_booked() -> None:
    anna = registered(offering(FREE, LATER), ANNA)
    anna.book("t-1")
    assert isinstance(anna.book("t-2", "2024-03-14 07:00"), InterviewBooked)
    assert len(anna.world.citizen(ANNA).interviews) == 2


def test_a_joint_interview_may_be_planned_beside_another() -> None:
    anna = registered(offering(FREE, joint("t-2", "2024-03-15 09:00")), ANNA)
    anna.book("t-1")
    assert isinstance(anna.book("t-2"), InterviewBooked)


@pytest.mark.parametrize(("start", "refused"), [("2024-03-19 22:30", False), ("2024-03-19 23:30", True)])
def test_the_interview_is_held_a_week_after_the_deadline_at_the_latest(start: str, refused: bool) -> None:
    """D = 12 March, L = 19 March (DL-02); 23:30 UTC is the 20th in Denmark."""
    anna = registered(offering(slot("t-1", start)), ANNA)
    anna.given_deadline("2024-03-12", visible_on="2024-03-04")
    answer = anna.book("t-1", "2024-03-12 09:00")
    assert (code(answer) if refused else type(answer)) == ("AFTER_LAST_DAY" if refused else InterviewBooked)
    assert (anna.world.supply().offers["t-1"].interview is None) == refused


def test_a_deadline_for_another_type_of_interview_binds_nobody() -> None:
    anna = registered(offering(slot("t-1", "2024-04-19 09:00")), ANNA)
    anna.given_deadline("2024-03-12", visible_on="2024-03-04", kind=InterviewType.JOINT)
    assert isinstance(anna.book("t-1", "2024-03-12 09:00"), InterviewBooked)


def test_a_time_that_has_begun_cannot_be_booked() -> None:
    anna = registered(offering(FREE), ANNA)
    assert code(anna.book("t-1", "2024-03-14 09:01")) == "SLOT_PAST"
    assert isinstance(anna.book("t-1", "2024-03-14 09:00"), InterviewBooked)


@pytest.mark.parametrize(("start", "refused"), [("2024-03-25 09:00", False), ("2024-03-26 09:00", True)])
def test_re_registration_takes_an_interview_within_ten_days(start: str, refused: bool) -> None:
    anna = registered(offering(slot("t-1", start)), ANNA)
    anna.must_book_by("2024-03-25", requested_on="2024-03-15")
    answer = anna.book("t-1", "2024-03-15 09:00")
    assert (code(answer) if refused else type(answer)) == ("NOT_WITHIN_TEN_DAYS" if refused else InterviewBooked)


@pytest.mark.parametrize(
    "event",
    [
        JobseekerReRegistered(effective=date(2024, 3, 15), deregistered_on=date(2024, 3, 13), days_unregistered=2),
        ImmediateBookingWithdrawn(requested_on=date(2024, 3, 15), hold_by=date(2024, 3, 25)),
    ],
)
def test_the_demand_ends_with_registration_or_when_it_is_withdrawn(event: object) -> None:
    anna = registered(offering(slot("t-1", "2024-03-26 09:00")), ANNA)
    anna.must_book_by("2024-03-25", requested_on="2024-03-15")
    anna.tell(event)
    assert isinstance(anna.book("t-1", "2024-03-15 09:00"), InterviewBooked)


def test_an_accepted_booking_names_every_rule_that_was_asked() -> None:
    world = offering(FREE)
    anna = registered(world, ANNA)
    anna.given_deadline("2024-03-12", visible_on="2024-03-04")
    anna.must_book_by("2024-03-15", requested_on="2024-03-05")
    world.send(ANNA, BookInterview(slot="t-1"))
    world.deliver()
    ((_, queue),) = ((way, queue) for way, queue in world.sent.items() if queue)
    granted = queue.popleft()
    decision = world.give(ANNA, granted.body, granted.time, granted.source, granted.number)
    assert [each.rule for each in decision.applied] == ["BK-01", "BK-02", "DL-02", "IM-02"]


def test_a_cancelled_time_is_free_for_somebody_else() -> None:
    world = offering(FREE)
    anna, bo = registered(world, ANNA), registered(world, BO)
    interview = anna.book("t-1").interview
    assert anna.cancel(time="2024-03-08 08:15") == InterviewCancelled(
        interview=interview,
        slot="t-1",
        held_on=date(2024, 3, 14),
        cancelled_by=JOBNET,
        supplier=JOBCENTRE,
        cancelled_at=at("2024-03-08 08:15"),
    )
    assert isinstance(bo.book("t-1"), InterviewBooked)


def test_cancel_then_book_moves_an_interview() -> None:
    world = offering(FREE, LATER)
    anna = registered(world, ANNA)
    anna.book("t-1")
    anna.cancel()
    assert isinstance(anna.book("t-2"), InterviewBooked)
    assert world.supply().offers["t-1"].interview is None


def test_without_an_interview_there_is_nothing_to_cancel() -> None:
    anna = registered(offering(FREE), ANNA)
    assert code(anna.cancel()) == "NO_INTERVIEW"
    anna.book("t-1")
    assert code(anna.cancel(derived("another"))) == "NO_INTERVIEW"


@pytest.mark.parametrize(("time", "past"), [("2024-03-14 22:59", False), ("2024-03-14 23:00", True)])
def test_after_the_meeting_day_an_interview_cannot_be_cancelled(time: str, past: bool) -> None:
    anna = registered(offering(FREE), ANNA)
    interview = anna.book("t-1").interview
    for named in (interview, None) if past else (interview,):
        answer = anna.cancel(named, time)
        assert (code(answer) if past else type(answer)) == ("INTERVIEW_PAST" if past else InterviewCancelled)


def test_of_two_planned_interviews_the_one_to_cancel_must_be_named() -> None:
    anna = registered(offering(FREE, joint("t-2", "2024-03-15 09:00")), ANNA)
    first, second = anna.book("t-1").interview, anna.book("t-2").interview
    answer = anna.cancel()
    assert (code(answer), sorted(answer.facts["interviews"])) == ("SEVERAL_INTERVIEWS", sorted([first, second]))
    assert isinstance(anna.cancel(second), InterviewCancelled)
    assert [each.id for each in anna.world.citizen(ANNA).interviews] == [first]


def test_a_world_without_times_says_so() -> None:
    assert code(registered(World(), ANNA).book("t-1")) == "SLOT_UNKNOWN"
