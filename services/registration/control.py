"""Control actions (*kontrolaktion*): what is told of them, and what is owed because of them, judged anew. LAB § 38."""

from collections.abc import Iterator
from datetime import date, datetime

from contracts.registration.effort_v1 import ControlStep, ControlStepDue, ControlStepLifted, ControlStepOverdue
from contracts.topics import Kind
from contracts.types import Group
from services.registration import policy
from services.registration.authority import jobcentre_on, responsible_on
from services.registration.case import Case
from services.registration.effort import freed, holds
from services.registration.register import Course
from services.registration.right import Control, Step
from services.registration.rules.control import TWO_WEEKS, ends_on, first_interview, fortnight, held_by, offer_within
from shared.law.calendar import end_of_day
from shared.law.rule import Applied
from shared.law.value import Value, replace

TAKEN_IN_TIME, NOT_OWED, MOVED = "TAKEN_IN_TIME", "NOT_OWED", "MOVED"


class Owed(Value, frozen=True):
    """A step, the first day on which it can be taken, and the day on which it was."""

    step: Step
    taken_on: date | None
    applied: Applied

    @property
    def in_time(self) -> bool:
        return self.taken_on is not None and self.taken_on <= self.step.hold_by


def steps(case: Case, control: Control) -> Iterator[Owed]:
    """Every step of a control, also those to come: interviews in order, and the offer."""
    held = [each for each in case.control_interviews if each >= control.notified_on]
    first, last = next(iter(held), None), held_by(control.notified_on)
    abroad = first is not None and control.abroad and fortnight(first, first).in_force
    ends = ends_on(first) if first and abroad else None
    said = first_interview(case.group_on(control.notified_on), control.notified_on)
    yield Owed(interview(case, 1, last, ends), first, said)
    if first is None:
        return
    last = first + TWO_WEEKS
    offered = next((each for each in case.control_offers if each >= control.notified_on), None)
    ask = responsible_on(case, first)
    offer = Step(ControlStep.OFFER, 1, last, jobcentre_on(case, last), ask if ask.startswith(Kind.AKASSE) else None)
    if (asked := offer_within(first)).in_force:
        yield Owed(offer, offered, asked)
    number, since = 2, first
    while ends and last <= ends:
        taken = next((each for each in held if since < each <= last), None)
        yield Owed(interview(case, number, last, ends), taken, fortnight(first, last))
        number, since, last = number + 1, last, last + TWO_WEEKS


def interview(case: Case, number: int, hold_by: date, ends: date | None) -> Step:
    return Step(ControlStep.INTERVIEW, number, hold_by, responsible_on(case, hold_by), ends=ends)


def owed_on(case: Case, day: date) -> bool:
    """Interviews and offers are owed to a registered dagpenge recipient without a less intensive effort (INF)."""
    idle = any(holds(case, each, day) and freed(each).in_force for each in case.efforts)
    return case.group_on(day) is Group.G1 and case.registered_on(day) and not idle


def judge_controls(course: Course, now: date) -> Course:
    """Tells what is due next and what was not done in time, and lifts what was told so and is not."""
    for control in course.case.controls:
        course = judge(course, control, now)
    return course


def judge(course: Course, control: Control, now: date) -> Course:
    """One control."""
    found = list(steps(course.case, control))
    open_ = [each for each in found if not each.in_time and owed_on(course.case, each.step.hold_by)]
    known = {key(each) for each in control.overdue}
    late = [each for each in open_ if each.step.hold_by < now or key(each.step) in known]
    next_ = [first_of(kind, [each for each in open_ if each not in late]) for kind in ControlStep]
    due = [each for each in next_ if each is not None and each.taken_on is None]
    told = replace(control, due=tuple(each.step for each in due), overdue=tuple(each.step for each in late))
    for each in due:
        if each.step not in control.due:
            course = course.then(course.case, due_event(control, each.step), applied=(each.applied,))
    for each in late:
        if key(each.step) not in known:
            course = course.then(course.case, overdue_event(control, each.step), applied=(each.applied,))
    for step in gone(control, told):
        same = next((each for each in found if key(each.step) == key(step)), None)
        lifted = ControlStepLifted(control=control.id, step=step.kind, hold_by=step.hold_by, because=because(same))
        course = course.then(course.case, lifted, applied=((same or found[0]).applied,))
    return course if told == control else course.then(with_control(course.case, told))


def key(step: Step) -> tuple[str, date]:
    """By what a step is known again: a fortnight is known by its last day."""
    return step.kind, step.hold_by


def first_of(kind: ControlStep, found: list[Owed]) -> Owed | None:
    return next((each for each in found if each.step.kind is kind), None)


def gone(was: Control, now: Control) -> Iterator[Step]:
    """What was told to be overdue and is not; and what was told to be due, and nothing of its kind is due or overdue."""
    late = {key(each) for each in now.overdue}
    yield from (each for each in was.overdue if key(each) not in late)
    open_kinds = {each.kind for each in now.due}
    yield from (each for each in was.due if each.kind not in open_kinds and key(each) not in late)


def because(same: Owed | None) -> str:
    """Why a step is not due or overdue any more; `same`: what it is now."""
    if same is None:
        return MOVED
    return TAKEN_IN_TIME if same.in_time else NOT_OWED


def due_event(control: Control, step: Step) -> ControlStepDue:
    return ControlStepDue(
        control=control.id,
        step=step.kind,
        number=step.number,
        hold_by=step.hold_by,
        authority=step.authority,
        ask=step.ask,
        ends=step.ends,
    )


def overdue_event(control: Control, step: Step) -> ControlStepOverdue:
    return ControlStepOverdue(
        control=control.id, step=step.kind, number=step.number, hold_by=step.hold_by, authority=step.authority
    )


def with_control(case: Case, control: Control) -> Case:
    """Adds it, or puts it in the place of the one with the same id."""
    others = (each for each in case.controls if each.id != control.id)
    return replace(case, controls=tuple(sorted((*others, control), key=lambda each: (each.notified_on, each.id))))


def limits(case: Case) -> dict[str, datetime]:
    """When each step that is due will be overdue."""
    return {
        f"{control.id}/{step.kind}": end_of_day(step.hold_by) + policy.GRACE
        for control in case.controls
        for step in control.due
    }
