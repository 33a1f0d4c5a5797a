"""The stretches of time that a course is made of: dagpenge periods, periods of a benefit, spells in the register."""

from datetime import date

from contracts.types import Benefit as Support
from contracts.types import Group, Insured
from services.deadlines.case import Case
from services.deadlines.course.days import months_after
from services.deadlines.course.known import Benefit, Placed
from services.deadlines.rules.course_benefit import AGAIN, SUPPORT, begins_again, same_period
from services.deadlines.rules.course_which import KHS, Kind, which
from shared.law.hours import insured_as_told, months_in_hours
from shared.law.rule import Applied
from shared.law.value import Value, replace

ELSEWHERE = frozenset({Support.DAGPENGE, Support.SYGEDAGPENGE})
"""Whoever comes from these asks the municipality for help for the first time (CC-05, INF)."""


class Span(Value, frozen=True):
    """A dagpenge period, until and not including the next placement."""

    placed: Placed
    until: date | None

    @property
    def start(self) -> date:
        return self.placed.on

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day < self.until)


class Period(Value, frozen=True):
    """A continuous period on one benefit, with the gaps in it.

    `inquiry`: where it began with asking for help. `anew`: why it is not the one before it.
    """

    start: date
    until: date | None
    inquiry: date | None = None
    gaps: tuple[tuple[date, date | None], ...] = ()
    anew: tuple[Applied, ...] = ()

    @property
    def counts_from(self) -> date:
        """Interviews count from the inquiry on."""
        return min(self.start, self.inquiry or self.start)

    @property
    def ends(self) -> date:
        """The first day after its first 6 months."""
        return months_after(self.start, 6)

    def covers(self, day: date) -> bool:
        gone = any(since <= day and (again is None or day < again) for since, again in self.gaps)
        return self.counts_from <= day and (self.until is None or day < self.until) and not gone


class Spell(Value, frozen=True):
    """Registered as a job-seeker with dagpenge, from `start` until and not including `until`."""

    start: date
    until: date | None

    def lasts(self, day: date) -> bool:
        return self.until is None or day < self.until


def spans(case: Case) -> list[Span]:
    """The dagpenge periods, in order."""
    placed = case.course.placed
    return [Span(each, placed[place].on if place < len(placed) else None) for place, each in enumerate(placed, 1)]


def span_on(case: Case, day: date) -> Span | None:
    return next((each for each in reversed(spans(case)) if each.covers(day)), None)


def hours_of(case: Case, span: Span) -> list[tuple[date, float]]:
    """The totals in that dagpenge period (CC-02), the latest first. A total only grows: a lower one corrects those before it."""
    found: list[tuple[date, float]] = []
    for each in reversed(case.course.reported):
        if span.covers(each.on) and each.since is None:
            found.append((each.on, min(each.hours, found[-1][1] if found else each.hours)))
    return found


def hours_on(case: Case, span: Span, day: date) -> float:
    """As they were registered by that day."""
    return next((hours for on, hours in hours_of(case, span) if on <= day), 0)


def insured_on(case: Case, span: Span, day: date) -> Insured:
    told = ((each.since, each.insured) for each in case.placements)
    return insured_as_told(span.placed.insured, span.start, told, day)


def reached_on(case: Case, span: Span, months: int) -> date | None:
    """The first day on which the hours registered were so many months: by a report, or by being insured otherwise."""
    changes = (each.since for each in case.placements if span.covers(each.since))
    days = sorted({*changes, *(each.on for each in case.course.reported if span.covers(each.on))})
    enough = (day for day in days if hours_on(case, span, day) >= months_in_hours(months, insured_on(case, span, day)))
    return next(enough, None)


def limit_on(case: Case, span: Span, months: int, day: date) -> float:
    """So many months in hours (CAL-05), as she is insured that day. Months that were reached before stay reached (INF)."""
    reached = reached_on(case, span, months)
    return months_in_hours(months, insured_on(case, span, min(reached or day, day)))


def kind_on(case: Case, day: date) -> Kind:
    period = case.situation.period_on(day)
    return which(case.group_on(day), period.regime if period else None, bool(period and period.education), day)


def stretches(case: Case) -> list[tuple[date, date | None, Group]]:
    """From when until when one benefit lasts (CC-03), dagpenge being one of them, and the group it began with."""
    found: list[tuple[date, date | None, Group]] = []
    for each in case.placements:
        if found:
            start, _, group = found[-1]
            if group is each.group or same_period(group, each.group).outcome == "goes-on":
                continue
            found[-1] = (start, each.since, group)
        found.append((each.since, None, each.group))
    return found


def chains(benefits: tuple[Benefit, ...]) -> list[Period]:
    """One benefit received without a gap of a month (CC-03, CC-04). The first is without beginning where none was told."""
    found: list[Period] = []
    kind: Support | None = None
    for each in benefits:
        last = found[-1] if found else None
        stopped = last.gaps[-1][0] if last and last.gaps and last.gaps[-1][1] is None else None
        if each.stops:
            if stopped is None:
                begun = last or Period(date.min, None)
                found[-1:] = [replace(begun, gaps=(*begun.gaps, (each.on, None)))]
            continue
        changed = each.kind is not None and kind is not None and each.kind is not kind
        said = begins_again(stopped, each.on) if stopped is not None else None
        again = said is not None and said.outcome == AGAIN
        if last is None:
            found.append(Period(each.on, None, each.inquiry))
        elif changed or again:
            closed = tuple(gap for gap in last.gaps if gap[1] is not None)
            found[-1] = replace(last, until=stopped or each.on, gaps=closed)
            inquiry = each.inquiry if again or kind in ELSEWHERE else None
            found.append(Period(each.on, None, inquiry, anew=(said,) if said and again else ()))
        elif stopped is not None:
            found[-1] = replace(last, gaps=(*last.gaps[:-1], (stopped, each.on)))
        kind = each.kind or kind
    return found


def periods(case: Case) -> list[Period]:
    """The periods of the course of everybody but dagpenge recipients, in order."""
    known = chains(case.course.benefits) or [Period(date.min, None)]
    found: list[Period] = []
    before: Group | None = None
    for since, until, group in stretches(case):
        other, before = (same_period(before, group),) if before else (), group
        if group not in SUPPORT:
            continue
        for chain in known:
            start = max(since, chain.start)
            end = min((each for each in (until, chain.until) if each is not None), default=None)
            if end is None or start < end:
                first = group in KHS and not any(chain.start <= each.start for each in found)
                anew = chain.anew if start == chain.start and chain.anew else other if start == since else ()
                found.append(Period(start, end, chain.inquiry if first else None, chain.gaps, anew))
    return found


def period_on(case: Case, day: date) -> Period | None:
    return next((each for each in reversed(periods(case)) if each.covers(day)), None)


def spells(case: Case, span: Span) -> list[Spell]:
    """When the person was registered with dagpenge in that dagpenge period."""
    found: list[Spell] = []
    for since, until, group in stretches(case):
        if group is not Group.G1:
            continue
        start = max(since, span.start)
        end = min((each for each in (until, span.until) if each is not None), default=None)
        for out in case.situation.outs:
            if out.until is not None and out.until <= start:
                continue
            if end is not None and out.since >= end:
                break
            if out.since > start:
                found.append(Spell(start, out.since))
            if out.until is None:
                start = date.max
                break
            start = max(start, out.until)
        if start < (end or date.max):
            found.append(Spell(start, end))
    return found
