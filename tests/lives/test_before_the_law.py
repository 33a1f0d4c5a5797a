"""Before 1 September 2016 no rule here speaks of anybody: nothing follows, and nobody is stopped by it."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from contracts.deadlines.v1 import ExtendDeadline
from contracts.registration.dagpenge_v1 import RecordPlacement
from contracts.registration.v1 import Deregister, RegisterCitizen, ReRegister
from contracts.registry import BY_MODEL
from contracts.types import Group, Insured, Party, Regime
from shared.law.calendar import COPENHAGEN
from shared.law.decision import derived
from tests.lives.platform import Platform

ANNA, JOBCENTRE, FUND = derived("lives", "before"), "jobcentre-46100", "akasse-05"
FIRST = date(2016, 8, 22)
MEMBER = RegisterCitizen(group=Group.G1, jobcentre="46100", akasse="05", insured=Insured.FULL_TIME)


def lived(*said: tuple[str, Any]) -> Platform:
    """One thing a day, until the law has begun."""
    platform = Platform(Random(1), datetime.combine(FIRST, time(9), COPENHAGEN))
    for number, (sender, body) in enumerate(((JOBCENTRE, MEMBER), *said)):
        platform.until(datetime.combine(FIRST + timedelta(days=number), time(9), COPENHAGEN))
        platform.send(BY_MODEL[type(body)].service, sender, ANNA, body, platform.now, f"word-{number}")
        platform.settle()
    platform.until(datetime.combine(date(2016, 9, 20), time(9), COPENHAGEN))
    platform.settle()
    return platform


@pytest.mark.parametrize(("trial", "regime"), [(False, Regime.OLD), (True, Regime.TRIAL)])
def test_who_is_placed_before_it_has_a_course_from_its_first_day(trial: bool, regime: Regime) -> None:
    platform = lived((FUND, RecordPlacement(placed_on=FIRST, insured=Insured.FULL_TIME, trial=trial)))
    periods = platform.case("deadlines", ANNA).situation.periods
    assert [(each.since, each.party, each.regime) for each in periods] == [
        (FIRST, Party.JOBCENTRE, None),
        (date(2016, 9, 1), Party.A_KASSE if trial else Party.JOBCENTRE, regime),
    ]


def test_who_leaves_and_comes_back_before_it_is_registered() -> None:
    platform = lived((JOBCENTRE, Deregister()), (JOBCENTRE, ReRegister()), (JOBCENTRE, Deregister()))
    assert not platform.case("registration", ANNA).registered_on(date(2016, 9, 20))


def test_there_is_no_deadline_to_extend_before_it() -> None:
    refusals = [told.decision.refusal for told in lived((JOBCENTRE, ExtendDeadline(due=date(2016, 9, 10)))).journal]
    assert [each.code for each in refusals if each] == ["NO_DEADLINE"]
