"""Who holds a dagpenge recipient's contact course on any day, by all that is known; told whenever it differs from before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import takewhile
from typing import Any

from contracts.registration.dagpenge_v1 import ResponsibilityChanged, ResponsiblePeriod
from contracts.registration.v1 import DeregistrationReversed, JobseekerDeregistered, JobseekerReRegistered
from contracts.types import Group, Party, Regime
from services.registration.case import Case
from services.registration.course import handover, placement_on, regime_on
from services.registration.education import in_education_target
from services.registration.member import Period, Responsibility
from services.registration.rules.handover import WITH_FUND, responsible
from services.registration.rules.regime import ENTRY
from services.registration.spells import returned_after
from shared.law.decision import Decision, Message
from shared.law.periods import E24, G16
from shared.law.rule import Applied, version_of
from shared.law.value import replace

DAY = timedelta(days=1)
IN_AND_OUT = (JobseekerDeregistered, JobseekerReRegistered, DeregistrationReversed)
Handler = Callable[[Case, Message[Any], date], Decision[Case]]


@dataclass(frozen=True, slots=True)
class Judged:
    """Who is responsible on a day, and why."""

    period: Period
    applied: tuple[Applied, ...]


def telling(handlers: Mapping[Any, Handler]) -> dict[Any, Handler]:
    """The same handlers, each of which also tells who is responsible, when its message has changed that."""
    return {kind: partial(tell, handler) for kind, handler in handlers.items()}


def tell(handler: Handler, case: Case, message: Message[Any], today: date) -> Decision[Case]:
    """One of them. A message that leaves every fact as it was is not looked at again: most do."""
    decision = handler(case, message, today)
    same = all(was is now for was, now in zip(facts(case), facts(decision.case), strict=True))
    return decision if same else told_anew(decision)


def facts(case: Case) -> tuple[object, ...]:
    """All that decides who is responsible."""
    return case.standings, case.deregistrations, case.placements, case.reports, case.educations


def told_anew(decision: Decision[Case]) -> Decision[Case]:
    """The decision, with `ResponsibilityChanged` when its case says otherwise than what was told.

    Last, but before somebody is said to be out of the register or back in it: nobody is to judge that by who was responsible.

    Nothing is told of who was never placed while on dagpenge: nothing told means the jobcentre.
    """
    case = decision.case
    if not (case.placements or case.told):
        return decision
    known, before = responsibility(case), case.told or Responsibility()
    if known == before or not (case.told or any(each.regime for each in known.periods)):
        return decision
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(known.periods, before.periods, strict=False))
    changed = known.periods[min(len(list(alike)), len(known.periods) - 1) :]
    moved = (at for at, each in enumerate(decision.events) if isinstance(each, IN_AND_OUT))
    at = next(moved, len(decision.events))
    return replace(
        decision,
        case=replace(case, told=known),
        events=(*decision.events[:at], event(known), *decision.events[at:]),
        applied=(*decision.applied, *why(case, changed)),
    )


def event(known: Responsibility) -> ResponsibilityChanged:
    """As the others are told."""
    periods = tuple(
        ResponsiblePeriod(
            since=each.since,
            party=each.party,
            authority=each.authority,
            regime=each.regime,
            education=each.education,
        )
        for each in known.periods
    )
    return ResponsibilityChanged(periods=periods, handover=known.handover)


def why(case: Case, periods: tuple[Period, ...]) -> list[Applied]:
    """The rules behind these periods, each said once."""
    said: list[Applied] = []
    for period in periods:
        judged = on(case, period.since)
        said += [each for each in judged.applied if each not in said] if judged else []
    return said


def responsibility(case: Case) -> Responsibility:
    """All periods since the citizen became known. Between two days of `turning_points` nothing changes."""
    periods: list[Period] = []
    for day in turning_points(case):
        judged = on(case, day)
        if judged and (not periods or replace(periods[-1], since=day) != judged.period):
            periods.append(judged.period)
    return Responsibility(tuple(periods), last_day_of_the_fund(case))


def turning_points(case: Case) -> list[date]:
    """Every day on which somebody else may become responsible, or by other rules."""
    points = {each.since for each in case.standings} | {each.placed_on for each in case.placements}
    points |= {each.on for each in case.educations}
    points |= {end + DAY for end in (handover(case, each)[0] for each in case.placements) if end}
    if any(each.placed_on < E24 for each in case.placements):
        points |= {G16, E24, returned_after(case, ENTRY) or E24}
    first = min((each.since for each in case.standings), default=None)
    return sorted(each for each in points if first is not None and each >= first)


def on(case: Case, day: date) -> Judged | None:
    """Who is responsible that day; nobody before the citizen is known."""
    standing = case.standing_on(day)
    if standing is None:
        return None
    authority = {Party.A_KASSE: f"akasse-{standing.akasse}", Party.JOBCENTRE: f"jobcentre-{standing.jobcentre}"}
    placed = standing.group is Group.G1 and version_of(responsible).in_force(day)
    placement = placement_on(case, day) if placed else None
    if placement is None:
        said = responsible(standing.group, None, False, None, day)
        return Judged(Period(day, Party.JOBCENTRE, authority[Party.JOBCENTRE]), (said,))
    by, (end, counted) = regime_on(case, placement, day), handover(case, placement)
    regime, education = Regime(by.outcome), in_education_target(case, placement, day)
    said = responsible(standing.group, regime, education, end, day)
    party = Party(said.outcome)
    return Judged(
        Period(day, party, authority[party], regime, education),
        (by, *((counted,) if counted and regime in WITH_FUND else ()), said),
    )


def last_day_of_the_fund(case: Case) -> date | None:
    """The handover of the latest placement, when the fund is responsible up to it."""
    end = handover(case, case.placements[-1])[0] if case.placements else None
    judged = on(case, end) if end else None
    return end if judged and judged.period.party is Party.A_KASSE else None
