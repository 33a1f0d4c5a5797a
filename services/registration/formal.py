"""Decisions that a citizen can complain about: whether they are in due form, and the letter that tells them."""

from datetime import date
from typing import Any

from contracts.registration.v1 import Letter, LetterRequested
from services.registration.authority import jobcentre_on, responsible_on
from services.registration.case import Case
from services.registration.rules.complaint import Taken, complain_by, complaint_route, last_day
from services.registration.rules.missed import SELF_BOOKING
from services.registration.rules.withdrawal import may_decide
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message, derived, refused
from shared.law.rule import Applied

CODES = {
    "not-responsible": "NOT_RESPONSIBLE",
    "not-requested": "NOT_REQUESTED",
    "before-the-request": "BEFORE_REQUEST",
    "declined": "DECLINED",
    "before-the-note": "BEFORE_NOTE",
    "no-reasons": "REASONS_MISSING",
    "no-complaint-guidance": "COMPLAINT_GUIDANCE_MISSING",
}
"""What a refusal is called, by the outcome of the rule that refuses."""


def held_up(case: Case, on: date, *applied: Applied) -> Decision[Case] | None:
    """The refusal by the last rule, if it says no."""
    last = applied[-1]
    return refused(case, CODES[last.outcome], *applied, on=on) if last.outcome in CODES else None


def outside(case: Case, on: date) -> Decision[Case] | None:
    """The refusal of who is not in the contact course that day, or in a group that does not book."""
    group = case.group_on(on)
    if group is None:
        return refused(case, "NOT_REGISTERED", on=on)
    return None if group in SELF_BOOKING else refused(case, "NO_DUTY", group=group, on=on)


def whose(case: Case, sender: str, on: date) -> Applied:
    """Whether the sender decides about exemption and withdrawal from that day (EX-06)."""
    return may_decide(sender, jobcentre_on(case, on), responsible_on(case, on), on)


def stated(text: str | None) -> str:
    """Reasons or complaint guidance as they were sent. Blanks are none: they tell the citizen nothing."""
    return (text or "").strip()


def told_on(message: Message[Any]) -> date:
    """The day on which a decision's letter goes out: when the platform knows of it, whenever it was made."""
    return civil_date(message.recorded)


def complaint(message: Message[Any], taken: Taken) -> tuple[date, tuple[Applied, ...]]:
    """The last day to complain, and the rules that say so."""
    day = told_on(message)
    return last_day(day), (complaint_route(taken), complain_by(day))


def letter(case: Case, cause: str, kind: Letter, key: str, about: date, text: str) -> LetterRequested:
    """A letter whose id follows from what caused it and what it is about."""
    return LetterRequested(letter=derived(case.citizen, "letter", cause, kind, key), kind=kind, about=about, text=text)
