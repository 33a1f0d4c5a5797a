"""What becomes known late and proves a consequence wrong takes it back. Architecture: late truth."""

import pytest

from contracts.registration.v1 import (
    DeregistrationReversed,
    ImmediateBookingWithdrawn,
    JobseekerDeregistered,
    JobseekerReRegistered,
    Letter,
    LetterRequested,
    Reason,
)
from contracts.types import Group
from tests.services.registration.life import JOBCENTRE, Life, code, day, deadline, names, only


def out() -> Life:
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    return life


def test_a_booking_in_time_known_late_takes_the_deregistration_back() -> None:
    life = out()
    back = life.at("2024-03-13 07:00").met_after_all("2024-03-12")
    assert back.events[0] == DeregistrationReversed(
        effective=day("2024-03-13"),
        reason=Reason.MISSED_BOOKING,
        deadline=deadline("2024-03-12"),
        because="BOOKED_IN_TIME",
    )
    letter = only(back, LetterRequested)
    assert (letter.kind, letter.about) == (Letter.DEREGISTRATION_REVERSED, day("2024-03-13"))
    assert letter.text == (
        "Din afmelding som arbejdssøgende fra og med den 13. marts 2024 er trukket tilbage. "
        "Årsagen er, at du havde booket en jobsamtale inden fristen. "
        "Afmeldingen har ingen virkning, heller ikke for de dage, der er gået. Din a-kasse får samme besked."
    )
    assert not life.out_on("2024-03-13")
    assert code(life.returns()) == "ALREADY_REGISTERED"


def test_nothing_is_demanded_any_more() -> None:
    life = out()
    life.at("2024-03-15").returns()
    back = life.at("2024-03-16").met_after_all("2024-03-12")
    assert names(back) == ["DeregistrationReversed", "LetterRequested", "ImmediateBookingWithdrawn"]
    assert only(back, ImmediateBookingWithdrawn).requested_on == day("2024-03-15")
    assert life.at("2024-03-17").books("2024-03-20").events == ()


def test_it_is_taken_back_even_after_the_return() -> None:
    life = out()
    life.at("2024-03-15").returns(by=JOBCENTRE)
    assert names(life.at("2024-03-20").met_after_all("2024-03-12")) == ["DeregistrationReversed", "LetterRequested"]
    assert not life.out_on("2024-03-13") and not life.out_on("2024-03-14")


def test_twice_told_it_is_taken_back_once() -> None:
    life = out()
    life.met_after_all("2024-03-12")
    assert life.met_after_all("2024-03-12").events == ()


def test_a_reversal_that_comes_first_leaves_nothing_to_reverse() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    assert life.at("2024-03-13 00:10").met_after_all("2024-03-12").events == ()
    assert life.overdue("2024-03-12").events == ()
    assert not life.out_on("2024-03-13")


@pytest.mark.parametrize(
    ("because", "words"),
    [
        ("EXTENDED_IN_TIME", "din frist var blevet forlænget"),
        ("CLOSED_IN_TIME", "din frist var blevet lukket"),
        ("REPLACED_IN_TIME", "du havde fået en ny frist"),
        ("SOMETHING_NEW", "fristen alligevel ikke var overskredet"),
    ],
)
def test_the_cause_is_passed_on_and_told(because: str, words: str) -> None:
    back = out().at("2024-03-14").met_after_all("2024-03-12", because)
    assert only(back, DeregistrationReversed).because == because
    assert words in only(back, LetterRequested).text


def test_a_deadline_that_was_extended_in_time_can_be_missed_after_that() -> None:
    life = out()
    life.at("2024-03-14").met_after_all("2024-03-12", "EXTENDED_IN_TIME")
    again = life.at("2024-03-19 00:10").overdue("2024-03-18", name="2024-03-12")
    assert only(again, JobseekerDeregistered).effective == day("2024-03-19")


def test_a_deadline_met_while_out_for_another_reason_frees_the_request_from_its_day() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-03-01").leaves()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    assert names(life.at("2024-03-15").returns()) == ["ImmediateBookingRequired"]
    back = only(life.at("2024-03-17").met_after_all("2024-03-12"), JobseekerReRegistered)
    assert (back.effective, back.deregistered_on) == (day("2024-03-15"), day("2024-03-01"))


def test_when_the_first_deregistration_never_was_the_next_missed_deadline_counts() -> None:
    life = out()
    life.at("2024-03-27 00:10").overdue("2024-03-26")
    back = life.at("2024-03-28").met_after_all("2024-03-12")
    assert names(back)[:3] == ["DeregistrationReversed", "LetterRequested", "JobseekerDeregistered"]
    assert only(back, JobseekerDeregistered).effective == day("2024-03-27")
    assert [life.out_on(f"2024-03-{each}") for each in (13, 26, 27)] == [False, False, True]


@pytest.mark.parametrize("back_on", ["2024-03-27", "2024-03-28"])
def test_a_return_stands_when_another_deregistration_takes_the_place_of_what_it_ended(back_on: str) -> None:
    life = out()
    life.at("2024-03-27 00:10").overdue("2024-03-26")
    life.at(back_on).returns(by=JOBCENTRE)
    told = life.at("2024-04-01").met_after_all("2024-03-12")
    back = only(told, JobseekerReRegistered)
    assert (back.deregistered_on, back.effective) == (day("2024-03-27"), day(back_on))
    assert not life.out_on(back_on) and life.case.open == ()
    (letter,) = (
        each for each in told.events if isinstance(each, LetterRequested) and each.kind is Letter.DEREGISTRATION
    )
    assert f"Du er allerede tilmeldt igen fra og med den {back_on[-2:]}. marts 2024." in letter.text
    assert "skal du booke" not in letter.text


def test_a_request_from_before_the_deregistration_that_is_left_does_not_end_it() -> None:
    life = out()
    life.at("2024-03-15").returns()
    life.at("2024-03-27 00:10").overdue("2024-03-26")
    back = life.at("2024-03-28").met_after_all("2024-03-12")
    assert names(back)[2:] == ["JobseekerDeregistered", "LetterRequested", "ImmediateBookingWithdrawn"]
    assert not life.out_on("2024-03-26") and life.out_on("2024-03-28")


def test_own_request_from_before_the_deadline_that_arrives_after_it_takes_its_place() -> None:
    life = out()
    left = life.at("2024-03-11 20:00").leaves()
    assert names(left) == [
        "JobseekerDeregistered", "LetterRequested", "DeregistrationReversed", "LetterRequested",
    ]  # fmt: skip
    assert only(left, DeregistrationReversed).because == "ALREADY_DEREGISTERED"
    assert "den anden afmelding, der gælder" in left.events[3].text and "ingen virkning" not in left.events[3].text
    assert names(life.at("2024-03-15").returns()) == ["ImmediateBookingRequired"]


def test_it_does_not_put_out_again_who_has_come_back_meanwhile() -> None:
    life = out()
    life.at("2024-03-15").returns(by=JOBCENTRE)
    left = life.at("2024-03-11 20:00").leaves()
    back = only(left, JobseekerReRegistered)
    assert (back.deregistered_on, back.effective, back.days_unregistered) == (day("2024-03-11"), day("2024-03-15"), 4)
    assert [life.out_on(f"2024-03-{each}") for each in (10, 11, 14, 15)] == [False, True, True, False]


def test_a_deadline_judged_days_late_counts_from_its_own_day() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-03-16").leaves()
    missed = life.at("2024-03-20").overdue("2024-03-12")
    assert only(missed, JobseekerDeregistered).effective == day("2024-03-13")
    back = only(life.at("2024-03-20").returns(by=JOBCENTRE), JobseekerReRegistered)
    assert (back.deregistered_on, back.days_unregistered) == (day("2024-03-13"), 7)
    counted_anew = life.at("2024-03-21").met_after_all("2024-03-12")
    assert only(counted_anew, JobseekerReRegistered).deregistered_on == day("2024-03-16")


def test_a_group_corrected_backwards_takes_the_deregistration_back() -> None:
    life = out()
    back = life.at("2024-03-20").registered(Group.G3, on="2024-03-10")
    assert only(back, DeregistrationReversed).because == "NOT_IN_GROUP"
    assert not life.case.open


def test_a_group_that_arrives_after_the_deadline_counts_from_its_day() -> None:
    life = Life().at("2024-01-08")
    life.registered(Group.G3)
    assert life.at("2024-03-13 00:10").overdue("2024-03-12").events == ()
    late = life.at("2024-03-12 22:00").registered(Group.G1)
    assert only(late, JobseekerDeregistered).effective == day("2024-03-13")


def test_leaving_g1_withdraws_the_demand() -> None:
    life = out()
    life.at("2024-03-15").returns()
    assert names(life.at("2024-03-18").registered(Group.G3)) == ["CitizenRegistered", "ImmediateBookingWithdrawn"]
    assert code(life.returns()) == "NOT_A_JOBSEEKER"
