"""Derived files: the committed ones are right, and the tool sees what is not."""

import json
import time
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contracts.registry import CONTRACTS
from deploy.cli.contracts import app
from deploy.contracts import derived, events, law, released
from deploy.contracts.schema import MODULES
from shared.law.citation import BAB, V1
from shared.law.rule import Applied, Rule, applied

LENGTH = "services.deadlines.rules.length"
run = CliRunner().invoke


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository in which nothing has drifted."""
    derived.write(tmp_path)
    return tmp_path


def test_what_is_committed_is_what_the_code_says() -> None:
    assert [str(one) for one in derived.drift()] == []


def test_generating_twice_gives_the_same_quickly(repository: Path) -> None:
    started = time.monotonic()
    assert derived.write(repository) == []
    assert time.monotonic() - started < 5


def test_drift_is_told_with_the_file_and_exit_status_three(repository: Path) -> None:
    (repository / "docs/events.md").write_text("by hand")
    (repository / "contracts/examples/SetDeadline.v1.json").unlink()
    (repository / "contracts/schemas/deadlines/Forgotten.v1.json").write_text("{}")
    result = run(app, ["check", "--root", str(repository)])
    assert result.exit_code == 3
    assert "contracts/examples/SetDeadline.v1.json: is not there" in result.stdout
    assert "docs/events.md: is not what the code says" in result.stdout
    assert "contracts/schemas/deadlines/Forgotten.v1.json: belongs to no contract or rule" in result.stdout
    assert run(app, ["generate", "--root", str(repository)]).exit_code == 0
    assert run(app, ["check", "--root", str(repository)]).exit_code == 0
    assert not (repository / "contracts/schemas/deadlines/Forgotten.v1.json").exists()


def test_a_broken_promise_is_told_with_file_and_field_and_exit_status_one(repository: Path) -> None:
    assert run(app, ["release", "1.0.0", "--root", str(repository)]).exit_code == 0
    file = repository / released.FOLDER / "1.0.0/deadlines/SetDeadline.v1.json"
    then = json.loads(file.read_text())
    then["properties"]["until"] = {"type": "string"}
    then["required"] = [*then["required"], "until"]
    file.write_text(json.dumps(then))
    result = run(app, ["check", "--root", str(repository)])
    assert result.exit_code == 1
    assert (
        "contracts/schemas/deadlines/SetDeadline.v1.json: against 1.0.0: field until: readers of then" in result.stdout
    )
    told = json.loads(run(app, ["check", "--json", "--root", str(repository)]).stdout)
    assert [(one["release"], one["field"]) for one in told["broken"]] == [("1.0.0", "until")]
    assert told["drift"] == []
    assert run(app, ["release", "1.1.0", "--root", str(repository)]).exit_code == 1


def test_a_release_is_frozen_once(repository: Path) -> None:
    assert run(app, ["release", "1.0.0", "--root", str(repository)]).exit_code == 0
    assert run(app, ["diff", "--root", str(repository)]).stdout == ""
    for version in ("1.0.0", "../1.0.0", "one"):
        assert run(app, ["release", version, "--root", str(repository)]).exit_code == 2


def test_every_message_stands_on_the_page_of_messages() -> None:
    page = events.page()
    for contract in CONTRACTS.values():
        if contract.model.__module__ in MODULES:
            wanted = f"| {contract.name} |" if contract.kind == "internal" else f"\n### {contract.name}\n"
            assert page.count(wanted) == 1, contract.name


def long_enough() -> Applied:
    """At least eight days (*mindst 8 dage*).

    The day of publication is not counted.
    """
    return applied("ok")


long_enough.__module__ = LENGTH
OLD = Rule("DL-01", (V1("2.2"),), frozenset({"G1"}), date(2016, 9, 1), date(2020, 12, 31), long_enough)
NEW = Rule(
    "DL-01", (BAB("§ 44", stk=1), V1("2.2")), frozenset({"G4o", "G10", "G2"}), date(2021, 1, 1), None, long_enough
)


def test_the_index_of_the_law_has_a_line_for_each_version_of_a_rule() -> None:
    rows = [line for line in law.index([OLD, NEW]).splitlines() if line.startswith("| [")]
    link = "| [DL-01](deadlines.md#dl-01) | At least eight days (*mindst 8 dage*). |"
    assert rows == [
        f"{link} V1 2.2 | G1 | 2016-09-01 | 2020-12-31 |",
        f"{link} BAB § 44, stk. 1; V1 2.2 | G2, G4o, G10 | 2021-01-01 | – |",
    ]


def test_the_page_of_a_rule_shows_its_basis_its_table_and_its_scenarios(tmp_path: Path) -> None:
    tables = tmp_path / "tests/law/deadlines"
    tables.mkdir(parents=True)
    (tables / "DL-01.yaml").write_text("- {name: enough, outcome: ok, visible_on: 2024-03-04, due: 2024-03-12}\n")
    (tables / "DL-01.leap.yaml").write_text(
        f"function: {LENGTH}.long_enough\n---\n- {{name: a | b, outcome: no, day: 2023-02-29}}\n"
    )
    (tables / "DL-02.yaml").write_text("- {name: another rule, outcome: ok}\n")
    scenarios = {"DL-01": ["misses-the-deadline"], "DL-02": ["another"]}
    page = law.page("deadlines", [NEW], scenarios, tmp_path)
    assert "- BAB § 44, stk. 1: *Bekendtgørelse om en aktiv beskæftigelsesindsats*" in page
    assert "- In force: from 2021-01-01\n" in page
    assert f"- Code: `{LENGTH}.long_enough`" in page
    assert "| name | visible_on | due | outcome |\n|---|---|---|---|\n| enough | 2024-03-04 | 2024-03-12 | ok |" in page
    assert f"`{LENGTH}.long_enough`:\n" in page
    assert "| a \\| b | 2023-02-29 | false |" in page
    assert "[misses-the-deadline](../../tests/scenarios/misses-the-deadline.yaml)" in page
    assert "another" not in page


def test_every_rule_of_the_services_says_what_it_says_and_cites_what_it_rests_on() -> None:
    rules = law.registered()
    assert rules
    for rule in rules:
        assert rule.citations, rule.id
        assert rule.apply.__doc__, rule.id
        assert rule.groups, rule.id
