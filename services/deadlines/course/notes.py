"""What others tell, as it is noted. Judged afterwards: `course/settle.py`. What is said last of a date or an id counts."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from contracts.registration.dagpenge_v1 import (
    BenefitStarted,
    BenefitStopped,
    HoursReported,
    MemberPlaced,
    PlacementWithdrawn,
)
from contracts.slots.v1 import InterviewHeld, InterviewHeldWithdrawn, InterviewMissed
from services.deadlines.case import FUND
from services.deadlines.course.known import Benefit, Course, Held, Placed, Reported
from services.deadlines.rules.course_hours import counts_for_the_course
from shared.law.hours import begun_again
from shared.law.value import Value, replace

T = TypeVar("T", bound=Value)


def by_date(known: Iterable[T], new: T) -> tuple[T, ...]:
    """With one more; another of the same date gives way."""
    others = [each for each in known if each.on != new.on]  # type: ignore[attr-defined]
    return tuple(sorted([*others, new], key=lambda each: each.on))  # type: ignore[attr-defined]


def placed(course: Course, told: MemberPlaced) -> Course:
    new = Placed(told.placed_on, told.insured, f"akasse-{told.akasse}", told.running)
    counted = tuple(replace(each, since=None) if each.since == new.on else each for each in course.reported)
    return replace(course, placed=by_date(course.placed, new), reported=counted)


def unplaced(course: Course, told: PlacementWithdrawn) -> Course:
    """As if it had never been told. Hours that were counted from it are no correction of those before it."""
    on, left = told.placed_on, tuple(each for each in course.placed if each.on != told.placed_on)
    start = max((each.on for each in left if each.on < on), default=on)
    until = min((each.on for each in left if each.on > on), default=None)
    wrong = begun_again(((each.on, each.hours) for each in course.reported), start, on, until)
    reported = tuple(replace(each, since=on) if each.on in wrong else each for each in course.reported)
    return replace(course, placed=left, reported=reported)


def reported(course: Course, told: HoursReported) -> Course:
    """The a-kasse's own count decides the handover, which is told as such; it is not kept beside this one (AK-03)."""
    if not counts_for_the_course(told.count).ok:
        return course
    new = Reported(told.registered_on, told.hours, told.counted_from)
    return replace(course, reported=by_date(course.reported, new))


def benefit_started(course: Course, told: BenefitStarted) -> Course:
    return replace(course, benefits=by_date(course.benefits, Benefit(told.on, told.inquiry_on, told.benefit)))


def benefit_stopped(course: Course, told: BenefitStopped) -> Course:
    return replace(course, benefits=by_date(course.benefits, Benefit(told.on)))


def held(course: Course, told: InterviewHeld) -> Course:
    new = Held(told.interview, told.held_on, told.interview_type, told.held_by.startswith(FUND))
    others = [each for each in course.held if each.interview != told.interview]
    return replace(course, held=tuple(sorted([*others, new], key=lambda each: (each.on, each.interview))))


def not_held(course: Course, told: InterviewMissed | InterviewHeldWithdrawn) -> Course:
    """Nobody came, or there was none: it counts for nothing, also where it had been said to be held."""
    return replace(course, held=tuple(each for each in course.held if each.interview != told.interview))


NOTES: dict[type, Callable[[Course, Any], Course]] = {
    MemberPlaced: placed,
    PlacementWithdrawn: unplaced,
    HoursReported: reported,
    BenefitStarted: benefit_started,
    BenefitStopped: benefit_stopped,
    InterviewHeld: held,
    InterviewMissed: not_held,
    InterviewHeldWithdrawn: not_held,
}
