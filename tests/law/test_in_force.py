"""A rule that names its day is held to its dates."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from shared.law.citation import BAB
from shared.law.decision import Decision, by_law_in_force
from shared.law.rule import NOT_IN_FORCE, REGISTRY, Applied, Rule, applied, rule

LAST = date(2023, 12, 31)


@pytest.fixture(autouse=True)
def registry() -> Iterator[None]:
    """Leaves the registry as it was."""
    yield
    REGISTRY.pop("TEST-01", None)


def long_enough(due: date, at: datetime | None = None) -> Applied:
    return applied("too-short", due=due)


def registered(day: str | None) -> Rule:
    rule("TEST-01", BAB("§ 1"), groups=("G1",), since=date(2021, 1, 1), until=LAST, day=day)(long_enough)
    return REGISTRY["TEST-01"][0]


def test_on_its_last_day_a_rule_is_asked_and_on_the_next_it_has_nothing_to_say() -> None:
    found = registered("due")
    assert found.apply(LAST).outcome == "too-short"
    after = found.apply(date(2024, 1, 1))
    assert (after.outcome, after.in_force, after.ok) == (NOT_IN_FORCE, False, True)
    assert found.apply(due=date(2020, 12, 31)).outcome == NOT_IN_FORCE
    assert found.apply(due=date(2021, 1, 1)).outcome == "too-short"


def test_the_day_of_an_instant_is_the_danish_one() -> None:
    found = registered("at")
    assert found.apply(LAST, datetime(2023, 12, 31, 22, 59, tzinfo=UTC)).outcome == "too-short"
    assert found.apply(LAST, datetime(2023, 12, 31, 23, 0, tzinfo=UTC)).outcome == NOT_IN_FORCE


def test_a_day_that_nobody_knows_puts_no_rule_out_of_force() -> None:
    assert registered("at").apply(LAST, None).outcome == "too-short"


def test_a_rule_that_names_no_day_answers_for_any() -> None:
    assert registered(None).apply(date(1999, 1, 1)).outcome == "too-short"


def test_a_day_that_is_no_parameter_is_a_mistake_at_once() -> None:
    with pytest.raises(ValueError, match="dew"):
        registered("dew")


def test_a_rule_out_of_force_is_no_basis_of_a_decision() -> None:
    found = registered("due")
    said = (found.apply(LAST), found.apply(date(2024, 1, 1)))
    assert by_law_in_force(Decision("case", applied=said)).applied == said[:1]
