"""Control actions: the interview within a week, every fortnight after a stay abroad, the offer. CTL-01 to CTL-03."""

from itertools import permutations

import pytest

from contracts.registration.effort_v1 import ControlStep, ControlStepDue, ControlStepLifted, ControlStepOverdue
from contracts.types import Group
from tests.services.registration.free import FUND, JOBCENTRE, Free, in_the_fund
from tests.services.registration.life import code, day, names, only, rules

INTERVIEW, OFFER = ControlStep.INTERVIEW, ControlStep.OFFER


def dues(told: list[object], kind: ControlStep = INTERVIEW) -> list[tuple[int, str, str]]:
    """Number, last day and authority of each step that was told to be due."""
    found = (each for each in told if isinstance(each, ControlStepDue) and each.step is kind)
    return [(each.number, str(each.hold_by), each.authority) for each in found]


def overdue(told: list[object]) -> list[tuple[str, str]]:
    found = (each for each in told if isinstance(each, ControlStepOverdue))
    return [(each.step, str(each.hold_by)) for each in found]


def anna(group: Group = Group.G1) -> Free:
    life = Free()
    life.at("2024-01-08").registered(group)
    return life


def test_an_interview_is_due_within_a_week_of_the_notice() -> None:
    life = in_the_fund(None)
    decision = life.at("2024-04-30").doubted(by=FUND)
    assert dues(list(decision.events)) == [(1, "2024-05-07", FUND)]
    assert rules(decision) == ["CTL-01", "CTL-01"]
    assert life.at("2024-05-02").doubted(on="2024-04-30").events == ()


@pytest.mark.parametrize(
    ("group", "on", "refused"),
    [
        (Group.G2, "2024-04-30", "ONLY_FOR_G1"),
        (Group.G1, "2024-05-02", "DATE_IN_FUTURE"),
        (Group.G1, "2024-01-07", "NOT_REGISTERED"),
    ],
)
def test_whom_a_control_does_not_oblige(group: Group, on: str, refused: str) -> None:
    assert code(anna(group).at("2024-05-01").doubted(on=on)) == refused


def test_the_law_begins_with_2024_and_other_funds_are_not_heard() -> None:
    life = Free()
    life.at("2023-12-01").registered()
    early = life.at("2024-01-02").doubted(on="2023-12-31")
    assert code(early) == "NOT_LAW_YET" and early.refusal
    assert (early.refusal.rule, early.refusal.facts) == ("CTL-01", {"notified_on": day("2023-12-31")})
    assert code(life.doubted(by="akasse-12")) == "NOT_YOUR_MEMBER"


def test_the_first_interview_not_held_is_overdue_and_the_citizen_suffers_nothing() -> None:
    life = anna()
    life.at("2024-04-30").doubted()
    count = len(life.decisions)
    assert life.until("2024-05-07").since(count) == []
    assert overdue(life.until("2024-05-08").since(count)) == [("INTERVIEW", "2024-05-07")]
    late = life.at("2024-05-10").control_held()
    assert names(late) == ["ControlInterviewHeld", "ControlStepDue"]
    assert dues(list(late.events), OFFER) == [(1, "2024-05-24", JOBCENTRE)]


def test_held_in_time_but_recorded_late_is_not_overdue_after_all() -> None:
    life = anna()
    life.at("2024-04-30").doubted()
    life.until("2024-05-08")
    lifted = only(life.at("2024-05-10").control_held(on="2024-05-07"), ControlStepLifted)
    assert (lifted.step, lifted.hold_by, lifted.because) == (INTERVIEW, day("2024-05-07"), "TAKEN_IN_TIME")


def test_after_a_stay_abroad_an_interview_is_due_every_fortnight_for_three_months() -> None:
    life = anna()
    life.at("2024-04-30").doubted(abroad=True)
    count = len(life.decisions)
    for held in ("05-07", "05-21", "06-04", "06-18", "07-02", "07-16", "07-30"):
        life.at(f"2024-{held}").control_held()
    life.control_offered(on="2024-05-20")
    told = life.until("2024-12-31").since(count)
    assert [last for _, last, _ in dues(told)] == [
        "2024-05-21", "2024-06-04", "2024-06-18", "2024-07-02", "2024-07-16", "2024-07-30",
    ]  # fmt: skip
    assert {str(each.ends) for each in told if isinstance(each, ControlStepDue) and each.step is INTERVIEW} == {
        "2024-08-07"
    }
    assert [each for each in overdue(told) if each[0] == "INTERVIEW"] == []


def test_a_fortnight_without_an_interview_is_overdue_and_the_next_is_due() -> None:
    life = anna()
    life.at("2024-04-30").doubted(abroad=True)
    life.at("2024-05-07").control_held()
    life.control_offered()
    count = len(life.decisions)
    told = life.until("2024-05-22").since(count)
    assert (overdue(told), dues(told)) == ([("INTERVIEW", "2024-05-21")], [(3, "2024-06-04", JOBCENTRE)])
    assert dues(list(life.at("2024-05-23").control_held().events)) == [(4, "2024-06-18", JOBCENTRE)]


def test_the_jobcentre_goes_on_where_the_fund_left_off() -> None:
    life = in_the_fund()
    life.at("2024-06-11").doubted(abroad=True, by=FUND)
    held = life.at("2024-06-14").control_held(by=FUND)
    assert dues(list(held.events)) == [(2, "2024-06-28", FUND)]
    offer = next(each for each in held.events if isinstance(each, ControlStepDue) and each.step is OFFER)
    assert (offer.authority, offer.ask) == (JOBCENTRE, FUND)
    assert dues(list(life.at("2024-06-28").control_held(by=FUND).events)) == [(3, "2024-07-12", JOBCENTRE)]
    assert code(life.at("2024-07-02").control_held(by=FUND)) == "NOT_RESPONSIBLE"
    assert code(life.control_held(by=FUND, on="2024-06-29")) is None
    assert code(life.control_held()) is None


def test_the_authority_of_a_step_is_told_anew_when_the_hours_come_late() -> None:
    life = in_the_fund(None)
    life.at("2024-06-24").doubted(abroad=True, by=FUND)
    assert dues(list(life.at("2024-06-26").control_held(by=FUND).events)) == [(2, "2024-07-10", FUND)]
    assert dues(list(life.at("2024-06-27").hours(420.0).events)) == [(2, "2024-07-10", JOBCENTRE)]


def test_an_offer_is_due_two_weeks_after_the_first_interview() -> None:
    life = anna()
    life.at("2024-04-30").doubted()
    life.at("2024-05-07").control_held()
    count = len(life.decisions)
    assert overdue(life.until("2024-05-22").since(count)) == [("OFFER", "2024-05-21")]
    lifted = only(life.at("2024-05-23").control_offered(on="2024-05-17"), ControlStepLifted)
    assert (lifted.step, lifted.because) == (OFFER, "TAKEN_IN_TIME")
    assert life.control_offered(on="2024-05-17").events == ()


def test_what_is_recorded_needs_a_control_its_day_and_its_authority() -> None:
    life = anna().at("2024-05-01")
    assert code(life.control_held()) == "NO_CONTROL"
    assert code(life.control_offered()) == "NO_CONTROL"
    life.doubted(on="2024-04-30")
    assert code(life.control_held(on="2024-04-29")) == "NO_CONTROL"
    assert code(life.control_held(on="2024-05-02")) == "DATE_IN_FUTURE"
    assert code(life.control_offered(on="2024-05-02")) == "DATE_IN_FUTURE"
    assert code(life.control_held(by=FUND)) == "NOT_RESPONSIBLE"
    assert code(life.control_offered(by="jobcentre-75100")) == "NOT_RESPONSIBLE"
    life.control_held()
    assert life.control_held().events == ()


def test_that_the_stay_was_abroad_may_be_told_afterwards() -> None:
    life = anna()
    life.at("2024-04-30").doubted()
    life.at("2024-05-07").control_held()
    later = life.at("2024-05-10").doubted(on="2024-04-30", abroad=True)
    assert dues(list(later.events)) == [(2, "2024-05-21", JOBCENTRE)]


def test_who_left_the_register_owes_no_step_and_who_never_left_it_does() -> None:
    life = anna()
    life.at("2024-04-30").doubted()
    left = life.at("2024-05-02").leaves()
    assert only(left, ControlStepLifted).because == "NOT_OWED"
    assert dues(list(life.at("2024-05-04").returns().events)) == [(1, "2024-05-07", JOBCENTRE)]


def test_a_less_intensive_effort_frees_of_the_steps_in_it() -> None:
    life = anna()
    life.at("2024-04-30").doubted()
    assert only(life.at("2024-05-02").lighter(starts="2024-06-01"), ControlStepLifted).because == "NOT_OWED"
    count = len(life.decisions)
    assert overdue(life.until("2024-05-31").since(count)) == []


def test_the_fortnights_are_the_same_in_any_order_of_the_records() -> None:
    ends = set()
    for order in permutations(("2024-05-07", "2024-05-20", "2024-06-03")):
        life = anna()
        life.at("2024-04-30").doubted(abroad=True)
        for held in order:
            life.at("2024-06-10").control_held(on=held)
        life.until("2024-06-11")
        (control,) = life.case.controls
        ends.add((tuple(each.hold_by for each in control.due), tuple(each.hold_by for each in control.overdue)))
    assert ends == {((day("2024-06-18"),), (day("2024-05-21"),))}


def test_a_control_over_new_year_and_the_handover() -> None:
    life = Free()
    life.at("2024-09-02").registered()
    life.placed("2024-09-02")
    life.at("2024-12-10").hours(420.0)
    life.at("2024-12-13").doubted(abroad=True, by=FUND)
    life.at("2024-12-18").control_held(by=FUND)
    count = len(life.decisions)
    told = life.until("2025-01-02").since(count)
    assert (sorted(overdue(told)), dues(told)) == (
        [("INTERVIEW", "2025-01-01"), ("OFFER", "2025-01-01")],
        [(3, "2025-01-15", JOBCENTRE)],
    )
    life.at("2025-01-14").control_held()
    assert life.case.controls[0].due[0].ends == day("2025-03-18")
