"""Whose an interview is: who is responsible on a day, as far as registration told (AK-01)."""

from datetime import date

from contracts.topics import Authority, Kind, supplier_of
from contracts.types import Party
from services.slots.case import Citizen
from services.slots.rules.responsible import holds_it
from shared.law.periods import P24
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
    """Who may hold an interview that day. Where no placement is known the own fund may too: what is unknown stops nobody.
    In the old course the own fund holds the cv-samtale (CC-07)."""
    period = citizen.told.period_on(day)
    if period and period.party is Party.A_KASSE:
        return (period.authority,)
    may = {_own_jobcentre(citizen), period.authority if period else None}
    if citizen.told.akasse and (period is None or period.old or not period.known):
        may.add(f"{Kind.AKASSE}-{citizen.told.akasse}")
    return tuple(sorted(filter(None, may)))


def cv_talk(citizen: Citizen, supplier: str, day: date) -> bool:
    """What a fund holds in the old course is the cv-samtale, which is no part of the contact course (CC-07)."""
    return old_course(citizen, day) and Authority.parse(supplier).kind is Kind.AKASSE


def old_course(citizen: Citizen, day: date) -> bool:
    """Whether the citizen has the course of the time before 2024 (TR-03)."""
    period = citizen.told.period_on(day)
    return period is not None and period.old


def law_of(citizen: Citizen, day: date) -> date:
    """The day whose law holds for joint interviews: in the old course the last of 2023 at the latest (TR-03)."""
    return min(day, P24) if old_course(citizen, day) else day


def held_by(citizen: Citizen, holder: str, day: date) -> Applied:
    """AK-01 for an interview of that day."""
    return holds_it(holder, day, holders_on(citizen, day))


def may_ever_hold(citizen: Citizen, holder: str, since: date) -> bool:
    """Whether there is a day from `since` on that the authority is responsible for."""
    days = (since, *(each.since for each in citizen.told.periods if each.since > since))
    return any(holder in holders_on(citizen, day) for day in days)


def _own_jobcentre(citizen: Citizen) -> str | None:
    return f"{Kind.JOBCENTRE}-{citizen.jobcentre}" if citizen.jobcentre else None
