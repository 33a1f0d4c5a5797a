"""Runs every table of examples against its rule, and makes sure that a broken table is seen."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from services.deadlines.rules.counting import on_the_day
from services.deadlines.rules.length import long_enough
from shared.law.calendar import COPENHAGEN
from shared.law.rule import Applied, applied
from tests.law.tables import HERE, BrokenTable, Example, example, examples, rule_id, tables


def rows() -> list[object]:
    """One test per row; a broken table is one test that fails and names the place, and hides no other table."""
    found: list[object] = []
    for table in tables():
        try:
            found += [pytest.param(row, id=f"{row.rule}: {row.name}") for row in examples(table)]
        except BrokenTable as error:
            found.append(pytest.param(error, id=f"{rule_id(table)}: broken table"))
    return found


@pytest.mark.parametrize("row", rows())
def test_the_rule_gives_the_outcome_that_the_table_says(row: Example | BrokenTable) -> None:
    if isinstance(row, BrokenTable):
        raise row
    said = row.function(**row.inputs)
    assert said.outcome == row.outcome
    assert said.rule == row.rule
    assert said.citations, "a rule cites what it rests on"


def test_every_folder_of_tables_has_rows() -> None:
    folders = {each.name for each in HERE.iterdir() if each.is_dir() and not each.name.startswith("__")}
    assert folders == {table.parent.name for table in tables()}


def sample(due: date, days: int = 8) -> Applied:
    """Stands in for a rule, so that the reader's own tests register none."""
    return applied("ok" if days else "no", due=due, days=days)


TABLE = Path("deadlines/TEST-1.yaml")
GOOD = {"name": "a row", "due": "2024-03-12", "outcome": "ok"}


def test_an_iso_date_becomes_a_date() -> None:
    assert example(TABLE, sample, GOOD).inputs == {"due": date(2024, 3, 12)}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"deu": "2024-03-12"}, r"unknown inputs \['deu'\]"),
        ({"due": "the 12th"}, "due"),
        ({"days": "eight"}, "days"),
    ],
)
def test_a_row_that_the_rule_does_not_understand_is_named(change: dict[str, object], message: str) -> None:
    with pytest.raises(BrokenTable, match=f"a row.*{message}"):
        example(TABLE, sample, {**GOOD, **change})


@pytest.mark.parametrize("key", ["name", "due", "outcome"])
def test_a_row_that_says_too_little_is_refused(key: str) -> None:
    with pytest.raises(BrokenTable, match=key):
        example(TABLE, sample, {each: value for each, value in GOOD.items() if each != key})


@pytest.mark.parametrize(
    "text", ["", "[]", "name: no list", "function: a.b\n---\nname: no list", "x: 1\n---\n- {}", "- &a\nb"]
)
def test_a_table_without_rows_is_refused(text: str, tmp_path: Path) -> None:
    table = tmp_path / "deadlines" / "DL-01.yaml"
    table.parent.mkdir()
    table.write_text(text)
    with pytest.raises(BrokenTable):
        examples(table)


def test_a_table_of_a_rule_that_nobody_registered_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "deadlines" / "DL-99.yaml"
    table.parent.mkdir()
    table.write_text("- {name: x, outcome: ok}")
    with pytest.raises(BrokenTable, match="0 functions of rule DL-99"):
        examples(table)


def test_a_table_may_have_a_subject_after_the_rule() -> None:
    assert rule_id(Path("DL-01.leap-days.yaml")) == "DL-01"


def test_a_rule_that_is_asked_of_the_same_instant_in_other_words_answers_in_those_words() -> None:
    """What a rule remembers must not depend on who asked before, or a replay would give another record."""
    utc = datetime(2024, 3, 12, 22, 59, tzinfo=UTC)
    danish = utc.astimezone(COPENHAGEN)
    for at in (utc, danish):
        assert on_the_day(at, date(2024, 3, 12)).inputs["at"].tzinfo is at.tzinfo


def test_a_rule_of_plain_questions_gives_the_same_object_again() -> None:
    assert long_enough(date(2024, 3, 4), date(2024, 3, 12)) is long_enough(date(2024, 3, 4), date(2024, 3, 12))
