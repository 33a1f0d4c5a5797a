"""A booking is judged by when it was made, not by when it arrives; and claims may be repeated."""

from datetime import date

from contracts.deadlines.v1 import (
    Closed,
    DeadlineClosed,
    DeadlineExtended,
    DeadlineFulfilled,
    DeadlineOverdue,
    DeadlineReopened,
    OverdueReversed,
)
from contracts.slots.v1 import ClaimSlot, InterviewBooked, ReleaseSlot, SlotDenied, SlotGranted
from services.slots.decide import decide
from shared.law.decision import To, derived
from tests.services.slots.lives import Life, offering, registered
from tests.services.slots.world import ANNA, BO, JOBCENTRE, SUPPLY, World, at, code, slot

IN_TIME, TOO_LATE = "2024-03-12 22:40", "2024-03-12 23:10"
"""23:40 on the last day of the deadline, and ten minutes into the next, in Denmark."""


def with_deadline(*starts: str) -> tuple[Life, str]:
    """Anna must book by 12 March an interview held by 19 March; times t-1, t-2, … are offered."""
    anna = registered(offering(*(slot(f"t-{n}", start) for n, start in enumerate(starts, 1))), ANNA)
    return anna, anna.given_deadline("2024-03-12", visible_on="2024-03-04")


def test_a_booking_made_in_time_but_known_late_is_held_to_the_deadline_it_was_made_under() -> None:
    anna, deadline = with_deadline("2024-03-19 09:00", "2024-03-20 09:00")
    overdue = DeadlineOverdue(deadline=deadline, due=date(2024, 3, 12), overdue_on=date(2024, 3, 13), owner=JOBCENTRE)
    assert not isinstance(overdue, tuple(decide.messages))  # nothing is kept of it: dates say it
    anna.must_book_by("2024-03-18", requested_on="2024-03-13")
    assert code(anna.book("t-2", IN_TIME)) == "AFTER_LAST_DAY"
    assert isinstance(anna.book("t-1", IN_TIME), InterviewBooked)


def test_a_booking_made_after_the_deadline_is_not_held_to_it_even_before_the_platform_has_judged() -> None:
    anna, _ = with_deadline("2024-04-20 09:00")
    assert isinstance(anna.book("t-1", TOO_LATE), InterviewBooked)


def test_a_booking_made_before_the_deadline_was_visible_is_not_held_to_it() -> None:
    anna, _ = with_deadline("2024-04-20 09:00")
    assert isinstance(anna.book("t-1", "2024-03-03 12:00"), InterviewBooked)


def test_a_late_booking_is_judged_by_the_old_deadline_after_a_new_one_replaced_it() -> None:
    anna, old = with_deadline("2024-03-20 09:00", "2024-03-19 09:00")
    anna.tell(DeadlineClosed(deadline=old, reason=Closed.REPLACED), "2024-03-13 08:00")
    anna.given_deadline("2024-03-21", visible_on="2024-03-13")
    assert code(anna.book("t-1", IN_TIME)) == "AFTER_LAST_DAY"
    assert isinstance(anna.book("t-2", IN_TIME), InterviewBooked)


def test_a_deadline_whose_closing_is_told_again_with_another_reason_is_closed_since_the_first_time() -> None:
    anna, deadline = with_deadline("2024-04-20 09:00")
    anna.tell(DeadlineClosed(deadline=deadline, reason=Closed.REPLACED), "2024-03-10 08:00")
    anna.tell(DeadlineClosed(deadline=deadline, reason=Closed.INTERVIEW_DAY), "2024-03-11 08:00")
    assert isinstance(anna.book("t-1", "2024-03-10 09:00"), InterviewBooked)


def test_a_closed_deadline_binds_nobody() -> None:
    anna, deadline = with_deadline("2024-04-20 09:00")
    anna.tell(DeadlineClosed(deadline=deadline, reason=Closed.BY_HAND), "2024-03-10 08:00")
    assert isinstance(anna.book("t-1", "2024-03-10 09:00"), InterviewBooked)


def test_an_extended_deadline_moves_the_last_day() -> None:
    anna, deadline = with_deadline("2024-03-26 09:00", "2024-03-25 09:00")
    anna.tell(DeadlineExtended(deadline=deadline, due=date(2024, 3, 18), hold_by=date(2024, 3, 25)))
    assert code(anna.book("t-1", "2024-03-18 09:00")) == "AFTER_LAST_DAY"
    assert isinstance(anna.book("t-2", "2024-03-18 09:00"), InterviewBooked)


def test_a_new_booking_on_the_meeting_day_is_not_held_to_the_deadline_that_the_first_one_met() -> None:
    anna, deadline = with_deadline("2024-03-12 09:00", "2024-04-20 09:00")
    first = anna.book("t-1").interview
    assert code(anna.book("t-2", "2024-03-12 10:00")) == "AFTER_LAST_DAY"
    met = DeadlineFulfilled(deadline=deadline, interview=first, booked_at=at(IN_TIME), held_on=date(2024, 3, 12))
    anna.tell(met)
    assert isinstance(anna.book("t-2", "2024-03-12 10:00"), InterviewBooked)


def test_a_deadline_met_late_binds_no_more() -> None:
    anna, deadline = with_deadline("2024-03-12 09:00", "2024-04-20 09:00")
    first = anna.book("t-1").interview
    reversed_ = OverdueReversed(deadline=deadline, due=date(2024, 3, 12), interview=first, booked_at=at(IN_TIME))
    anna.tell(reversed_)
    assert isinstance(anna.book("t-2", "2024-03-12 10:00"), InterviewBooked)


def test_after_a_cancellation_the_deadline_binds_again_whether_or_not_it_was_told_yet() -> None:
    for told in (False, True):
        anna, deadline = with_deadline("2024-03-14 09:00", "2024-03-20 09:00")
        first = anna.book("t-1").interview
        booked = {"interview": first, "booked_at": at("2024-03-06 09:00"), "held_on": date(2024, 3, 14)}
        anna.tell(DeadlineFulfilled(deadline=deadline, **booked))
        anna.cancel()
        if told:
            anna.tell(DeadlineReopened(deadline=deadline, interview=first))
        assert code(anna.book("t-2", "2024-03-12 09:00")) == "AFTER_LAST_DAY"


def test_deadlines_under_which_nothing_can_be_held_any_more_are_forgotten() -> None:
    anna, _ = with_deadline()
    anna.given_deadline("2024-03-27", visible_on="2024-03-19")
    assert len(anna.world.citizen(ANNA).deadlines) == 2
    anna.given_deadline("2024-03-28", visible_on="2024-03-20")
    assert [each.due for each in sorted(anna.world.citizen(ANNA).deadlines, key=lambda each: each.due)] == [
        date(2024, 3, 27),
        date(2024, 3, 28),
    ]


def answers(world: World, body: object) -> list[object]:
    """What the supply sends back."""
    return [each.body for each in world.give(SUPPLY, body).events if isinstance(each, To)]


def test_the_same_claim_asked_again_gets_the_same_answer() -> None:
    free = slot("t-1", "2024-03-14 09:00")
    world = offering(free)
    mine = ClaimSlot(slot="t-1", interview=derived("mine"), citizen=ANNA)
    other = ClaimSlot(slot="t-1", interview=derived("other"), citizen=BO)
    yes = SlotGranted(interview=mine.interview, supplier=JOBCENTRE, slot=free)
    no = SlotDenied(interview=other.interview, slot="t-1", code="SLOT_TAKEN", interview_type=free.interview_type)
    for asked, answer in ((mine, yes), (other, no), (mine, yes), (other, no)):
        assert answers(world, asked) == [answer]
    assert world.supply().offers["t-1"].citizen == ANNA


def test_only_the_interview_that_has_a_time_can_give_it_back() -> None:
    world = offering(slot("t-1", "2024-03-14 09:00"))
    interview = registered(world, ANNA).book("t-1").interview
    for unknown in (ReleaseSlot(slot="t-1", interview=derived("other")), ReleaseSlot(slot="t-9", interview=interview)):
        world.give(SUPPLY, unknown)
        assert world.supply().offers["t-1"].interview == interview


def test_a_grant_repeated_after_the_booking_changes_nothing() -> None:
    free = slot("t-1", "2024-03-14 09:00")
    world = offering(free)
    interview = registered(world, ANNA).book("t-1").interview
    decision = world.give(ANNA, SlotGranted(interview=interview, supplier=JOBCENTRE, slot=free))
    assert decision.case == world.citizen(ANNA)
    assert (decision.events, decision.refusal) == ((), None)


def test_a_grant_that_nobody_waits_for_is_given_back() -> None:
    free = slot("t-1", "2024-03-14 09:00")
    world = offering(free)
    stray = ClaimSlot(slot="t-1", interview=derived("stray"), citizen=ANNA)
    world.give(SUPPLY, stray)
    world.settle()
    assert world.supply().offers["t-1"].interview is None


def test_a_denial_that_nobody_waits_for_changes_nothing() -> None:
    world = World()
    registered(world, ANNA)
    before = world.citizen(ANNA)
    world.give(ANNA, SlotDenied(interview=derived("stray"), slot="t-1", code="SLOT_TAKEN"))
    assert world.citizen(ANNA) == before
