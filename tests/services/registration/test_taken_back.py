"""What was told in error is taken back, and what was said of dates counts in whatever order it came."""

from itertools import permutations

import pytest

from contracts.registration.dagpenge_v1 import MemberPlaced, PlacementWithdrawn, ResponsibilityChanged
from contracts.registration.v1 import CitizenRegistered, JobseekerReRegistered
from contracts.types import Group, Insured
from tests.services.registration.life import JOBNET, Life, code, day, names, only


def told(life: Life) -> ResponsibilityChanged:
    return [event for event in life.events if isinstance(event, ResponsibilityChanged)][-1]


def test_a_placement_told_of_a_wrong_date_leaves_no_trace_when_it_is_taken_back() -> None:
    right, wrong = Life().at("2024-01-08"), Life().at("2024-01-08")
    for life in (right, wrong):
        life.registered()
    wrong.at("2024-03-01").placed("2024-02-26")
    taken = wrong.at("2024-03-04").not_placed("2024-02-26")
    assert taken.events[0] == PlacementWithdrawn(placed_on=day("2024-02-26"))
    for life in (right, wrong):
        life.at("2024-03-05").placed("2024-01-08")
    assert told(right) == told(wrong)
    assert right.case.placements == wrong.case.placements


def test_a_placement_taken_back_twice_is_taken_back_once_and_can_be_told_again() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.placed("2024-01-08")
    life.not_placed("2024-01-08")
    assert life.not_placed("2024-01-08").events == ()
    assert only(life.placed("2024-01-08"), MemberPlaced).placed_on == day("2024-01-08")
    assert names(life.not_placed("2024-01-08"))[0] == "PlacementWithdrawn"


def test_only_the_fund_that_told_a_placement_takes_it_back() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.placed("2024-01-08")
    assert code(life.not_placed("2024-01-08", by="akasse-08")) == "NOT_YOUR_MEMBER"
    assert code(life.not_placed("2024-01-09")) == "PLACEMENT_UNKNOWN"


def test_after_a_change_of_fund_the_old_one_still_corrects_what_it_told() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.placed("2024-01-08")
    life.at("2024-03-04").registered(akasse="08")
    assert names(life.not_placed("2024-01-08"))[0] == "PlacementWithdrawn"


def test_a_return_that_an_interview_recorded_in_error_brought_stands() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    life.at("2024-03-15 09:00").returns()
    assert only(life.at("2024-03-18").held("2024-03-18"), JobseekerReRegistered).effective == day("2024-03-18")
    assert life.at("2024-03-19").never_held("2024-03-18").events == ()
    assert not life.out_on("2024-03-20")


def test_an_interview_recorded_in_error_brings_nobody_back_who_asks_afterwards() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    life.at("2024-03-15 09:00").held("2024-03-15")
    life.never_held("2024-03-15")
    assert names(life.returns()) == ["ImmediateBookingRequired"]


SAID = [(Group.G1, "2024-01-08"), (Group.G2, "2024-02-05"), (Group.G1, "2024-03-04"), (Group.G1, "2024-02-19")]


@pytest.mark.parametrize("order", list(permutations(SAID)), ids=str)
def test_the_groups_of_each_day_are_the_same_in_whatever_order_they_were_said(order: tuple[tuple[Group, str]]) -> None:
    life = Life().at("2024-03-11")
    for group, on in order:
        life.registered(group, on)
    heard = {event.on: event.group for event in life.events if isinstance(event, CitizenRegistered)}
    for text in ("2024-01-08", "2024-02-04", "2024-02-05", "2024-02-18", "2024-02-19", "2024-03-04", "2024-03-10"):
        since = max(each for each in heard if each <= day(text))
        expected = max((on, group) for group, on in SAID if on <= text)[1]
        assert life.case.group_on(day(text)) is heard[since] is expected


def test_said_again_it_changes_neither_events_nor_the_insurance_that_the_fund_told() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.placed("2024-01-08", Insured.PART_TIME)
    assert life.at("2024-02-05").registered().events == ()
    life.at("2024-02-28").hours(340)
    assert told(life).handover == day("2024-02-29")


def test_who_learns_of_an_old_miss_after_coming_back_stays_registered() -> None:
    """BAB § 30, stk. 4, V1 2.8: who was not shown the demand when registered is shown it at the next login."""
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-03-05").leaves()
    assert names(life.at("2024-03-15").returns(JOBNET)) == ["JobseekerReRegistered"]
    assert life.at("2024-03-18").overdue("2024-03-12").events == ()
    assert not life.out_on("2024-03-15")
