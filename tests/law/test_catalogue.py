"""The catalogue of all rules, and what `selvbooking law` says of it."""

import json
import re
from collections import Counter
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from deploy.cli.law import app
from deploy.embedded.home import REPOSITORY
from deploy.law.catalogue import LAWS, Section, entries, sections
from deploy.law.coverage import IMPLEMENTED, IN_PART, MISSING, NOT_YET, contradictions, coverage, missing, state
from deploy.law.registered import registered
from shared.law.citation import cited

run = CliRunner().invoke
SIZES = {
    "A": 6, "B": 7, "C": 19, "D": 5, "E": 7, "F": 7, "G": 15, "H": 8, "I": 8, "J": 11, "K": 3, "L": 6, "M": 6, "N": 3,
    "O": 3, "P": 4, "Q": 2, "R": 3, "S": 3, "T": 9, "U": 4, "V": 4, "W": 8,
}  # fmt: skip
"""How many rules each section of the catalogue has."""


def test_the_catalogue_knows_every_rule_once() -> None:
    assert {section.letter: len(section.rules) for section in sections()} == SIZES
    assert len(entries()) == sum(SIZES.values())
    for section in sections():
        prefixes = Counter(rule.id.partition("-")[0] for rule in section.rules)
        for prefix, number in prefixes.items():
            last = max(int(rule.id.partition("-")[2]) for rule in section.rules if rule.id.startswith(prefix + "-"))
            assert last == number, f"{section.letter} leaves a number of {prefix} out"


def test_every_citation_is_written_in_the_form_of_the_code() -> None:
    for rule in entries().values():
        assert rule.basis, rule.id
        assert [cited(str(each)) for each in rule.basis] == list(rule.basis)


@pytest.mark.parametrize("text", ["BAB", "§ 44, stk. 1", "XYZ § 1", ""])
def test_what_names_no_act_is_no_citation(text: str) -> None:
    with pytest.raises(ValueError, match="no citation"):
        cited(text)


def test_every_rule_says_when_it_is_in_force_and_whom_it_concerns() -> None:
    for rule in entries().values():
        assert rule.groups, rule.id
        assert rule.since or rule.in_force in ("NOW", "P24"), rule.id
        assert rule.until is None or rule.until < LAWS["E24"]


def test_a_rule_is_either_built_or_has_a_reason_and_never_both() -> None:
    found = coverage(REPOSITORY)
    assert missing(found) == []
    assert contradictions(found) == []


def test_every_rule_that_is_built_has_examples() -> None:
    assert [each.id for each in coverage(REPOSITORY) if each.state in (IMPLEMENTED, IN_PART) and not each.cases] == []


@pytest.mark.parametrize(
    ("now", "built", "unbuilt", "said"),
    [
        (True, True, None, IMPLEMENTED),
        (False, True, None, IMPLEMENTED),
        (True, True, "in part", IN_PART),
        (True, False, "left", "left"),
        (True, False, None, MISSING),
        (False, False, None, NOT_YET),
    ],
)
def test_the_state_of_a_rule(now: bool, built: bool, unbuilt: str | None, said: str) -> None:
    assert state(Section("Z", "a section", now, ()), built, unbuilt) == said


def test_what_a_function_leaves_out_is_told_with_its_place() -> None:
    [rule] = [each for each in coverage(REPOSITORY) if each.state == IN_PART]
    assert (rule.id, bool(rule.code)) == ("CC-19", True) and "incomplete" in (rule.reason or "")
    assert "CC-19 is there in part and has no function" in contradictions([replace(rule, code=())])
    told = next(line for line in run(app, ["coverage"]).stdout.splitlines() if line.startswith("CC-19"))
    assert "in part" in told and "course_new.py" in told


def test_coverage_as_json_says_where_a_rule_is_and_what_shows_it() -> None:
    told = json.loads(run(app, ["coverage", "--json"]).stdout)
    rules = {rule["id"]: rule for rule in told["rules"]}
    assert list(rules) == list(entries())
    found = rules["DL-01"]
    assert found["state"] == "implemented"
    [place] = found["code"]
    file, _, line = place.partition(":")
    assert (REPOSITORY / file).read_text().splitlines()[int(line) - 1].startswith('@rule("DL-01"')
    assert found["cases"] >= 10
    assert found["tests"] >= 1
    assert "eight-days-are-enough-and-seven-are-not" in found["scenarios"]


def test_show_tells_a_rule_that_has_no_code_too() -> None:
    assert run(app, ["show", "OFF-01"]).stdout.startswith("# OFF-01 Bevilling\n\nBasis: V2 9.3; V2 10\n")
    assert run(app, ["show", "DL-99"]).exit_code == 2


def test_on_lists_the_rules_of_a_day_and_a_group() -> None:
    def on(day: str, group: str) -> set[str]:
        return {rule["rule"] for rule in json.loads(run(app, ["on", day, "--group", group, "--json"]).stdout)}

    assert "SUM-05" in on("2023-12-31", "G1")
    assert "SUM-05" not in on("2024-01-01", "G1")
    assert "REG-01" not in on("2024-01-01", "G2")
    assert run(app, ["on", "2024-01-01", "--group", "G11"]).exit_code == 2


def test_every_rule_that_is_built_is_asked_by_the_services_and_not_only_by_its_table() -> None:
    words = Counter(
        word for file in (REPOSITORY / "services").rglob("*.py") for word in re.findall(r"\w+", file.read_text())
    )
    assert [rule.id for rule in registered() if words[rule.apply.__name__] < 2] == []
