"""Leaving, sickness, recovery and return within hours of each other: the end does not depend on what is heard first."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import permutations

import pytest

from contracts.types import Group
from tests.services.registration.life import JOBCENTRE, JOBNET, Life, code

Step = Callable[[Life], object]
State = tuple[list[int], list[tuple[date, date | None, date]]]


def leaves(at: str) -> Step:
    return lambda life: life.at(f"2024-02-{at}").leaves()


def returns(at: str) -> Step:
    return lambda life: life.at(f"2024-02-{at}").returns(JOBCENTRE)


def sick(at: str, on: str | None = None) -> Step:
    return lambda life: life.at(f"2024-02-{at}").sick(JOBCENTRE, f"2024-02-{on}" if on else None)


def well(at: str) -> Step:
    return lambda life: life.at(f"2024-02-{at}").well(JOBNET)


def turns_job_seeker(at: str) -> Step:
    return lambda life: life.at(f"2024-02-{at}").registered(Group.G2)


def ended(steps: Sequence[Step], group: Group = Group.G1) -> State:
    """The days of February on which she is out, and her sicknesses; nothing of it was refused."""
    life = Life().at("2024-01-08")
    life.registered(group)
    for step in steps:
        step(life)
    assert not any(code(each) for each in life.decisions)
    out = [each for each in range(1, 30) if life.out_on(f"2024-02-{each:02}")]
    return out, sorted((each.starts, each.ends, each.notified_on) for each in life.case.absences)


@pytest.mark.parametrize(
    ("steps", "heard", "out"),
    [
        ([leaves("10 11:00"), sick("10 12:00"), returns("10 13:00")], [1, 2, 0], []),
        ([leaves("05 10:00"), sick("05 12:00", on="04"), returns("05 13:00")], [1, 2, 0], [4]),
        ([leaves("05 09:00"), sick("10 09:21"), returns("10 09:28")], [0, 2, 1], range(5, 10)),
        ([leaves("05 09:00"), sick("10 09:21"), returns("12 09:28")], [0, 2, 1], range(5, 12)),
        ([sick("06 10:00"), well("07 11:00"), leaves("08 11:00")], [2, 0, 1], (6, *range(8, 30))),
        ([leaves("05 09:00"), returns("08 09:00"), leaves("12 09:00")], [2, 0, 1], (*range(5, 8), *range(12, 30))),
        ([sick("05 10:00"), sick("07 11:00"), well("07 12:00")], [1, 2, 0], (5, 6)),
        ([sick("05 10:00"), well("08 11:00"), well("08 12:00"), sick("08 13:00")], [0, 2, 3, 1], range(5, 30)),
    ],
    ids=[
        "left-sick-back", "left-sick-before-back", "sick-then-back", "sick-then-back-later", "well-then-left",
        "back-then-left", "sick-twice-then-well", "well-twice-then-sick",
    ],
)  # fmt: skip
def test_what_happened_in_one_day_ends_alike_in_the_order_in_which_it_is_heard(
    steps: list[Step], heard: list[int], out: Sequence[int]
) -> None:
    assert ended(steps)[0] == list(out)
    assert ended([steps[each] for each in heard]) == ended(steps)


def test_reported_sick_twice_and_a_job_seeker_only_in_between_she_is_out_from_the_second_in_any_order() -> None:
    steps = [sick("06 09:00"), turns_job_seeker("11 09:00"), sick("20 09:00")]
    out, sicknesses = ended(steps, Group.G3)
    assert out[-10:] == list(range(20, 30)) and [each for each in range(11, 20) if each in out] == []
    assert len(sicknesses) == 2
    for order in permutations(steps):
        assert ended(order, Group.G3) == (out, sicknesses)


def test_told_first_of_the_second_of_two_reports_the_first_says_since_when() -> None:
    steps = [sick("05 10:00"), sick("07 11:00")]
    assert ended(steps[::-1]) == ended(steps)


def test_a_return_said_while_she_was_not_out_yet_does_not_end_a_sickness_reported_after_it() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    sick("12 10:22")(life)
    assert code(life.at("2024-02-12 10:15").returns(JOBCENTRE)) == "ALREADY_REGISTERED"
    assert life.out_on("2024-02-12")
