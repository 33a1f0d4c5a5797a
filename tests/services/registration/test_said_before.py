"""Words that arrive after what was said later: an absence, a sickness, an exemption and its end, a return."""

import pytest

from contracts.deadlines.v1 import Closed, DeadlineClosed
from contracts.registration.effort_v1 import LessIntensiveStarted
from contracts.registration.self_booking_v1 import SelfBookingExempted, SelfBookingRestored, WithdrawalGround
from contracts.registration.v1 import AbsenceRecorded, JobseekerDeregistered, JobseekerReRegistered
from contracts.types import AbsenceKind, Group
from services.registration.right import RightKind
from services.registration.rights import holding
from shared.law.value import replace
from tests.services.registration.free import JOBCENTRE, JOBNET, Free
from tests.services.registration.life import code, day, deadline, names, only

HOLIDAY = AbsenceKind.HOLIDAY


def anna(group: Group = Group.G1) -> Free:
    life = Free()
    life.at("2024-01-08").registered(group)
    return life


def away(life: Free, at: str, starts: str, ends: str) -> None:
    life.at(at).away(HOLIDAY, starts, ends, by=JOBCENTRE)


def test_of_two_words_about_one_holiday_the_one_said_last_counts_and_the_first_says_since_when() -> None:
    life = anna()
    away(life, "2024-07-10", "2024-07-15", "2024-07-26")
    assert not life.case.absences[0].approved
    away(life, "2024-06-03", "2024-07-15", "2024-08-02")
    (known,) = life.case.absences
    assert (known.ends, known.notified_on, known.approved) == (day("2024-07-26"), day("2024-06-03"), True)
    away(life, "2024-06-01", "2024-07-20", "2024-08-09")
    assert [replace(each, words=known.words) for each in life.case.absences] == [known]


def test_what_was_said_before_the_absence_was_taken_back_does_not_bring_it_again() -> None:
    life = anna()
    away(life, "2024-06-03", "2024-07-15", "2024-08-02")
    life.at("2024-06-10").not_away(by=JOBCENTRE)
    assert names(life.at("2024-06-05").away(HOLIDAY, "2024-07-15", "2024-07-26", by=JOBCENTRE)) == []
    assert names(life.at("2024-06-11").away(HOLIDAY, "2024-07-15", "2024-07-26", by=JOBCENTRE)) == ["AbsenceRecorded"]
    assert names(life.at("2024-06-10 12:00").not_away(by=JOBCENTRE)) == []


def test_sick_again_before_the_recovery_is_known_is_another_sickness() -> None:
    life = anna()
    life.at("2024-02-08").sick()
    assert names(life.at("2024-02-19").sick()) == []
    known = life.at("2024-02-18").well()
    assert [each.starts for each in known.events if isinstance(each, AbsenceRecorded)] == [
        day("2024-02-08"),
        day("2024-02-19"),
    ]
    assert only(known, JobseekerReRegistered).effective == day("2024-02-18")
    assert only(known, JobseekerDeregistered).effective == day("2024-02-19")
    assert not life.out_on("2024-02-18") and life.out_on("2024-02-19")


def test_a_report_of_sickness_from_before_the_recovery_belongs_to_the_sickness_that_is_over() -> None:
    life = anna()
    life.at("2024-02-08").sick()
    life.at("2024-02-12 12:00").well()
    assert names(life.at("2024-02-12 09:00").sick(JOBCENTRE)) == []
    assert "JobseekerDeregistered" in names(life.at("2024-02-12 15:00").sick(JOBCENTRE))


@pytest.mark.parametrize("group", [Group.G1, Group.G2, Group.G4O])
def test_who_needed_no_booking_is_registered_from_the_day_of_asking_also_when_exempted_since(group: Group) -> None:
    life = anna(group)
    life.at("2024-02-06").leaves()
    life.at("2024-02-11").exempted()
    assert only(life.at("2024-02-08").returns(), JobseekerReRegistered).effective == day("2024-02-08")


def test_after_three_months_nothing_is_demanded_also_of_who_is_exempted_the_day_after() -> None:
    life = anna()
    life.at("2024-01-31").overdue("2024-01-30")
    life.at("2024-05-03").exempted()
    assert only(life.at("2024-05-02").returns(), JobseekerReRegistered).effective == day("2024-05-02")


def exempt_on(life: Free, text: str) -> bool:
    return bool(holding(life.case, day(text), RightKind.EXEMPTION))


def test_exempted_anew_after_an_end_that_is_heard_late_the_citizen_stays_exempt() -> None:
    life = anna(Group.G3)
    life.at("2024-02-10").exempted()
    assert names(life.at("2024-02-17").exempted()) == []
    ended = life.at("2024-02-15").exemption_ends()
    assert only(ended, SelfBookingExempted).on == day("2024-02-17")
    assert only(ended, SelfBookingRestored).on == day("2024-02-15")
    assert [exempt_on(life, each) for each in ("2024-02-14", "2024-02-15", "2024-02-17")] == [True, False, True]


def test_an_end_meant_what_had_been_said_by_then() -> None:
    life = anna(Group.G3)
    life.at("2024-02-10").deprived()
    life.at("2024-02-12").deprived(WithdrawalGround.POLICE_PRESENT)
    life.at("2024-02-11").restored()
    held = holding(life.case, day("2024-03-01"), RightKind.WITHDRAWAL)
    assert [each.ground for each in held] == [WithdrawalGround.POLICE_PRESENT]


def test_what_was_said_before_an_end_of_all_is_ended_by_it() -> None:
    life = anna(Group.G3)
    life.at("2024-02-12").deprived(WithdrawalGround.POLICE_PRESENT)
    life.at("2024-02-14").restored()
    late = life.at("2024-02-11").deprived()
    assert only(late, SelfBookingRestored).on == day("2024-02-14")
    assert not holding(life.case, day("2024-02-14"), RightKind.WITHDRAWAL)


def test_a_less_intensive_effort_reported_anew_after_an_end_that_is_heard_late_holds() -> None:
    life = anna()
    life.at("2024-02-10").lighter(starts="2024-03-01")
    assert names(life.at("2024-02-17").lighter(starts="2024-03-01")) == []
    ended = life.at("2024-02-15").lighter_ends()
    assert only(ended, LessIntensiveStarted).on == day("2024-02-17")
    assert names(life.at("2024-02-14").lighter(starts="2024-03-02")) == ["LessIntensiveStarted", "LessIntensiveEnded"]


def test_a_request_counts_from_the_day_on_which_a_change_ended_the_deadline_however_late_that_is_known() -> None:
    life = anna()
    life.at("2024-02-25").overdue("2024-02-24")
    life.at("2024-03-01").returns()
    closed = DeadlineClosed(deadline=deadline("2024-02-24"), reason=Closed.LESS_INTENSIVE, on=day("2024-02-29"))
    assert only(life.at("2024-03-05").give("deadlines", closed), JobseekerReRegistered).effective == day("2024-03-01")


def test_of_two_sicknesses_heard_in_the_wrong_order_with_the_recovery_last_both_are_known() -> None:
    life = anna()
    life.at("2024-04-09 20:00").sick()
    life.at("2024-04-06").sick()
    life.at("2024-04-09 19:00").well()
    assert [(each.starts, each.ends) for each in sorted(life.case.absences, key=lambda each: each.starts)] == [
        (day("2024-04-06"), day("2024-04-08")),
        (day("2024-04-09"), None),
    ]


@pytest.mark.parametrize("by", [JOBNET, JOBCENTRE])
@pytest.mark.parametrize("group", [Group.G1, Group.G2])
def test_who_was_on_sickness_benefit_comes_back_by_her_recovery_whenever_the_new_group_is_known(
    group: Group, by: str
) -> None:
    ends = set[object]()
    for group_first in (True, False):
        life = anna()
        life.at("2024-03-10").sick()
        life.at("2024-04-01").registered(Group.G6)
        if group_first:
            life.at("2024-05-20 09:00").registered(group)
        life.at("2024-05-20 10:00").well(by)
        if not group_first:
            life.at("2024-05-21 09:00").registered(group, on="2024-05-20")
        ends.add((life.out_on("2024-05-19"), life.out_on("2024-05-20"), code(life.at("2024-05-22").returns())))
    assert ends == {(True, False, "ALREADY_REGISTERED")}


def test_a_recovery_before_the_new_group_brings_nobody_back() -> None:
    life = anna()
    life.at("2024-03-10").sick()
    life.at("2024-04-01").registered(Group.G6)
    life.at("2024-05-20").well()
    assert "JobseekerReRegistered" not in names(life.at("2024-05-27").registered())
    assert only(life.at("2024-05-28").returns(), JobseekerReRegistered).effective == day("2024-05-28")
