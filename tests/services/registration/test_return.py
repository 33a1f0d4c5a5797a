"""Coming back into the register. IM-02, IM-03, IM-05, CAL-04, REG-05."""

import pytest

from contracts.deadlines.v1 import Closed
from contracts.registration.v1 import ImmediateBookingRequired, JobseekerDeregistered, JobseekerReRegistered, Reason
from contracts.types import Group, InterviewType
from tests.services.registration.life import FUND, JOBCENTRE, JOBNET, Life, code, day, names, only, rules


def out(due: str = "2024-03-12") -> Life:
    """A member who is out of the register since the day after `due`."""
    life = Life().at("2020-01-06")
    life.registered()
    life.at(f"{due} 23:59").overdue(due)
    return life


@pytest.mark.parametrize(("held_on", "back"), [("2024-03-15", True), ("2024-03-25", True), ("2024-03-26", False)])
def test_the_interview_must_be_held_within_ten_days_of_the_request(held_on: str, back: bool) -> None:
    life = out()
    life.at("2024-03-15 08:00").returns()
    assert bool(life.at("2024-03-15 09:00").books(held_on).events) is back
    assert life.out_on("2024-03-16") is not back


@pytest.mark.parametrize(
    ("requested_on", "hold_by"),
    [("2024-02-20", "2024-03-01"), ("2023-12-27", "2024-01-06"), ("2024-03-25", "2024-04-04"), ("2024-10-20", "2024-10-30")],
    ids=["over-leap-day", "over-new-year", "over-Easter-and-spring", "over-autumn"],
)  # fmt: skip
def test_the_ten_days_are_calendar_days(requested_on: str, hold_by: str) -> None:
    life = out(due=str(day(requested_on).replace(day=1)))
    assert only(life.at(requested_on).returns(), ImmediateBookingRequired).hold_by == day(hold_by)


def test_a_booking_on_a_later_day_counts_from_that_day() -> None:
    life = out()
    life.at("2024-03-15").returns()
    back = only(life.at("2024-03-18").books("2024-03-22"), JobseekerReRegistered)
    assert (back.effective, back.days_unregistered) == (day("2024-03-18"), 5)


@pytest.mark.parametrize(
    ("booked_at", "effective"),
    [
        ("2024-03-30T23:30:00+01:00", "2024-03-30"),
        ("2024-03-31T00:30:00+01:00", "2024-03-31"),
        ("2024-03-31T23:30:00+02:00", "2024-03-31"),
        ("2024-04-01T00:30:00+02:00", "2024-04-01"),
    ],
)
def test_the_day_of_a_booking_is_the_danish_one_in_the_nights_about_summer_time(booked_at: str, effective: str) -> None:
    life = out("2024-03-24")
    life.at("2024-03-28").returns()
    assert only(life.at("2024-04-01 12:00").books("2024-04-02", booked_at), JobseekerReRegistered).effective == day(
        effective
    )


@pytest.mark.parametrize(
    ("booked_at", "effective"),
    [
        ("2024-10-26T23:30:00+02:00", "2024-10-26"),
        ("2024-10-27T02:30:00+02:00", "2024-10-27"),
        ("2024-10-27T02:30:00+01:00", "2024-10-27"),
        ("2024-10-27T23:30:00+01:00", "2024-10-27"),
        ("2024-10-28T00:30:00+01:00", "2024-10-28"),
    ],
)
def test_the_day_of_a_booking_is_the_danish_one_in_the_nights_about_winter_time(booked_at: str, effective: str) -> None:
    life = out("2024-10-20")
    life.at("2024-10-24").returns()
    assert only(life.at("2024-10-28 12:00").books("2024-10-30", booked_at), JobseekerReRegistered).effective == day(
        effective
    )


def test_an_interview_already_booked_satisfies_the_demand_at_once() -> None:
    life = out()
    life.at("2024-03-14").books("2024-03-25")
    back = life.at("2024-03-15").returns()
    assert only(back, JobseekerReRegistered).effective == day("2024-03-15")
    assert names(back) == ["JobseekerReRegistered"] and "IM-02" in rules(back)


@pytest.mark.parametrize("held_on", ["2024-03-14", "2024-03-26"], ids=["held-before", "too-late"])
def test_an_interview_outside_the_ten_days_does_not(held_on: str) -> None:
    life = out()
    life.at("2024-03-13").books(held_on)
    assert names(life.at("2024-03-15").returns()) == ["ImmediateBookingRequired"]


def test_a_cancelled_interview_does_not() -> None:
    life = out()
    life.at("2024-03-13").books("2024-03-20")
    life.cancels("2024-03-20")
    assert names(life.at("2024-03-15").returns()) == ["ImmediateBookingRequired"]


def test_a_cancellation_that_comes_before_its_booking_is_remembered() -> None:
    life = out()
    life.at("2024-03-15").returns()
    life.cancels("2024-03-20")
    assert life.books("2024-03-20").events == ()


@pytest.mark.parametrize(
    ("kind", "back"), [(InterviewType.JOB, True), (InterviewType.JOINT, True), (InterviewType.FOLLOW_UP, False)]
)
def test_only_a_job_interview_meets_the_demand(kind: InterviewType, back: bool) -> None:
    life = out()
    life.at("2024-03-15").returns()
    assert bool(life.books("2024-03-20", kind=kind).events) is back


def test_cancelling_after_the_return_takes_nothing_back() -> None:
    life = out()
    life.at("2024-03-15").returns()
    life.books("2024-03-20")
    assert life.at("2024-03-16").cancels("2024-03-20").events == ()
    assert not life.out_on("2024-03-16")


@pytest.mark.parametrize(
    ("due", "requested_on", "demanded"),
    [
        ("2024-01-30", "2024-04-29", True),
        ("2024-01-30", "2024-04-30", False),
        ("2023-11-29", "2024-02-28", True),
        ("2023-11-29", "2024-02-29", False),
        ("2022-11-29", "2023-02-27", True),
        ("2022-11-29", "2023-02-28", False),
        ("2023-12-31", "2024-03-31", True),
        ("2023-12-31", "2024-04-01", False),
    ],
)
def test_after_three_months_nothing_is_demanded(due: str, requested_on: str, demanded: bool) -> None:
    life = out(due)
    back = life.at(requested_on).returns()
    assert names(back) == (["ImmediateBookingRequired"] if demanded else ["JobseekerReRegistered"])
    assert {"CAL-04", "IM-02"} <= set(rules(back)) if demanded else {"CAL-04", "IM-03", "OB-01"} <= set(rules(back))


@pytest.mark.parametrize("authority", [JOBCENTRE, "jobcentre-70700", FUND])
def test_an_authority_registers_at_once_and_the_demand_is_shown_later(authority: str) -> None:
    life = out()
    back = life.at("2024-03-15").returns(by=authority)
    assert names(back) == ["JobseekerReRegistered"] and "IM-05" in rules(back)


def test_an_authority_ends_the_waiting_for_a_booking() -> None:
    life = out()
    life.at("2024-03-15").returns()
    assert names(life.at("2024-03-16").returns(by=JOBCENTRE)) == ["JobseekerReRegistered"]
    assert life.at("2024-03-17").books("2024-03-20").events == ()


def test_an_a_kasse_does_not_register_another_funds_member() -> None:
    refused = out().at("2024-03-15").returns(by="akasse-12")
    assert code(refused) == "NOT_YOUR_MEMBER" and refused.refusal and refused.refusal.rule == "REG-05"


def test_on_jobnet_one_registers_the_day_one_does_it_but_an_authority_may_say_it_was_earlier() -> None:
    life = out()
    assert code(life.at("2024-03-18").returns(on="2024-03-15")) == "DATE_IN_PAST"
    assert only(life.returns(by=JOBCENTRE, on="2024-03-15"), JobseekerReRegistered).effective == day("2024-03-15")


def test_a_new_request_on_a_later_day_moves_the_last_day_of_the_interview() -> None:
    life = out()
    life.at("2024-03-15").returns()
    assert names(life.at("2024-03-15 18:00").returns()) == ["ImmediateBookingAskedAgain"]
    assert only(life.at("2024-03-20").returns(), ImmediateBookingRequired).hold_by == day("2024-03-30")
    back = only(life.books("2024-03-30"), JobseekerReRegistered)
    assert (back.effective, back.days_unregistered) == (day("2024-03-20"), 7)


def test_who_waits_and_leaves_for_a_job_is_not_registered_by_what_comes_later() -> None:
    life = out()
    life.at("2024-03-15").returns()
    assert names(life.at("2024-03-18").leaves(reason=Reason.WORK)) == ["ImmediateBookingWithdrawn"]
    assert life.at("2024-03-19").no_times("2024-03-15").events == ()
    assert life.books("2024-03-20").events == ()
    assert life.out_on("2024-03-26")
    assert names(life.at("2024-04-15").returns()) == ["ImmediateBookingRequired"]


def test_leaving_that_is_known_only_after_the_booking_puts_out_from_the_day_on_which_that_brought_her_back() -> None:
    life = out()
    life.at("2024-03-15").returns()
    life.at("2024-03-18").books("2024-03-22")
    assert not life.out_on("2024-03-18")
    told = only(life.at("2024-03-16").leaves(reason=Reason.WORK), JobseekerDeregistered)
    assert (told.effective, told.reason) == (day("2024-03-18"), Reason.WORK)
    assert all(life.out_on(f"2024-03-{each}") for each in range(13, 31))
    assert code(life.leaves(reason=Reason.WORK)) == "NOT_REGISTERED"


def test_leaving_before_a_return_that_an_authority_made_is_leaving_somebody_who_is_out() -> None:
    life = out()
    life.at("2024-03-15").returns()
    life.at("2024-03-18").returns(by=JOBCENTRE)
    assert code(life.at("2024-03-16").leaves(reason=Reason.WORK)) == "NOT_REGISTERED"


@pytest.mark.parametrize("return_first", [True, False])
@pytest.mark.parametrize("left_on", ["2024-03-15", "2024-03-11"])
def test_a_return_that_was_said_before_she_left_does_not_end_the_leaving(return_first: bool, left_on: str) -> None:
    life = Life().at("2024-01-08")
    life.registered(Group.G2)
    if return_first:
        assert code(life.at("2024-03-15 11:00").returns(by=JOBCENTRE)) == "ALREADY_REGISTERED"
    assert code(life.at("2024-03-15 13:00").leaves(by=JOBCENTRE, on=left_on)) is None
    if not return_first:
        assert code(life.at("2024-03-15 11:00").returns(by=JOBCENTRE)) == "ALREADY_REGISTERED"
    assert life.out_on("2024-03-15") and life.out_on("2024-03-20")
    assert names(life.at("2024-03-15 13:00").returns(by=JOBCENTRE)) == ["JobseekerReRegistered"]


def test_who_is_out_and_waits_for_nothing_cannot_leave() -> None:
    assert code(out().at("2024-03-18").leaves(reason=Reason.WORK)) == "NOT_REGISTERED"


def test_a_return_of_long_ago_that_is_told_anew_says_that_she_is_out_again() -> None:
    life = out()
    assert not only(life.at("2024-03-15").returns(by=JOBCENTRE), JobseekerReRegistered).out_again
    life.at("2024-05-11 00:10").overdue("2024-05-10")
    life.at("2024-05-12").returns()
    told = only(life.sick(by=JOBCENTRE, on="2024-03-10"), JobseekerReRegistered)
    assert (told.effective, told.out_again) == (day("2024-03-15"), True)
    assert not only(life.books("2024-05-20"), JobseekerReRegistered).out_again


def test_who_left_on_their_own_comes_back_plainly() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    left = life.at("2024-02-10").leaves()
    assert names(left) == ["JobseekerDeregistered", "LetterRequested"]
    back = only(life.at("2024-03-01").returns(), JobseekerReRegistered)
    assert (back.deregistered_on, back.days_unregistered) == (day("2024-02-10"), 20)


def test_a_deadline_missed_before_leaving_demands_nothing() -> None:
    life = Life().at("2024-01-08")
    life.registered(Group.G2)
    life.at("2024-02-09").overdue("2024-02-08")
    life.at("2024-02-10").registered(Group.G1)
    life.at("2024-03-01").leaves()
    assert names(life.at("2024-03-05").returns()) == ["JobseekerReRegistered"]


def test_a_deadline_that_has_had_its_consequence_demands_nothing_the_next_time() -> None:
    life = out()
    life.at("2024-03-15").returns(by=JOBCENTRE)
    life.at("2024-03-20").leaves()
    assert names(life.at("2024-03-22").returns()) == ["JobseekerReRegistered"]


def test_job_seekers_on_kontanthjaelp_come_back_at_once_and_are_asked_to_book() -> None:
    life = Life().at("2024-01-08")
    life.registered(Group.G2)
    life.at("2024-03-01").leaves()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    back = life.at("2024-03-15").returns()
    assert names(back) == ["ImmediateBookingRequired", "JobseekerReRegistered"]
    asked = only(back, ImmediateBookingRequired)
    assert (asked.hold_by, asked.registered) == (day("2024-03-25"), True)
    assert not life.out_on("2024-03-15")


def test_an_annulled_deadline_demands_no_booking() -> None:
    life = out()
    life.at("2024-03-14").closed("2024-03-12", Closed.BY_HAND)
    assert names(life.at("2024-03-15").returns()) == ["JobseekerReRegistered"]


def test_a_deadline_that_turns_out_to_be_closed_by_an_interview_and_not_annulled_demands_one_again() -> None:
    life = out()
    life.at("2024-03-14").closed("2024-03-12", Closed.EXEMPTED)
    life.at("2024-03-14 12:00").closed("2024-03-12", Closed.INTERVIEW_DAY)
    assert names(life.at("2024-03-15").returns()) == ["ImmediateBookingRequired"]


def test_a_replaced_deadline_still_demands_one() -> None:
    life = out()
    life.at("2024-03-14").closed("2024-03-12", Closed.REPLACED)
    assert names(life.at("2024-03-15").returns()) == ["ImmediateBookingRequired"]


def test_annulling_the_deadline_lets_a_waiting_request_take_effect_from_that_day() -> None:
    life = out()
    life.at("2024-03-15").returns()
    back = only(life.at("2024-03-17").closed("2024-03-12"), JobseekerReRegistered)
    assert (back.effective, back.days_unregistered) == (day("2024-03-17"), 4)


def test_a_request_on_jobnet_by_who_is_registered_is_refused() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    assert code(life.at("2024-01-09").returns(by=JOBNET)) == "ALREADY_REGISTERED"
