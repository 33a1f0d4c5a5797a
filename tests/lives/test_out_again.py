"""Out again on the very day of a return: whoever reads of it knows that she is out, whatever is told late."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from contracts.registration.v1 import Deregister, Reason, RegisterCitizen, ReportSick, ReRegister
from contracts.types import Group
from shared.law.calendar import COPENHAGEN
from shared.law.decision import derived
from tests.lives.platform import Platform

ANNA, JOBCENTRE = derived("lives", "out-again"), "jobcentre-46100"
DAYS = [date(2024, 3, 1) + timedelta(days=each) for each in range(40)]


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2024, 3, day, hour, tzinfo=COPENHAGEN).astimezone(UTC)


def lived(*said: tuple[datetime, Any]) -> Platform:
    platform = Platform(Random(1), at(1))
    registered = (at(1), RegisterCitizen(group=Group.G2, jobcentre="46100"))
    for number, (time, body) in enumerate((registered, *said)):
        platform.until(max(platform.now, time))
        decision = platform.send("registration", JOBCENTRE, ANNA, body, time, f"c-{number}")
        assert decision and decision.refusal is None
        platform.settle()
    return platform


def same_everywhere(platform: Platform) -> list[int]:
    """The days of March on which she is out, which all are told alike."""
    register, situation = platform.case("registration", ANNA), platform.case("deadlines", ANNA).situation
    out = [day for day in DAYS if not register.registered_on(day)]
    assert [day for day in DAYS if situation.out_on(day)] == out
    assert bool(platform.case("citizens", ANNA).outs) == (DAYS[-1] in out)
    return [each.day for each in out if each.month == 3]


LEFT = Deregister(reason=Reason.OWN_REQUEST)


def test_a_deregistration_from_before_the_first_one_leaves_the_last_one_open() -> None:
    platform = lived((at(10), LEFT), (at(15), ReRegister()), (at(15, 11), LEFT), (at(5), LEFT))
    assert same_everywhere(platform) == list(range(5, 32))


def test_registered_and_out_again_that_day_she_comes_back() -> None:
    platform = lived((at(10), LEFT), (at(15), ReRegister()), (at(15, 11), LEFT), (at(5), LEFT), (at(20), ReRegister()))
    assert same_everywhere(platform) == list(range(5, 20))


def test_a_sickness_told_late_before_a_return_and_a_renewed_leaving_of_one_day() -> None:
    platform = lived(
        (at(10), LEFT), (at(15), ReRegister()), (at(15, 11), LEFT), (at(16), ReportSick(on=date(2024, 3, 8)))
    )
    assert same_everywhere(platform) == list(range(8, 32))
