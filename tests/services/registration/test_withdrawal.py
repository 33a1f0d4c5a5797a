"""Withdrawal of the right to book, its end, and both at a time. EX-05, EX-06, CMP-01."""

from collections.abc import Callable
from itertools import permutations

import pytest

from contracts.registration.self_booking_v1 import (
    SelfBookingDeprived,
    SelfBookingExempted,
    SelfBookingRestored,
    WithdrawalGround,
)
from contracts.registration.v1 import Letter, LetterRequested
from contracts.types import Group
from services.registration.right import RightKind
from services.registration.rights import holding
from tests.services.registration.free import FUND, GUIDANCE, JOBCENTRE, REASONS, Free, in_the_fund
from tests.services.registration.life import code, day, names, only, rules


def anna() -> Free:
    life = Free()
    life.at("2024-01-08").registered(Group.G3)
    return life


def deprived_on(life: Free, text: str) -> bool:
    return bool(holding(life.case, day(text), RightKind.WITHDRAWAL))


@pytest.mark.parametrize("ground", list(WithdrawalGround))
def test_every_ground_withdraws_with_a_decision_in_due_form(ground: WithdrawalGround) -> None:
    life = anna()
    decision = life.at("2024-03-06").deprived(ground)
    told, letter = decision.events
    assert told == SelfBookingDeprived(
        right=told.right, ground=ground, by=JOBCENTRE, on=day("2024-03-06"), complain_by=day("2024-04-03")
    )
    assert letter.kind is Letter.SELF_BOOKING_WITHDRAWN
    assert letter.text == (
        "Du kan fra og med den 6. marts 2024 ikke længere selv booke jobsamtaler. "
        f"Afgørelsen er truffet af dit jobcenter. Begrundelse: {REASONS} "
        "Reglen står i § 35 i lov om en aktiv beskæftigelsesindsats. "
        f"Du bliver indkaldt til jobsamtaler og skal møde til dem. {GUIDANCE} "
        "Du kan klage til Ankestyrelsens Beskæftigelsesudvalg. Klagen skal være modtaget senest den 3. april 2024."
    )
    assert rules(decision) == ["EX-06", "EX-05", "CMP-02", "CMP-01"]
    assert life.at("2024-03-07").deprived(ground).events == ()


def test_a_decision_without_reasons_guidance_or_authority_is_invalid() -> None:
    life = anna().at("2024-03-06")
    assert code(life.deprived(reasons=None)) == "REASONS_MISSING"
    assert code(life.deprived(guidance=None)) == "COMPLAINT_GUIDANCE_MISSING"
    assert code(life.deprived(reasons=" \n")) == "REASONS_MISSING"
    assert code(life.deprived(guidance=" ")) == "COMPLAINT_GUIDANCE_MISSING"
    assert code(life.deprived(by=FUND)) == "NOT_RESPONSIBLE"
    assert code(Free().at("2024-03-06").deprived()) == "NOT_REGISTERED"
    assert not deprived_on(life, "2024-03-06")


def test_the_weeks_to_complain_count_from_the_letter_not_from_an_older_decision() -> None:
    life = anna()
    life.at("2024-03-08").guided(JOBCENTRE)
    decision = life.at("2024-03-06").deprived()
    told = only(decision, SelfBookingDeprived)
    assert (told.on, told.complain_by) == (day("2024-03-06"), day("2024-04-05"))
    assert "5. april 2024" in only(decision, LetterRequested).text


def test_the_right_is_given_back_and_the_citizen_is_told() -> None:
    life = anna()
    assert code(life.at("2024-03-06").restored()) == "NOT_DEPRIVED"
    life.deprived()
    back = life.at("2024-04-02").restored()
    assert names(back) == ["SelfBookingRestored", "LetterRequested"]
    assert only(back, SelfBookingRestored).because == "ENDED"
    assert not deprived_on(life, "2024-04-02")
    assert life.restored().events == ()


def test_who_is_exempt_as_well_is_not_told_to_book_before_both_are_over() -> None:
    life = anna()
    life.at("2024-03-06").deprived()
    life.at("2024-03-08").exempted()
    first = only(life.at("2024-04-02").restored(), LetterRequested)
    assert "Du skal selv booke" not in first.text
    last = only(life.at("2024-05-02").exemption_ends(), LetterRequested)
    assert "Du skal selv booke" in last.text


def test_one_of_several_may_be_ended_by_its_name() -> None:
    life = anna()
    first = only(life.at("2024-03-06").deprived(WithdrawalGround.TOO_MANY), SelfBookingDeprived)
    life.at("2024-03-07").deprived(WithdrawalGround.TOO_CLOSE)
    assert [each.right for each in life.at("2024-04-02").restored(right=first.right).events[:1]] == [first.right]
    assert deprived_on(life, "2024-04-02")
    assert code(life.at("2024-04-03").restored(right=first.right)) == "NOT_DEPRIVED"


def test_exemption_and_withdrawal_have_each_their_own_life() -> None:
    steps: list[Callable[[Free], object]] = [
        lambda life: life.at("2024-03-08").exempted(),
        lambda life: life.at("2024-03-06").deprived(),
    ]
    for order in permutations(steps):
        life = anna()
        for step in order:
            step(life)
        held = [(each.kind, each.on) for each in life.case.rights]
        assert held == [(RightKind.WITHDRAWAL, day("2024-03-06")), (RightKind.EXEMPTION, day("2024-03-08"))]


def test_a_funds_withdrawal_ends_with_its_months() -> None:
    life = in_the_fund()
    life.at("2024-02-05").deprived(by=FUND)
    count = len(life.decisions)
    life.until("2024-07-01")
    assert [type(each) for each in life.since(count)] == [SelfBookingRestored, LetterRequested]
    assert code(life.at("2024-07-05").deprived(by=FUND)) == "NOT_RESPONSIBLE"
    assert names(life.deprived()) == ["SelfBookingDeprived", "LetterRequested"]


def test_hours_known_after_the_handover_end_the_withdrawal_backwards_and_other_hours_take_that_back() -> None:
    life = in_the_fund(None)
    life.at("2024-02-05").deprived(by=FUND)
    late = life.at("2024-08-05").hours(420.0, on="2024-06-10")
    assert only(late, SelfBookingRestored).on == day("2024-07-01")
    corrected = life.at("2024-08-06").hours(300.0, on="2024-06-10")
    assert names(corrected) == ["HoursReported", "ResponsibilityChanged", "SelfBookingDeprived", "LetterRequested"]
    letter = only(corrected, LetterRequested)
    assert letter.kind is Letter.SELF_BOOKING_NOT_RESTORED and "se bort fra" in letter.text
    assert rules(late)[-1] == rules(corrected)[-1] == "EX-06"
    assert deprived_on(life, "2024-08-06")
    again = life.at("2024-08-07").hours(420.0, on="2024-07-31")
    assert only(again, SelfBookingRestored).on == day("2024-08-01")


def told_of(steps: tuple[str, ...]) -> list[tuple[str, str]]:
    """What is known in the end, whatever order the facts became known in."""
    life = in_the_fund(None)
    facts = {
        "hours": lambda: life.at("2024-06-10").hours(420.0),
        "withdrawn": lambda: life.at("2024-02-05").deprived(by=FUND),
        "exempted": lambda: life.at("2024-05-06").exempted(by=FUND),
    }
    for step in steps:
        facts[step]()
    life.until("2024-07-02")
    return [(each.kind, str(each.told.on)) for each in life.case.rights if each.told]


@pytest.mark.parametrize("order", list(permutations(("hours", "withdrawn", "exempted"))))
def test_the_handover_ends_both_in_any_order(order: tuple[str, ...]) -> None:
    assert told_of(order) == [("WITHDRAWAL", "2024-07-01"), ("EXEMPTION", "2024-07-01")]


def test_the_same_facts_give_the_same_names_again() -> None:
    first, second = anna(), anna()
    given = [only(life.at("2024-03-08").exempted(), SelfBookingExempted) for life in (first, second)]
    assert given[0] == given[1]


def test_who_is_deprived_again_before_the_day_on_which_it_was_to_end_stays_so() -> None:
    life = anna()
    life.at("2024-03-06").deprived()
    life.at("2024-03-18").restored(on="2024-04-02")
    assert names(life.at("2024-03-20").deprived()) == ["SelfBookingDeprived", "LetterRequested"]
    assert deprived_on(life, "2024-04-02")


def test_before_2024_no_handover_ends_what_the_jobcentre_decided() -> None:
    life = Free()
    life.at("2023-09-01").registered()
    life.at("2023-10-10").deprived()
    life.at("2023-11-02").placed("2023-11-01", trial=True)
    life.until("2024-02-15")
    assert deprived_on(life, "2024-02-15")
    assert not [each for each in life.since(0) if isinstance(each, SelfBookingRestored)]
