"""The jobcentre's own error, and coming back where no booking can be made. REG-06, IM-04, IM-08."""

import pytest

from contracts.deadlines.v1 import Closed
from contracts.registration.v1 import DeregistrationReversed, JobseekerReRegistered, LetterRequested, Reason
from contracts.types import Group, InterviewType
from tests.services.registration.free import Free
from tests.services.registration.life import FUND, JOBCENTRE, JOBNET, Life, code, day, names, only, rules


def out() -> Life:
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    return life


def test_a_deregistration_that_was_the_jobcentre_s_error_never_was() -> None:
    life = out()
    back = life.at("2024-03-20").corrected("2024-03-13")
    assert names(back) == ["DeregistrationReversed", "LetterRequested"] and rules(back)[0] == "REG-06"
    assert only(back, DeregistrationReversed).because == "JOBCENTRE_ERROR"
    assert "fejl i jobcenteret" in only(back, LetterRequested).text
    assert not life.out_on("2024-03-13")
    assert life.corrected("2024-03-13").events == () and life.corrected("2024-03-13").refusal is None
    assert life.met_after_all("2024-03-12").events == ()


def test_nothing_is_demanded_for_it_any_more() -> None:
    life = out()
    life.at("2024-03-15").returns()
    gone = life.at("2024-03-16").corrected("2024-03-13")
    assert names(gone) == ["DeregistrationReversed", "LetterRequested", "ImmediateBookingWithdrawn"]
    life.at("2024-03-20").leaves()
    assert names(life.at("2024-03-22").returns()) == ["JobseekerReRegistered"]


@pytest.mark.parametrize("back_first", [True, False])
def test_an_own_request_and_a_sickness_are_corrected_too(back_first: bool) -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-03-01").leaves()
    if back_first:
        life.at("2024-03-04").returns()
    assert only(life.at("2024-03-05").corrected("2024-03-01"), DeregistrationReversed).because == "JOBCENTRE_ERROR"
    life.at("2024-03-10").sick()
    assert names(life.corrected("2024-03-10")) == ["DeregistrationReversed", "LetterRequested"]
    assert not life.out_on("2024-03-02") and not life.out_on("2024-03-10")
    assert names(life.at("2024-03-12").well()) == ["AbsenceRecorded"]


@pytest.mark.parametrize("group", [Group.G1, Group.G2, Group.G4O])
def test_only_who_has_an_a_kasse_reads_that_it_is_told(group: Group) -> None:
    life = Life().at("2024-01-08")
    life.registered(group)
    life.at("2024-03-01").leaves()
    text = only(life.at("2024-03-05").corrected("2024-03-01"), LetterRequested).text
    assert ("a-kasse" in text) is (group is Group.G1)


@pytest.mark.parametrize("by", [JOBNET, JOBCENTRE, FUND])
@pytest.mark.parametrize("back_on", ["2024-03-13", "2024-04-29", "2024-05-02"])
def test_a_deadline_that_ran_out_while_she_was_out_in_error_takes_no_day_nor_the_return(back_on: str, by: str) -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-01-31").leaves(reason=Reason.WORK)
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    asked = "ImmediateBookingRequired" in names(life.at(back_on).returns(by))
    taken = life.at("2024-05-03").corrected("2024-01-31")
    gone = ["ImmediateBookingWithdrawn"] if asked else []
    assert names(taken) == ["DeregistrationReversed", "LetterRequested", *gone]
    assert not any(life.out_on(each) for each in ("2024-01-31", "2024-03-13", back_on, "2024-05-03"))


def test_one_that_was_put_right_before_the_deadline_ran_out_excuses_nothing() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-01-31").leaves(reason=Reason.WORK)
    life.at("2024-03-12").corrected("2024-01-31")
    assert "JobseekerDeregistered" in names(life.at("2024-03-13 00:10").overdue("2024-03-12"))


def test_nor_does_one_from_the_day_after_the_deadline_or_that_had_ended_before_it() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-01-31").leaves()
    life.at("2024-02-02").returns()
    life.at("2024-03-13 00:05").leaves()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    life.at("2024-03-14").corrected("2024-01-31")
    assert "JobseekerDeregistered" in names(life.at("2024-03-14").corrected("2024-03-13"))
    assert life.out_on("2024-03-13")


def test_a_day_on_which_nobody_was_deregistered_cannot_be_corrected() -> None:
    assert code(out().at("2024-03-20").corrected("2024-03-14")) == "NOT_DEREGISTERED"


def test_what_was_corrected_stays_so_where_the_miss_was_taken_back_and_stands_again() -> None:
    life = out()
    life.at("2024-03-20").corrected("2024-03-13")
    life.met_after_all("2024-03-12")
    assert life.at("2024-03-21").overdue("2024-03-12").events == ()
    assert not life.out_on("2024-03-13")


def test_where_no_time_is_free_the_registration_takes_effect_without_a_booking() -> None:
    life = out()
    life.at("2024-03-15 09:00").returns()
    back = life.at("2024-03-15 09:01").no_times("2024-03-15")
    assert only(back, JobseekerReRegistered).effective == day("2024-03-15") and "IM-04" in rules(back)
    assert life.no_times("2024-03-15").events == ()


def test_that_no_time_was_free_for_another_request_helps_nobody() -> None:
    life = out()
    life.at("2024-03-15").returns()
    assert life.at("2024-03-16").no_times("2024-03-14").events == ()
    assert life.out_on("2024-03-16")


def test_a_recovery_that_finds_no_time_still_gets_its_receipt() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-03-10").sick()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    life.at("2024-04-05").well()
    assert names(life.no_times("2024-04-05")) == ["JobseekerReRegistered", "LetterRequested"]


@pytest.mark.parametrize("kind", [InterviewType.JOINT, InterviewType.JOB])
@pytest.mark.parametrize("held_on", ["2024-03-20", "2024-04-20"])
def test_who_is_summoned_has_nothing_to_book(kind: InterviewType, held_on: str) -> None:
    life = out()
    life.at("2024-03-14").summoned(held_on, kind)
    back = life.at("2024-03-15").returns()
    assert only(back, JobseekerReRegistered).effective == day("2024-03-15")


def test_a_summons_after_the_request_lets_it_take_effect_from_the_summons() -> None:
    life = out()
    life.at("2024-03-15").returns()
    back = life.at("2024-03-18").summoned("2024-04-20")
    assert only(back, JobseekerReRegistered).effective == day("2024-03-18") and "IM-08" in rules(back)


def test_an_interview_held_on_one_s_own_initiative_is_like_a_booking() -> None:
    life = out()
    life.at("2024-03-15").returns()
    assert only(life.held("2024-03-15"), JobseekerReRegistered).effective == day("2024-03-15")
    assert out().at("2024-03-15").held("2024-03-15", planned=True).events == ()


@pytest.mark.parametrize(("reason", "back"), [(Closed.BY_HAND, True), (Closed.REPLACED, False)])
def test_only_a_deadline_that_is_annulled_frees_the_request(reason: Closed, back: bool) -> None:
    life = out()
    life.at("2024-03-15").returns()
    assert bool(life.at("2024-03-16").closed("2024-03-12", reason).events) is back


def test_the_fund_may_register_while_a_demand_is_pending() -> None:
    life = out()
    life.at("2024-03-15").returns()
    back = life.at("2024-03-18").returns("akasse-05")
    assert only(back, JobseekerReRegistered).days_unregistered == 5 and life.case.pending == ()
    assert life.at("2024-03-19").books("2024-03-25").events == ()


def test_changing_group_on_the_day_of_expiry_decides_by_the_day_after() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-03-12 14:00").registered(Group.G3)
    assert life.at("2024-03-13 00:10").overdue("2024-03-12").events == ()


def test_who_is_exempted_waits_for_no_booking() -> None:
    life = Free()
    life.at("2024-01-08").registered()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    life.at("2024-03-15").returns()
    back = life.at("2024-03-18").exempted()
    assert only(back, JobseekerReRegistered).effective == day("2024-03-18")


def test_who_is_exempted_already_comes_back_plainly() -> None:
    life = Free()
    life.at("2024-01-08").registered()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    life.at("2024-03-14").exempted()
    assert only(life.at("2024-03-15").returns(), JobseekerReRegistered).effective == day("2024-03-15")


def test_an_exemption_that_has_ended_frees_nobody() -> None:
    life = Free()
    life.at("2024-01-08").registered()
    life.at("2024-02-01").exempted()
    life.at("2024-02-20").exemption_ends()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    assert "ImmediateBookingRequired" in names(life.at("2024-03-15").returns())


@pytest.mark.parametrize("sick_first", [True, False])
def test_nothing_is_demanded_for_it_either_where_a_sickness_has_taken_its_place(sick_first: bool) -> None:
    life = out()
    life.at("2024-03-14")
    for step in (True, False):
        life.sick(on="2024-03-10") if step is sick_first else life.corrected("2024-03-13")
    assert life.out_on("2024-03-10")
    assert "ImmediateBookingRequired" not in names(life.at("2024-03-20").well())
    assert not life.out_on("2024-03-20")
