"""Holidays (*ferie*): approved by right or by an authority's decision, judged anew with every planned interview known."""

from contracts.registration.v1 import AbsenceRecorded
from contracts.types import AbsenceKind
from services.registration.away import Absence
from services.registration.case import Case
from services.registration.register import Course
from services.registration.rules.absence import holiday
from shared.law.rule import Applied
from shared.law.value import replace

RIGHT = "right"


def judge_holidays(course: Course) -> Course:
    """Tells each holiday again whose approval is no longer what was told."""
    for absence in course.case.absences:
        if absence.kind is not AbsenceKind.HOLIDAY or absence.withdrawn:
            continue
        said = judged(course.case, absence)
        if approved(absence, said) != absence.approved:
            course = told(course, replace(absence, approved=approved(absence, said)), said)
    return course


def judged(case: Case, absence: Absence) -> Applied:
    """What HOL-01 says of a holiday. An interview counts that was planned when the holiday was told, and still is."""
    ends = absence.ends or absence.starts
    planned = (each for each in case.interviews if not each.cancelled and absence.starts <= each.held_on <= ends)
    fixed = any(each.booked_on is not None and each.booked_on <= absence.notified_on for each in planned)
    group = case.group_on(absence.starts)
    return holiday(group, absence.earned, absence.starts, ends, absence.notified_on, fixed)


def approved(absence: Absence, said: Applied) -> bool:
    """An authority's decision counts; without one, only a right does."""
    return said.outcome == RIGHT if absence.decided is None else absence.decided


def told(course: Course, absence: Absence, *applied: Applied) -> Course:
    """Remembers an absence in place of what was known of it, and tells it."""
    event = AbsenceRecorded(
        absence=absence.id, kind=absence.kind, starts=absence.starts, ends=absence.ends,
        notified_on=absence.notified_on, approved=absence.approved,
    )  # fmt: skip
    course = kept(course, absence, *applied)
    return course.then(course.case, event)


def kept(course: Course, absence: Absence, *applied: Applied) -> Course:
    """Only remembers it."""
    others = (each for each in course.case.absences if each.id != absence.id)
    absences = tuple(sorted((*others, absence), key=lambda each: each.id))
    return course.then(replace(course.case, absences=absences), applied=applied)
