"""A rule whose date is changed, in its decorator only, decides otherwise in the lives that rest on it and in no other."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from contracts.registration.effort_v1 import ControlStep, ControlStepDue, LessIntensiveStarted
from contracts.registration.self_booking_v1 import ExemptionGround
from contracts.types import Group
from services.registration.rules.control import fortnight, offer_within
from services.registration.rules.effort import freed_of, not_covered
from services.registration.rules.exemption import premises_or_interpreter, told_of_effects
from services.registration.rules.guidance import may_guide
from services.registration.rules.withdrawal import withdrawable
from tests.services.registration.free import FUND, JOBCENTRE, Free, in_the_fund
from tests.services.registration.life import code, day, only
from tests.support.dates import concerned, dated


def anna() -> Free:
    life = Free()
    life.at("2024-01-02").registered()
    return life


def lighter() -> Free:
    life = anna()
    life.at("2024-03-25").lighter(starts="2024-05-01")
    return life.until("2024-05-02")


def denied() -> Free:
    life = anna()
    life.at("2024-03-25").lighter(starts="2024-05-01")
    life.at("2024-03-27").denied()
    return life


def controlled(abroad: bool = False) -> Free:
    life = in_the_fund(None)
    life.at("2024-04-30").doubted(by=FUND, abroad=abroad)
    life.at("2024-05-07").control_held(by=FUND)
    return life.until("2024-05-30")


def abroad() -> Free:
    return controlled(True)


def interpreter() -> Free:
    life = anna()
    life.at("2024-03-08").exempted(ExemptionGround.INTERPRETER, requested=None)
    return life


def guided() -> Free:
    life = Free()
    life.at("2024-01-02").registered(Group.G2)
    life.at("2024-01-09").guided(by=JOBCENTRE)
    return life


def deprived() -> Free:
    """And guided all the same."""
    life = guided()
    life.at("2024-03-08").deprived()
    life.at("2024-03-11").guided(by=JOBCENTRE)
    return life


LIVES: dict[str, Callable[[], Any]] = {
    life.__name__: lambda life=life: life().decisions  # type: ignore[misc]
    for life in (anna, lighter, denied, controlled, abroad, interpreter, guided, deprived)
}


@pytest.mark.parametrize(
    ("rule", "since", "whom"),
    [
        (freed_of, "2024-03-26", {"lighter", "denied"}),
        (freed_of, "2024-03-25", set()),
        (not_covered, "2024-03-28", {"denied"}),
        (not_covered, "2024-03-27", set()),
        (fortnight, "2024-05-08", {"abroad"}),
        (fortnight, "2024-05-07", set()),
        (offer_within, "2024-05-08", {"controlled", "abroad"}),
        (premises_or_interpreter, "2024-03-09", {"interpreter"}),
        (withdrawable, "2024-03-09", {"deprived"}),
        (told_of_effects, "2024-03-12", {"deprived"}),
        (may_guide, "2024-01-10", {"guided", "deprived"}),
        (may_guide, "2024-01-09", set()),
    ],
)
def test_another_first_day_concerns_who_rests_on_the_rule(rule: Callable[..., Any], since: str, whom: set[str]) -> None:
    assert concerned(LIVES, rule, since=since) == whom


def test_an_effort_begun_before_li_02_frees_of_no_search_and_of_no_control() -> None:
    with dated(freed_of, since=date(2024, 6, 1)):
        life = anna()
        told = only(life.at("2024-03-25").lighter(starts="2024-05-01"), LessIntensiveStarted)
        assert told.search_duty_from == day("2024-03-25")
        assert only(life.at("2024-03-26").doubted(), ControlStepDue).step is ControlStep.INTERVIEW


def test_nobody_is_denied_before_li_03_begins() -> None:
    with dated(not_covered, since=date(2024, 6, 1)):
        life = anna()
        life.at("2024-03-25").lighter(starts="2024-05-01")
        assert code(life.at("2024-03-27").denied()) == "NOT_LAW_YET"
