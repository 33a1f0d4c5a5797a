"""A group is held against what is sent with it. TG-02, TG-03."""

from typing import Any

import pytest

from contracts.registration.v1 import CitizenRegistered, DeregistrationReversed, Reason
from contracts.types import Benefit, Group
from tests.services.registration.life import Life, code, day, names, only


@pytest.mark.parametrize(
    ("group", "facts", "said"),
    [
        (Group.G2, {"age": 27, "qualifying_education": True}, None),
        (Group.G2, {"age": 27, "qualifying_education": False}, "uddannelseshjaelp"),
        (Group.G4U, {"age": 27, "qualifying_education": False}, None),
        (Group.G5, {"age": 30}, "kontanthjaelp"),
        (Group.G3, {"introduction_programme": True}, "introduction-programme"),
        (Group.G9, {"benefit": Benefit.KONTANTHJAELP}, "no-ledighedsydelse"),
        (Group.G9, {"benefit": Benefit.LEDIGHEDSYDELSE}, None),
        (Group.G1, {"age": 19, "qualifying_education": False, "benefit": Benefit.DAGPENGE}, None),
        (Group.G2, {}, None),
    ],
)
def test_a_group_that_does_not_fit_is_refused_with_the_facts(
    group: Group, facts: dict[str, Any], said: str | None
) -> None:
    decision = Life().at("2024-03-04").registered(group, **facts)
    if said is None:
        assert names(decision) == ["CitizenRegistered"]
        return
    assert code(decision) == "GROUP_MISMATCH" and decision.applied[-1].outcome == said
    assert decision.refusal and decision.refusal.facts.items() >= facts.items() and decision.case.standings == ()


def test_the_facts_are_not_kept() -> None:
    plain, with_facts = Life().at("2024-03-04"), Life().at("2024-03-04")
    plain.registered(Group.G2)
    with_facts.registered(Group.G2, age=41, benefit=Benefit.OVERGANGSYDELSE, introduction_programme=False)
    assert plain.case == with_facts.case and plain.events == with_facts.events


def left_for_work_and_told_late_of_another_group() -> Life:
    life = Life().at("2024-01-08")
    life.registered()
    life.at("2024-01-12").leaves(reason=Reason.WORK)
    said = life.at("2024-01-13").registered(Group.G8, on="2024-01-10")
    assert names(said) == ["CitizenRegistered", "DeregistrationReversed", "LetterRequested"]
    assert only(said, DeregistrationReversed).because == "NOT_IN_GROUP"
    return life


def test_who_had_left_a_register_in_which_the_group_was_not_is_in_it_when_the_group_is() -> None:
    life = left_for_work_and_told_late_of_another_group()
    assert only(life.at("2024-02-05").registered(), CitizenRegistered).job_seeker
    assert not life.out_on("2024-02-05")


def test_who_had_left_is_out_when_the_other_group_turns_out_to_be_of_a_later_day() -> None:
    life = left_for_work_and_told_late_of_another_group()
    back = life.at("2024-01-14").registered(on="2024-01-10")
    assert names(back) == ["CitizenRegistered", "JobseekerDeregistered", "LetterRequested"]
    assert life.out_on("2024-01-12") and len(life.case.open) == 1
    assert names(life.at("2024-01-15").registered(Group.G8, on="2024-01-10"))[1] == "DeregistrationReversed"
    assert not any(each.covers(day("2024-01-12")) for each in life.case.deregistrations)
