"""Whose member somebody is: the fund of the day that is spoken of, and the one of today."""

from datetime import date

from services.registration.case import Case
from services.registration.rules.handover import own_member
from shared.law.rule import Applied


def membership(case: Case, sender: str, day: date, today: date) -> Applied:
    """Whether a fund speaks of its own member. Before the citizen was known here, the first that is known counts."""
    return own_member(sender, fund_on(case, day), fund_on(case, today))


def fund_on(case: Case, day: date) -> str | None:
    standing = case.standing_on(day) or next(iter(case.standings), None)
    return standing.akasse if standing else None
