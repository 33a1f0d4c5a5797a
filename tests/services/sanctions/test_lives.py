"""What becomes of a missed deadline outside dagpenge."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from contracts.deadlines.v1 import Effect, MissHindered, MissHinderedWithdrawn
from contracts.sanctions.v1 import (
    DeductionCounted,
    DeductionWithdrawn,
    ReasonableGroundNoted,
    ReasonableGroundWithdrawn,
    SanctionCaseOpened,
    SanctionCaseReversed,
)
from contracts.types import Group
from tests.services.deadlines.life import danish
from tests.services.sanctions.life import Life, anna, deadline


def test_a_missed_deadline_opens_a_case_on_the_day_after() -> None:
    life = anna().overdue("2024-03-12")
    told = life.only(SanctionCaseOpened)
    assert (told.group, told.missed_on, told.opened_on) == (Group.G3, date(2024, 3, 12), date(2024, 3, 13))
    assert (told.provision, told.manual, told.deadline) == ("LAS § 13, stk. 2, nr. 5", False, deadline("2024-03-12"))
    assert life.rules == ["SAN-01"]


@pytest.mark.parametrize(
    ("group", "provision", "deduction"),
    [
        (Group.G2, "LAS § 13, stk. 2, nr. 4", "LAS § 37 a"),
        (Group.G3, "LAS § 13, stk. 2, nr. 5", "LAS § 37 a"),
        (Group.G4O, "LAS § 13, stk. 3, nr. 2", "LAS § 37 a"),
        (Group.G4U, "LAS § 13, stk. 3, nr. 3", "LAS § 37 a"),
        (Group.G5, "LAS § 13, stk. 3, nr. 3", "LAS § 37 a"),
        (Group.G7, "LAS § 69 k, stk. 3, nr. 5", "LAS § 69 n, stk. 4"),
        (Group.G8, "LAS § 69, stk. 3, nr. 5", "LAS § 69 c, stk. 4"),
        (Group.G9, "LAS § 75, stk. 1, nr. 3", "LAS § 77, stk. 4"),
    ],
)
def test_each_group_has_its_own_provisions(group: Group, provision: str, deduction: str) -> None:
    life = anna(group).overdue("2024-03-12").book("2024-03-15T09:00")
    assert life.only(SanctionCaseOpened).provision == provision
    counted = life.only(DeductionCounted)
    assert (counted.provision, counted.days, counted.restored_on) == (deduction, 3, date(2024, 3, 15))
    assert life.rules == ["SAN-03"]


def test_revalidering_is_left_to_the_caseworker_and_nothing_is_counted() -> None:
    life = anna(Group.G10).overdue("2024-03-12").book("2024-03-15T09:00").contact("2024-03-16T09:00")
    told = life.only(SanctionCaseOpened)
    assert (told.provision, told.manual) == (None, True)
    assert life.names == ["SanctionCaseOpened"]


@pytest.mark.parametrize("group", [Group.G1, Group.G6])
def test_dagpenge_and_sygedagpenge_have_no_case(group: Group) -> None:
    assert anna(group).overdue("2024-03-12").book("2024-03-15T09:00").told == []


def test_a_deadline_of_an_unemployment_fund_opens_none() -> None:
    life = anna().overdue("2024-03-12", owner="akasse-05")
    assert life.told == []
    assert life.case.misses == ()


@pytest.mark.parametrize(
    ("due", "booked_at", "days"),
    [
        ("2024-03-12", "2024-03-13T00:00", 1),
        ("2024-03-12", "2024-03-13T23:59", 1),
        ("2024-03-12", "2024-03-14T00:00", 2),
        ("2024-02-28", "2024-03-01T09:00", 2),
        ("2024-02-29", "2024-03-01T09:00", 1),
        ("2024-03-30", "2024-04-01T00:30", 2),
        ("2024-10-27", "2024-10-28T00:30", 1),
        ("2024-04-30", "2024-05-03T09:00", 3),
        ("2023-12-31", "2024-01-01T00:30", 1),
    ],
)
def test_days_run_from_the_deadline_to_the_day_before_the_booking(due: str, booked_at: str, days: int) -> None:
    life = Life().registered(Group.G2, "2023-01-09").overdue(due).book(booked_at)
    assert life.days() == [days]


def test_the_first_booking_or_contact_counts_and_later_ones_do_not() -> None:
    life = anna().overdue("2024-03-12").contact("2024-03-14T09:00").book("2024-03-15T09:00")
    assert life.days() == [2]


def test_an_earlier_contact_that_becomes_known_later_shortens_the_count() -> None:
    life = anna().overdue("2024-03-12").book("2024-03-15T09:00").contact("2024-03-18T09:00", on="2024-03-13")
    assert life.days() == [3, 1]


@pytest.mark.parametrize("on", ["2024-03-01", "2024-03-12"])
def test_contact_up_to_the_deadline_ends_no_days_but_is_kept(on: str) -> None:
    life = anna().overdue("2024-03-12").contact("2024-03-15T09:00", on=on)
    assert life.last.refusal is None
    assert life.days() == []


def test_contact_without_a_case_is_accepted_and_counts_when_the_miss_becomes_known() -> None:
    life = anna().contact("2024-03-14T09:00")
    assert life.last.refusal is None and life.told == []
    assert life.overdue("2024-03-12").days() == [2]


def test_contact_that_has_not_taken_place_is_refused() -> None:
    life = anna().overdue("2024-03-12").contact("2024-03-14T09:00", on="2024-03-15")
    assert life.last.refusal is not None and life.last.refusal.code == "CONTACT_IN_FUTURE"
    assert life.days() == []


def test_a_booking_up_to_the_deadline_that_did_not_fulfil_it_ends_no_days() -> None:
    assert anna().book("2024-03-11T09:00").overdue("2024-03-12").days() == []


def test_the_group_on_the_day_of_the_deadline_counts_whatever_comes_after() -> None:
    life = anna(Group.G3).overdue("2024-03-12").registered(Group.G1, "2024-03-13").book("2024-03-15T09:00")
    assert life.only(DeductionCounted).provision == "LAS § 37 a"
    assert anna(Group.G1).registered(Group.G3, "2024-03-13").overdue("2024-03-12").told == []


def test_the_group_changes_on_the_day_of_the_deadline() -> None:
    life = anna(Group.G3).registered(Group.G8, "2024-03-12").overdue("2024-03-12")
    assert life.only(SanctionCaseOpened).group is Group.G8


def test_a_group_that_becomes_known_after_the_miss_opens_the_case_then() -> None:
    life = Life().overdue("2024-03-12").book("2024-03-15T09:00")
    assert life.told == []
    life.registered(Group.G9, "2024-01-08")
    assert life.names == ["SanctionCaseOpened", "DeductionCounted"]


def test_another_group_on_that_day_that_becomes_known_later_takes_the_case_back() -> None:
    life = anna(Group.G3).overdue("2024-03-12").book("2024-03-15T09:00").registered(Group.G1, "2024-03-01")
    opened, taken_back = life.only(SanctionCaseOpened), life.only(SanctionCaseReversed)
    assert (taken_back.case, taken_back.because) == (opened.case, "OTHER_GROUP")
    life.registered(Group.G8, "2024-03-05")
    assert life.names[-2:] == ["SanctionCaseOpened", "DeductionCounted"]
    assert life.told[-2].case == life.told[-1].case != opened.case


@pytest.mark.parametrize("counted", [True, False])
def test_booked_in_time_after_all_takes_the_case_back_counted_or_not(counted: bool) -> None:
    life = anna().overdue("2024-03-12")
    if counted:
        life.book("2024-03-15T09:00")
    opened = life.only(SanctionCaseOpened)
    life.reversed("2024-03-12")
    assert life.only(SanctionCaseReversed) == SanctionCaseReversed(
        case=opened.case, deadline=deadline("2024-03-12"), because="BOOKED_IN_TIME"
    )
    assert life.book("2024-03-18T09:00").names[-1] == "SanctionCaseReversed"


def test_the_case_of_revalidering_is_taken_back_too() -> None:
    life = anna(Group.G10).overdue("2024-03-12").reversed("2024-03-12")
    assert life.only(SanctionCaseReversed).case == life.only(SanctionCaseOpened).case


def test_the_reason_of_the_reversal_is_passed_on() -> None:
    life = anna().overdue("2024-03-12").reversed("2024-03-12", because="EXTENDED_IN_TIME")
    assert life.only(SanctionCaseReversed).because == "EXTENDED_IN_TIME"


def test_a_reversal_of_a_deadline_without_a_case_changes_nothing() -> None:
    assert anna(Group.G1).overdue("2024-03-12").reversed("2024-03-12").told == []
    assert anna().reversed("2024-03-12").told == []


def test_missed_again_after_a_reversal_is_another_case() -> None:
    life = anna().overdue("2024-03-12").reversed("2024-03-12", because="CLOSED_IN_TIME").overdue("2024-03-12")
    cases = [event.case for event in life.told if type(event) is SanctionCaseOpened]
    assert len(set(cases)) == 2
    life.reversed("2024-03-12")
    assert [each.taken_back for each in life.case.misses] == ["CLOSED_IN_TIME", "BOOKED_IN_TIME"]


def test_each_deadline_has_its_own_case_and_one_booking_ends_the_days_of_both() -> None:
    life = anna().overdue("2024-03-12").overdue("2024-03-21").book("2024-03-22T09:00")
    counted = {event.missed_on: event.days for event in life.told if type(event) is DeductionCounted}
    assert counted == {date(2024, 3, 12): 10, date(2024, 3, 21): 1}
    life.reversed("2024-03-21")
    assert life.only(SanctionCaseReversed).deadline == deadline("2024-03-21")


FACTS: dict[str, Any] = {
    "group": lambda life: life.registered(Group.G3, "2024-01-08"),
    "changed after": lambda life: life.registered(Group.G1, "2024-03-13"),
    "overdue": lambda life: life.overdue("2024-03-12"),
    "booked": lambda life: life.book("2024-03-15T09:00"),
    "contact": lambda life: life.contact("2024-03-18T09:00", on="2024-03-14"),
}


def test_the_order_in_which_the_facts_become_known_does_not_matter() -> None:
    for order in permutations(FACTS):
        life = Life()
        for name in order:
            FACTS[name](life)
        (miss,) = life.case.misses
        assert (miss.group, miss.restored_on) == (Group.G3, date(2024, 3, 14))
        assert life.days()[-1] == 2
        assert life.reversed("2024-03-12").names[-1] == "SanctionCaseReversed"


def hindered(life: Life, due: str, effect: Effect = Effect.REASONABLE_GROUND) -> Life:
    day = date.fromisoformat(due)
    event = MissHindered(
        deadline=deadline(due), due=day, effect=effect, starts_at=danish(f"{due}T18:00"), ends_at=danish(f"{due}T23:00")
    )
    return life.hear(f"{due}T23:59", event, "deadlines")


def test_an_outage_is_a_reasonable_ground_and_no_day_is_counted() -> None:
    life = hindered(Life().registered(Group.G3, "2024-01-08").overdue("2024-03-12"), "2024-03-12").book(
        "2024-03-15T09:00"
    )
    assert [type(event) for event in life.told] == [SanctionCaseOpened, ReasonableGroundNoted]
    assert life.told[-1].ground == "OUTAGE"


def test_days_counted_before_fall_away_and_are_counted_again_when_the_ground_does() -> None:
    life = Life().registered(Group.G3, "2024-01-08").overdue("2024-03-12").book("2024-03-15T09:00")
    hindered(life, "2024-03-12")
    no_more = MissHinderedWithdrawn(deadline=deadline("2024-03-12"), due=date(2024, 3, 12))
    life.hear("2024-03-20T09:00", no_more, "deadlines")
    assert [type(event) for event in life.told] == [
        SanctionCaseOpened,
        DeductionCounted,
        ReasonableGroundNoted,
        ReasonableGroundWithdrawn,
        DeductionCounted,
    ]


def test_a_dispensation_is_the_funds_matter_and_changes_no_case() -> None:
    life = Life().registered(Group.G3, "2024-01-08").overdue("2024-03-12")
    assert hindered(life, "2024-03-12", Effect.DISPENSATION).told[-1:] == life.told[:1]


def test_another_group_with_the_ground_known_gets_the_ground_in_its_own_case() -> None:
    life = hindered(Life().registered(Group.G3, "2024-01-08").overdue("2024-03-12"), "2024-03-12")
    life.registered(Group.G7, "2024-03-01")
    assert [type(event) for event in life.told[-3:]] == [
        SanctionCaseReversed,
        SanctionCaseOpened,
        ReasonableGroundNoted,
    ]


def test_who_walks_in_after_the_deadline_has_restored_the_contact() -> None:
    assert anna().overdue("2024-03-12").hold("2024-03-15").days() == [3]
    assert anna().hold("2024-03-12").overdue("2024-03-12").days() == []


def test_an_interview_recorded_in_error_restores_none() -> None:
    life = anna().overdue("2024-03-12").hold("2024-03-15").never_held("2024-03-15")
    gone = life.only(DeductionWithdrawn)
    assert (gone.restored_on, gone.days, life.rules) == (date(2024, 3, 15), 3, ["SAN-03"])
    assert life.contact("2024-03-18T09:00").days() == [3, 6]


def test_an_interview_recorded_in_error_before_another_contact_leaves_the_days_to_that_one() -> None:
    life = anna().overdue("2024-03-12").hold("2024-03-15").contact("2024-03-18T09:00").never_held("2024-03-15")
    assert life.days() == [3, 6] and "DeductionWithdrawn" not in life.names


def test_days_that_were_never_counted_are_not_withdrawn() -> None:
    life = anna().hold("2024-03-15").never_held("2024-03-15").overdue("2024-03-12")
    assert life.names == ["SanctionCaseOpened"]
    assert anna(Group.G10).overdue("2024-03-12").hold("2024-03-15").never_held("2024-03-15").names == [
        "SanctionCaseOpened"
    ]


@pytest.mark.parametrize("known_first", [True, False])
def test_a_deadline_that_runs_out_without_benefit_is_not_assessed(known_first: bool) -> None:
    life = anna().supported("2024-02-01")
    life = life.unsupported("2024-03-12").overdue("2024-03-12") if known_first else life.overdue("2024-03-12")
    if not known_first:
        life.unsupported("2024-03-12")
        assert life.only(SanctionCaseReversed).because == "NO_BENEFIT"
    assert not life.book("2024-03-15T09:00").days()


def test_a_stop_after_the_deadline_or_a_benefit_asked_for_by_then_leaves_the_case() -> None:
    assert anna().overdue("2024-03-12").unsupported("2024-03-13").names == ["SanctionCaseOpened"]
    asked = anna().unsupported("2024-03-01").supported("2024-03-20", inquiry_on="2024-03-12")
    assert asked.overdue("2024-03-12").names == ["SanctionCaseOpened"]
    assert anna().unsupported("2024-03-01").supported("2024-03-13").overdue("2024-03-12").names == []
