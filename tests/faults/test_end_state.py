"""The comparison that every test here rests on sees what matters, and overlooks nothing but what it says."""

from collections import Counter
from typing import Any

import pytest

from tests.support.end_state import EndState, _text

ROW: dict[str, Any] = {
    "citizen": "c-1",
    "due": "2024-03-12",
    "cause": "registration/c-1/registration.events/7",
    "places": "in.jobnet/2@118",
    "recorded": "2024-03-13T08:00:00Z",
    "book": '{"sent":{"deadlines.events":4}}',
}


def of(*facts: str) -> EndState:
    return EndState({"c-1": Counter(facts)})


def test_what_is_missing_added_or_doubled_is_told_with_its_subject() -> None:
    assert of("a", "b").differences(of("a", "b")) == []
    assert of("a").differences(of("a", "b")) == ["c-1: only there: b"]
    assert of("a", "a").differences(of("a")) == ["c-1: only here: a"]
    assert EndState({}).differences(of("a")) == ["c-1: only there: a"]


@pytest.mark.parametrize(
    "change",
    [{"due": "2024-03-13"}, {"cause": "slots/c-1/slots.events/7"}, {"book": '{"sent":{"deadlines.events":5}}'}],
)
def test_another_value_is_another_fact(change: dict[str, Any]) -> None:
    assert _text(ROW | change) != _text(ROW)


@pytest.mark.parametrize(
    "change",
    [
        {"cause": "registration/c-1/registration.events/8"},
        {"places": "in.jobnet/2@119"},
        {"recorded": "2024-03-14T08:00:00Z"},
    ],
)
def test_where_and_when_something_arrived_is_no_fact(change: dict[str, Any]) -> None:
    assert _text(ROW | change) == _text(ROW)
