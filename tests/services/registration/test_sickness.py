"""Reported sick and well again. REG-07, REG-08, IM-06, IM-07."""

import pytest

from contracts.registration.v1 import (
    AbsenceRecorded,
    Deregister,
    DeregistrationReversed,
    Flag,
    ImmediateBookingRequired,
    JobseekerDeregistered,
    JobseekerReRegistered,
    Letter,
    LetterRequested,
    Reason,
    ReportFlagged,
)
from contracts.types import AbsenceKind, Group
from services.registration import policy
from services.registration.rules.sickness import recovered
from tests.services.registration.life import FUND, JOBCENTRE, JOBNET, Life, code, day, names, only, rules

OUT = ["AbsenceRecorded", "JobseekerDeregistered", "LetterRequested"]
BACK = ["AbsenceRecorded", "JobseekerReRegistered", "LetterRequested"]


def anna(group: Group = Group.G1) -> Life:
    life = Life().at("2024-01-08")
    life.registered(group)
    return life


def sick(since: str = "2024-03-10", group: Group = Group.G1) -> Life:
    life = anna(group)
    life.at(since).sick()
    return life


@pytest.mark.parametrize("group", [Group.G1, Group.G2, Group.G4O])
@pytest.mark.parametrize("by", [JOBNET, JOBCENTRE])
def test_a_job_seeker_who_reports_sick_is_deregistered_that_day(group: Group, by: str) -> None:
    said = anna(group).at("2024-03-10").sick(by)
    assert names(said) == OUT and rules(said) == ["REG-10", "REG-07", "REG-03"]
    absence = only(said, AbsenceRecorded)
    assert (absence.kind, absence.starts, absence.ends) == (AbsenceKind.SICKNESS, day("2024-03-10"), None)
    gone = only(said, JobseekerDeregistered)
    assert (gone.effective, gone.reason) == (day("2024-03-10"), Reason.SICKNESS)
    assert "raskmelde dig på Jobnet" in only(said, LetterRequested).text


@pytest.mark.parametrize("group", [each for each in Group if each not in {Group.G1, Group.G2, Group.G4O}])
def test_who_is_no_job_seeker_is_only_absent(group: Group) -> None:
    life = anna(group)
    assert names(life.at("2024-03-10").sick()) == ["AbsenceRecorded"]
    ended = only(life.at("2024-04-05").well(), AbsenceRecorded)
    assert ended.ends == day("2024-04-04")
    assert names(life.well()) == []


def test_the_fund_reports_for_its_own_members_only() -> None:
    life = anna()
    assert code(life.at("2024-03-10").sick("akasse-12")) == "NOT_YOUR_MEMBER"
    assert names(life.sick(FUND)) == OUT
    assert code(life.at("2024-03-12").well("akasse-12")) == "NOT_YOUR_MEMBER"


def test_who_is_in_a_subsidised_job_stays_registered_whenever_that_is_known() -> None:
    known = anna()
    known.at("2024-03-01").away(AbsenceKind.SUBSIDISED_JOB, "2024-03-01", by=JOBCENTRE)
    assert names(known.at("2024-03-10").sick()) == ["AbsenceRecorded"]
    late = sick()
    said = late.at("2024-03-12").away(AbsenceKind.SUBSIDISED_JOB, "2024-03-01", by=JOBCENTRE)
    assert only(said, DeregistrationReversed).because == "SUBSIDISED_JOB"
    for life in (known, late):
        assert not life.out_on("2024-03-10") and names(life.at("2024-03-15").well()) == ["AbsenceRecorded"]


def test_recovery_on_jobnet_registers_again_with_a_receipt() -> None:
    back = sick().at("2024-04-05").well()
    assert names(back) == BACK and "REG-08" in rules(back) and "REG-09" in rules(back)
    again = only(back, JobseekerReRegistered)
    assert (again.effective, again.deregistered_on) == (day("2024-04-05"), day("2024-03-10"))
    receipt = only(back, LetterRequested)
    assert receipt.kind is Letter.RECEIPT and "5. april 2024" in receipt.text


def test_well_on_the_day_one_fell_ill() -> None:
    life = sick()
    back = life.well()
    assert only(back, AbsenceRecorded).ends == day("2024-03-10")
    assert only(back, JobseekerReRegistered).days_unregistered == 0
    assert life.well().events == () and life.well().refusal is None


@pytest.mark.parametrize("by", [JOBCENTRE, FUND])
def test_an_authority_says_whether_to_register_and_is_flagged_when_it_does(by: str) -> None:
    life = sick()
    back = life.at("2024-04-05").well(by)
    assert names(back) == ["AbsenceRecorded", "ReportFlagged", "JobseekerReRegistered"]
    assert only(back, ReportFlagged).flag is Flag.RECOVERY_NOT_ON_JOBNET
    other = sick()
    assert names(other.at("2024-04-05").well(by, register=False)) == ["AbsenceRecorded"]
    assert other.out_on("2024-04-05")
    assert names(other.at("2024-04-08").returns()) == ["JobseekerReRegistered"]


@pytest.mark.parametrize(("by", "back"), [(JOBNET, BACK[1:]), (JOBCENTRE, ["ReportFlagged", "JobseekerReRegistered"])])
def test_well_without_being_registered_she_may_still_be_it_that_day(by: str, back: list[str]) -> None:
    life = sick()
    assert names(life.at("2024-04-05 09:00").well(JOBCENTRE, register=False)) == ["AbsenceRecorded"]
    assert life.at("2024-04-05 10:00").well(JOBCENTRE, register=False).events == () and life.out_on("2024-04-05")
    assert names(life.at("2024-04-05 11:00").well(by)) == back and not life.out_on("2024-04-05")
    assert life.at("2024-04-05 12:00").well(by).events == () and life.well(by).refusal is None


def test_the_policy_may_hold_everybody_to_jobnet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "AUTHORITY_MAY_END_SICKNESS", False)
    forget = recovered.cache_clear  # type: ignore[attr-defined]  # what the rule remembers is of another policy
    forget()
    life = sick().at("2024-04-05")
    assert code(life.well(JOBCENTRE)) == "RECOVERY_ON_JOBNET"
    assert code(life.returns(JOBCENTRE)) == "RECOVERY_NOT_REPORTED"
    forget()


def test_who_is_out_for_sickness_does_not_come_back_without_recovery() -> None:
    life = sick()
    refused = life.at("2024-03-20").returns()
    assert code(refused) == "RECOVERY_NOT_REPORTED" and refused.refusal and refused.refusal.rule == "REG-08"
    assert names(life.returns(FUND)) == ["AbsenceRecorded", "ReportFlagged", "JobseekerReRegistered"]


def test_a_deadline_that_runs_out_while_sick_deregisters_nobody_and_is_met_at_recovery() -> None:
    life = sick()
    assert life.at("2024-03-13 00:10").overdue("2024-03-12").events == ()
    asked = life.at("2024-04-05").well()
    assert names(asked) == ["AbsenceRecorded", "ImmediateBookingRequired"]
    assert {"IM-07", "IM-02"} <= set(rules(asked))
    assert only(asked, ImmediateBookingRequired).hold_by == day("2024-04-15")
    back = life.at("2024-04-06").books("2024-04-15")
    assert names(back) == ["JobseekerReRegistered", "LetterRequested"]
    assert only(back, JobseekerReRegistered).effective == day("2024-04-06")


@pytest.mark.parametrize("group", [Group.G2, Group.G4O])
def test_who_is_on_kontanthjaelp_is_registered_at_once_and_asked_to_book(group: Group) -> None:
    life = sick(group=group)
    assert life.at("2024-03-13 00:10").overdue("2024-03-12").events == ()
    back = life.at("2024-04-05").well()
    assert names(back) == ["AbsenceRecorded", "ImmediateBookingRequired", "JobseekerReRegistered", "LetterRequested"]
    asked = only(back, ImmediateBookingRequired)
    assert asked.registered and asked.hold_by == day("2024-04-15") and not life.out_on("2024-04-05")
    assert life.at("2024-04-08").books("2024-04-20").events == () and life.case.asked == ()


def test_a_demand_on_who_is_registered_falls_with_the_deadline() -> None:
    life = sick(group=Group.G2)
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    life.at("2024-04-05").well()
    gone = life.at("2024-04-06").met_after_all("2024-03-12")
    assert names(gone) == ["ImmediateBookingWithdrawn"] and rules(gone) == ["IM-06"]


def test_after_three_months_of_sickness_nothing_is_demanded() -> None:
    life = sick("2024-01-31")
    life.at("2024-02-13 00:10").overdue("2024-02-12")
    assert "ImmediateBookingRequired" in names(life.at("2024-04-29").well())
    other = sick("2024-01-31")
    other.at("2024-02-13 00:10").overdue("2024-02-12")
    assert names(other.at("2024-04-30").well()) == BACK


def test_well_on_the_last_day_of_the_deadline_means_that_it_still_counts() -> None:
    life = sick()
    assert names(life.at("2024-03-12 08:00").well()) == BACK
    missed = life.at("2024-03-13 00:10").overdue("2024-03-12")
    assert only(missed, JobseekerDeregistered).reason is Reason.MISSED_BOOKING


def test_sickness_told_after_the_deregistration_takes_its_place_from_the_first_day() -> None:
    life = anna()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    told = life.at("2024-03-14").sick(on="2024-03-10")
    assert names(told) == [
        "AbsenceRecorded", "ReportFlagged", "DeregistrationReversed", "LetterRequested",
        "JobseekerDeregistered", "LetterRequested",
    ]  # fmt: skip
    assert only(told, ReportFlagged).flag is Flag.LATE_REPORT
    assert only(told, DeregistrationReversed).because == "ALREADY_DEREGISTERED"
    assert life.out_on("2024-03-10") and len(life.case.open) == 1
    assert "ImmediateBookingRequired" in names(life.at("2024-03-20").well())


@pytest.mark.parametrize("sick_first", [True, False])
def test_on_the_day_after_the_deadline_it_is_the_deadline_that_deregisters(sick_first: bool) -> None:
    life = anna()
    if sick_first:
        life.at("2024-03-13 00:05").sick()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    if not sick_first:
        life.at("2024-03-13 08:00").sick()
    assert [each.reason for each in life.case.open] == [Reason.MISSED_BOOKING]
    assert names(life.at("2024-03-20").well()) == ["AbsenceRecorded", "ImmediateBookingRequired"]


def test_sick_while_out_for_a_missed_booking_is_an_absence_and_no_second_deregistration() -> None:
    life = anna()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    assert names(life.at("2024-03-15").sick()) == ["AbsenceRecorded"]
    assert code(life.at("2024-03-20").returns()) == "RECOVERY_NOT_REPORTED"
    assert names(life.returns(JOBCENTRE)) == ["AbsenceRecorded", "ReportFlagged", "JobseekerReRegistered"]


def test_a_request_that_waits_falls_when_it_was_sickness_that_kept_her_out() -> None:
    life = anna()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    life.at("2024-03-15").returns()
    assert names(life.at("2024-03-16").sick(JOBCENTRE, on="2024-03-10"))[-1] == "ImmediateBookingWithdrawn"
    assert life.at("2024-03-17").books("2024-03-20").events == ()
    assert names(life.at("2024-03-18").well()) == ["AbsenceRecorded", "JobseekerReRegistered", "LetterRequested"]


def test_who_left_for_work_is_not_registered_by_recovering() -> None:
    life = anna()
    life.at("2024-03-01").leaves(reason=Reason.WORK)
    life.at("2024-03-10").sick()
    assert names(life.at("2024-03-15").well()) == ["AbsenceRecorded"]
    assert life.out_on("2024-03-15")


def test_sick_from_an_earlier_day_moves_the_deregistration() -> None:
    life = sick()
    moved = life.at("2024-03-12").sick(JOBCENTRE, on="2024-03-08")
    assert only(moved, AbsenceRecorded).starts == day("2024-03-08")
    assert only(moved, DeregistrationReversed).because == "SICK_FROM_ANOTHER_DAY"
    assert only(moved, JobseekerDeregistered).effective == day("2024-03-08")
    assert life.out_on("2024-03-08") and len(life.case.open) == 1
    assert life.sick().events == ()


def test_the_policy_may_count_a_late_report_from_the_day_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "SICK_FROM_FIRST_DAY", False)
    told = anna().at("2024-03-14").sick(on="2024-03-10")
    assert only(told, JobseekerDeregistered).effective == day("2024-03-14")


def test_sickness_is_reported_and_not_asked_for_as_a_reason_to_leave() -> None:
    life = anna().at("2024-03-10")
    assert code(life.give(JOBNET, Deregister(reason=Reason.SICKNESS))) == "REPORT_SICK_INSTEAD"
    assert code(life.away(AbsenceKind.SICKNESS, "2024-03-10")) == "REPORT_SICK_INSTEAD"


def test_recovery_needs_a_sickness_and_a_day_that_has_come() -> None:
    life = anna().at("2024-03-10")
    assert code(life.well()) == "NOT_SICK"
    assert code(life.sick(on="2024-03-11")) == "DATE_IN_FUTURE"
    assert code(life.sick(on="2024-01-07")) == "NOT_REGISTERED"
    life.sick()
    assert code(life.well(on="2024-03-11")) == "DATE_IN_FUTURE"
    assert code(life.at("2024-03-15").well(on="2024-03-14")) == "DATE_IN_PAST"
    assert names(life.well(JOBCENTRE, on="2024-03-14"))[-1] == "JobseekerReRegistered"


def test_sick_over_new_year_and_sick_again_are_two_sicknesses() -> None:
    life = Life().at("2023-10-02")
    life.registered()
    life.at("2023-12-28").sick()
    life.at("2024-01-02").well()
    life.at("2024-02-29").sick()
    first, second = [each for each in life.case.deregistrations if each.reason is Reason.SICKNESS]
    assert (first.effective, first.ended, second.effective) == (day("2023-12-28"), day("2024-01-02"), day("2024-02-29"))
    assert first.absence != second.absence


def test_who_was_sick_before_becoming_a_job_seeker_and_reports_it_again_is_out() -> None:
    life = anna(Group.G3)
    life.at("2024-03-06").sick()
    assert names(life.at("2024-03-11").registered(Group.G2)) == ["CitizenRegistered"]
    again = life.at("2024-03-20").sick()
    assert names(again) == ["AbsenceRecorded", *OUT]
    assert [(each.starts, each.ends) for each in life.case.absences] == [
        (day("2024-03-06"), day("2024-03-19")), (day("2024-03-20"), None)
    ]  # fmt: skip
    assert only(again, JobseekerDeregistered).effective == day("2024-03-20")
    assert life.at("2024-03-21").sick(on="2024-03-20").events == ()


def test_a_repeated_report_of_somebody_who_is_no_job_seeker_begins_no_new_sickness() -> None:
    life = anna(Group.G3)
    life.at("2024-03-06").sick()
    assert life.at("2024-03-20").sick().events == ()
