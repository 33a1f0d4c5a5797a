"""The lives find what they look for: one rule at a time is broken, and soon a life says so."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from random import Random
from typing import Any

import pytest

from contracts.deadlines.v1 import Closed
from services.deadlines import again, commands, judge, overtaken
from services.deadlines.case import Case as DeadlineCase
from services.deadlines.case import Deadline
from services.deadlines.closing import Closing
from services.deadlines.settle import settled
from services.registration.register import Course
from services.registration.rules.missed import missed_booking
from shared.law.decision import Decision
from shared.law.rule import Applied
from shared.law.value import replace
from tests.lives.life import Life

MOST = 400


def found() -> str:
    """What the first life says that finds something."""
    for seed in range(MOST):
        try:
            Life(Random(seed)).live(25)
        except AssertionError as error:
            return str(error).partition("\n")[0]
    return f"nothing in {MOST} lives"


def only_by_hand(deadline: Deadline, case: DeadlineCase, now: datetime | None = None) -> Closing | None:
    return Closing(Closed.BY_HAND, min(deadline.closings)) if deadline.closings else None


def nothing_replaced(
    case: DeadlineCase, old: Any, new: Deadline, *applied: Applied, events: Any
) -> Decision[DeadlineCase]:
    return settled(case, case.with_deadline(new), *applied, events=events)


def everybody_is_out(rule: Callable[..., Applied]) -> Callable[..., Applied]:
    def out(*args: Any) -> Applied:
        return replace(rule(*args), outcome="deregistered")

    return out


def without_basis(course: Course) -> Decision[Any]:
    return Decision(course.case, course.events)


def test_a_second_deadline_that_leaves_the_first_in_play_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (judge, overtaken):
        monkeypatch.setattr(module, "closed_by", only_by_hand)
    monkeypatch.setattr(commands, "replace_old", nothing_replaced)
    assert found() == "two deadlines are not closed"


def test_a_deregistration_of_somebody_who_is_not_registered_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.registration.consequences.missed_booking", everybody_is_out(missed_booking))
    assert found() == "deregistered although not registered"


def test_an_effect_without_a_basis_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Course, "decided", without_basis)
    assert found().endswith(" without a basis")


def test_a_decision_that_depends_on_more_than_case_and_message_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = count()
    monkeypatch.setattr(again, "derived", lambda *parts: f"deadline-{next(numbers)}")
    assert found() == "a replay of deadlines comes to another case"


def test_an_open_deadline_of_somebody_who_is_exempt_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "lapse_of", lambda deadline, case: None)
    assert found() == "an open deadline for an exempt citizen"
