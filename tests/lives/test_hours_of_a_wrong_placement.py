"""Hours said before a placement was taken back were counted from it, whenever they come; those said after it were not."""

from datetime import UTC, date, datetime
from itertools import permutations
from random import Random
from typing import Any

import pytest

from contracts.registration.dagpenge_v1 import RecordPlacement, ReportHours, WithdrawPlacement
from contracts.registration.v1 import RegisterCitizen
from contracts.types import Group, HourCount, Insured
from shared.law.decision import derived
from tests.lives.platform import Platform

ANNA, JOBCENTRE, FUND = derived("lives", "wrong-placement"), "jobcentre-46100", "akasse-05"
WRONG = date(2024, 2, 28)
BEGUN = [
    (8, JOBCENTRE, RegisterCitizen(group=Group.G1, jobcentre="46100", akasse="05", insured=Insured.FULL_TIME)),
    (9, FUND, RecordPlacement(placed_on=date(2024, 1, 8), insured=Insured.FULL_TIME)),
]


def hours(total: float, month: int, day: int) -> ReportHours:
    return ReportHours(count=HourCount.COURSE, hours=total, registered_on=date(2024, month, day))


SAID = [
    (10, JOBCENTRE, hours(420.0, 2, 20)),
    (11, JOBCENTRE, hours(60.0, 3, 11)),
    (12, FUND, WithdrawPlacement(placed_on=WRONG)),
    (13, JOBCENTRE, hours(100.0, 3, 13)),
]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_what_they_are_counted_from_is_told_alike_in_whatever_order_they_come(order: tuple[int, ...]) -> None:
    platform = Platform(Random(1), datetime(2024, 1, 8, 7, tzinfo=UTC))

    def say(time: datetime, sender: str, body: Any) -> None:
        decision = platform.send("registration", sender, ANNA, body, time, f"c-{platform.count}")
        assert decision and decision.refusal is None
        platform.settle()

    for hour, sender, body in BEGUN:
        say(datetime(2024, 1, 8, hour, tzinfo=UTC), sender, body)
    say(datetime(2024, 3, 1, 9, tzinfo=UTC), FUND, RecordPlacement(placed_on=WRONG, insured=Insured.FULL_TIME))
    platform.until(datetime(2024, 3, 20, tzinfo=UTC))
    for each in order:
        hour, sender, body = SAID[each]
        say(datetime(2024, 3, 14, hour, tzinfo=UTC), sender, body)
    counted_from = {date(2024, 2, 20): None, date(2024, 3, 11): WRONG, date(2024, 3, 13): None}
    assert {each.registered_on: each.since for each in platform.case("registration", ANNA).reports} == counted_from
    assert {each.on: each.since for each in platform.case("deadlines", ANNA).course.reported} == counted_from
