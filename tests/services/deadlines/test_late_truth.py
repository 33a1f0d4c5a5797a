"""What happened in time but became known late takes the miss back, whatever came in between."""

from collections.abc import Callable
from datetime import date
from itertools import permutations

import pytest

from contracts.deadlines.v1 import (
    Closed,
    DeadlineClosed,
    DeadlineExtended,
    DeadlineFulfilled,
    DeadlineOverdue,
    DeadlineReopened,
    OverdueReversed,
)
from contracts.types import Group
from services.deadlines.case import Status
from tests.services.deadlines.life import Life, anna, danish, interview


def missed() -> Life:
    """A deadline to 12 March 2024 that was judged with nothing booked."""
    return anna().set("2024-03-04T10:00", due="2024-03-12").until("2024-03-13T00:10")


def test_a_booking_made_on_the_deadline_and_known_at_three_in_the_night_takes_the_miss_back() -> None:
    life = missed().book("2024-03-12T22:40", "2024-03-14", known="2024-03-13T03:00")
    told = life.only(OverdueReversed)
    assert (told.due, told.interview, told.booked_at) == (
        date(2024, 3, 12),
        interview("first"),
        danish("2024-03-12T22:40"),
    )
    assert told.because == "BOOKED_IN_TIME"
    assert life.status() is Status.FULFILLED
    assert life.names[-2:] == ["OverdueReversed", "DeadlineFulfilled"]
    assert life.rules == ["DL-06", "CAL-01", "DL-02", "DL-04", "DL-10"]
    assert life.until("2024-03-14T00:10").only(DeadlineClosed).reason is Closed.INTERVIEW_DAY


def test_also_when_the_deadline_has_been_replaced_since() -> None:
    life = missed().set("2024-03-13T09:00", due="2024-03-21")
    life.book("2024-03-12T22:40", "2024-03-13", known="2024-03-13T11:00")
    first, second = life.case.deadlines
    assert life.only(OverdueReversed).deadline == first.id
    assert life.none(DeadlineFulfilled)
    assert (first.status, second.status) == (Status.CLOSED, Status.OPEN)


def test_and_the_same_booking_may_fulfil_the_new_deadline() -> None:
    life = missed().set("2024-03-13T09:00", due="2024-03-21")
    life.book("2024-03-12T22:40", "2024-03-18", known="2024-03-13T11:00")
    first, second = life.case.deadlines
    assert life.only(OverdueReversed).deadline == first.id
    assert life.only(DeadlineFulfilled).deadline == second.id


def test_also_when_a_later_booking_has_closed_it_since() -> None:
    life = missed().book("2024-03-13T09:00", "2024-03-15", name="late").until("2024-03-15T01:00")
    life.book("2024-03-12T22:40", "2024-03-14", known="2024-03-15T11:00")
    assert life.only(OverdueReversed).interview == interview("first")
    assert life.status() is Status.CLOSED


@pytest.mark.parametrize(
    ("at", "held_on"),
    [("2024-03-13T00:00", "2024-03-14"), ("2024-03-12T22:40", "2024-03-20")],
)
def test_a_booking_that_was_too_late_or_is_held_too_late_takes_nothing_back(at: str, held_on: str) -> None:
    life = missed().book(at, held_on, known="2024-03-13T11:00")
    assert life.none(OverdueReversed)
    assert life.status() is Status.OVERDUE


def test_a_booking_that_was_given_up_before_the_end_proves_nothing_in_the_end() -> None:
    life = missed().book("2024-03-10T12:00", "2024-03-14", known="2024-03-13T11:00")
    life.cancel("2024-03-11T12:00", known="2024-03-13T11:01")
    assert life.names[-4:] == ["OverdueReversed", "DeadlineFulfilled", "DeadlineReopened", "DeadlineOverdue"]
    assert life.status() is Status.OVERDUE


def test_a_booking_that_stood_at_the_end_and_was_given_up_after_it_does() -> None:
    life = missed().book("2024-03-10T12:00", "2024-03-14", known="2024-03-13T11:00")
    life.cancel("2024-03-13T09:00", known="2024-03-13T11:01")
    assert life.names[-3:] == ["OverdueReversed", "DeadlineFulfilled", "DeadlineReopened"]
    assert life.status() is Status.OPEN


def test_an_extension_asked_for_in_time_takes_the_miss_back_and_the_new_day_counts() -> None:
    life = missed().extend("2024-03-12T16:00", due="2024-03-18", known="2024-03-13T07:00")
    told = life.only(OverdueReversed)
    assert (told.because, told.interview, told.due) == ("EXTENDED_IN_TIME", None, date(2024, 3, 12))
    assert life.only(DeadlineExtended).due == date(2024, 3, 18)
    assert life.status() is Status.OPEN
    life.until("2024-03-19T00:10")
    assert [event.due for _, event in life.told if type(event) is DeadlineOverdue] == [
        date(2024, 3, 12),
        date(2024, 3, 18),
    ]


def test_an_extension_asked_for_in_time_reaches_a_deadline_that_was_replaced_since() -> None:
    life = missed().set("2024-03-13T09:00", due="2024-03-21")
    life.extend("2024-03-12T16:00", due="2024-03-25", known="2024-03-13T11:00")
    first, second = life.case.deadlines
    assert life.only(OverdueReversed).deadline == first.id
    assert (second.due, second.status) == (date(2024, 3, 21), Status.OPEN)
    assert (first.status, first.missed) == (Status.CLOSED, False)


def test_a_deadline_closed_in_time_was_not_missed() -> None:
    life = missed().close("2024-03-12T16:00", known="2024-03-13T07:00")
    assert life.only(OverdueReversed).because == "CLOSED_IN_TIME"
    assert life.until("2024-04-01T00:00").status() is Status.CLOSED


def test_a_deadline_replaced_in_time_was_not_missed() -> None:
    life = missed().set("2024-03-12T16:00", due="2024-03-20", known="2024-03-13T07:00")
    assert life.only(OverdueReversed).because == "REPLACED_IN_TIME"
    assert [each.status for each in life.case.deadlines] == [Status.CLOSED, Status.OPEN]


def test_a_deadline_closed_after_the_end_was_missed_all_the_same() -> None:
    life = missed().close("2024-03-13T09:00").until("2024-04-01T00:00")
    assert life.none(OverdueReversed)
    assert life.status() is Status.CLOSED


def test_a_meeting_given_up_the_evening_before_and_known_on_its_day_puts_the_deadline_back_in_play() -> None:
    life = anna().set("2024-03-04T10:00", due="2024-03-12").book("2024-03-05T09:00", "2024-03-08")
    life.cancel("2024-03-07T23:50", known="2024-03-08T06:00")
    assert life.names[-2:] == ["DeadlineClosed", "DeadlineReopened"]
    assert life.status() is Status.OPEN
    assert life.until("2024-03-13T00:10").status() is Status.OVERDUE


def test_but_not_beside_a_newer_deadline() -> None:
    life = anna().set("2024-03-04T10:00", due="2024-03-12").book("2024-03-05T09:00", "2024-03-08")
    life.set("2024-03-08T05:00", due="2024-03-18").cancel("2024-03-07T23:50", known="2024-03-08T06:00")
    assert life.none(DeadlineReopened)
    assert [each.status for each in life.case.deadlines] == [Status.CLOSED, Status.OPEN]
    assert life.case.deadlines[0].closed is Closed.REPLACED


def test_nor_when_the_newer_one_has_been_closed_since() -> None:
    life = anna().set("2024-03-04T10:00", due="2024-03-12").book("2024-03-05T09:00", "2024-03-08")
    life.set("2024-03-08T05:00", due="2024-03-18").close("2024-03-08T05:30")
    life.cancel("2024-03-07T23:50", known="2024-03-08T06:00")
    assert [each.closed for each in life.case.deadlines] == [Closed.REPLACED, Closed.BY_HAND]
    assert life.case.deadlines[0].closed_at == danish("2024-03-08T05:00")


def test_a_fulfilled_deadline_extended_in_time_is_judged_again_on_its_new_day() -> None:
    life = anna().set("2024-03-04T10:00", due="2024-03-12").book("2024-03-05T09:00", "2024-03-19")
    life.until("2024-03-13T00:10").extend("2024-03-12T16:00", due="2024-03-18", known="2024-03-13T07:00")
    assert life.cancel("2024-03-14T09:00").status() is Status.OPEN
    assert life.until("2024-03-19T00:10").status() is Status.OVERDUE


Fact = tuple[str, Callable[[Life, str], Life]]
"""When something happened, and how it is told at a time."""


def booked(at: str, held_on: str, name: str) -> Fact:
    return at, lambda life, known: life.book(at, held_on, known=known, name=name)


def cancelled(at: str, name: str) -> Fact:
    return at, lambda life, known: life.cancel(at, known=known, name=name)


def closed(at: str) -> Fact:
    return at, lambda life, known: life.close(at, known=known)


def extended(at: str, due: str) -> Fact:
    return at, lambda life, known: life.extend(at, due, known=known)


@pytest.mark.parametrize(
    ("facts", "end"),
    [
        ([booked("2024-03-12T23:00", "2024-03-14", "a"), booked("2024-03-13T00:01", "2024-03-18", "b")], (False, "a")),
        ([booked("2024-03-12T23:00", "2024-03-14", "a"), closed("2024-03-12T23:30")], (False, None)),
        ([booked("2024-03-13T00:01", "2024-03-14", "a"), booked("2024-03-13T00:02", "2024-03-18", "b")], (True, "a")),
        ([booked("2024-03-12T23:00", "2024-03-22", "a"), extended("2024-03-12T23:30", "2024-03-18")], (False, "a")),
        ([closed("2024-03-13T00:01"), booked("2024-03-13T00:02", "2024-03-18", "b")], (True, None)),
    ],
)
def test_the_order_in_which_things_become_known_does_not_matter(
    facts: list[Fact], end: tuple[bool, str | None]
) -> None:
    """Before the judgement, after it, or some on each side of it: missed or not, and closed by which meeting."""
    for order in permutations(facts):
        for before in range(len(order) + 1):
            life = anna().set("2024-03-04T10:00", due="2024-03-12")
            for _, tell in order[:before]:
                tell(life, "2024-03-13T00:05")
            for _, tell in order[before:]:
                tell(life, "2024-03-13T12:00")
            (last,) = life.until("2024-04-01T00:00").case.deadlines
            assert (last.missed, last.closed_by) == (end[0], interview(end[1]) if end[1] else None)
            assert last.status is Status.CLOSED


def test_a_booking_that_is_taken_back_in_time_makes_no_difference_whenever_it_is_known() -> None:
    """`slots` tells of a booking before its cancellation; everything else may come in between."""
    facts = [booked("2024-03-10T12:00", "2024-03-14", "a"), cancelled("2024-03-11T12:00", "a")]
    for before in range(3):
        life = anna().set("2024-03-04T10:00", due="2024-03-12")
        for _, tell in facts[:before]:
            tell(life, "2024-03-13T00:05")
        for _, tell in facts[before:]:
            tell(life, "2024-03-13T12:00")
        assert life.until("2024-04-01T00:00").status() is Status.OVERDUE


def closings(life: Life) -> list[str]:
    return [event.reason for _, event in life.told if isinstance(event, DeadlineClosed)]


def test_an_interview_known_after_the_exemption_had_closed_the_missed_deadline_on_its_day() -> None:
    life = anna(Group.G2).set("2024-03-04T10:00", due="2024-03-12").until("2024-03-13T00:10").exempted("2024-03-22")
    life.until("2024-03-25T08:00").hold("2024-03-25T09:00", "2024-03-20")
    assert closings(life) == [Closed.EXEMPTED, Closed.INTERVIEW_DAY]
    in_time = anna(Group.G2).set("2024-03-04T10:00", due="2024-03-12").until("2024-03-13T00:10")
    in_time.hold("2024-03-20T12:00", "2024-03-20").exempted("2024-03-22").until("2024-03-25T09:00")
    assert life.case.deadlines == in_time.case.deadlines


def test_an_interview_held_after_the_exemption_closes_nothing_more() -> None:
    life = anna(Group.G2).set("2024-03-04T10:00", due="2024-03-12").until("2024-03-13T00:10").exempted("2024-03-18")
    life.until("2024-03-20T08:00").hold("2024-03-20T09:00", "2024-03-20").until("2024-03-21T00:10")
    assert closings(life) == [Closed.EXEMPTED]


def test_an_exemption_that_never_was_leaves_the_deadline_closed_by_the_interview_after_it() -> None:
    life = anna(Group.G2).set("2024-03-04T10:00", due="2024-03-12").until("2024-03-13T00:10")
    life.hold("2024-03-20T12:00", "2024-03-20").until("2024-03-21T08:00").exempted("2024-03-18", "2024-03-21T09:00")
    life.restored("2024-03-18", "2024-03-22T09:00")
    assert closings(life) == [Closed.INTERVIEW_DAY, Closed.EXEMPTED, Closed.INTERVIEW_DAY]
