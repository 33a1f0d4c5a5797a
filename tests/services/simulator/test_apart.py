"""Files that are played together do not share a diary."""

from pathlib import Path

import pytest

from services.simulator.apart import moved_back
from services.simulator.marked import BadFile
from services.simulator.scenario import read
from services.simulator.steps import Expect, Scenario

TIMES = """
law: [BK-01]
citizens: {anna: {group: G2, jobcentre: "46100"}}
slots: {planner-46100: {s1: 2024-03-14T09:00}}
steps:
  - {at: 2024-03-05T10:00, from: jobnet, send: BookInterview, citizen: anna, slot: s1}
  - {at: 2024-03-05T10:00, expect: InterviewBooked, citizen: anna, supplier: jobcentre-46100}
"""
NO_TIMES = """
law: [DL-01]
citizens: {anna: {group: G2, jobcentre: "46100"}}
steps:
  - {at: 2024-03-05T10:00, from: jobcentre-46100, send: SetDeadline, citizen: anna, due: 2024-03-20}
"""


def file(folder: Path, text: str) -> Path:
    path = folder / "one.yaml"
    path.write_text(text)
    return path


def codes(scenario: Scenario) -> set[str]:
    return {name.partition("-")[2] for name in scenario.authorities if name.startswith(("jobcentre", "planner"))}


def test_a_file_with_a_planner_has_jobcentres_of_its_own_everywhere(tmp_path: Path) -> None:
    first, second = (read(file(tmp_path, TIMES), number, together=True) for number in (1, 2))
    assert len(codes(first)) == len(codes(second)) == 1
    assert not codes(first) & codes(second) and "46100" not in codes(first)
    (own,) = codes(first)
    booked = next(step for step in first.steps if isinstance(step, Expect))
    assert booked.fields["supplier"] == f"jobcentre-{own}"
    assert first.citizens["anna"].jobcentre == own
    assert {str(send.sender) for send in first.prelude} == {f"jobcentre-{own}", f"planner-{own}"}


def test_a_file_alone_and_one_without_times_keep_their_codes(tmp_path: Path) -> None:
    assert codes(read(file(tmp_path, TIMES))) == {"46100"}
    assert codes(read(file(tmp_path, NO_TIMES), 1, together=True)) == {"46100"}


def test_what_people_read_has_the_codes_of_the_file(tmp_path: Path) -> None:
    places = read(file(tmp_path, TIMES), 1, together=True).places
    own = places["46100"]
    said = f'jobcentre-{own}, planner-{own}, "{own}", 0b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5{own}, {own}0'
    kept = f"0b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5{own}, {own}0"
    assert moved_back(said, places) == f'jobcentre-46100, planner-46100, "46100", {kept}'


def test_what_is_wrong_with_a_file_is_told_in_its_own_codes(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="`planner-46100` is not a word"):
        read(file(tmp_path, TIMES + "  - {nothing_else: true, planner-46100: 1}\n"), 1, together=True)
