"""DL-11, IM-01, IM-07: what binds and what is demanded after a deadline."""

from datetime import date

import pytest

from contracts.deadlines.v1 import DeadlineOverdue, OverdueReversed, RecordWrittenNotice, WrittenNoticeRecorded
from contracts.types import AbsenceKind, Group
from services.deadlines.case import Status
from services.deadlines.demand import demands_booking
from tests.services.deadlines.life import JOBCENTRE, Life, anna


def march(group: Group = Group.G3) -> Life:
    return anna(group).set("2024-03-04T10:00", due="2024-03-12")


def notice(life: Life, at: str, on: str | None = None, known: str | None = None) -> Life:
    return life.hear(at, RecordWrittenNotice(on=date.fromisoformat(on) if on else None), JOBCENTRE, known)


def free() -> Life:
    life = anna().absent("2024-03-01T10:00", AbsenceKind.NO_ACTIVE_SEARCH, "2024-03-01")
    return life.set("2024-03-04T10:00", due="2024-03-12")


def test_who_is_free_of_active_search_and_was_not_written_to_has_not_missed_the_deadline() -> None:
    life = free().until("2024-03-13T00:10")
    assert life.none(DeadlineOverdue)
    assert (life.last.applied[-1].rule, life.last.applied[-1].outcome) == ("DL-11", "not-notified")
    assert life.status() is Status.OPEN


def test_with_a_letter_the_deadline_binds() -> None:
    life = notice(free(), "2024-03-04T11:00")
    assert life.only(WrittenNoticeRecorded).on == date(2024, 3, 4)
    assert life.until("2024-03-13T00:10").status() is Status.OVERDUE


def test_a_letter_known_late_makes_it_a_miss_and_freedom_known_late_takes_it_back() -> None:
    life = notice(free().until("2024-03-13T00:10"), "2024-03-14T09:00", on="2024-03-04")
    assert life.names[-2:] == ["WrittenNoticeRecorded", "DeadlineOverdue"]
    life = march().until("2024-03-13T00:10").absent("2024-03-14T09:00", AbsenceKind.NO_ACTIVE_SEARCH, "2024-03-10")
    assert life.only(OverdueReversed).because == "NOT_NOTIFIED"


def test_freedom_before_or_after_the_deadline_needs_no_letter() -> None:
    life = anna().absent("2024-01-01T10:00", AbsenceKind.NO_ACTIVE_SEARCH, "2024-01-01", "2024-03-03")
    life.absent("2024-01-01T10:00", AbsenceKind.NO_ACTIVE_SEARCH, "2024-03-13", name="b")
    assert life.set("2024-03-04T10:00", due="2024-03-12").until("2024-03-13T00:10").status() is Status.OVERDUE


def test_a_letter_needs_a_deadline_and_a_day_that_has_come() -> None:
    assert notice(anna(), "2024-03-04T10:00").refusal == "NO_DEADLINE"
    assert notice(march(), "2024-03-04T10:00", on="2024-03-05").refusal == "DATE_IN_FUTURE"
    life = notice(march(), "2024-03-04T11:00")
    assert notice(life, "2024-03-05T11:00").last.events == ()


@pytest.mark.parametrize(("day", "asked"), [("2024-03-12", False), ("2024-03-13", True), ("2025-01-01", True)])
def test_after_a_miss_a_booking_is_demanded_at_the_next_login(day: str, asked: bool) -> None:
    life = march(Group.G8).until("2024-03-13T00:10")
    assert demands_booking(life.case, date.fromisoformat(day)) is asked


def test_nothing_is_demanded_once_something_is_booked_or_the_deadline_is_closed() -> None:
    missed = march().until("2024-03-13T00:10")
    day = date(2024, 3, 15)
    assert not demands_booking(missed.book("2024-03-14T09:00", "2024-03-18").case, day)
    assert not demands_booking(march().close("2024-03-13T09:00").case, day)
    assert not demands_booking(march().exempted("2024-03-14").case, day)
    assert not demands_booking(anna().case, day)


def test_a_cancelled_meeting_brings_the_demand_back() -> None:
    life = march().book("2024-03-06T09:00", "2024-03-19").cancel("2024-03-14T09:00")
    assert demands_booking(life.case, date(2024, 3, 14))


@pytest.mark.parametrize("kind", [AbsenceKind.HOLIDAY, AbsenceKind.SICKNESS])
def test_in_holiday_or_sickness_nothing_is_demanded_and_after_it_it_is(kind: AbsenceKind) -> None:
    life = march().absent("2024-03-10T08:00", kind, "2024-03-10", "2024-04-04").until("2024-03-13T00:10")
    assert not demands_booking(life.case, date(2024, 4, 4))
    assert demands_booking(life.case, date(2024, 4, 5))
