"""Whose an interview is: who is responsible on a day, as far as registration told (AK-01)."""

from datetime import date

from contracts.topics import Authority, Kind, supplier_of
from contracts.types import Party
from services.slots.case import Citizen
from services.slots.rules.responsible import holds_it
from shared.law.rule import Applied


def holder_of(source: str) -> str:
    """For whom somebody speaks: a planner for its authority."""
    return supplier_of(source) if Authority.parse(source).kind is Kind.PLANNER else source


def responsible_on(citizen: Citizen, day: date) -> str | None:
    """Who is responsible that day; the own jobcentre where nothing was told (AK-01)."""
    period = citizen.told.period_on(day)
    if period and period.party is Party.A_KASSE:
        return period.authority
    return _own_jobcentre(citizen)


def holders_on(citizen: Citizen, day: date) -> tuple[str, ...]:
    """Who may hold an interview that day. Where no placement is known the own fund may too: what is unknown stops nobody."""
    period = citizen.told.period_on(day)
    if period and period.party is Party.A_KASSE:
        return (period.authority,)
    may = {_own_jobcentre(citizen), period.authority if period else None}
    if not (period and period.known) and citizen.told.akasse:
        may.add(f"{Kind.AKASSE}-{citizen.told.akasse}")
    return tuple(sorted(filter(None, may)))


def held_by(citizen: Citizen, holder: str, day: date) -> Applied:
    """AK-01 for an interview of that day."""
    return holds_it(holder, day, holders_on(citizen, day))


def may_ever_hold(citizen: Citizen, holder: str, since: date) -> bool:
    """Whether there is a day from `since` on that the authority is responsible for."""
    days = (since, *(each.since for each in citizen.told.periods if each.since > since))
    return any(holder in holders_on(citizen, day) for day in days)


def _own_jobcentre(citizen: Citizen) -> str | None:
    return f"{Kind.JOBCENTRE}-{citizen.jobcentre}" if citizen.jobcentre else None
