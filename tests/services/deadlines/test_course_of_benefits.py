"""Four in six months, the first within a week of the inquiry; it begins again after a month without benefit."""

from datetime import date

import pytest

from contracts.deadlines.course_v1 import Calling, InterviewRequested, Step
from contracts.types import Benefit, Group, InterviewType, Party
from tests.services.deadlines.course_life import CourseLife
from tests.services.deadlines.life import JOBCENTRE


def test_four_before_six_months_have_passed() -> None:
    life = CourseLife().member("2024-01-08", Group.G2)
    due = life.due
    assert (due.number, due.missing, due.step, due.authority) == (1, 4, Step.INDIVIDUAL, JOBCENTRE)
    assert (due.by, due.calling) == (date(2024, 7, 7), Calling.SELF_BOOKING)
    for on in ("2024-02-01", "2024-03-01", "2024-04-01"):
        life.held(on)
    assert life.until("2024-07-07T23:59").broken == []
    assert life.until("2024-07-08T00:10").broken == [("INDIVIDUAL", "2024-07-07")]
    assert life.nothing == "BY_AGREEMENT"
    assert life.held("2024-07-07", known="2024-07-09").broken == []


def test_the_first_is_summoned_within_a_week_of_the_inquiry() -> None:
    life = CourseLife().member("2024-03-04", Group.G3).benefit("2024-03-04")
    assert (life.due.step, life.due.by, life.due.calling) == (Step.FIRST, date(2024, 3, 11), Calling.SUMMONS)
    assert life.until("2024-03-12T00:10").broken == [("FIRST", "2024-03-11")]
    assert life.due.step is Step.FIRST, "it is still to be held"


def test_held_at_the_desk_on_the_day_of_the_inquiry_is_a_summons_met() -> None:
    life = CourseLife().member("2024-03-04", Group.G5).benefit("2024-03-10", inquiry="2024-03-04").held("2024-03-04")
    assert (life.due.number, life.due.step, life.due.by) == (2, Step.INDIVIDUAL, date(2024, 9, 9))
    assert life.until("2024-04-01T00:00").broken == []


@pytest.mark.parametrize(("again", "begins"), [("2024-04-29", False), ("2024-04-30", True), ("2024-05-03", True)])
def test_after_a_month_without_benefit_the_course_begins_again(again: str, begins: bool) -> None:
    """From the last day of March a month ends on the last of April."""
    life = CourseLife().member("2024-01-08", Group.G2).benefit("2024-01-08").held("2024-01-10").held("2024-02-10")
    life.no_benefit("2024-03-31")
    assert life.nothing == "NO_BENEFIT"
    life.benefit(again)
    assert (life.due.number, life.due.step) == ((1, Step.FIRST) if begins else (3, Step.INDIVIDUAL))


def test_begun_again_the_first_is_due_within_a_week_and_the_old_period_leaves_no_breach() -> None:
    life = CourseLife().member("2024-01-08", Group.G2).benefit("2024-01-08").held("2024-01-10")
    life.no_benefit("2024-04-01").benefit("2024-05-03")
    assert life.due.by == date(2024, 5, 10)
    life.held("2024-05-08").until("2024-08-01T00:00")
    assert life.broken == []
    assert life.due.by == date(2024, 11, 2)


def test_another_benefit_begins_another_six_months_and_another_group_of_the_same_does_not() -> None:
    life = CourseLife().member("2024-01-08", Group.G2).held("2024-01-10").member("2024-03-01", Group.G3)
    assert (life.due.number, life.due.by) == (2, date(2024, 7, 7))
    life.member("2024-05-01", Group.G8)
    assert (life.due.number, life.due.by) == (1, date(2024, 10, 31))
    assert life.until("2024-08-01T00:00").broken == []


def test_another_benefit_of_the_same_group_begins_another_period_without_a_first_week() -> None:
    life = CourseLife().member("2024-01-08", Group.G2).benefit("2024-01-08", kind=Benefit.OVERGANGSYDELSE)
    life.held("2024-01-10").benefit("2024-03-01", kind=Benefit.OVERGANGSYDELSE)
    assert life.due.number == 2
    life.benefit("2024-04-01", kind=Benefit.KONTANTHJAELP)
    assert (life.due.number, life.due.step, life.due.by) == (1, Step.INDIVIDUAL, date(2024, 9, 30))


def test_who_comes_from_dagpenge_asks_the_municipality_for_the_first_time() -> None:
    life = CourseLife().member("2024-01-08").benefit("2024-01-08", kind=Benefit.DAGPENGE)
    life.member("2024-05-02", Group.G2).benefit("2024-05-02", kind=Benefit.KONTANTHJAELP)
    assert (life.due.step, life.due.by) == (Step.FIRST, date(2024, 5, 9))


def test_an_interview_that_is_no_job_interview_or_that_nobody_came_to_counts_for_nothing() -> None:
    life = CourseLife().member("2024-01-08", Group.G7).held("2024-01-10", InterviewType.FOLLOW_UP)
    life.held("2024-01-17").no_show("2024-01-17")
    assert life.due.number == 1
    assert life.held("2024-01-17", known="2024-01-18").due.number == 2, "registered again"


def test_standby_has_no_interviews_and_nothing_is_broken_then() -> None:
    life = CourseLife().member("2024-01-08", Group.G3).benefit("2024-01-08").standby("2024-01-12", "2024-08-01")
    assert life.nothing == "EXEMPT"
    assert life.until("2024-08-02T00:10").broken == []


def test_an_interview_that_is_asked_for_after_six_months_is_due_until_it_is_held() -> None:
    life = CourseLife().member("2024-01-08", Group.G9)
    for on in ("2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01"):
        life.held(on)
    assert life.nothing == "HELD"
    life.request("2024-09-02")
    assert life.last.events[0] == InterviewRequested(on=date(2024, 9, 2), by="jobnet")
    assert (life.due.step, life.due.party, life.due.by, life.due.hours) == (Step.REQUESTED, Party.JOBCENTRE, None, None)
    assert life.request("2024-09-02", by=JOBCENTRE).last.events == ()
    assert life.held("2024-09-20").nothing == "BY_AGREEMENT"


def test_who_has_no_course_cannot_ask_and_nobody_asks_ahead() -> None:
    assert CourseLife().request("2024-03-04").refusal == "NO_COURSE"
    assert CourseLife().member("2024-01-08", Group.G6).request("2024-03-04").refusal == "NO_COURSE"
    assert (
        CourseLife().member("2024-01-08", Group.G3).request("2024-03-04", on="2024-03-05").refusal == "DATE_IN_FUTURE"
    )
    assert CourseLife().member("2024-01-08").out("2024-02-01").request("2024-03-04").refusal == "NO_COURSE"
    assert CourseLife().member("2024-01-08", Group.G3).choose("2024-03-04", True).refusal == "NOT_DAGPENGE"


def test_sygedagpenge_has_no_course_here() -> None:
    life = CourseLife().member("2024-01-08", Group.G3).member("2024-02-01", Group.G6)
    assert life.nothing == "NO_COURSE"
    assert life.until("2025-01-01T00:00").broken == []


def test_four_from_a_leap_day() -> None:
    assert CourseLife().member("2024-02-29", Group.G10).due.by == date(2024, 8, 28)
    assert CourseLife().member("2023-08-31", Group.G10).due.by == date(2024, 2, 28)


def test_who_is_exempted_from_booking_is_summoned_to_the_next_one() -> None:
    life = CourseLife().member("2024-01-08", Group.G2).held("2024-01-10").exempted("2024-02-05")
    assert (life.due.number, life.due.calling) == (2, Calling.SUMMONS)
    assert life.restored("2024-03-01").due.calling is Calling.SELF_BOOKING
