"""Two things said of one day: the one said last counts, whichever comes first. Business times as their senders gave them."""

from typing import Any

import pytest

from contracts.registration.dagpenge_v1 import (
    DecideEducationTarget,
    RecordPlacement,
    ReportHours,
    StartBenefit,
    StopBenefit,
    WithdrawPlacement,
)
from contracts.registration.v1 import RegisterCitizen
from contracts.types import Group, HourCount, Insured
from services.registration.case import Case
from shared.law.value import replace
from tests.services.registration.life import FUND, JOBCENTRE, Life, day

D = day("2024-02-28")


def education(age: int) -> DecideEducationTarget:
    return DecideEducationTarget(age_at_registration=age, qualifying_education=False, children_at_home=False, on=D)


def placement(insured: Insured) -> RecordPlacement:
    return RecordPlacement(placed_on=D, insured=insured)


def hours(total: float) -> ReportHours:
    return ReportHours(count=HourCount.CONSUMPTION, hours=total, registered_on=D)


PAIRS = {
    "education": (FUND, education(23), education(26)),
    "placement": (FUND, placement(Insured.FULL_TIME), placement(Insured.PART_TIME)),
    "hours": (FUND, hours(480.0), hours(400.0)),
    "group": (
        JOBCENTRE,
        RegisterCitizen(group=Group.G6, jobcentre="46100", on=D),
        RegisterCitizen(group=Group.G2, jobcentre="46100", on=D),
    ),
}


def lived(group: Group, *said: tuple[str, str, Any]) -> Case:
    life = Life().at("2024-01-08 09:00")
    life.registered(group)
    if group is Group.G1:
        life.placed("2024-01-08")
    for at, source, body in said:
        assert life.at(at).give(source, body).refusal is None
    return replace(life.case, said={})


@pytest.mark.parametrize("pair", PAIRS)
def test_of_two_words_about_one_day_the_one_said_last_counts_whichever_arrives_first(pair: str) -> None:
    source, first, last = PAIRS[pair]
    one, two = ("2024-02-28 12:00", source, first), ("2024-02-28 13:00", source, last)
    assert lived(Group.G1, one, two) == lived(Group.G1, two, one)


def test_a_benefit_that_started_and_stopped_on_one_day_goes_by_the_word_said_last() -> None:
    one, two = ("2024-02-28 12:00", JOBCENTRE, StartBenefit(on=D)), ("2024-02-28 13:00", JOBCENTRE, StopBenefit(on=D))
    assert lived(Group.G3, one, two) == lived(Group.G3, two, one)


def test_a_placement_that_was_taken_back_is_not_revived_by_an_older_word() -> None:
    life = Life().at("2024-01-08 09:00")
    life.registered()
    life.at("2024-02-28 12:00").give(FUND, placement(Insured.FULL_TIME))
    life.at("2024-02-28 14:00").give(FUND, WithdrawPlacement(placed_on=D))
    late = life.at("2024-02-28 13:00").give(FUND, placement(Insured.PART_TIME))
    assert (late.refusal, late.events, life.case.placements) == (None, (), ())
