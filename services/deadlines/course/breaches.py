"""What an authority has not held by its limit, by all that is known up to a day. Judged for every period of a life."""

from collections.abc import Iterator
from datetime import date

from contracts.deadlines.course_v1 import Step
from contracts.types import Group, Party
from services.deadlines.case import Case
from services.deadlines.course.dagpenge import Now, joint_now, standing
from services.deadlines.course.days import after
from services.deadlines.course.first import cv_interview, deciding, first_interview
from services.deadlines.course.known import Breach
from services.deadlines.course.spans import Period, Span, kind_on, periods, reached_on, spans, spells
from services.deadlines.course.tally import after_handover, in_period, toward_the_akasse
from services.deadlines.rules import course_new, course_old
from services.deadlines.rules.course_benefit import FOUR, first_within_a_week, four_in_six_months
from services.deadlines.rules.course_later import at_sixteen_months
from services.deadlines.rules.course_which import Kind
from shared.law.rule import Applied
from shared.law.value import Value

NOT_HELD = "not-held"


class Broken(Value, frozen=True):
    """A limit that was not kept, why, and what the event says of it."""

    breach: Breach
    said: Applied
    party: Party
    held: int
    needed: int
    limit_on: date
    hours: float | None = None


def broken(case: Case, day: date) -> dict[Breach, Broken]:
    """All that stand on that day. Nothing is broken towards somebody who was free of interviews on the day of the limit."""
    found: list[Broken] = []
    for period in periods(case):
        if period.counts_from > day:
            continue
        found += in_the_period(case, period, day)
    for span in spans(case):
        if span.start <= day:
            found += in_the_span(case, span, day)
    return {each.breach: each for each in found}


def in_the_period(case: Case, period: Period, day: date) -> Iterator[Broken]:
    """CC-05 and CC-01, where the person still had the benefit when the limit came."""
    held, office = in_period(case, period), case.office_on(period.start)
    if period.inquiry is not None:
        first = first_within_a_week(period.inquiry, held[0].on if held else None, day)
        if first.outcome == NOT_HELD and owed(case, period, first.inputs["by"]):
            yield Broken(Breach(period.start, Step.FIRST, office), first, Party.JOBCENTRE, 0, 1, first.inputs["by"])
    last = after(period.ends, -1)
    early = sum(each.on <= last for each in held)
    four = four_in_six_months(period.start, early, day)
    if four.outcome == NOT_HELD and owed(case, period, last):
        breach = Breach(period.start, Step.INDIVIDUAL, case.office_on(last))
        yield Broken(breach, four, Party.JOBCENTRE, early, FOUR, last)


def owed(case: Case, period: Period, limit_on: date) -> bool:
    return period.covers(limit_on) and case.situation.owed_interviews(limit_on, False)


def in_the_span(case: Case, span: Span, day: date) -> Iterator[Broken]:
    """In the order of the course: from the registration, at the handover, when hours are reached."""
    yield from from_registration(case, span, day)
    now = standing_on(case, span, handover_day(case, span, day))
    if now is not None and now.kind is Kind.NEW and now.handover is not None:
        held = len(toward_the_akasse(now.held, now.handover, day, now.trial))
        said = course_new.three_in_the_akasse(held, now.handover, day)
        if said.outcome == NOT_HELD:
            yield from found(now, Step.A_KASSE, said, held, course_new.THREE)
    for months, judged in ((3, at_three), (6, at_six), (16, at_sixteen)):
        reached = reached_on(case, span, months)
        now = standing_on(case, span, reached if reached is not None and reached <= day else None)
        if now is not None:
            yield from judged(now)


def handover_day(case: Case, span: Span, day: date) -> date | None:
    now = standing(case, span, Kind.NEW, day)
    return now.handover if now.handover is not None and now.handover < day else None


def standing_on(case: Case, span: Span, day: date | None) -> Now | None:
    """The course on the day of a limit; None where there was none that day."""
    if day is None or case.group_on(day) is not Group.G1 or not case.situation.owed_interviews(day, True):
        return None
    return standing(case, span, kind_on(case, day), day)


def found(now: Now, step: Step, said: Applied, held: int, needed: int, months: int | None = None) -> Iterator[Broken]:
    """Where the law of the day of the limit has such a limit."""
    if held < needed and said.in_force:
        hours = now.limit(months) if months else None
        yield Broken(Breach(now.span.start, step, now.authority), said, now.party, held, needed, now.day, hours)


def from_registration(case: Case, span: Span, day: date) -> Iterator[Broken]:
    """CC-07 for each registration, CC-09 for the one that decides, if it lasted until the limit."""
    known = [each for each in spells(case, span) if each.start <= day]
    for spell in known:
        if kind_on(case, spell.start) is Kind.OLD:
            now = standing(case, span, Kind.OLD, spell.start)
            said = cv_interview(case, spell, now.held, day)
            if said.outcome == NOT_HELD and spell.lasts(by := said.inputs["by"]) and kind_on(case, by) is Kind.OLD:
                breach = Breach(spell.start, Step.CV, span.placed.akasse)
                yield Broken(breach, said, Party.A_KASSE, 0, 1, by)
    first = first_interview(case, span, standing(case, span, Kind.NEW, day).held, day) if known else None
    if first is None or first.outcome != NOT_HELD or not deciding(known).lasts(first.inputs["by"]):
        return
    now_then = standing_on(case, span, first.inputs["by"])
    if now_then is not None and now_then.kind is Kind.NEW and now_then.party is Party.A_KASSE:
        yield from found(now_then, Step.FIRST, first, 0, 1)


def at_three(now: Now) -> Iterator[Broken]:
    if now.kind is Kind.OLD:
        yield from found(now, Step.JOINT_1, joint_now(now), len(now.held.joint_1), 1, 3)


def at_six(now: Now) -> Iterator[Broken]:
    if now.kind is Kind.OLD:
        held = len(now.held.individual)
        four = course_old.four_with_the_jobcentre(held, True, now.law_of)
        yield from found(now, Step.INDIVIDUAL, four, held, course_old.FOUR, 6)
        yield from found(now, Step.JOINT_2, joint_now(now), len(now.held.joint_2), 1, 6)
    elif now.kind is Kind.EDUCATION:
        held = len(now.held.before_six)
        six = course_new.six_for_education(held, True, now.day)
        yield from found(now, Step.EDUCATION, six, held, course_new.SIX, 6)
    elif now.party is Party.JOBCENTRE and now.kind in (Kind.NEW, Kind.REST):
        whole = now.kind is Kind.REST or now.handover is None
        held = len(now.held.before_six if whole else after_handover(now.held, now.handover))
        needed = course_new.SIX if whole else course_new.THREE
        yield from found(
            now, Step.JOBCENTRE, course_new.with_the_jobcentre(held, needed, True, now.day), held, needed, 6
        )


def at_sixteen(now: Now) -> Iterator[Broken]:
    held = sum(each.on <= now.day for each in now.held.later_joint)
    said = at_sixteen_months(held > 0, now.hours, now.limit(16), now.chosen is False)
    yield from found(now, Step.SIXTEEN_MONTHS, said, held, 1, 16)
