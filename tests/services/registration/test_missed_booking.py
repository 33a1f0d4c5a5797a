"""A deadline that ran out, and what becomes of the registration. REG-01, REG-02, REG-03, TG-04, DL-15."""

import pytest

from contracts.registration.v1 import (
    ImmediateBookingRequired,
    JobseekerDeregistered,
    JobseekerReRegistered,
    Letter,
    LetterRequested,
    Reason,
)
from contracts.types import Group
from tests.services.registration.life import FUND, JOBCENTRE, Life, day, deadline, names, only, rules


def anna(group: Group = Group.G1, since: str = "2020-01-06") -> Life:
    life = Life().at(since)
    life.registered(group)
    return life


def test_a_member_who_misses_the_deadline_and_returns_two_days_later() -> None:
    life = anna()
    missed = life.at("2024-03-13 00:10").overdue("2024-03-12")
    assert missed.events[0] == JobseekerDeregistered(
        effective=day("2024-03-13"), reason=Reason.MISSED_BOOKING, deadline=deadline("2024-03-12")
    )
    assert names(missed) == ["JobseekerDeregistered", "LetterRequested"]
    assert rules(missed) == ["REG-01", "REG-03"]
    asked = life.at("2024-03-15 09:00").returns()
    assert asked.events == (
        ImmediateBookingRequired(
            requested_on=day("2024-03-15"), hold_by=day("2024-03-25"), deadline=deadline("2024-03-12")
        ),
    )
    assert "IM-02" in rules(asked)
    back = life.at("2024-03-15 09:05").books("2024-03-25")
    assert back.events == (
        JobseekerReRegistered(effective=day("2024-03-15"), deregistered_on=day("2024-03-13"), days_unregistered=2),
    )
    assert [life.out_on(f"2024-03-{each}") for each in (12, 13, 14, 15)] == [False, True, True, False]


def test_returning_on_the_day_of_the_deregistration_costs_no_day() -> None:
    life = anna()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    life.at("2024-03-13 08:00").returns()
    back = life.books("2024-03-14")
    assert only(back, JobseekerReRegistered).days_unregistered == 0
    assert next(each for each in back.applied if each.rule == "REG-02").outcome == "no-effect"


def test_the_letter_says_what_the_law_wants_said() -> None:
    missed = anna().at("2024-03-13 00:10").overdue("2024-03-12")
    letter = only(missed, LetterRequested)
    assert (letter.kind, letter.about) == (Letter.DEREGISTRATION, day("2024-03-13"))
    assert letter.text == (
        "Du er afmeldt som arbejdssøgende i jobcenteret fra og med den 13. marts 2024. "
        "Årsagen er, at du ikke har booket en jobsamtale senest den 12. marts 2024, hvor din frist udløb. "
        "Du kan tilmelde dig igen på Jobnet eller i jobcenteret, også hvis du ikke får ydelse. "
        "Når du tilmelder dig på Jobnet, skal du booke en jobsamtale, der holdes inden for 10 dage. "
        "Før den er booket, gælder tilmeldingen ikke. Tilmeld dig med det samme. "
        "Det kan få betydning for udbetalingen af din ydelse, at du ikke er tilmeldt. "
        "Det er din a-kasse, der afgør, om du kan få dagpenge."
    )
    assert next(each for each in missed.applied if each.rule == "REG-03").ok


@pytest.mark.parametrize(
    ("due", "effective"),
    [
        ("2024-02-28", "2024-02-29"),
        ("2024-02-29", "2024-03-01"),
        ("2023-02-28", "2023-03-01"),
        ("2024-04-30", "2024-05-01"),
        ("2023-12-31", "2024-01-01"),
        ("2024-03-30", "2024-03-31"),
        ("2024-03-31", "2024-04-01"),
        ("2024-10-26", "2024-10-27"),
        ("2024-10-27", "2024-10-28"),
    ],
    ids=[
        "leap-day",
        "after-leap-day",
        "no-leap-day",
        "month-end",
        "new-year",
        "spring",
        "Easter",
        "autumn",
        "25-hours",
    ],
)
def test_the_deregistration_counts_from_the_day_after_the_deadline(due: str, effective: str) -> None:
    life = anna()
    missed = life.at(f"{effective} 00:10").overdue(due)
    assert only(missed, JobseekerDeregistered).effective == day(effective)
    assert not life.out_on(due) and life.out_on(effective)


@pytest.mark.parametrize("group", [each for each in Group if each is not Group.G1])
def test_nobody_but_g1_is_deregistered_for_a_missed_booking(group: Group) -> None:
    life = anna(group)
    missed = life.at("2024-03-13 00:10").overdue("2024-03-12")
    assert missed.events == ()
    assert [(each.rule, each.outcome) for each in missed.applied] == [("REG-01", "not-g1")]


def test_the_deadline_of_an_a_kasse_deregisters_nobody() -> None:
    life = anna()
    missed = life.at("2024-02-13 00:10").overdue("2024-02-12", owner=FUND)
    assert missed.events == () and not life.out_on("2024-02-13")
    assert [(each.rule, each.outcome) for each in missed.applied] == [("DL-15", "no-automatic-deregistration")]


@pytest.mark.parametrize(("from_", "out"), [("2024-03-13", False), ("2024-03-14", True)])
def test_the_group_of_the_day_after_the_deadline_counts(from_: str, out: bool) -> None:
    life = anna()
    life.at("2024-03-14 08:00").registered(Group.G3, on=from_)
    assert bool(life.at("2024-03-14 08:10").overdue("2024-03-12").events) is out


def test_who_became_g1_on_the_day_after_the_deadline_is_assessed_by_the_law_of_the_deadline_and_not_deregistered() -> (
    None
):
    life = anna(Group.G3)
    life.at("2024-03-13 00:01").registered(Group.G1)
    missed = life.at("2024-03-13 00:10").overdue("2024-03-12")
    assert missed.events == () and missed.applied[0].outcome == "not-g1"


def test_who_became_g1_on_the_day_of_the_deadline_is_deregistered() -> None:
    life = anna(Group.G3)
    life.at("2024-03-12 08:00").registered(Group.G1)
    assert names(life.at("2024-03-13 00:10").overdue("2024-03-12")) == ["JobseekerDeregistered", "LetterRequested"]


def test_a_citizen_nobody_registered_is_not_deregistered() -> None:
    life = Life()
    missed = life.at("2024-03-13 00:10").overdue("2024-03-12")
    assert missed.events == () and rules(missed) == ["REG-01"]


def test_the_same_deadline_overdue_twice_deregisters_once() -> None:
    life = anna()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    assert life.overdue("2024-03-12").events == ()


def test_who_left_before_is_not_deregistered_again_but_must_book_to_come_back() -> None:
    life = anna()
    life.at("2024-03-05").leaves()
    missed = life.at("2024-03-13 00:10").overdue("2024-03-12")
    assert missed.events == () and missed.applied[0].outcome == "not-registered"
    asked = life.at("2024-03-20").returns()
    assert only(asked, ImmediateBookingRequired).hold_by == day("2024-03-30")


def test_who_leaves_on_the_day_after_the_deadline_before_it_is_judged_must_book_too() -> None:
    life = anna()
    life.at("2024-03-13 00:05").leaves()
    assert life.at("2024-03-13 00:10").overdue("2024-03-12").events == ()
    assert names(life.at("2024-03-14").returns()) == ["ImmediateBookingRequired"]


@pytest.mark.parametrize("back_at", ["00:05", "09:00"])
def test_who_was_out_when_the_deadline_ran_out_and_comes_back_that_day_is_not_deregistered(back_at: str) -> None:
    life = anna()
    life.at("2024-03-05").leaves()
    said = [life.at(f"2024-03-13 {back_at}").returns(by=JOBCENTRE), life.at("2024-03-13 00:10").overdue("2024-03-12")]
    said += [life.at("2024-03-13 12:00").books("2024-03-15"), life.at("2024-03-14").registered(on="2024-03-14")]
    assert [names(each) for each in said] == [["JobseekerReRegistered"], [], [], []]
    assert not life.out_on("2024-03-13")


def test_nor_is_who_came_back_from_sickness_with_a_booking_on_the_day_after_the_deadline() -> None:
    life = anna()
    life.at("2024-03-10").sick()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    assert "ImmediateBookingRequired" in names(life.at("2024-03-13 09:00").well())
    assert only(life.at("2024-03-13 09:05").books("2024-03-15"), JobseekerReRegistered).effective == day("2024-03-13")
    assert life.at("2024-03-14").cancels("2024-03-15").events == ()


def test_a_return_that_an_authority_records_later_lies_before_the_deadline_and_is_judged_with_it_at_once() -> None:
    life = anna()
    life.at("2024-03-01").leaves()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    told = life.at("2024-03-15").returns(by=FUND, on="2024-03-08")
    assert names(told) == ["JobseekerReRegistered", "JobseekerDeregistered", "LetterRequested"]
    assert [life.out_on(f"2024-03-{each}") for each in ("07", "08", "12", "13")] == [True, False, False, True]


def test_a_second_deadline_missed_while_out_does_not_deregister_again() -> None:
    life = anna()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    assert life.at("2024-03-27 00:10").overdue("2024-03-26").events == ()
    asked = life.at("2024-03-28").returns()
    assert only(asked, ImmediateBookingRequired).deadline == deadline("2024-03-26")


def test_one_life_may_miss_more_than_one_deadline() -> None:
    life = anna()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    life.at("2024-03-13 09:00").returns(by=JOBCENTRE)
    again = life.at("2024-04-11 00:10").overdue("2024-04-10")
    assert only(again, JobseekerDeregistered).effective == day("2024-04-11")
    assert len(life.case.deregistrations) == 2
