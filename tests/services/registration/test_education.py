"""The target group for an education order goes to the jobcentre. AK-04, AK-05, V2 2.1."""

import pytest

from contracts.registration.dagpenge_v1 import DecideEducationTarget, EducationTargetDecided, ResponsibilityChanged
from contracts.types import Party
from services.registration import policy
from tests.services.registration.life import FUND, Life, code, day, names, only
from tests.services.registration.test_responsible import member, told


def course(life: Life) -> list[tuple[str, Party, bool]]:
    return [(str(each.since), each.party, each.education) for each in told(life).periods]


def test_who_is_in_the_target_group_goes_to_the_jobcentre_from_the_day_of_the_decision() -> None:
    life = member("2024-01-15")
    decided = life.at("2024-01-29").looked_at()
    assert names(decided) == ["EducationTargetDecided", "ResponsibilityChanged"]
    assert decided.events[0] == EducationTargetDecided(on=day("2024-01-29"), target=True, late=False)
    assert course(life) == [("2024-01-15", Party.A_KASSE, False), ("2024-01-29", Party.JOBCENTRE, True)]
    assert only(decided, ResponsibilityChanged).handover is None


def test_a_late_decision_counts_and_is_marked() -> None:
    life = member("2024-01-15")
    assert only(life.at("2024-01-30").looked_at(), EducationTargetDecided).late is True
    assert course(life)[-1] == ("2024-01-30", Party.JOBCENTRE, True)


@pytest.mark.parametrize(("age", "education", "children"), [(25, False, False), (23, True, False), (23, False, True)])
def test_who_lacks_one_of_the_three_stays_with_the_fund(age: int, education: bool, children: bool) -> None:
    life = member("2024-01-15")
    decided = life.at("2024-01-20").looked_at(age, education, children)
    assert decided.events == (EducationTargetDecided(on=day("2024-01-20"), target=False, late=False),)
    assert course(life) == [("2024-01-15", Party.A_KASSE, False)]


def test_nobody_is_sent_back_and_a_slip_of_the_same_day_is_corrected() -> None:
    life = member("2024-01-15")
    life.at("2024-01-20").looked_at()
    assert code(life.at("2024-02-05").looked_at(children=True)) == "STAYS_AT_JOBCENTRE"
    life.looked_at(children=True, on="2024-01-20")
    assert course(life) == [("2024-01-15", Party.A_KASSE, False)]


def test_said_twice_it_is_decided_once() -> None:
    life = member("2024-01-15")
    life.at("2024-01-20").looked_at()
    again = life.at("2024-01-21").looked_at(on="2024-01-20")
    assert again.refusal is None and again.events == ()


def test_a_new_placement_is_looked_at_anew() -> None:
    life = member("2024-01-15")
    life.at("2024-01-20").looked_at()
    life.at("2026-03-02").placed("2026-03-01")
    assert course(life)[-1] == ("2026-03-01", Party.A_KASSE, False)
    assert life.at("2026-03-03").looked_at(age=25).refusal is None


def test_a_decision_before_the_placement_is_known_counts_for_it() -> None:
    life = Life().at("2024-01-15")
    life.registered()
    life.at("2024-01-16").looked_at()
    life.at("2024-01-20").placed("2024-01-17")
    assert course(life) == [("2024-01-15", Party.JOBCENTRE, False), ("2024-01-17", Party.JOBCENTRE, True)]


def test_the_two_weeks_run_from_the_registration_of_this_spell() -> None:
    life = member("2024-01-15")
    life.at("2024-01-20").leaves()
    life.at("2024-03-01").returns(by=FUND)
    assert only(life.at("2024-03-15").looked_at(), EducationTargetDecided).late is False
    assert only(life.at("2024-03-16").looked_at(), EducationTargetDecided).late is True


def test_before_2024_no_fund_decides() -> None:
    life = member("2023-12-18")
    assert code(life.at("2023-12-31").looked_at()) == "NOT_LAW_YET"
    assert life.at("2024-01-01").looked_at().refusal is None


def test_the_age_on_the_day_of_the_decision_counts_where_the_policy_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The birthday of 25 between the registration and the decision."""
    said = DecideEducationTarget(age_at_registration=24, age=25, qualifying_education=False, children_at_home=False)
    life = member("2024-01-15")
    assert only(life.at("2024-01-20").give(FUND, said), EducationTargetDecided).target is True
    monkeypatch.setattr(policy, "EDUCATION_AGE_AT_REGISTRATION", False)
    life = member("2024-01-15")
    assert only(life.at("2024-01-20").give(FUND, said), EducationTargetDecided).target is False


@pytest.mark.parametrize(("running", "ends"), [(True, Party.JOBCENTRE), (False, Party.A_KASSE)])
def test_only_a_placement_that_is_not_a_running_one_begins_in_the_fund_again(running: bool, ends: Party) -> None:
    life = member("2024-01-15")
    life.at("2024-01-20").looked_at()
    life.at("2024-03-04").placed("2024-03-01", running=running)
    assert course(life)[-1][1:] == (ends, running)
    assert code(life.at("2024-03-05").looked_at(children=True)) == ("STAYS_AT_JOBCENTRE" if running else None)
