"""DL-11: who is free of active search is bound by a deadline only if told of it in writing."""

from datetime import date

from contracts.deadlines.course_v1 import FollowUpListed
from contracts.deadlines.v1 import DeadlineOverdue, OverdueReversed, RecordWrittenNotice, WrittenNoticeRecorded
from contracts.types import AbsenceKind
from services.deadlines.case import Status
from tests.services.deadlines.life import JOBCENTRE, Life, anna


def march() -> Life:
    return anna().set("2024-03-04T10:00", due="2024-03-12")


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


def test_a_deadline_that_ran_out_without_binding_goes_on_asking_and_the_follow_up_list_has_her() -> None:
    life = free().until("2024-03-14T00:10")
    assert life.status() is Status.OPEN
    assert isinstance(life.course[-1][1], FollowUpListed)
    life.until("2024-03-14T09:00").hold("2024-03-14T10:00", "2024-03-14").until("2024-03-14T10:10")
    assert life.status() is Status.CLOSED


def test_a_letter_that_is_known_before_its_deadline_belongs_to_it() -> None:
    life = notice(anna().set("2024-03-04T10:00", due="2024-03-20"), "2024-03-06T11:00")
    life.absent("2024-03-07T10:00", AbsenceKind.NO_ACTIVE_SEARCH, "2024-03-07")
    life.set("2024-03-06T10:00", due="2024-03-15", known="2024-03-08T10:00")
    assert [each.notified_on for each in life.case.deadlines] == [None, date(2024, 3, 6)]
    assert life.until("2024-03-16T00:10").status() is Status.OVERDUE


def test_a_miss_that_becomes_known_after_the_deadline_was_closed_is_told_with_its_closing() -> None:
    life = free().until("2024-03-13T00:10").close("2024-03-14T09:00")
    notice(life, "2024-03-04T11:00", known="2024-03-15T10:00")
    assert life.names[-4:] == ["DeadlineClosed", "WrittenNoticeRecorded", "DeadlineOverdue", "DeadlineClosed"]
