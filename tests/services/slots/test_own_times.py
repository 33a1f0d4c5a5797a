"""A fund's own times: who books where, before and after the handover, and who is told."""

from typing import Any

from contracts.slots.v1 import BookInterview, CancelInterview, InterviewBooked, InterviewCancelled, PublishSlots
from contracts.topics import supplier_of, supply_of
from services.slots.rules.responsible import holds_it
from tests.services.slots.lives import Life, registered, told_responsible
from tests.services.slots.world import ANNA, JOBCENTRE, JOBNET, PLANNER, SUPPLY, World, code, slot

FUND, ITS_PLANNER = "akasse-05", "planner-05"
ITS_SUPPLY = supply_of(FUND)


def both() -> World:
    """Fund and jobcentre each offer a time in June and one in July, under the same names."""
    world = World()
    for subject, planner in ((ITS_SUPPLY, ITS_PLANNER), (SUPPLY, PLANNER)):
        slots = (slot("t-june", "2024-06-28 09:00"), slot("t-july", "2024-07-02 09:00"))
        world.ask(subject, PublishSlots(slots=slots), "2024-06-01 08:00", planner)
    return world


def member(handover: bool = True) -> Life:
    """Anna belongs to the fund until 30 June."""
    anna = registered(both(), ANNA, akasse="05")
    if handover:
        told_responsible(anna, ("2024-01-08", FUND), ("2024-07-01", JOBCENTRE), time="2024-06-10 08:00")
    return anna


def book(life: Life, slot: str, time: str, supplier: str | None = None, source: str = JOBNET) -> Any:
    return life.world.ask(life.id, BookInterview(slot=slot, supplier=supplier), time, source)


def test_two_digits_plan_for_a_fund_and_five_for_a_jobcentre() -> None:
    assert supplier_of(ITS_PLANNER) == FUND
    assert supplier_of(PLANNER) == JOBCENTRE


def test_one_books_where_the_responsibility_is_on_that_day() -> None:
    assert book(member(), "t-june", "2024-06-20 09:00").supplier == FUND
    assert book(member(), "t-july", "2024-07-01 09:00").supplier == JOBCENTRE
    assert book(member(handover=False), "t-june", "2024-06-20 09:00").supplier == JOBCENTRE


def test_before_the_handover_one_may_book_the_jobcentres_time_after_it_and_not_the_funds() -> None:
    anna = member()
    refusal = book(anna, "t-july", "2024-06-20 09:00")
    assert (code(refusal), refusal.rule) == ("NOT_RESPONSIBLE", "AK-01")
    assert code(book(anna, "t-june", "2024-06-20 09:00", JOBCENTRE)) == "NOT_RESPONSIBLE"
    assert all(each.interview is None for each in anna.world.supply(ITS_SUPPLY).offers.values())
    assert book(anna, "t-july", "2024-06-20 09:00", JOBCENTRE).supplier == JOBCENTRE


def test_after_the_handover_nothing_is_asked_of_the_fund_any_more() -> None:
    anna = member()
    number = anna.world.send(ANNA, BookInterview(slot="t-july", supplier=FUND), "2024-07-01 09:00")
    assert [code(each) for each in anna.world.answers[number]] == ["NOT_RESPONSIBLE"]
    assert code(book(anna, "t-july", "2024-07-01 09:00", "akasse-11")) == "NOT_RESPONSIBLE"


def test_where_nothing_was_told_the_own_fund_may_be_named() -> None:
    assert book(member(handover=False), "t-june", "2024-06-20 09:00", FUND).supplier == FUND
    assert code(book(member(handover=False), "t-june", "2024-06-20 09:00", "akasse-11")) == "NOT_RESPONSIBLE"


def test_a_fund_cancels_at_its_own_times_and_a_jobcentre_does_not() -> None:
    anna = member()
    cancel = CancelInterview(interview=book(anna, "t-june", "2024-06-20 09:00").interview)
    assert code(anna.world.ask(ANNA, cancel, "2024-06-21 09:00", JOBCENTRE)) == "NOT_YOUR_INTERVIEW"
    assert isinstance(anna.world.ask(ANNA, cancel, "2024-06-21 09:00", FUND), InterviewCancelled)
    assert anna.world.supply(ITS_SUPPLY).offers["t-june"].interview is None


def test_a_jobcentre_does_not_book_in_the_funds_time() -> None:
    assert code(book(member(), "t-june", "2024-06-20 09:00", source=JOBCENTRE)) == "NOT_RESPONSIBLE"


def test_an_interview_that_is_planned_stands_when_the_handover_is_moved() -> None:
    anna = member()
    booked = book(anna, "t-june", "2024-06-20 09:00")
    told_responsible(anna, ("2024-01-08", FUND), ("2024-06-01", JOBCENTRE), time="2024-06-21 08:00")
    assert anna.world.citizen(ANNA).interview(booked.interview)
    assert code(book(anna, "t-july", "2024-06-22 09:00")) == "ALREADY_BOOKED"
    assert isinstance(book(anna, "t-july", "2024-06-28 07:00"), InterviewBooked)


def test_the_day_of_the_interview_decides_and_not_the_day_of_the_booking() -> None:
    anna = member()
    booked = book(anna, "t-july", "2024-06-20 09:00", JOBCENTRE)
    assert booked.held_on.isoformat() == "2024-07-02"
    assert holds_it(JOBCENTRE, booked.held_on, (JOBCENTRE,)).ok
