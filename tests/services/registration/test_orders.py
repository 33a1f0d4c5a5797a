"""The same facts in another order lead to the same register."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations

import pytest

from contracts.types import Group
from tests.services.registration.life import JOBCENTRE, Life, day, names

Step = Callable[[Life], object]
DAYS = [str(day("2024-03-01") + timedelta(days=each)) for each in range(45)]


def registered(life: Life) -> object:
    return life.at("2024-01-08").registered()


def first_missed(life: Life) -> object:
    return life.at("2024-03-13 00:10").overdue("2024-03-12")


def first_met(life: Life) -> object:
    return life.at("2024-03-14 08:00").met_after_all("2024-03-12")


def second_missed(life: Life) -> object:
    return life.at("2024-03-27 00:10").overdue("2024-03-26")


def booked(life: Life) -> object:
    return life.at("2024-03-27 12:00").books("2024-04-05")


def cancelled(life: Life) -> object:
    return life.at("2024-03-27 13:00").cancels("2024-04-05")


def left_before(life: Life) -> object:
    return life.at("2024-03-11 20:00").leaves()


def other_group(life: Life) -> object:
    return life.at("2024-03-20 08:00").registered(Group.G3)


def register_after(steps: tuple[Step, ...]) -> tuple[list[bool], list[str]]:
    """On which days the citizen is out, and what a request leads to."""
    life = Life()
    for step in steps:
        step(life)
    out = [life.out_on(each) for each in DAYS]
    return out, names(life.at("2024-03-30").returns())


@pytest.mark.parametrize(
    "steps",
    [
        (registered, first_missed, first_met, second_missed),
        (registered, first_missed, second_missed, booked),
        (registered, first_missed, second_missed, booked, cancelled),
        (registered, first_missed, second_missed, other_group),
    ],
    ids=["reversed", "booked", "cancelled", "another-group"],
)
def test_the_register_is_the_same_in_any_order(steps: tuple[Step, ...]) -> None:
    expected = register_after(steps)
    assert any(expected[0])
    for order in permutations(steps):
        assert register_after(order) == expected


@pytest.mark.parametrize("order", list(permutations((first_missed, second_missed, left_before))))
def test_own_request_sent_before_the_deadline_counts_whenever_it_comes(order: tuple[Step, ...]) -> None:
    out, asked = register_after((registered, *order))
    assert out == [each >= "2024-03-11" for each in DAYS]
    assert asked == ["ImmediateBookingRequired"]


@pytest.mark.parametrize("booked_first", [True, False])
def test_booking_and_asking_may_come_in_either_order(booked_first: bool) -> None:
    life = Life()
    registered(life)
    first_missed(life)
    steps: list[Step] = [lambda each: each.books("2024-03-20", "2024-03-15 09:00"), lambda each: each.returns()]
    for step in steps if booked_first else reversed(steps):
        step(life.at("2024-03-15 12:00"))
    assert not life.out_on("2024-03-15") and life.out_on("2024-03-14")


def test_what_came_before_the_citizen_was_known_counts_when_it_is() -> None:
    life = Life()
    first_missed(life)
    assert life.out_on("2024-03-13") and not life.case.deregistrations
    registered(life)
    assert len(life.case.deregistrations) == 1
    assert names(life.at("2024-03-15").returns(by=JOBCENTRE)) == ["JobseekerReRegistered"]


def placed(life: Life) -> object:
    return life.at("2024-01-20").placed("2023-11-15")


def some_hours(life: Life) -> object:
    return life.at("2024-03-05").hours(300)


def enough_hours(life: Life) -> object:
    return life.at("2024-04-10").hours(420)


def too_many_hours_corrected(life: Life) -> object:
    return life.at("2024-04-20").hours(405)


def back_in_the_register(life: Life) -> object:
    return life.at("2024-03-15").returns(by=JOBCENTRE)


def looked_at(life: Life) -> object:
    return life.at("2024-05-02").looked_at()


@pytest.mark.parametrize(
    "steps",
    [
        (placed, some_hours, enough_hours, looked_at, first_missed),
        (placed, some_hours, enough_hours, too_many_hours_corrected, other_group),
        (placed, enough_hours, first_missed, first_met, looked_at),
    ],
    ids=["education", "corrected", "reversed"],
)
def test_the_same_party_is_responsible_in_any_order(steps: tuple[Step, ...]) -> None:
    def told_after(order: tuple[Step, ...]) -> object:
        life = Life()
        registered(life)
        for step in order:
            step(life)
        return life.case.told

    expected = told_after(steps)
    assert expected is not None
    for order in permutations(steps):
        assert told_after(order) == expected


@pytest.mark.parametrize("order", list(permutations((placed, some_hours, enough_hours))))
def test_the_rest_of_the_three_months_is_the_funds_whenever_the_placement_is_told(order: tuple[Step, ...]) -> None:
    life = Life()
    life.at("2023-11-15").registered()
    first_missed(life)
    back_in_the_register(life)
    for step in order:
        step(life)
    assert life.case.told is not None
    assert [(str(each.since), each.party.value) for each in life.case.told.periods] == [
        ("2023-11-15", "JOBCENTRE"),
        ("2024-03-15", "A_KASSE"),
        ("2024-05-01", "JOBCENTRE"),
    ]
