"""Before a rule is changed: `explain --all --rerun` with the changed code names whom it concerns, and nobody else."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.home import REPOSITORY
from tests.support.command import selvbooking

WORLD = Path(__file__).with_name("small_world.yaml")
CODE = ("contracts", "shared", "services", "deploy")
BEING_COMPILED = shutil.ignore_patterns("*.pyc.*")
Rerun = Callable[..., set[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def played(servers: Any, stack_home: Path) -> dict[str, Any]:
    """Four lives, played; the world that they are in and who is who."""
    done = selvbooking(stack_home, "play", str(WORLD), seconds=200)
    assert done.returncode == 0, done.stdout + done.stderr
    last: dict[str, Any] = json.loads((stack_home / "last-world.json").read_text())
    return last


@pytest.fixture
def rerun(played: dict[str, Any], stack_home: Path, tmp_path: Path) -> Rerun:
    """Changes a copy of the code, decides everything again with it; gives name, message and difference."""
    names = {citizen: name.rpartition(":")[2] for name, citizen in played["citizens"].items()}

    def run(file: str = "", pattern: str = "", now: str = "") -> set[tuple[str, str, str]]:
        for folder in CODE:
            shutil.copytree(REPOSITORY / folder, tmp_path / folder, ignore=BEING_COMPILED)
        if file:
            text, changes = re.subn(pattern, now, (tmp_path / file).read_text())
            assert changes == 1, f"{pattern} stands {changes} times in {file}"
            (tmp_path / file).write_text(text)
        words = ("explain", "--all", "--rerun", "--json", "--world", played["world"])
        done = selvbooking(stack_home, *words, code=tmp_path)
        assert done.returncode in (0, 3), done.stderr
        told = json.loads(done.stdout)
        assert bool(told["differences"]) == (done.returncode == 3)
        return {
            (names[each["citizen"]], f"{each['service']} {each.get('message', 'case')}", each["difference"])
            for each in told["differences"]
        }

    return run


def concerned(found: set[tuple[str, str, str]]) -> set[tuple[str, str]]:
    return {(name, message) for name, message, _ in found}


def test_an_unchanged_copy_decides_everything_the_same(rerun: Rerun) -> None:
    assert rerun() == set()


def test_nine_days_instead_of_eight_refuse_the_deadline_of_eight_and_are_seen_in_the_basis_of_the_others(
    rerun: Rerun,
) -> None:
    found = rerun(
        "services/deadlines/rules/counting.py", r"AT_LEAST = timedelta\(days=8\)", "AT_LEAST = timedelta(days=9)"
    )
    assert concerned(found) == {
        ("anna", "deadlines SetDeadline"),
        ("anna", "deadlines timer"),
        ("anna", "deadlines case"),
        ("bo", "deadlines SetDeadline"),
        ("dora", "deadlines SetDeadline"),
    }
    refused = "sent DeadlineSet to deadlines.events then, CommandRefused to deadlines.events now"
    assert ("anna", "deadlines SetDeadline", refused) in found
    assert ("bo", "deadlines SetDeadline", "DeadlineSet differs in basis (CAL-02)") in found


def test_a_later_day_from_which_the_interview_closes_the_deadline_concerns_who_was_closed(rerun: Rerun) -> None:
    found = rerun("services/deadlines/rules/course.py", r"date\(2019, 12, 9\)", "date(2024, 12, 9)")
    assert {name for name, _, _ in found} == {"bo"}
    assert ("bo", "deadlines timer", "the timer meeting is not set now") in found


def test_an_act_half_a_year_later_refuses_what_the_old_law_forbids_and_stands_in_the_basis_of_the_rest(
    rerun: Rerun,
) -> None:
    found = rerun("shared/law/periods.py", r"E24 = date\(2024, 1, 1\)", "E24 = date(2024, 7, 1)")
    refused = "sent DeadlineSet to deadlines.events then, CommandRefused to deadlines.events now"
    assert ("dora", "deadlines SetDeadline", refused) in found
    assert [each for each in found if each[0] == "eva"] == []
    [said] = [text for name, message, text in found if (name, message) == ("anna", "deadlines SetDeadline")]
    assert said.startswith("DeadlineSet differs in basis (")
    assert "SUM-05" in said


def test_another_citation_concerns_the_events_that_carry_it(rerun: Rerun) -> None:
    found = rerun(
        "services/registration/rules/missed.py",
        r'@rule\("REG-01", BAB\("§ 27", stk=2\)',
        '@rule("REG-01", BAB("§ 27", stk=3)',
    )
    assert found == {
        ("anna", "registration DeadlineOverdue", "JobseekerDeregistered differs in basis (REG-01)"),
        ("anna", "registration DeadlineOverdue", "LetterRequested differs in basis (REG-01)"),
    }
