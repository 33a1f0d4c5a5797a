"""From when to when exemption and withdrawal hold, judged anew by all that is known; what differs from before is told."""

from collections.abc import Iterable
from datetime import date, datetime

from contracts.registration.self_booking_v1 import SelfBookingDeprived, SelfBookingExempted, SelfBookingRestored
from contracts.registration.v1 import Letter
from services.registration import policy
from services.registration.authority import handed_over_after
from services.registration.case import Case
from services.registration.formal import letter, whose
from services.registration.register import Course
from services.registration.right import Again, Effort, End, Right, RightKind
from services.registration.rules.notices import not_restored, restored
from shared.law.calendar import civil_date, start_of_day
from shared.law.value import replace

HANDOVER, ENDED, OBJECTION = "HANDOVER", "ENDED", "OBJECTION"


def end_of(case: Case, right: Right) -> End | None:
    """As said, or on the first day of the other party, whichever comes first (EX-06)."""
    passes = handed_over_after(case, right.on, right.by) if right.kind in policy.ENDED_BY_HANDOVER else None
    ends = [right.ended, End(passes, HANDOVER) if passes else None]
    return min((each for each in ends if each), key=lambda each: each.on, default=None)


def holding(case: Case, day: date, kind: RightKind) -> list[Right]:
    """The exemptions, or the withdrawals, that hold on a day."""
    mine = (each for each in case.rights if each.kind is kind and each.on <= day)
    return [each for each in mine if (end := end_of(case, each)) is None or day < end.on]


def known(case: Case, kind: RightKind, ground: str, on: date, today: date) -> Right | None:
    """What is said today, where it is known: it holds on that day, and its end was not said before."""
    same = (each for each in holding(case, on, kind) if each.ground == ground)
    return next((each for each in same if each.on == on or not end_said(each.ended, today)), None)


def end_said(end: End | None, today: date) -> bool:
    """Whether an authority had said by then when it ends."""
    return end is not None and end.said_at is not None and civil_date(end.said_at) <= today


def said_before(what: Right | Effort, at: datetime) -> bool:
    """Whether an end that was said at that instant can have meant it."""
    return what.said_at is None or what.said_at <= at


def said_after(what: Right | Effort, at: datetime) -> Again | None:
    """What was said anew after such an end, and seemed to change nothing as long as the end was not known."""
    return next((each for each in what.again if each.at > at), None)


def ended_since(ends: Iterable[End | None], on: date, at: datetime) -> End | None:
    """The end that an authority has said of all that held, after what was said at that instant and comes to be known now."""
    later = (each for each in ends if each and each.all and each.said_at and each.said_at > at and each.on >= on)
    return min(later, key=lambda each: each.on, default=None)


def with_right(case: Case, right: Right) -> Case:
    """Adds it, or puts it in the place of the one with the same id."""
    others = (each for each in case.rights if each.id != right.id)
    return replace(case, rights=tuple(sorted((*others, right), key=lambda each: (each.on, each.id))))


def begun(right: Right) -> SelfBookingExempted | SelfBookingDeprived:
    """What is told of its beginning."""
    if right.kind is RightKind.EXEMPTION:
        return SelfBookingExempted(right=right.id, ground=right.ground, by=right.by, on=right.on)
    return SelfBookingDeprived(
        right=right.id, ground=right.ground, by=right.by, on=right.on, complain_by=right.complain_by
    )


def judge_rights(course: Course, now: date) -> Course:
    """Tells each end that has come, and takes back one that does not stand. A handover is known when its day has come."""
    for right in course.case.rights:
        end = end_of(course.case, right)
        if end and end.because == HANDOVER and end.on > now and end != right.told:
            end = None
        if end != right.told:
            course = tell(course, replace(right, told=end))
    return course


def tell(course: Course, right: Right) -> Course:
    """The right holds on, or no longer does; who must book again is told in a letter, unless a decision said so."""
    case, end = with_right(course.case, right), right.told
    if end is None:
        return held_after_all(course, case, right)
    why = (whose(case, right.by, end.on),) if end.because == HANDOVER else ()
    course = course.then(case, SelfBookingRestored(right=right.id, on=end.on, because=end.because), applied=why)
    if end.because == OBJECTION:
        return course
    free = not any(holding(case, end.on, kind) for kind in RightKind)
    text = restored(right.kind, end.on, end.because == HANDOVER, free)
    return course.then(case, letter(case, course.cause, Letter.SELF_BOOKING_RESTORED, right.id, end.on, text))


def held_after_all(course: Course, case: Case, right: Right) -> Course:
    """The handover that ended it was none, or comes later; the citizen has a letter that says otherwise."""
    text = not_restored(right.kind)
    sent = letter(case, course.cause, Letter.SELF_BOOKING_NOT_RESTORED, right.id, right.on, text)
    return course.then(case, begun(right), sent, applied=(whose(case, right.by, right.on),))


def handovers(case: Case) -> dict[str, datetime]:
    """When each handover is to be told, by the right that it ends."""
    ends = {each: end_of(case, each) for each in case.rights}
    return {
        right.id: start_of_day(end.on) + policy.GRACE
        for right, end in ends.items()
        if end and end.because == HANDOVER and end != right.told
    }
