"""What a booking does to a deadline, and what its cancellation does."""

from datetime import date, timedelta

import pytest

from contracts.deadlines.v1 import (
    Closed,
    DeadlineClosed,
    DeadlineFulfilled,
    DeadlineOverdue,
    DeadlineReopened,
    OverdueReversed,
)
from contracts.types import Group, InterviewType
from services.deadlines.case import Status
from services.deadlines.course.settle import NIGHTLY
from shared.law.decision import Message, TimerFired
from tests.services.deadlines.life import ANNA, JOBCENTRE, Life, anna, danish, interview


def march() -> Life:
    """A deadline of eight days, to 12 March 2024."""
    return anna().set("2024-03-04T10:00", due="2024-03-12")


@pytest.mark.parametrize("at", ["2024-03-04T10:01", "2024-03-12T23:40", "2024-03-12T23:59:59"])
@pytest.mark.parametrize("held_on", ["2024-03-13", "2024-03-19"])
def test_a_booking_by_the_end_of_the_deadline_fulfils_it(at: str, held_on: str) -> None:
    life = march().book(at, held_on)
    told = life.only(DeadlineFulfilled)
    assert (told.booked_at, told.held_on) == (danish(at), date.fromisoformat(held_on))
    assert life.rules == ["DL-06", "CAL-01", "DL-02", "DL-04"]
    assert life.until("2024-03-13T00:10").none(DeadlineOverdue)


@pytest.mark.parametrize(
    ("at", "held_on", "kind", "why"),
    [
        ("2024-03-13T00:00", "2024-03-15", InterviewType.JOB, "too-late"),
        ("2024-03-06T09:00", "2024-03-20", InterviewType.JOB, "after-last-day"),
        ("2024-03-06T09:00", "2024-03-14", InterviewType.JOINT, "wrong-type"),
        ("2024-03-06T09:00", "2024-03-14", InterviewType.FOLLOW_UP, "wrong-type"),
    ],
)
def test_any_other_booking_leaves_it_open_and_says_why(at: str, held_on: str, kind: InterviewType, why: str) -> None:
    life = march().book(at, held_on, kind=kind)
    assert life.none(DeadlineFulfilled)
    assert (life.last.applied[-1].rule, life.last.applied[-1].outcome) == ("DL-04", why)
    assert life.until("2024-03-13T00:10").only(DeadlineOverdue).due == date(2024, 3, 12)


def test_nothing_booked_is_overdue_ten_minutes_after_midnight_and_not_before() -> None:
    life = march().until("2024-03-13T00:09:59")
    assert life.none(DeadlineOverdue)
    life.until("2024-03-13T00:10")
    due, told = life.case.deadlines[0], life.only(DeadlineOverdue)
    assert told == DeadlineOverdue(
        deadline=due.id, due=date(2024, 3, 12), overdue_on=date(2024, 3, 13), owner=JOBCENTRE
    )
    assert life.rules == ["DL-10"]


def test_a_booking_before_midnight_that_arrives_in_the_grace_is_in_time() -> None:
    life = march().book("2024-03-12T23:59:30", "2024-03-14", known="2024-03-13T00:05").until("2024-03-14T12:00")
    assert life.names == ["DeadlineSet", "DeadlineFulfilled", "DeadlineClosed"]


@pytest.mark.parametrize(
    ("set_at", "due", "overdue_at"),
    [
        ("2024-03-23T10:00", "2024-03-31", "2024-03-31T22:10:00+00:00"),
        ("2024-03-22T10:00", "2024-03-30", "2024-03-30T23:10:00+00:00"),
        ("2024-10-19T10:00", "2024-10-27", "2024-10-27T23:10:00+00:00"),
        ("2024-10-18T10:00", "2024-10-26", "2024-10-26T22:10:00+00:00"),
        ("2024-02-21T10:00", "2024-02-29", "2024-02-29T23:10:00+00:00"),
        ("2023-12-23T10:00", "2023-12-31", "2023-12-31T23:10:00+00:00"),
        ("2024-04-20T10:00", "2024-04-30", "2024-04-30T22:10:00+00:00"),
    ],
)
def test_the_day_ends_at_danish_midnight_whatever_the_clock_does(set_at: str, due: str, overdue_at: str) -> None:
    life = anna().set(set_at, due=due).until("2025-01-01T00:00")
    ((when, told),) = [each for each in life.told if type(each[1]) is DeadlineOverdue]
    assert when == danish(overdue_at)
    assert told.overdue_on == date.fromisoformat(due) + timedelta(days=1)


def test_a_fulfilled_deadline_is_closed_on_the_day_of_the_meeting() -> None:
    life = march().book("2024-03-06T09:00", "2024-03-19").until("2024-03-19T00:09")
    assert life.status() is Status.FULFILLED
    life.until("2024-03-19T00:10")
    assert life.only(DeadlineClosed).reason is Closed.INTERVIEW_DAY
    assert life.status() is Status.CLOSED
    assert life.rules == ["DL-05"]
    assert life.until("2025-01-01T00:00").names[-1] == "DeadlineClosed"


def test_a_meeting_before_the_deadline_closes_it_too_and_nothing_is_left_to_judge() -> None:
    life = march().book("2024-03-05T09:00", "2024-03-08").until("2024-03-08T00:10")
    assert life.status() is Status.CLOSED
    assert {kind for kind, _ in life.timers} <= NIGHTLY, "only the list and the course look further"


def test_before_december_2019_the_day_of_the_meeting_closed_nothing() -> None:
    life = Life().registered(Group.G1, "2019-01-07").guided("2019-01-08")
    life.set("2019-11-25T10:00", due="2019-12-03").book("2019-11-26T09:00", "2019-12-06").until("2019-12-31T00:00")
    assert life.names == ["DeadlineSet", "DeadlineFulfilled"]


def test_a_walk_in_before_the_deadline_fulfils_and_closes_it_the_same_day() -> None:
    life = march().book("2024-03-08T11:00", "2024-03-08").until("2024-03-08T11:01")
    assert life.names == ["DeadlineSet", "DeadlineFulfilled", "DeadlineClosed"]
    assert life.case.deadlines[0].closed_at == danish("2024-03-08T11:00"), "not before it was booked"


def test_a_booking_after_the_miss_reverses_nothing_and_its_meeting_closes_the_deadline() -> None:
    life = march().book("2024-03-15T09:00", "2024-03-18").until("2024-03-17T23:59")
    assert life.status() is Status.OVERDUE
    life.until("2024-03-18T00:10")
    assert life.names == ["DeadlineSet", "DeadlineOverdue", "DeadlineClosed"]
    assert life.only(DeadlineClosed).reason is Closed.INTERVIEW_DAY


def test_a_walk_in_after_the_miss_closes_the_deadline_the_same_day() -> None:
    life = march().book("2024-03-15T11:00", "2024-03-15").until("2024-03-15T11:01")
    assert life.names == ["DeadlineSet", "DeadlineOverdue", "DeadlineClosed"]


def test_a_joint_interview_after_the_miss_does_not_close_it() -> None:
    life = march().book("2024-03-15T09:00", "2024-03-18", kind=InterviewType.JOINT).until("2024-04-01T00:00")
    assert life.status() is Status.OVERDUE


def test_a_late_booking_that_is_cancelled_leaves_the_miss_in_play() -> None:
    life = march().book("2024-03-15T09:00", "2024-03-18").cancel("2024-03-16T09:00").until("2024-04-01T00:00")
    assert life.status() is Status.OVERDUE
    assert life.names == ["DeadlineSet", "DeadlineOverdue"]


def test_a_cancelled_meeting_puts_the_deadline_back_in_play() -> None:
    life = march().book("2024-03-06T09:00", "2024-03-14").cancel("2024-03-08T09:00")
    assert life.only(DeadlineReopened).interview == interview("first")
    assert (life.last.applied[0].rule, life.last.applied[0].outcome) == ("DL-07", "in-play")
    assert life.status() is Status.OPEN
    assert life.until("2024-03-13T00:10").status() is Status.OVERDUE


def test_cancelled_and_booked_again_in_time_is_fulfilled_again() -> None:
    life = march().book("2024-03-06T09:00", "2024-03-14").cancel("2024-03-08T09:00")
    life.book("2024-03-12T22:00", "2024-03-15", name="second").until("2024-03-13T01:00")
    assert life.status() is Status.FULFILLED
    assert life.none(DeadlineOverdue)


def test_cancelled_in_the_last_minute_and_known_after_midnight_is_overdue() -> None:
    life = march().book("2024-03-06T09:00", "2024-03-19")
    life.cancel("2024-03-12T23:58", known="2024-03-13T08:00")
    assert life.names[-2:] == ["DeadlineReopened", "DeadlineOverdue"]


def test_cancelled_after_the_deadline_demands_a_booking_but_was_no_miss() -> None:
    """FAQ 06-02-2017: the deadline is in play again. BAB § 27, stk. 2 hits only who had not booked when it ran out."""
    life = march().book("2024-03-06T09:00", "2024-03-19").cancel("2024-03-14T09:00")
    assert life.only(DeadlineReopened).interview == interview("first")
    assert life.last.applied[0].outcome == "demand-only"
    life.until("2024-03-16T00:00")
    assert life.status() is Status.OPEN
    assert life.none(DeadlineOverdue)
    life.book("2024-03-16T09:00", "2024-03-20", name="second").until("2024-03-20T00:10")
    assert life.only(DeadlineClosed).reason is Closed.INTERVIEW_DAY


def test_a_meeting_cancelled_on_its_own_day_leaves_the_deadline_closed() -> None:
    life = march().book("2024-03-06T09:00", "2024-03-19").cancel("2024-03-19T08:00")
    assert life.status() is Status.CLOSED
    assert life.none(DeadlineReopened)
    assert (life.last.applied[0].rule, life.last.applied[0].outcome) == ("DL-07", "stays-closed")


def test_closed_by_hand_a_cancelled_meeting_has_no_effect() -> None:
    life = march().book("2024-03-06T09:00", "2024-03-19").close("2024-03-13T10:00").cancel("2024-03-14T09:00")
    assert life.none(DeadlineReopened)
    assert life.status() is Status.CLOSED


def test_a_cancellation_of_something_unknown_or_told_twice_changes_nothing() -> None:
    life = march().cancel("2024-03-08T09:00")
    assert life.last.events == ()
    life.book("2024-03-09T09:00", "2024-03-14").cancel("2024-03-10T09:00")
    before = life.case
    assert life.cancel("2024-03-11T09:00").case is before


def test_a_new_deadline_after_a_miss_closes_the_old_and_the_miss_stands() -> None:
    life = march().set("2024-03-13T10:00", due="2024-03-21").until("2024-03-14T00:00")
    assert life.names == ["DeadlineSet", "DeadlineOverdue", "DeadlineClosed", "DeadlineSet"]
    assert life.none(OverdueReversed)
    assert [each.missed for each in life.case.deadlines] == [True, False]


@pytest.mark.parametrize("act", ["set", "close"])
def test_what_is_done_in_the_minutes_before_the_judgement_does_not_undo_the_miss(act: str) -> None:
    life = march()
    if act == "set":
        life.set("2024-03-13T00:05", due="2024-03-21")
    else:
        life.close("2024-03-13T00:05")
    life.until("2024-03-13T00:10")
    assert life.only(DeadlineOverdue).overdue_on == date(2024, 3, 13)


def test_told_of_a_cancelled_interview_again_it_stays_cancelled() -> None:
    life = (
        march().book("2024-03-06T09:00", "2024-03-14").cancel("2024-03-08T09:00").book("2024-03-06T09:00", "2024-03-14")
    )
    assert life.status() is Status.OPEN


def test_a_timer_that_comes_too_early_does_nothing() -> None:
    life = march().book("2024-03-06T09:00", "2024-03-19")
    (id,) = [each.id for each in life.case.deadlines]
    for kind in ("due", "meeting"):
        early = danish("2024-03-12T12:00")
        life.take(Message("early", "time", "timer", ANNA, early, TimerFired(kind, id, early), early))
        life.take(Message("strange", "time", "timer", ANNA, early, TimerFired(kind, ANNA, early), early))
    assert life.case.deadlines[0].judged is False
    assert life.status() is Status.FULFILLED
