"""Commands that change little, and those that are refused. TG-04, GUI-02."""

import pytest

from contracts.registration.v1 import CitizenRegistered, GuidanceRecorded, RegisterCitizen
from contracts.types import Group, Insured
from services.registration import policy
from services.registration.rules.guidance import may_guide
from tests.services.registration.life import FUND, JOBCENTRE, Life, code, day, names, only, rules


def anna(group: Group = Group.G1) -> Life:
    life = Life().at("2024-01-08")
    life.registered(group)
    return life


def test_a_citizen_is_registered_with_all_that_was_said() -> None:
    decision = Life().at("2024-01-08").registered()
    assert decision.events == (
        CitizenRegistered(
            group=Group.G1, jobcentre="46100", akasse="05", insured=Insured.FULL_TIME, job_seeker=True, on=day("2024-01-08")
        ),
    )  # fmt: skip


@pytest.mark.parametrize("group", list(Group))
def test_only_three_groups_are_job_seekers(group: Group) -> None:
    event = only(Life().registered(group), CitizenRegistered)
    assert event.job_seeker is (group in {Group.G1, Group.G2, Group.G4O})


def test_the_same_said_again_changes_nothing_and_something_new_is_told() -> None:
    life = anna()
    assert life.at("2024-02-01").registered().events == ()
    assert names(life.at("2024-02-02").registered(akasse="12")) == ["CitizenRegistered"]


def test_registering_does_not_bring_back_who_is_out() -> None:
    life = anna()
    life.at("2024-02-10").leaves()
    event = only(life.at("2024-02-20").registered(akasse="12"), CitizenRegistered)
    assert event.job_seeker is False and life.out_on("2024-02-20")


def test_the_fund_belongs_to_g1_and_to_nobody_else() -> None:
    life = Life()
    without = RegisterCitizen(group=Group.G1, jobcentre="46100")
    with_fund = RegisterCitizen(group=Group.G2, jobcentre="46100", akasse="05")
    insured = RegisterCitizen(group=Group.G8, jobcentre="46100", insured=Insured.PART_TIME)
    assert code(life.give(JOBCENTRE, without)) == "AKASSE_MISSING"
    assert code(life.give(JOBCENTRE, with_fund)) == "AKASSE_ONLY_FOR_G1"
    assert code(life.give(JOBCENTRE, insured)) == "AKASSE_ONLY_FOR_G1"
    assert life.case.standings == ()


def test_the_day_itself_is_not_the_future_and_the_next_one_is() -> None:
    life = Life().at("2024-03-31 23:59")
    assert life.registered(on="2024-03-31").refusal is None
    for command in (life.registered, life.guided, life.leaves, life.returns):
        assert code(command(on="2024-04-01")) == "DATE_IN_FUTURE"


def test_nobody_is_guided_out_or_in_who_was_never_registered() -> None:
    for command in (Life().guided, Life().leaves, Life().returns):
        assert code(command()) == "NOT_REGISTERED"


def test_a_day_before_the_first_registration_is_refused() -> None:
    life = anna().at("2024-02-01")
    assert code(life.leaves(on="2024-01-07")) == "NOT_REGISTERED"
    assert code(life.returns(by=JOBCENTRE, on="2024-01-07")) == "NOT_REGISTERED"


@pytest.mark.parametrize("group", [Group.G3, Group.G4U, Group.G5, Group.G7, Group.G8, Group.G9, Group.G10])
def test_who_is_no_job_seeker_neither_leaves_nor_returns(group: Group) -> None:
    life = anna(group).at("2024-02-01")
    for refused in (life.leaves(), life.returns()):
        assert code(refused) == "NOT_A_JOBSEEKER" and rules(refused) == ["TG-04"]


def test_who_is_out_cannot_leave_again() -> None:
    life = anna()
    life.at("2024-02-10").leaves()
    assert code(life.at("2024-02-11").leaves()) == "NOT_REGISTERED"
    assert code(life.at("2024-02-11").returns(by=JOBCENTRE, on="2024-02-09")) == "NOT_DEREGISTERED"


def test_nobody_leaves_backwards_past_a_change_that_was_known() -> None:
    life = anna()
    life.at("2024-02-10").leaves()
    life.at("2024-02-12").returns()
    assert code(life.at("2024-02-20").leaves(on="2024-02-01")) == "LATER_CHANGE"
    assert names(life.leaves(on="2024-02-12")) == ["JobseekerDeregistered", "LetterRequested"]


def test_leaving_and_returning_on_one_day_may_be_done_twice() -> None:
    life = anna().at("2024-02-10")
    for _ in range(2):
        assert names(life.leaves()) == ["JobseekerDeregistered", "LetterRequested"]
        assert names(life.returns()) == ["JobseekerReRegistered"]


@pytest.mark.parametrize(
    ("group", "by", "refused"),
    [
        (Group.G1, FUND, None),
        (Group.G1, JOBCENTRE, None),
        (Group.G1, "akasse-12", "MAY_NOT_GUIDE"),
        (Group.G2, JOBCENTRE, None),
        (Group.G9, JOBCENTRE, None),
        (Group.G2, FUND, "MAY_NOT_GUIDE"),
    ],
)
def test_a_fund_guides_its_members_and_a_jobcentre_everybody(group: Group, by: str, refused: str | None) -> None:
    assert code(anna(group).at("2024-01-09").guided(by)) == refused


def test_the_policy_may_leave_the_guidance_of_members_to_the_fund(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "JOBCENTRE_GUIDES_G1", False)
    forget = may_guide.cache_clear  # type: ignore[attr-defined]  # what the rule remembers is of another policy
    forget()
    assert code(anna().at("2024-01-09").guided(JOBCENTRE)) == "MAY_NOT_GUIDE"
    assert code(anna(Group.G3).at("2024-01-09").guided(JOBCENTRE)) is None
    forget()


def test_the_earliest_guidance_counts() -> None:
    life = anna().at("2024-02-01")
    assert life.guided(on="2024-01-20").events == (GuidanceRecorded(on=day("2024-01-20")),)
    assert life.guided(on="2024-01-25").events == ()
    assert life.guided(on="2024-01-05").events == (GuidanceRecorded(on=day("2024-01-05")),)
