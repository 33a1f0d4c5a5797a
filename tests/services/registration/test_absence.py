"""Absences told, changed and taken back, and holiday. REG-10, HOL-01."""

import pytest

from contracts.registration.v1 import AbsenceRecorded, AbsenceWithdrawn, Flag, ReportFlagged
from contracts.types import AbsenceKind, Group
from tests.services.registration.life import FUND, JOBCENTRE, JOBNET, Life, code, day, names, only, rules

HOLIDAY = AbsenceKind.HOLIDAY
COURSE = AbsenceKind.COURSE


def anna(group: Group = Group.G1) -> Life:
    life = Life().at("2024-01-08")
    life.registered(group)
    return life


def test_an_absence_is_told_once_changed_and_taken_back() -> None:
    life = anna().at("2024-03-04")
    first = only(life.away(COURSE, "2024-03-11"), AbsenceRecorded)
    assert (first.ends, first.notified_on, first.approved) == (None, day("2024-03-04"), True)
    assert life.at("2024-03-05").away(COURSE, "2024-03-11").events == ()
    changed = only(life.away(COURSE, "2024-03-11", "2024-03-15"), AbsenceRecorded)
    assert (changed.absence, changed.ends) == (first.absence, day("2024-03-15"))
    assert life.not_away().events == (AbsenceWithdrawn(absence=first.absence),)
    assert life.not_away().events == () and life.not_away().refusal is None
    assert only(life.away(COURSE, "2024-03-11"), AbsenceRecorded).absence == first.absence


def test_the_same_reference_of_another_sender_is_another_absence() -> None:
    life = anna().at("2024-03-04")
    hers = only(life.away(COURSE, "2024-03-11", "2024-03-15"), AbsenceRecorded)
    theirs = only(life.away(COURSE, "2024-03-13", "2024-03-20", by=JOBCENTRE), AbsenceRecorded)
    assert hers.absence != theirs.absence
    life.not_away()
    assert life.case.away(COURSE, day("2024-03-13")) and not life.case.away(COURSE, day("2024-03-12"))
    assert code(life.not_away(FUND)) == "ABSENCE_UNKNOWN"


def test_what_is_told_after_its_first_day_is_flagged_and_stands() -> None:
    late = anna().at("2024-03-12").away(AbsenceKind.TEMPORARY_WORK, "2024-03-11", "2024-03-15")
    assert names(late) == ["AbsenceRecorded", "ReportFlagged"]
    flag = only(late, ReportFlagged)
    assert (flag.flag, flag.about, flag.reported_on) == (Flag.LATE_REPORT, day("2024-03-11"), day("2024-03-12"))
    assert names(anna().at("2024-03-12").away(COURSE, "2024-03-11", by=JOBCENTRE, notified_on=day("2024-03-11"))) == [
        "AbsenceRecorded"
    ]


@pytest.mark.parametrize(
    ("kind", "group", "by", "refused"),
    [
        (AbsenceKind.SUBSIDISED_JOB, Group.G1, JOBNET, "NOT_YOURS_TO_TELL"),
        (AbsenceKind.SUBSIDISED_JOB, Group.G1, JOBCENTRE, None),
        (AbsenceKind.NO_ACTIVE_SEARCH, Group.G2, JOBNET, "NOT_YOURS_TO_TELL"),
        (AbsenceKind.STANDBY, Group.G3, JOBCENTRE, None),
        (AbsenceKind.STANDBY, Group.G1, FUND, "NOT_YOURS_TO_TELL"),
        (AbsenceKind.NO_CARE, Group.G1, JOBNET, None),
        (AbsenceKind.NO_CARE, Group.G2, JOBNET, "ONLY_FOR_G1"),
        (AbsenceKind.WORK_SHARING, Group.G1, JOBNET, "NOT_YOURS_TO_TELL"),
        (COURSE, Group.G1, "akasse-12", "NOT_YOUR_MEMBER"),
        (AbsenceKind.SICKNESS, Group.G3, JOBCENTRE, None),
        (AbsenceKind.UNKNOWN, Group.G1, JOBCENTRE, "NOT_YOURS_TO_TELL"),
    ],
)
def test_who_may_tell_what(kind: AbsenceKind, group: Group, by: str, refused: str | None) -> None:
    said = anna(group).at("2024-03-04").away(kind, "2024-03-11", "2024-03-15", by=by)
    assert code(said) == refused
    assert rules(said)[0] == "REG-10"


def test_what_cannot_be_is_refused() -> None:
    life = anna().at("2024-03-04")
    assert code(life.away(COURSE, "2024-03-11", "2024-03-10")) == "ENDS_BEFORE_IT_STARTS"
    assert code(life.away(HOLIDAY, "2024-03-11")) == "END_MISSING"
    assert code(life.away(COURSE, "2024-03-11", notified_on=day("2024-03-03"))) == "DATE_IN_PAST"
    assert code(life.away(COURSE, "2024-03-11", by=JOBCENTRE, notified_on=day("2024-03-05"))) == "DATE_IN_FUTURE"
    assert code(Life().away(COURSE, "2024-03-11")) == "NOT_REGISTERED"


@pytest.mark.parametrize(("told", "approved"), [("2024-07-01", True), ("2024-07-02", False)])
def test_a_holiday_is_a_right_two_weeks_ahead(told: str, approved: bool) -> None:
    said = anna().at(told).away(HOLIDAY, "2024-07-15", "2024-08-02")
    assert only(said, AbsenceRecorded).approved is approved and "HOL-01" in rules(said)


def test_a_holiday_over_new_year_counts_the_same_days() -> None:
    told = anna().at("2024-12-09").away(HOLIDAY, "2024-12-23", "2025-01-03")
    assert only(told, AbsenceRecorded).approved
    assert not only(anna().at("2024-12-10").away(HOLIDAY, "2024-12-23", "2025-01-03"), AbsenceRecorded).approved


def test_a_late_holiday_is_the_authority_s_to_approve_and_no_one_else_s() -> None:
    life = anna().at("2024-07-02")
    id = only(life.away(HOLIDAY, "2024-07-15", "2024-08-02"), AbsenceRecorded).absence
    assert code(life.decided(id, True, "akasse-12")) == "NOT_YOUR_MEMBER"
    assert only(life.decided(id, True), AbsenceRecorded).approved
    assert life.decided(id, True).events == ()
    assert not only(life.decided(id, False, FUND), AbsenceRecorded).approved
    assert code(life.decided("1b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10", True)) == "ABSENCE_UNKNOWN"


def test_a_right_is_not_refused() -> None:
    life = anna().at("2024-07-01")
    id = only(life.away(HOLIDAY, "2024-07-15", "2024-08-02"), AbsenceRecorded).absence
    refused = life.decided(id, False)
    assert code(refused) == "HOLIDAY_IS_A_RIGHT" and rules(refused) == ["HOL-01"]


@pytest.mark.parametrize(
    ("held_on", "approved"),
    [("2024-07-14", True), ("2024-07-15", False), ("2024-08-02", False), ("2024-08-03", True)],
)
def test_an_interview_in_it_stands_in_the_way(held_on: str, approved: bool) -> None:
    life = anna().at("2024-06-20")
    life.books(held_on)
    assert only(life.at("2024-07-01").away(HOLIDAY, "2024-07-15", "2024-08-02"), AbsenceRecorded).approved is approved


def test_an_interview_that_becomes_known_late_counts_and_one_planned_afterwards_does_not() -> None:
    life = anna().at("2024-07-01")
    life.away(HOLIDAY, "2024-07-15", "2024-08-02")
    assert life.at("2024-07-03").books("2024-07-17").events == ()
    late = life.at("2024-07-04").books("2024-07-16", booked_at="2024-06-28 09:00")
    assert only(late, AbsenceRecorded).approved is False
    assert only(life.at("2024-07-05").cancels("2024-07-16"), AbsenceRecorded).approved is True


def test_a_summons_in_it_stands_in_the_way_too() -> None:
    life = anna(Group.G3).at("2024-06-20")
    life.summoned("2024-07-16")
    assert not only(life.at("2024-07-01").away(HOLIDAY, "2024-07-15", "2024-08-02"), AbsenceRecorded).approved


def test_a_shorter_holiday_keeps_its_notice_and_a_longer_one_does_not() -> None:
    life = anna().at("2024-07-01")
    life.away(HOLIDAY, "2024-07-15", "2024-08-02")
    shorter = only(life.at("2024-07-10").away(HOLIDAY, "2024-07-15", "2024-07-26"), AbsenceRecorded)
    assert (shorter.approved, shorter.notified_on) == (True, day("2024-07-01"))
    longer = only(life.at("2024-07-11").away(HOLIDAY, "2024-07-15", "2024-08-09"), AbsenceRecorded)
    assert (longer.approved, longer.notified_on) == (False, day("2024-07-11"))


def test_a_decision_is_about_the_days_decided_on() -> None:
    life = anna().at("2024-07-02")
    id = only(life.away(HOLIDAY, "2024-07-15", "2024-07-19"), AbsenceRecorded).absence
    life.decided(id, True)
    assert only(life.away(HOLIDAY, "2024-07-15", "2024-07-18"), AbsenceRecorded).approved
    assert not only(life.away(HOLIDAY, "2024-07-15", "2024-07-26"), AbsenceRecorded).approved


def test_two_absences_may_overlap() -> None:
    life = anna().at("2024-07-01")
    life.away(HOLIDAY, "2024-07-15", "2024-08-02")
    life.at("2024-07-20").sick()
    assert names(life.at("2024-07-25").well())[0] == "AbsenceRecorded"
    assert life.case.away(HOLIDAY, day("2024-07-22")) and life.case.away(AbsenceKind.SICKNESS, day("2024-07-22"))
