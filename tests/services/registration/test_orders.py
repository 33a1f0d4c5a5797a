"""The same facts in another order lead to the same register."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations

import pytest

from contracts.types import AbsenceKind, Group
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


def sick(life: Life) -> object:
    return life.at("2024-03-10 20:00").sick()


def sick_told_late(life: Life) -> object:
    return life.at("2024-03-14 09:00").sick(by=JOBCENTRE, on="2024-03-10")


def sick_on_the_day_after(life: Life) -> object:
    return life.at("2024-03-13 00:05").sick()


def subsidised(life: Life) -> object:
    return life.at("2024-03-05 09:00").away(AbsenceKind.SUBSIDISED_JOB, "2024-03-01", "2024-03-20", by=JOBCENTRE)


def no_longer_subsidised(life: Life) -> object:
    return life.at("2024-03-06 09:00").away(AbsenceKind.SUBSIDISED_JOB, "2024-03-01", "2024-03-09", by=JOBCENTRE)


def holiday(life: Life) -> object:
    return life.at("2024-03-11 09:00").away(AbsenceKind.HOLIDAY, "2024-04-02", "2024-04-12", reference="f-2")


def booked_before(life: Life) -> object:
    return life.at("2024-03-10 09:00").books("2024-04-05")


def summoned(life: Life) -> object:
    return life.at("2024-03-18 09:00").summoned("2024-05-06")


def group_corrected(life: Life) -> object:
    return life.at("2024-03-25 08:00").registered(Group.G2, on="2024-03-09")


def well_after(steps: tuple[Step, ...]) -> tuple[list[bool], list[str], object]:
    """On which days the citizen is out, what recovery leads to, and what absences are told with it."""
    life = Life()
    registered(life)
    for step in steps:
        step(life)
    out = [life.out_on(each) for each in DAYS]
    told = {(each.kind, each.starts, each.ends, each.approved) for each in life.case.absences}
    return out, names(life.at("2024-03-30").well()), told


@pytest.mark.parametrize(
    ("steps", "out_from"),
    [
        ((sick, first_missed, first_met), "2024-03-10"),
        ((sick, first_missed, second_missed, booked), "2024-03-10"),
        ((sick_told_late, first_missed, second_missed), "2024-03-10"),
        ((sick_on_the_day_after, first_missed, second_missed), "2024-03-13"),
        ((sick_on_the_day_after, first_missed, first_met), "2024-03-13"),
        ((sick, first_missed, second_missed, subsidised), "2024-03-13"),
        ((sick, first_missed, first_met, subsidised), None),
        ((sick, first_missed, holiday, booked_before, cancelled), "2024-03-10"),
        ((sick, first_missed, second_missed, summoned), "2024-03-10"),
        ((sick, first_missed, group_corrected), "2024-03-10"),
        ((sick_on_the_day_after, first_missed, group_corrected), "2024-03-13"),
    ],
    ids=lambda each: "+".join(step.__name__ for step in each) if isinstance(each, tuple) else str(each),
)
def test_sickness_and_deadlines_lead_to_the_same_register_in_any_order(
    steps: tuple[Step, ...], out_from: str | None
) -> None:
    expected = well_after(steps)
    assert expected[0] == [out_from is not None and each >= out_from for each in DAYS]
    for order in permutations(steps):
        assert well_after(order) == expected


def test_the_length_of_a_subsidised_job_that_is_told_again_counts() -> None:
    assert (
        well_after((subsidised, no_longer_subsidised, sick))[0]
        == well_after((sick, subsidised, no_longer_subsidised))[0]
    )
    assert any(well_after((subsidised, no_longer_subsidised, sick))[0])


@pytest.mark.parametrize("order", list(permutations((first_missed, second_missed, sick))))
@pytest.mark.parametrize(("told_on", "out"), [("2024-03-12", True), ("2024-03-13", False)])
def test_a_correction_frees_the_days_whatever_came_first(order: tuple[Step, ...], told_on: str, out: bool) -> None:
    """Also of the deadline that ran out while the register said in error that she was out; not when it was put right in time."""
    life = Life()
    registered(life)
    for step in order:
        step(life)
    life.at(told_on).corrected("2024-03-10")
    assert [life.out_on(f"2024-03-{each}") for each in (10, 12, 13, 20, 27)] == [False, False, out, out, True]
    life.corrected("2024-03-13")
    assert [life.out_on(f"2024-03-{each}") for each in (13, 20, 26, 27)] == [False, False, False, True]
