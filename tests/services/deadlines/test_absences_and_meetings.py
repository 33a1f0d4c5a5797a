"""Holidays and education (HOL-02, DL-13), interviews that were summoned, held or missed (BK-06, BK-08, HOL-03)."""

from datetime import date

import pytest

from contracts.deadlines.v1 import (
    Closed,
    DeadlineClosed,
    DeadlineFulfilled,
    DeadlineOverdue,
    NewDeadlineNeeded,
    OverdueReversed,
)
from contracts.slots.v1 import InterviewMissed
from contracts.types import AbsenceKind, Group, InterviewType
from services.deadlines.case import Status
from tests.services.deadlines.life import JOBCENTRE, Life, anna, interview


def march() -> Life:
    return anna().set("2024-03-04T10:00", due="2024-03-12")


def on_holiday(told: str = "2024-07-01T10:00", approved: bool = True) -> Life:
    return anna().absent(told, AbsenceKind.HOLIDAY, "2024-07-15", "2024-08-02", approved=approved)


@pytest.mark.parametrize(
    ("due", "refusal"),
    [
        ("2024-07-14", None),
        ("2024-07-15", "DUE_IN_HOLIDAY"),
        ("2024-07-22", "DUE_IN_HOLIDAY"),
        ("2024-08-02", "DUE_IN_HOLIDAY"),
        ("2024-08-03", None),
        ("2024-08-05", None),
    ],
)
def test_a_deadline_must_not_end_in_a_holiday(due: str, refusal: str | None) -> None:
    life = on_holiday().set("2024-07-03T10:00", due=due)
    assert life.refusal == refusal
    if life.last.refusal:
        assert life.last.refusal.rule == "HOL-02"


def test_a_holiday_told_too_late_or_not_approved_or_withdrawn_binds_nobody() -> None:
    assert on_holiday("2024-07-02T10:00").set("2024-07-03T10:00", due="2024-07-22").refusal is None
    assert on_holiday(approved=False).set("2024-07-03T10:00", due="2024-07-22").refusal is None
    assert on_holiday().not_absent("2024-07-02T10:00").set("2024-07-03T10:00", due="2024-07-22").refusal is None


def test_nor_in_six_weeks_of_education() -> None:
    life = anna().absent("2024-03-01T10:00", AbsenceKind.JOB_EDUCATION, "2024-03-11", "2024-04-21")
    assert life.set("2024-03-04T10:00", due="2024-03-12").refusal == "DUE_IN_EDUCATION"
    assert life.last.refusal is not None and life.last.refusal.rule == "DL-13"
    assert life.set("2024-03-04T10:00", due="2024-04-22").refusal is None


def test_a_holiday_told_after_the_deadline_was_given_is_a_task_and_the_deadline_runs() -> None:
    life = anna().set("2024-06-20T10:00", due="2024-07-22")
    life.absent("2024-07-01T10:00", AbsenceKind.HOLIDAY, "2024-07-15", "2024-08-02")
    assert life.only(NewDeadlineNeeded).because == "HOLIDAY"
    assert life.extend("2024-07-02T10:00", due="2024-08-05").refusal is None
    assert life.until("2024-08-06T00:10").only(DeadlineOverdue).due == date(2024, 8, 5)


def test_no_task_where_the_deadline_lies_outside_or_is_met() -> None:
    life = (
        anna().set("2024-06-20T10:00", due="2024-07-14").absent("2024-07-01T10:00", AbsenceKind.HOLIDAY, "2024-07-15")
    )
    assert life.none(NewDeadlineNeeded)
    met = anna().set("2024-06-20T10:00", due="2024-07-22").book("2024-06-21T10:00", "2024-07-10")
    assert met.absent("2024-07-01T10:00", AbsenceKind.HOLIDAY, "2024-07-15").none(NewDeadlineNeeded)


# --- held ---


def test_who_turns_up_before_the_end_has_met_the_deadline() -> None:
    life = march().hold("2024-03-08T15:00", "2024-03-08").until("2024-03-08T15:01")
    assert life.names == ["DeadlineSet", "DeadlineFulfilled", "DeadlineClosed"]
    assert life.only(DeadlineClosed).reason is Closed.INTERVIEW_DAY


def test_who_turns_up_after_the_miss_closes_the_deadline_and_the_miss_stands() -> None:
    life = march().hold("2024-03-15T15:00", "2024-03-15").until("2024-03-15T15:01")
    assert life.names == ["DeadlineSet", "DeadlineOverdue", "DeadlineClosed"]


def test_an_interview_registered_late_as_held_in_time_takes_the_miss_back() -> None:
    life = march().hold("2024-03-14T09:00", "2024-03-12").until("2024-03-14T09:01")
    assert life.only(OverdueReversed).interview == interview("first")
    assert life.status() is Status.CLOSED


def test_the_interview_after_which_the_deadline_is_given_does_not_meet_it() -> None:
    life = anna().hold("2024-03-04T11:00", "2024-03-04").set("2024-03-04T12:00", due="2024-03-12")
    assert life.until("2024-03-13T00:10").status() is Status.OVERDUE


def test_an_interview_of_another_type_that_was_held_leaves_the_deadline_open() -> None:
    life = march().hold("2024-03-11T15:00", "2024-03-11", kind=InterviewType.JOINT)
    assert life.until("2024-03-11T15:01").status() is Status.OPEN


def test_before_december_2019_the_registration_that_it_was_held_closed_the_deadline() -> None:
    life = Life().registered(Group.G1, "2019-01-07").guided("2019-01-08").set("2019-11-25T10:00", due="2019-12-03")
    life.book("2019-11-26T09:00", "2019-12-06").until("2019-12-10T12:00")
    assert life.status() is Status.FULFILLED
    life.hold("2019-12-10T12:00", "2019-12-06").until("2019-12-10T12:01")
    assert life.only(DeadlineClosed).reason is Closed.INTERVIEW_DAY
    assert life.rules == ["BK-08"]


# --- summoned, missed ---


def test_a_summons_to_an_interview_of_the_same_type_meets_the_deadline() -> None:
    life = march().summon("2024-03-06T10:00", "2024-03-08")
    assert life.only(DeadlineFulfilled).held_on == date(2024, 3, 8)
    assert life.until("2024-04-01T00:00").none(DeadlineOverdue)


@pytest.mark.parametrize("at", ["2024-03-02T09:00", "2024-03-06T09:00"])
def test_so_does_one_to_a_later_day_since_no_other_can_be_booked_beside_it(at: str) -> None:
    life = anna() if at > "2024-03-04" else anna().summon(at, "2024-03-25")
    life.set("2024-03-04T10:00", due="2024-03-12")
    if at > "2024-03-04":
        life.summon(at, "2024-03-25")
    assert life.until("2024-03-20T00:00").status() is Status.FULFILLED
    life.until("2024-03-25T00:10")
    assert life.only(DeadlineClosed).reason is Closed.INTERVIEW_DAY


def test_but_one_that_is_sent_after_the_end_does_not_undo_the_miss() -> None:
    life = march().until("2024-03-13T00:10").summon("2024-03-13T09:00", "2024-03-25").until("2024-03-26T00:00")
    assert life.none(OverdueReversed)
    assert life.only(DeadlineClosed).reason is Closed.INTERVIEW_DAY


def test_a_summons_to_a_joint_interview_does_not() -> None:
    life = march().summon("2024-03-06T10:00", "2024-03-08", kind=InterviewType.JOINT)
    assert life.until("2024-03-13T00:10").status() is Status.OVERDUE


def no_show(life: Life, at: str) -> Life:
    event = InterviewMissed(
        interview=interview("first"),
        held_on=date(2024, 3, 12),
        supplier=JOBCENTRE,
        interview_type=InterviewType.JOB,
        registered_by=JOBCENTRE,
    )
    return life.hear(at, event, "slots")


def test_after_a_no_show_a_new_deadline_is_needed_again_of_eight_days() -> None:
    life = no_show(march().book("2024-03-05T10:00", "2024-03-12"), "2024-03-13T09:00")
    assert life.only(NewDeadlineNeeded).because == "NO_SHOW"
    assert life.set("2024-03-13T10:00", due="2024-03-20").refusal == "DEADLINE_TOO_SHORT"
    assert life.set("2024-03-13T10:00", due="2024-03-21").refusal is None


@pytest.mark.parametrize("why", ["new deadline", "exempt"])
def test_not_where_one_is_there_or_the_citizen_is_exempt(why: str) -> None:
    life = march().book("2024-03-05T10:00", "2024-03-12").until("2024-03-12T08:00")
    life = life.set("2024-03-12T12:00", due="2024-03-20") if why == "new deadline" else life.exempted("2024-03-12")
    assert no_show(life, "2024-03-13T09:00").none(NewDeadlineNeeded)
    assert (life.last.applied[0].rule, life.last.applied[0].outcome) == ("HOL-03", "nothing")


@pytest.mark.parametrize(("due", "refusal"), [("2024-07-22", "DUE_IN_HOLIDAY"), ("2024-08-05", None)])
def test_nor_can_it_be_extended_into_one(due: str, refusal: str | None) -> None:
    life = on_holiday().set("2024-07-01T11:00", due="2024-07-10").extend("2024-07-05T10:00", due=due)
    assert life.refusal == refusal
    assert life.case.deadlines[0].due == date.fromisoformat("2024-07-10" if refusal else due)


def test_an_education_told_after_the_deadline_was_given_is_a_task_too() -> None:
    life = march().absent("2024-03-06T10:00", AbsenceKind.JOB_EDUCATION, "2024-03-11", "2024-04-19")
    assert life.only(NewDeadlineNeeded).because == "JOB_EDUCATION"
    assert life.extend("2024-03-07T10:00", due="2024-03-18").refusal == "DUE_IN_EDUCATION"
    assert life.extend("2024-03-07T10:05", due="2024-04-22").refusal is None
