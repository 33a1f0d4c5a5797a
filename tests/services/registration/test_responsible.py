"""Who holds a dagpenge recipient's contact course, from when. AK-01 to AK-03, V2 2.1-2.2 and 15."""

import pytest

from contracts.registration.dagpenge_v1 import MemberPlaced, ResponsibilityChanged, ResponsiblePeriod
from contracts.types import Group, HourCount, Insured, Party, Regime
from services.registration import policy
from tests.services.registration.life import JOBCENTRE, Life, code, day, names, rules

Row = tuple[str, Party, Regime | None]


def member(since: str = "2024-01-08", placed_on: str | None = None, **placement: object) -> Life:
    """On dagpenge since a day, and placed by the fund."""
    life = Life().at(since)
    life.registered()
    life.placed(placed_on or since, **placement)  # type: ignore[arg-type]
    return life


def told(life: Life) -> ResponsibilityChanged:
    """What was told last."""
    return [event for event in life.events if isinstance(event, ResponsibilityChanged)][-1]


def rows(life: Life) -> list[Row]:
    return [(str(each.since), each.party, each.regime) for each in told(life).periods]


FUND_FIRST: Row = ("2024-01-08", Party.A_KASSE, Regime.NEW)


def test_a_new_member_is_the_funds_from_the_first_day() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    placed = life.at("2024-01-20").placed("2024-01-08")
    assert placed.events == (
        MemberPlaced(
            placed_on=day("2024-01-08"), akasse="05", insured=Insured.FULL_TIME, running=False, trial=False
        ),
        ResponsibilityChanged(
            periods=(
                ResponsiblePeriod(
                    since=day("2024-01-08"), party=Party.A_KASSE, authority="akasse-05", regime=Regime.NEW
                ),
            ),
        ),
    )  # fmt: skip
    assert rules(placed) == ["CC-02", "TR-01", "AK-01"]


def test_the_jobcentre_takes_over_after_the_month_in_which_410_hours_are_registered() -> None:
    life = member()
    assert names(life.at("2024-05-31").hours(409.5)) == ["HoursReported"]
    handed = life.at("2024-06-10").hours(480)
    assert names(handed) == ["HoursReported", "ResponsibilityChanged"]
    assert rules(handed) == ["AK-03", "TR-01", "AK-02", "AK-01"]
    assert rows(life) == [FUND_FIRST, ("2024-07-01", Party.JOBCENTRE, Regime.NEW)]
    assert told(life).handover == day("2024-06-30")
    assert told(life).periods[1].authority == JOBCENTRE


def test_part_time_333_hours_are_enough() -> None:
    life = member(insured=Insured.PART_TIME)
    life.at("2024-05-31").hours(333)
    assert told(life).handover == day("2024-05-31")


def test_the_month_that_was_paid_for_counts_where_the_policy_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "HANDOVER_BY_BENEFIT_MONTH", True)
    life = member()
    life.at("2024-06-10").hours(420, month="2024-05")
    assert told(life).handover == day("2024-05-31")


def test_the_jobcentres_count_hands_nobody_over() -> None:
    life = member()
    assert names(life.at("2024-06-10").hours(455, count=HourCount.COURSE, by=JOBCENTRE)) == ["HoursReported"]
    assert code(life.hours(455, by=JOBCENTRE)) == "NOT_YOUR_COUNT"


def test_a_correction_in_the_same_month_takes_the_handover_back() -> None:
    life = member()
    life.at("2024-06-10").hours(420)
    back = life.at("2024-06-20").hours(400)
    assert names(back) == ["HoursReported", "ResponsibilityChanged"]
    assert rows(life) == [FUND_FIRST] and told(life).handover is None
    life.at("2024-07-15").hours(430)
    assert told(life).handover == day("2024-07-31")


def test_a_correction_after_the_handover_leaves_it() -> None:
    life = member()
    life.at("2024-06-10").hours(420)
    assert names(life.at("2024-07-01").hours(400)) == ["HoursReported"]


def test_the_same_hours_again_change_nothing() -> None:
    life = member()
    life.at("2024-06-10").hours(420)
    again = life.at("2024-06-11").hours(420, on="2024-06-10")
    assert again.refusal is None and again.events == ()


def test_hours_that_came_before_the_placement_count_when_it_is_known() -> None:
    life = Life().at("2024-01-08")
    life.registered()
    assert names(life.at("2024-06-10").hours(420)) == ["HoursReported"]
    life.at("2024-06-11").placed("2024-01-08")
    assert told(life).handover == day("2024-06-30")


def test_a_new_dagpenge_period_begins_in_the_fund_again() -> None:
    life = member()
    life.at("2024-06-10").hours(420)
    life.at("2026-02-02").placed("2026-02-01", running=True)
    assert rows(life)[1:] == [
        ("2024-07-01", Party.JOBCENTRE, Regime.NEW),
        ("2026-02-01", Party.A_KASSE, Regime.NEW),
    ]
    assert told(life).handover is None
    assert names(life.at("2026-02-10").hours(37)) == ["HoursReported"]


def test_what_is_said_last_of_a_date_corrects_the_placement() -> None:
    life = member(insured=Insured.PART_TIME)
    life.at("2024-05-31").hours(333)
    life.at("2024-06-03").placed("2024-01-08", Insured.FULL_TIME)
    assert len(life.case.placements) == 1
    assert rows(life) == [FUND_FIRST]


def test_another_fund_goes_on_where_the_first_one_stopped() -> None:
    life = member()
    life.at("2024-04-02").registered(akasse="12", on="2024-04-01")
    assert [each.authority for each in told(life).periods] == ["akasse-05", "akasse-12"]
    life.at("2024-06-10").hours(420, by="akasse-12")
    assert told(life).handover == day("2024-06-30")


def test_only_the_members_own_fund_may_speak() -> None:
    life = member()
    life.at("2024-04-02").registered(akasse="12", on="2024-04-01")
    life.at("2024-04-03")
    assert code(life.placed("2024-03-01", by="akasse-99")) == "NOT_YOUR_MEMBER"
    assert code(life.hours(100, by="akasse-99")) == "NOT_YOUR_MEMBER"
    assert code(life.looked_at(by="akasse-99")) == "NOT_YOUR_MEMBER"
    assert code(life.hours(100, by="akasse-05")) == "NOT_YOUR_MEMBER"
    assert life.hours(100, on="2024-03-28", by="akasse-05").refusal is None
    assert life.hours(90, on="2024-03-27", by="akasse-12").refusal is None


def test_a_change_of_insurance_moves_the_limit() -> None:
    life = member()
    life.at("2024-05-10").hours(350)
    life.at("2024-06-03").registered(insured=Insured.PART_TIME)
    assert told(life).handover == day("2024-06-30")


def test_leaving_dagpenge_ends_the_funds_part() -> None:
    life = member()
    life.at("2024-03-04").registered(Group.G2)
    assert rows(life) == [FUND_FIRST, ("2024-03-04", Party.JOBCENTRE, None)]
    life.at("2024-05-06").registered()
    assert rows(life)[2] == ("2024-05-06", Party.A_KASSE, Regime.NEW)


def test_nothing_is_told_of_who_was_never_placed() -> None:
    life = Life().at("2024-01-08")
    assert names(life.registered()) == ["CitizenRegistered"]
    assert names(life.at("2024-02-01").registered(Group.G3)) == ["CitizenRegistered"]


def test_the_day_itself_is_not_the_future_and_the_next_one_is() -> None:
    life = Life().at("2024-03-31 23:59")
    life.registered()
    assert life.placed("2024-03-31").refusal is None
    assert code(life.placed("2024-04-01")) == "DATE_IN_FUTURE"
    assert code(life.hours(3, on="2024-04-01")) == "DATE_IN_FUTURE"
    assert code(life.hours(3, month="2024-04")) == "DATE_IN_FUTURE"
    assert code(life.looked_at(on="2024-04-01")) == "DATE_IN_FUTURE"


def test_who_is_responsible_is_told_before_who_comes_back_is_said_to_be_back() -> None:
    """So that nobody judges the return by the course that ended with it (TR-04)."""
    life = member("2023-11-15")
    life.at("2024-02-10").leaves()
    back = life.at("2024-04-02").returns()
    assert names(back)[:2] == ["ResponsibilityChanged", "JobseekerReRegistered"]


def test_who_is_responsible_is_told_after_the_group_and_before_the_way_out() -> None:
    life = Life().at("2024-01-08")
    life.registered(Group.G1)
    life.placed("2024-01-08")
    life.at("2024-02-01").registered(Group.G3)
    life.at("2024-02-02").sick()
    told = names(life.registered(Group.G1))
    assert told == ["CitizenRegistered", "ResponsibilityChanged", "JobseekerDeregistered", "LetterRequested"]


def test_hours_counted_from_a_placement_in_error_do_not_undo_the_handover() -> None:
    life = member()
    life.at("2024-06-10").hours(415.0)
    life.at("2024-06-12").placed("2024-06-12")
    life.at("2024-06-28").hours(30.0)
    life.at("2024-06-29").not_placed("2024-06-12")
    assert told(life).handover == day("2024-06-30")
    life.at("2024-06-30").hours(400.0)
    assert told(life).handover is None
