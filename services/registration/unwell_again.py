"""Reported sick more than once: the same sickness, or another one, whatever becomes known first. REG-07."""

from datetime import date, datetime

from contracts.types import AbsenceKind
from services.registration.away import Absence, Again
from services.registration.case import ONE_DAY, Case
from services.registration.holiday import kept, told
from services.registration.register import Course
from services.registration.rules.sickness import DEREGISTERED, sick
from shared.law.calendar import civil_date
from shared.law.decision import derived
from shared.law.rule import Applied
from shared.law.value import replace


def puts_out(case: Case, starts: date) -> bool:
    """Whether a sickness from that day deregisters. Reported by a registered job-seeker in the midst of one that did not, it is
    a new one (INF): of another group when it began, or in a subsidised job."""
    subsidised = case.away(AbsenceKind.SUBSIDISED_JOB, starts) is not None
    return sick(case.group_on(starts), case.registered_on(starts), subsidised, starts).outcome == DEREGISTERED


def noted_again(course: Course, known: Absence, starts: date, at: datetime, said: Applied) -> Course:
    """It may prove to be another sickness, when a recovery before it becomes known; or that from which a job-seeker is out."""
    now = replace(known, notified_on=min(known.notified_on, civil_date(at)))
    if starts == known.starts:
        now = replace(now, told_at=min(known.told_at or at, at))
    elif known.ends is None:
        again = sorted({*known.again, Again(starts, at)}, key=lambda each: (each.on, each.at))
        now = replace(now, again=tuple(again))
    if now.notified_on != known.notified_on:
        return told(course, now, said)
    return kept(course, now, said)


def two_of_one(course: Course) -> Course:
    """Each sickness that puts nobody out, but was reported again by who turns out to have been a job-seeker by then."""
    for known in course.case.absences:
        case = course.case
        if known.ends is not None or not known.again or case.because_of_sickness(known) or puts_out(case, known.starts):
            continue
        if another := next((each for each in known.again if puts_out(case, each.on)), None):
            course = told(course, replace(known, ends=last_day(known, another.on), again=()))
            later = tuple(each for each in known.again if each.on > another.on)
            course = told(course, replace(began(course.case, another.on, another.at), again=later))
    return course


def began(case: Case, starts: date, at: datetime) -> Absence:
    """A new sickness; or the one known, when it is told now that it began before. That may prove to be another one as well. Over
    where a return that was said after it is known, for that was a recovery."""
    sicknesses = [each for each in case.absences if each.kind is AbsenceKind.SICKNESS and not each.withdrawn]
    later = min((each for each in sicknesses if each.starts > starts), key=lambda each: each.starts, default=None)
    back = case.back_after(starts, at)
    new = Absence(
        derived(case.citizen, "sickness", len(sicknesses) + 1),
        AbsenceKind.SICKNESS,
        starts,
        None,
        civil_date(at),
        told_at=at,
    )
    if back and back.ended and back.ended_at and (later is None or (later.told_at or back.ended_at) >= back.ended_at):
        return replace(new, ends=last_day(new, back.ended), over_at=back.ended_at)
    if later is None:
        return new
    if case.because_of_sickness(later) and not puts_out(case, starts):
        return replace(new, ends=last_day(new, later.starts))
    other = (Again(later.starts, later.told_at),) if later.told_at and later.ends is None else ()
    one_day = later.ends == later.starts and later.over_at is not None and civil_date(later.over_at) == later.ends
    ends = last_day(new, later.starts) if one_day else later.ends
    notified_on = min(later.notified_on, new.notified_on)
    return replace(later, starts=starts, ends=ends, notified_on=notified_on, told_at=at, again=(*other, *later.again))


def sick_anew(course: Course, was: Absence, on: date, at: datetime) -> Course:
    """A sickness reported after the recovery, of which only now is known that it is another one."""
    later = next((each for each in was.again if each.on > on or (each.on == on and each.at > at)), None)
    if later is None:
        return course
    new = began(course.case, later.on, later.at)
    return told(course, replace(new, again=tuple(each for each in was.again if each.on > later.on)))


def last_day(sick: Absence, on: date) -> date:
    """The last day of a sickness of which one is well again `on`; its first day at least."""
    return max(sick.starts, on - ONE_DAY)
