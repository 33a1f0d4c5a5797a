"""What follows from the facts of a case, whatever order they came in: who is out, what is taken back, what is approved."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from contracts.registration.v1 import DeregistrationReversed, JobseekerDeregistered, Reason
from contracts.types import AbsenceKind
from services.registration.away import Absence
from services.registration.case import ONE_DAY, Case, Deregistration, Miss
from services.registration.holiday import judge_holidays
from services.registration.register import Course, deregister, take_back
from services.registration.returning import settle
from services.registration.rules import letters
from services.registration.rules.missed import deadline_of_a_jobcentre, job_seeker, missed_booking
from services.registration.rules.sickness import DEREGISTERED, NOT_REGISTERED
from services.registration.unwell import judged as sickness
from services.registration.unwell import out_from
from services.registration.unwell_again import two_of_one
from shared.law.decision import Decision, Message
from shared.law.rule import Applied
from shared.law.value import replace

Handler = Callable[[Case, Message[Any], date], Decision[Case]]


def follow(course: Course, fallback: date | None = None) -> Course:
    """Judges who left, then every missed deadline and every sickness by date, then the holidays and the requests that wait; anew
    when one has taken effect, from a day that may lie before a deadline.

    Doing it again changes nothing. On one day a missed deadline comes first: it ran out at midnight.
    `fallback`: from when a request counts whose demand has fallen away; the day of the request when left out.
    """
    course = two_of_one(course)
    sicknesses = (each for each in course.case.absences if each.kind is AbsenceKind.SICKNESS)
    facts: list[tuple[date, int, str, Miss | Absence]] = [
        *((each.overdue_on, 0, each.deadline, each) for each in course.case.misses),
        *((each.starts, 1, each.id, each) for each in sicknesses),
    ]
    before = len(course.events)
    for left in course.case.deregistrations:
        course = judge_leaving(course, left)
    for _, _, _, fact in sorted(facts, key=lambda each: each[:3]):
        course = judge(course, fact) if isinstance(fact, Miss) else judge_sickness(course, fact)
    told = taken_back_first(course.events[before:])
    course = replace(course, events=course.events[:before] + told)
    back = settle(judge_holidays(course), fallback)
    return back if back.case.deregistrations == course.case.deregistrations else follow(back, fallback)


def settling(handlers: Mapping[Any, Handler]) -> dict[Any, Handler]:
    """The same handlers, after which a re-registration may take effect: who need not book waits for no booking."""
    return {kind: partial(settled, handler) for kind, handler in handlers.items()}


def settled(handler: Handler, case: Case, message: Message[Any], today: date) -> Decision[Case]:
    """One of them."""
    decision = handler(case, message, today)
    if not (decision.case.pending or decision.case.asked or decision.case.gave_way):
        return decision
    course = follow(Course(decision.case, message.id, decision.events, decision.applied))
    return replace(decision, case=course.case, events=course.events, applied=course.applied)


def taken_back_first(events: tuple[object, ...]) -> tuple[object, ...]:
    """What is taken back is told before what takes its place, so that nobody is out twice on one day; each with its letter."""
    groups: list[list[object]] = []
    for event in events:
        if isinstance(event, JobseekerDeregistered | DeregistrationReversed):
            groups.append([])
        groups[-1].append(event)
    groups.sort(key=lambda each: isinstance(each[0], JobseekerDeregistered))
    return tuple(event for group in groups for event in group)


def judge_leaving(course: Course, left: Deregistration) -> Course:
    """The same for who asked for it: nobody leaves a register in which their group is not."""
    if left.deadline or left.absence:
        return course
    seeker = job_seeker(course.case.group_on(left.effective))
    if left.taken_back is None:
        return course if seeker.ok else take_back(course, left, letters.NOT_IN_GROUP, seeker)
    alike = (left.effective, left.reason)
    last = [each for each in course.case.deregistrations if (each.effective, each.reason) == alike][-1]
    if left.taken_back != letters.NOT_IN_GROUP or left != last or not course.case.registered_on(left.effective):
        return course
    return deregister(course, Deregistration(0, left.effective, left.reason, ended=left.ended), seeker)


def judge(course: Course, miss: Miss) -> Course:
    """Deregisters for a missed deadline, or takes that back, so that it agrees with what is known now."""
    done, said = course.case.because_of(miss), judged(course.case, miss)
    due = miss.stands and not miss.corrected and deadline_of_a_jobcentre(miss.owner).ok and said.outcome == DEREGISTERED
    if due and done is None:
        new = Deregistration(0, miss.overdue_on, Reason.MISSED_BOOKING, miss.deadline)
        return deregister(course, new, said)
    if done and not due:
        return take_back(course, done, because(miss, said), said)
    return course


def judged(case: Case, miss: Miss) -> Applied:
    """Whether the citizen was G1, and registered on the day after the deadline, before anything else of that day."""
    day = miss.overdue_on
    registered = case.registered_at_the_start_of(day, case.because_of(miss))
    due = day - ONE_DAY
    return missed_booking(case.group_on(due), case.group_on(day), registered, day, case.kept_out_in_error(due))


def because(miss: Miss, said: Applied) -> str:
    """Why a deregistration does not stand."""
    if miss.because or miss.corrected:
        return miss.because or letters.JOBCENTRE_ERROR
    return letters.ALREADY_DEREGISTERED if said.outcome == "not-registered" else letters.NOT_IN_GROUP


def judge_sickness(course: Course, absence: Absence) -> Course:
    """The same for a sickness. One that is over puts nobody out afterwards: they would have come back."""
    case, done = course.case, course.case.because_of_sickness(absence)
    day = out_from(case, absence, done)
    said = sickness(case, absence, day)
    due = said.outcome == DEREGISTERED and not absence.corrected
    if done and not (due and done.effective == day):
        course = take_back(course, done, because_not_sick(absence, said), said)
    if due and (done.effective != day if done else absence.ends is None):
        new = Deregistration(0, day, Reason.SICKNESS, ended=done.ended if done else None, absence=absence.id)
        course = deregister(course, new, said)
    return course


def because_not_sick(absence: Absence, said: Applied) -> str:
    """Why a deregistration for sickness does not stand."""
    if absence.corrected:
        return letters.JOBCENTRE_ERROR
    reasons = {
        NOT_REGISTERED: letters.ALREADY_DEREGISTERED,
        "not-a-job-seeker": letters.NOT_IN_GROUP,
        "subsidised-job": letters.SUBSIDISED_JOB,
    }
    return reasons.get(said.outcome, letters.SICK_FROM_ANOTHER_DAY)
