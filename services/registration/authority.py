"""Whose the contact course is on a day, and when it passes to the other party (EX-06, AK-01)."""

from datetime import date

from contracts.topics import Kind
from contracts.types import Party
from services.registration.case import Case
from services.registration.member import Period
from services.registration.membership import fund_on
from shared.law.periods import E24


def jobcentre_on(case: Case, day: date) -> str:
    """The citizen's jobcentre; before the citizen was known, the first one."""
    standing = case.standing_on(day) or next(iter(case.standings), None)
    return f"{Kind.JOBCENTRE}-{standing.jobcentre}" if standing else ""


def period_on(case: Case, day: date) -> Period:
    """Who is responsible that day, as was told. Where nothing was, the jobcentre."""
    periods = case.told.periods if case.told else ()
    found = next((each for each in reversed(periods) if each.since <= day), None)
    return found or Period(day, Party.JOBCENTRE, jobcentre_on(case, day))


def responsible_on(case: Case, day: date) -> str:
    """The responsible authority."""
    return period_on(case, day).authority


def handed_over_after(case: Case, day: date, by: str) -> date | None:
    """The first later day on which the other party than `by`, a-kasse or jobcentre, decides; before 2024 none does (EX-06)."""
    party = Party.A_KASSE if by.startswith(Kind.AKASSE) else Party.JOBCENTRE
    later = (each for each in (case.told.periods if case.told else ()) if each.since > day and each.since >= E24)
    return next((each.since for each in later if each.party is not party), None)


def their_own(case: Case, sender: str, day: date) -> bool:
    """A jobcentre (the gateway knows which), or the fund whose member the citizen is that day."""
    kind, _, code = sender.partition("-")
    return kind != Kind.AKASSE or code == fund_on(case, day)
