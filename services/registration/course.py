"""The course that follows a placement in a dagpenge period: which regime on a day, and the handover to the jobcentre."""

from collections.abc import Iterator
from datetime import date

from contracts.types import HourCount, Insured
from services.registration import policy
from services.registration.case import Case
from services.registration.member import Placement, Report
from services.registration.rules.handover import NOT_YET, handed_over, used_up_before
from services.registration.rules.regime import (
    ELSE,
    ENTRY,
    in_trial,
    newly_placed,
    no_longer_transitional,
    not_unemployed_at_entry,
    old_course,
    three_months_at_entry,
    transitional,
)
from services.registration.spells import returned_after
from shared.law.calendar import end_of_month
from shared.law.hours import insured_as_told
from shared.law.periods import E24
from shared.law.rule import Applied


def placement_on(case: Case, day: date) -> Placement | None:
    """The placement in force that day."""
    return next((each for each in reversed(case.placements) if each.placed_on <= day), None)


def insured_on(case: Case, placement: Placement, day: date) -> Insured:
    """As the placement says, until a later standing says otherwise."""
    told = ((each.since, each.insured) for each in case.standings)
    return insured_as_told(placement.insured, placement.placed_on, told, day)


def reports_of(case: Case, placement: Placement, count: HourCount) -> list[Report]:
    """The totals of one count that were registered while the placement was in force, in order."""
    mine = (each for each in case.reports if each.count is count and each.since is None)
    return [each for each in mine if placement_on(case, each.registered_on) == placement]


def hours_at_entry(case: Case, placement: Placement) -> float:
    """The unemployment up to 2024. Where nobody reported it, the hours of dagpenge consumed stand for it (INF)."""
    for count in (HourCount.COURSE, HourCount.CONSUMPTION):
        until = [each for each in reports_of(case, placement, count) if counted_before_entry(each)]
        if until:
            return max(until, key=lambda each: (each.month or f"{each.registered_on:%Y-%m}", each.key)).hours
    return 0


def counted_before_entry(report: Report) -> bool:
    return report.month <= f"{ENTRY:%Y-%m}" if report.month else report.registered_on <= E24


def regime_on(case: Case, placement: Placement, day: date) -> Applied:
    """The rule that says which regime holds on a day of the placement: the first in force that leaves it to no other."""
    return next(said for said in regimes(case, placement, day) if said.in_force and said.outcome != ELSE)


def regimes(case: Case, placement: Placement, day: date) -> Iterator[Applied]:
    """TR-01 to TR-06, in the order in which they go before one another."""
    entry, returned_on = case.registered_on(ENTRY), returned_after(case, ENTRY)
    yield newly_placed(placement.placed_on)
    yield in_trial(placement.placed_on, placement.trial)
    yield old_course(day)
    yield three_months_at_entry(day, hours_at_entry(case, placement), insured_on(case, placement, E24))
    yield transitional(day, entry, returned_on)
    yield no_longer_transitional(day, entry, returned_on)
    yield not_unemployed_at_entry(day, entry)


def handover(case: Case, placement: Placement) -> tuple[date | None, Applied | None]:
    """The a-kasse's last day, when it is known: the first end of a month at which the registered total is high enough."""
    reports = sorted(reports_of(case, placement, HourCount.CONSUMPTION), key=lambda each: (counted_on(each), each.key))
    days = {counted_on(each) for each in reports} | {each.since for each in case.standings}
    last = None
    for end in sorted({end_of_month(day) for day in days}):
        known = [each for each in reports if counted_on(each) <= end]
        if known:
            asked = (end, known[-1].hours, insured_on(case, placement, end))
            last = next(said for said in (handed_over(*asked), used_up_before(*asked)) if said.in_force)
            if last.outcome != NOT_YET:
                return end, last
    return None, last


def counted_on(report: Report) -> date:
    """The day whose month counts for the handover."""
    if policy.HANDOVER_BY_BENEFIT_MONTH and report.month:
        return end_of_month(date.fromisoformat(f"{report.month}-01"))
    return report.registered_on
