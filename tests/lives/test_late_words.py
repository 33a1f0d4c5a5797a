"""The same words, each heard when it was said or some of them days later: the same end, where the same was refused and booked."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from contracts.deadlines.v1 import CloseDeadline, ExtendDeadline, SetDeadline
from contracts.registration.dagpenge_v1 import DecideEducationTarget, RecordPlacement, ReportHours
from contracts.registration.self_booking_v1 import ExemptFromSelfBooking, ExemptionGround
from contracts.registration.v1 import (
    Deregister,
    MoveCitizen,
    Reason,
    RecordAbsence,
    RecordGuidance,
    RegisterCitizen,
    ReportSick,
    WithdrawAbsence,
)
from contracts.registry import BY_MODEL
from contracts.slots.v1 import RecordHeld
from contracts.types import AbsenceKind, Group, HourCount, Insured
from shared.law.calendar import COPENHAGEN, civil_date
from shared.law.decision import derived
from tests.lives.platform import Platform

ANNA, JOBCENTRE, FUND = derived("lives", "late"), "jobcentre-46100", "akasse-05"
FIRST = date(2024, 2, 5)
DAYS = [FIRST + timedelta(days=each) for each in range(60)]
LATE = (0, 0, 2, 26, 96)
"""Hours between a command and its arrival."""
AWAY = (AbsenceKind.HOLIDAY, AbsenceKind.STANDBY, AbsenceKind.COURSE)
Word = tuple[datetime, str, Any, timedelta]


def of_the_day(chance: Random, day: date) -> tuple[str, Any]:
    """What an authority may say of that day or the one before."""
    on = day - timedelta(days=chance.choice((0, 0, 1)))
    insured, group = chance.choice(tuple(Insured)), chance.choice((Group.G1, Group.G2, Group.G6))
    member = group is Group.G1
    age = chance.choice((23, 26))
    return chance.choice(
        (
            (JOBCENTRE, SetDeadline(due=day + timedelta(days=chance.choice((8, 9, 14))))),
            (JOBCENTRE, ExtendDeadline(due=day + timedelta(days=10))),
            (JOBCENTRE, CloseDeadline()),
            (JOBCENTRE, RecordHeld(on=on)),
            (JOBCENTRE, MoveCitizen(jobcentre=chance.choice(("70700", "46100")), on=on)),
            (JOBCENTRE, ReportSick(on=on)),
            (JOBCENTRE, RecordAbsence(reference="a", kind=chance.choice(AWAY), starts=day, ends=day + timedelta(days=9))),
            (JOBCENTRE, WithdrawAbsence(reference="a")),
            (JOBCENTRE, Deregister(on=on, reason=Reason.OWN_REQUEST)),
            (JOBCENTRE, ExemptFromSelfBooking(ground=ExemptionGround.LANGUAGE, requested_on=on, noted_on=on, on=on)),
            (
                JOBCENTRE,
                RegisterCitizen(
                    group=group, jobcentre="46100", akasse="05" if member else None,
                    insured=insured if member else None, on=on,
                ),
            ),
            (FUND, RecordPlacement(placed_on=on, insured=insured)),
            (FUND, ReportHours(count=HourCount.CONSUMPTION, hours=chance.choice((300.0, 420.0)), registered_on=on)),
            (
                FUND,
                DecideEducationTarget(age_at_registration=age, qualifying_education=False, children_at_home=False, on=on),
            ),
        )
    )  # fmt: skip


def words(seed: int) -> Iterator[Word]:
    chance, now = Random(seed), datetime.combine(FIRST, time(9), COPENHAGEN).astimezone(UTC)
    start = RegisterCitizen(group=Group.G1, jobcentre="46100", akasse="05", insured=Insured.FULL_TIME)
    yield now, JOBCENTRE, start, timedelta()
    yield now, FUND, RecordGuidance(), timedelta()
    for _ in range(9):
        now += timedelta(days=chance.choice((0, 0, 0, 1, 2, 5)), minutes=chance.choice((7, 61)))
        yield now, *of_the_day(chance, civil_date(now)), timedelta(hours=chance.choice(LATE))


def lived(seed: int, late: bool) -> tuple[Any, Any]:
    """What was refused and held; and how it ended."""
    said = list(words(seed))
    platform, refused = Platform(Random(seed), said[0][0]), dict[int, str | None]()
    arrivals = sorted((at + delay if late else at, number) for number, (at, _, _, delay) in enumerate(said))
    for arrives, number in arrivals:
        at, sender, body, _ = said[number]
        platform.until(arrives)
        platform.settle()
        platform.now = max(platform.now, arrives)
        service = BY_MODEL[type(body)].service
        decision = platform.send(service, sender, ANNA, body, at, f"word-{number}")
        refused[number] = decision.refusal.code if decision and decision.refusal else None
        platform.settle()
    platform.until(said[-1][0] + timedelta(days=60))
    platform.settle()
    register, deadlines = platform.case("registration", ANNA), platform.case("deadlines", ANNA)
    held = sorted((each.interview, each.held_on) for each in deadlines.bookings)
    end = (
        [(each.due, each.status, each.missed, each.lapsed or each.closed) for each in deadlines.deadlines],
        sorted((each.overdue_on, each.annulled) for each in register.misses if each.stands),
        sorted(
            (each.effective, each.reason, str(each.ended)) for each in register.deregistrations if not each.taken_back
        ),
        [(each := register.standing_on(day)) and each.of(day) for day in DAYS],
        (deadlines.situation.periods, deadlines.course.due, deadlines.course.breaches),
    )
    return (refused, held), end


@pytest.mark.parametrize("seed", range(24))
def test_what_is_heard_late_ends_as_if_it_had_been_heard_in_time(seed: int) -> None:
    (lot, end), (late_lot, late_end) = lived(seed, late=False), lived(seed, late=True)
    if lot == late_lot:
        assert end == late_end
