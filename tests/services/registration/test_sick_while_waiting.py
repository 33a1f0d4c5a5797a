"""Reported sick while a return waits: nobody is registered in a sickness, whichever is known first. REG-07, IM-02."""

from collections.abc import Callable
from itertools import permutations

import pytest

from contracts.registration.v1 import JobseekerReRegistered, Reason
from contracts.types import AbsenceKind
from tests.services.registration.life import FUND, JOBCENTRE, JOBNET, Life, code, day, names, only

Step = Callable[[Life], object]


def waiting() -> Life:
    """Out since the 13th; asked to come back on the 15th, and has not booked."""
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    life.at("2024-03-15").returns()
    return life


def sick(on: str) -> Step:
    return lambda life: life.at(f"{on} 09:00").sick()


def booked(on: str) -> Step:
    return lambda life: life.at(f"{on} 15:00").books("2024-03-22")


def no_times(life: Life) -> object:
    return life.at("2024-03-18 16:00").no_times("2024-03-15")


def test_the_request_gives_way_and_recovery_asks_anew() -> None:
    life = waiting()
    assert names(life.at("2024-03-16").sick()) == ["AbsenceRecorded", "ImmediateBookingWithdrawn"]
    assert life.at("2024-03-18").books("2024-03-22").events == ()
    assert life.out_on("2024-03-18")
    assert code(life.at("2024-03-19").returns()) == "RECOVERY_NOT_REPORTED"
    back = only(life.at("2024-03-20").well(), JobseekerReRegistered)
    assert (back.effective, back.deregistered_on) == (day("2024-03-20"), day("2024-03-13"))


@pytest.mark.parametrize("by", [JOBCENTRE, FUND])
def test_an_authority_that_registers_her_reports_the_recovery(by: str) -> None:
    life = waiting()
    life.at("2024-03-16").sick()
    told = names(life.at("2024-03-20").returns(by))
    assert told == ["AbsenceRecorded", "ReportFlagged", "JobseekerReRegistered"]
    assert not life.out_on("2024-03-20") and not life.case.gave_way


def test_without_a_booking_recovery_shows_the_demand_again_with_ten_days_of_its_own() -> None:
    life = waiting()
    life.at("2024-03-16").sick()
    assert names(life.at("2024-03-20").well()) == ["AbsenceRecorded", "ImmediateBookingRequired"]
    assert [str(each.hold_by) for each in life.case.pending] == ["2024-03-30"]


@pytest.mark.parametrize(
    ("steps", "out"),
    [
        ((sick("2024-03-16"), booked("2024-03-18")), (15, 16, 17, 18, 19)),
        ((sick("2024-03-18"), booked("2024-03-16")), (15, 18, 19)),
        ((sick("2024-03-16"), booked("2024-03-16")), (15, 16, 17, 18, 19)),
        ((sick("2024-03-18"), no_times), (18, 19)),
    ],
    ids=["sick-before", "booked-before", "one-day", "no-times"],
)
def test_who_is_out_on_which_day_does_not_depend_on_what_came_first(
    steps: tuple[Step, ...], out: tuple[int, ...]
) -> None:
    for order in permutations(steps):
        life = waiting()
        for step in order:
            step(life)
        assert tuple(each for each in range(15, 20) if life.out_on(f"2024-03-{each}")) == out
        life.at("2024-03-20").well()
        assert not life.out_on("2024-03-20")


def test_sick_told_late_she_is_out_from_the_day_on_which_the_booking_brought_her_back() -> None:
    life = waiting()
    booked("2024-03-16")(life)
    assert not life.out_on("2024-03-16")
    assert names(life.at("2024-03-18").sick(JOBCENTRE, on="2024-03-15"))[-2:] == [
        "JobseekerDeregistered",
        "LetterRequested",
    ]
    assert all(life.out_on(f"2024-03-{each}") for each in range(15, 20))


def test_a_return_that_the_sickness_was_told_before_was_a_recovery() -> None:
    life = waiting()
    life.at("2024-03-18").returns(by=JOBCENTRE)
    assert names(life.at("2024-03-16").sick()) == ["AbsenceRecorded"]
    assert not life.out_on("2024-03-18")


def test_in_a_subsidised_job_a_sickness_stands_in_nobodys_way_however_late_that_is_known() -> None:
    life = waiting()
    life.at("2024-03-16").sick()
    life.at("2024-03-17").away(AbsenceKind.SUBSIDISED_JOB, "2024-03-14", by=JOBCENTRE)
    assert only(life.at("2024-03-18").books("2024-03-22"), JobseekerReRegistered).effective == day("2024-03-18")


def test_who_gave_way_and_leaves_gives_the_request_up() -> None:
    life = waiting()
    life.at("2024-03-18").sick()
    said = life.at("2024-03-19").leaves(JOBNET)
    assert (said.refusal, said.events) == (None, ())
    assert life.at("2024-03-20").books("2024-03-22", booked_at="2024-03-16 10:00").events == ()


@pytest.mark.parametrize("return_first", [True, False])
def test_a_return_said_before_she_reported_sick_that_day_is_no_recovery(return_first: bool) -> None:
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-03-06").leaves()
    if return_first:
        life.at("2024-03-14 11:00").returns(by=JOBCENTRE)
    life.at("2024-03-14 12:00").sick()
    if not return_first:
        life.at("2024-03-14 11:00").returns(by=JOBCENTRE)
    assert [each.ends for each in life.case.absences] == [None]
    assert all(life.out_on(f"2024-03-{each}") for each in range(10, 20))
    assert [each.reason for each in life.case.open] == [Reason.SICKNESS]
