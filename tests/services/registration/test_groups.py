"""A group is held against what is sent with it. TG-02, TG-03."""

from typing import Any

import pytest

from contracts.types import Benefit, Group
from tests.services.registration.life import Life, code, names


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
