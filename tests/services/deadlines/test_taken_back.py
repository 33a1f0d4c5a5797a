"""What was recorded in error is taken back, and all is judged without it. OB-01 where a joint interview is next."""

import pytest

from contracts.deadlines.v1 import DeadlineClosed, DeadlineReopened, NewDeadlineNeeded
from contracts.registration.dagpenge_v1 import HoursReported, PlacementWithdrawn
from contracts.slots.v1 import InterviewHeldWithdrawn
from contracts.types import Group, HourCount, InterviewType
from services.deadlines.case import Status
from tests.services.deadlines.course_life import CourseLife, day, new_member
from tests.services.deadlines.life import JOBCENTRE, Life, anna, interview


def never_held(life: Life, at: str, on: str, name: str) -> None:
    told = InterviewHeldWithdrawn(interview=interview(name), held_on=day(on), held_by=JOBCENTRE)
    life.hear(at, told, "slots")


def test_an_interview_recorded_in_error_no_longer_meets_the_deadline() -> None:
    life = anna(Group.G3).set("2024-03-04T10:00", due="2024-03-12").hold("2024-03-08T12:00", "2024-03-08")
    assert life.status() in (Status.FULFILLED, Status.CLOSED)
    never_held(life, "2024-03-11T09:00", "2024-03-08", "first")
    assert life.status() is Status.OPEN and not life.none(DeadlineReopened)
    life.until("2024-03-13T00:10")
    assert life.status() is Status.OVERDUE


def test_known_only_after_the_deadline_the_error_is_a_miss_from_the_day_after_it() -> None:
    life = anna(Group.G3).set("2024-03-04T10:00", due="2024-03-12").hold("2024-03-08T12:00", "2024-03-08")
    life.until("2024-03-13T00:10")
    never_held(life, "2024-03-14T09:00", "2024-03-08", "first")
    life.until("2024-03-14T09:01")
    assert life.status() is Status.OVERDUE


def test_the_course_counts_neither_the_placement_nor_the_interview_that_was_an_error() -> None:
    life = new_member("2024-01-08")
    life.held("2024-01-15", by="akasse-05")
    assert life.due.number == 2
    told = InterviewHeldWithdrawn(interview=interview("2024-01-15"), held_on=day("2024-01-15"), held_by="akasse-05")
    life.tell("2024-01-16", told, None, "slots")
    assert life.due.number == 1
    life.until("2024-01-23T00:10")
    assert [step for step, _ in life.broken]
    life.tell("2024-02-01", PlacementWithdrawn(placed_on=day("2024-01-08")))
    assert life.nothing and not life.broken


def old_member(first_joint: bool) -> CourseLife:
    """Placed under the old course; two held, so that the third, a joint one, is next; or all three."""
    life = CourseLife()
    life.member("2023-01-09").placed("2023-01-09")
    life.held("2023-02-01").held("2023-02-15")
    if first_joint:
        life.held("2023-03-01", InterviewType.JOINT)
    return life


@pytest.mark.parametrize("first_joint", [False, True])
def test_back_after_three_months_nobody_is_asked_for_a_deadline_when_a_joint_interview_is_next(
    first_joint: bool,
) -> None:
    life = old_member(first_joint).guided("2023-01-10")
    life.set("2023-03-06T10:00", due="2023-03-14").until("2023-03-15T00:10")
    life.out("2023-03-15").back("2023-06-15", "2023-03-15")
    assert not life.none(DeadlineClosed)
    assert life.none(NewDeadlineNeeded) is not first_joint


@pytest.mark.parametrize("from_the_wrong_placement", [True, False])
def test_hours_that_come_after_it_was_taken_back_say_what_they_were_counted_from(
    from_the_wrong_placement: bool,
) -> None:
    life = new_member("2024-01-08", handover="2024-05-01").hours("2024-06-03", 1000.0).placed("2024-06-10")
    life.tell("2024-07-02", PlacementWithdrawn(placed_on=day("2024-06-10")))
    from_it = day("2024-06-10") if from_the_wrong_placement else None
    told = HoursReported(count=HourCount.COURSE, hours=60.0, registered_on=day("2024-07-01"), counted_from=from_it)
    assert (life.tell("2024-07-03", told).due.hours == 2565.28) is from_the_wrong_placement


def test_hours_counted_from_a_placement_in_error_do_not_lower_those_before_it() -> None:
    life = new_member("2024-01-08", handover="2024-05-01").hours("2024-06-03", 1000.0)
    assert life.due.hours == 2565.28
    life.placed("2024-06-10").hours("2024-07-01", 60.0)
    wrong = PlacementWithdrawn(placed_on=day("2024-06-10"))
    life.tell("2024-07-02", wrong)
    assert life.due.hours == 2565.28
    life.placed("2024-06-10", known="2024-07-03")
    assert life.due.hours != 2565.28
    life.tell("2024-07-04", wrong).hours("2024-07-05", 900.0)
    assert life.due.hours != 2565.28
