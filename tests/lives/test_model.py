"""Lives of all groups, about the changes of law, end as a plain model of the law says."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from contracts.deadlines.v1 import CloseDeadline, SetDeadline
from contracts.registration.dagpenge_v1 import RecordPlacement, ReportHours
from contracts.registration.self_booking_v1 import EndExemption, ExemptFromSelfBooking, ExemptionGround
from contracts.registration.v1 import Deregister, RecordGuidance, RegisterCitizen, ReRegister
from contracts.registry import BY_MODEL
from contracts.slots.v1 import BookInterview, CancelInterview, InterviewBooked, PublishSlots, Slot
from contracts.topics import supply_of
from contracts.types import Group, HourCount, Insured
from shared.law.calendar import COPENHAGEN, civil_date
from shared.law.decision import derived
from tests.lives.model import Model
from tests.lives.model_standing import DAY, Word, days
from tests.lives.platform import Platform

ANNA, JOBCENTRE, FUND, JOBNET = derived("lives", "model"), "jobcentre-46100", "akasse-05", "jobnet"
OFFICES = {JOBCENTRE: "planner-46100", FUND: "planner-05"}
FIRSTS = (date(2016, 9, 2), date(2020, 12, 20), date(2023, 10, 25), date(2023, 12, 12), date(2024, 1, 3),
          date(2024, 1, 30), date(2024, 10, 10), date(2026, 12, 14))  # fmt: skip
GAPS = (0, 0, 1, 1, 2, 8, 9, 9, 9, 14, 30, 91)
AFTERWARDS = timedelta(days=40)
Said = tuple[datetime, str, Any]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), COPENHAGEN).astimezone(UTC)


def member(group: Group) -> RegisterCitizen:
    theirs = ("05", Insured.FULL_TIME) if group is Group.G1 else (None, None)
    return RegisterCitizen(group=group, jobcentre="46100", akasse=theirs[0], insured=theirs[1])


def words(chance: Random) -> Iterator[Said]:
    """A life as it is said. Each thing is said of its own day."""
    day, pick = chance.choice(FIRSTS) + DAY * chance.randint(-2, 2), chance.choice
    group = pick((Group.G1, Group.G1, pick(tuple(each for each in Group if each is not Group.G6))))
    yield at(day, 8), JOBCENTRE, member(group)
    yield at(day, 8, 1), FUND if group is Group.G1 else JOBCENTRE, RecordGuidance()
    if group is Group.G1 and chance.random() < 0.5:
        yield at(day, 8, 2), FUND, RecordPlacement(placed_on=day, insured=pick(tuple(Insured)), trial=False)
    hours = 0.0
    for _ in range(chance.randint(6, 18)):
        day += DAY * pick(GAPS)
        office, hours = pick((JOBCENTRE, JOBCENTRE, FUND)), hours + pick((0.0, 120.0, 250.0))
        free = pick((0, 1, 3, 9, 10, 11))
        yield pick(
            (
                (at(day, 9), office, SetDeadline(due=day + DAY * pick((8, 8, 8, 9, 14)))),
                (at(day, 9, 5), JOBCENTRE, SetDeadline(due=day + DAY * 11)),
                (at(day, 10), JOBNET, BookInterview(slot=f"{day + DAY * free}", supplier=office)),
                (at(day, 14, 10), JOBNET, BookInterview(slot=f"{day + DAY * free}", supplier=JOBCENTRE)),
                (at(day, 11), JOBNET, CancelInterview()),
                (at(day, 12), office, CloseDeadline()),
                (at(day, 13), JOBNET, Deregister()),
                (at(day, 14), JOBNET, ReRegister()),
                (at(day, 14, 5), pick((JOBNET, office)), ReRegister()),
                (at(day, 15), office, ExemptFromSelfBooking(ground=ExemptionGround.LANGUAGE, requested_on=day, noted_on=day)),
                (at(day, 15, 5), office, EndExemption()),
                (at(day, 16), JOBCENTRE, member(pick(tuple(Group)))),
                (at(day, 17), FUND, ReportHours(count=HourCount.CONSUMPTION, hours=hours, registered_on=day)),
            )
        )  # fmt: skip


def lived(said: list[Said]) -> tuple[Platform, list[Word]]:
    """The platform in the end, and what it accepted."""
    platform = Platform(Random(1), said[0][0])
    for office, planner in OFFICES.items():
        free = days(civil_date(said[0][0]), civil_date(said[-1][0]) + AFTERWARDS)
        slots = [Slot(slot=f"{day}", starts_at=at(day, 18), minutes=30, staff="s-7") for day in free]
        for first in range(0, len(slots), 500):
            body = PublishSlots(slots=tuple(slots[first : first + 500]))
            platform.send("slots", planner, supply_of(office), body, said[0][0], f"{office}-{first}")
    accepted: list[Word] = []
    for number, (moment, sender, body) in enumerate(said):
        platform.until(moment)
        platform.settle()
        platform.now, before = max(platform.now, moment), len(platform.journal)
        decision = platform.send(BY_MODEL[type(body)].service, sender, ANNA, body, moment, f"word-{number}")
        platform.settle()
        told = [event for each in platform.journal[before:] for event in each.decision.events]
        booked = next((each.held_on for each in told if isinstance(each, InterviewBooked)), None)
        if decision and not decision.refusal and (booked or not isinstance(body, BookInterview)):
            accepted.append(Word(moment, sender, body, booked or date.min))
    platform.until(said[-1][0] + AFTERWARDS)
    platform.settle()
    return platform, accepted


@pytest.mark.parametrize("seed", range(60))
def test_a_life_ends_as_the_law_in_brief_says(seed: int) -> None:
    said = sorted({each[0]: each for each in words(Random(seed))}.values(), key=lambda each: each[0])
    platform, accepted = lived(said)
    first, last = civil_date(said[0][0]), civil_date(said[-1][0] + AFTERWARDS)
    model, register = Model(accepted).live(first, last), platform.case("registration", ANNA)
    deadlines = platform.case("deadlines", ANNA)
    assert [(each.shown, each.status, each.missed) for each in model.lines] == [
        (each.visible_on, each.status, each.missed)
        for each in sorted(deadlines.deadlines, key=lambda each: each.set_at)
    ]
    for day in days(first, last):
        assert (day, model.registered(day)) == (day, register.registered_on(day))
        period = deadlines.situation.period_on(day)
        assert (day, model.holder(day)) == (day, period.party if period else "JOBCENTRE")
