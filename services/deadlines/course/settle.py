"""From what is known of the course to what is told of it: judged anew when its facts have changed, or its day has come."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from contracts.deadlines.course_v1 import CourseBreached, CourseBreachReversed, NextInterviewDue, NoInterviewDue
from contracts.types import Group
from services.deadlines import policy
from services.deadlines.case import Case
from services.deadlines.course.breaches import Broken, broken
from services.deadlines.course.days import LAST, after
from services.deadlines.course.follow_up import has_deadline, looked
from services.deadlines.course.known import Breach, Course, Due
from services.deadlines.course.next import next_interview
from services.deadlines.course.spans import kind_on, periods, spans, spells
from services.deadlines.rules.course_benefit import FIRST_WITHIN
from services.deadlines.rules.course_hours import counts_toward_the_akasse, which_joint
from services.deadlines.rules.course_new import FIRST_WITHIN as TWO_WEEKS
from services.deadlines.rules.course_new import first_in_the_akasse, three_in_the_akasse, with_the_jobcentre
from services.deadlines.rules.course_old import four_with_the_jobcentre
from services.deadlines.rules.course_which import Kind
from shared.law.calendar import start_of_day
from shared.law.decision import Clear, Decision, Message, Timer, TimerFired, derived
from shared.law.periods import E24
from shared.law.rule import Applied, version_of
from shared.law.value import replace

COURSE, FOLLOW_UP = "course", "follow-up"
"""Timers, one of each: the next day on which the course may stand otherwise; the night in which to look for a plan."""
UNLOOK = Clear(FOLLOW_UP, FOLLOW_UP)
OLD = (four_with_the_jobcentre, which_joint)
NEW = (three_in_the_akasse, first_in_the_akasse, with_the_jobcentre)
"""Rules whose first or last day changes what is due without a word from anybody."""
NIGHTLY = frozenset({COURSE, FOLLOW_UP})
Told = tuple[Course, tuple[Any, ...], tuple[Applied, ...]]


def followed(before: Case, decision: Decision[Case], message: Message[Any], today: date) -> Decision[Case]:
    """The decision with what follows for the course and the list. Most messages concern neither."""
    case = decision.case
    if case is before and type(message.body) is not TimerFired:
        return decision
    night = type(message.body) is TimerFired and message.body.kind in NIGHTLY
    facts = night or (
        case.course is not before.course
        or case.situation is not before.situation
        or case.placements is not before.placements
    )
    if not facts:
        if case.deadlines is before.deadlines and case.bookings is before.bookings:
            return decision
        if case.course.listed is None and has_deadline(case):
            return decision if case.course.look is None else unlooked(decision)
    day = max(case.course.day or today, today)
    known, events, applied = judged(case, day) if facts else (case.course, (), ())
    case = case if known is case.course else replace(case, course=known)
    course, listed, why = looked(case, day, night)
    return Decision(
        case if course is known else replace(case, course=course),
        decision.events + events + listed,
        decision.timers + tuple(timers(before.course, course)),
        decision.applied + applied + why,
        decision.refusal,
        decision.pending,
    )


def unlooked(decision: Decision[Case]) -> Decision[Case]:
    """There is a deadline, and nothing to take off the list: only the night's look is not needed."""
    case = decision.case
    known = replace(case, course=replace(case.course, look=None))
    return Decision(known, decision.events, (*decision.timers, UNLOOK), decision.applied)


def judged(case: Case, day: date) -> Told:
    """What is due next and what was not held in time, as of that day, told where it differs from what was told before."""
    course = case.course
    due, why = next_interview(case, day)
    events: list[Any] = []
    applied: list[Applied] = []
    if isinstance(due, Due):
        if due != course.due:
            events.append(NextInterviewDue(**{name: getattr(due, name) for name in due.__struct_fields__}))
            applied += why
    elif course.due is not None:
        events.append(NoInterviewDue(because=due))
        applied += why
    stand = broken(case, day)
    for each in course.breaches:
        if each not in stand:
            events.append(reversal(case, each))
    for new in stand.values():
        if new.breach not in course.breaches:
            events.append(breach(case, new))
            applied.append(new.said)
    known = replace(
        course,
        day=day,
        due=due if isinstance(due, Due) else None,
        breaches=tuple(stand),
        wake=min((each for each in turns(case) if day < each < LAST), default=None),
    )
    return known, tuple(events), tuple(each for each in applied if each.in_force)


def breach(case: Case, new: Broken) -> CourseBreached:
    return CourseBreached(
        breach=identity(case, new.breach),
        step=new.breach.step,
        party=new.party,
        authority=new.breach.authority,
        held=new.held,
        needed=new.needed,
        limit_on=new.limit_on,
        hours=new.hours,
    )


def reversal(case: Case, gone: Breach) -> CourseBreachReversed:
    return CourseBreachReversed(breach=identity(case, gone), step=gone.step, authority=gone.authority)


def identity(case: Case, each: Breach) -> str:
    return derived(case.citizen, "course", each.start, each.step, each.authority)


def turns(case: Case) -> Iterator[date]:
    """Every day on which the course may come to stand otherwise without anybody saying a word."""
    course = case.course
    if any(each.group is Group.G1 for each in case.placements):
        yield E24
    yield from (each.since for each in case.placements)
    yield from (each.on for each in course.placed)
    yield from (each.on for each in course.reported)
    yield from (each.on for each in course.benefits)
    yield from (each.since for each in case.situation.periods)
    situation = case.situation
    outs = [(each.since, each.until) for each in situation.outs]
    rights = [(each.since, each.until) for each in situation.rights]
    for since, until in [*rights, *situation.pauses(False), *outs]:
        yield since
        if until is not None:
            yield until
    for period in periods(case):
        yield period.ends
        if period.inquiry is not None:
            yield after(period.inquiry, FIRST_WITHIN.days + 1)
    for span in spans(case):
        yield from (after(spell.start, TWO_WEEKS.days + 1) for spell in spells(case, span))
    yield from changes_of_law(case)


def changes_of_law(case: Case) -> Iterator[date]:
    """The days on which a rule of the course that the person has then begins, or has ended."""
    if not case.course.placed:
        return
    for apply in OLD:
        last = version_of(apply).until
        if last is not None and kind_on(case, last) is Kind.OLD:
            yield after(last, 1)
    new = NEW if all(each.by_fund for each in case.course.held) else (*NEW, counts_toward_the_akasse)
    yield from (since for apply in new if kind_on(case, since := version_of(apply).since) in (Kind.NEW, Kind.REST))


def timers(before: Course, now: Course) -> Iterator[Timer | Clear]:
    """Where the wanted days have moved."""
    for kind, old, new in ((COURSE, before.wake, now.wake), (FOLLOW_UP, before.look, now.look)):
        if new is not None and new != old:
            yield Timer(kind, kind, start_of_day(new) + policy.GRACE)
        elif new is None and old is not None:
            yield Clear(kind, kind)
