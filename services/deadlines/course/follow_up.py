"""The follow-up list (DL-12): told in the night, cleared as soon as there is a plan."""

from datetime import date
from typing import Any

from contracts.deadlines.course_v1 import FollowUpCleared, FollowUpListed
from contracts.types import Group
from services.deadlines import policy
from services.deadlines.case import Case, Deadline
from services.deadlines.course.days import after
from services.deadlines.course.known import Course, Listed
from services.deadlines.course.spans import period_on
from services.deadlines.rules.follow_up import without_a_plan
from services.deadlines.rules.groups import SB
from shared.law.rule import Applied
from shared.law.value import replace

Looked = tuple[Course, tuple[Any, ...], tuple[Applied, ...]]
REGISTERED = frozenset({Group.G1, Group.G2, Group.G4O})
"""Groups that are registered as job-seekers (TG-04)."""
NOT_UNEMPLOYED, EXEMPT = "NOT_UNEMPLOYED", "EXEMPT"


def looked(case: Case, day: date, night: bool) -> Looked:
    """The list as of that day. Nobody is put on it but in the night."""
    course = case.course
    if has_deadline(case):
        return (
            cleared(case, "DEADLINE", None, without_a_plan(True, None, day, day))
            if stands(course)
            else untouched(course)
        )
    if why := not_looked_for(case, day):
        return cleared(case, why, None) if stands(course) else untouched(course)
    planned = max((each.held_on for each in case.bookings if each.cancelled_at is None), default=None)
    came = came_on(case, day)
    said = without_a_plan(False, planned, came, day)
    if said.outcome == "interview" and planned is not None:
        return cleared(case, "INTERVIEW", after(planned, 1), said)
    if course.listed is not None and course.listed.authority == responsible(case, day):
        return untouched(course)
    if said.outcome == "listed" and (night or course.listed is not None):
        listed = Listed(day, responsible(case, day))
        told = FollowUpListed(since=day, authority=listed.authority)
        return replace(course, listed=listed, look=None), (told,), (said,)
    look = max(after(day, 1), after(came, policy.NEWCOMER.days + 1))
    return (course if course.look == look else replace(course, look=look)), (), ()


def has_deadline(case: Case) -> bool:
    """One that can still be met, or is; or one that was missed and of which the register has not spoken."""
    deadline = case.in_play
    if deadline is None:
        return False
    if deadline.missed:
        return register_speaks_next(case, deadline)
    return not deadline.judged or deadline.fulfilled_by is not None


def register_speaks_next(case: Case, deadline: Deadline) -> bool:
    """A dagpenge recipient who missed a jobcentre's deadline is deregistered (REG-01), however late `registration` comes to
    say so; until then nobody is asked to follow up."""
    missed_on = after(deadline.due, 1)
    dagpenge = case.group_on(deadline.due) is case.group_on(missed_on) is Group.G1
    told = deadline.register_spoke or any(each.until is None or each.until >= missed_on for each in case.situation.outs)
    return dagpenge and deadline.owner.startswith("jobcentre-") and not told


def stands(course: Course) -> bool:
    """Whether there is something to take back."""
    return course.listed is not None or course.look is not None


def untouched(course: Course) -> Looked:
    return course, (), ()


def cleared(case: Case, why: str, look: date | None, *said: Applied) -> Looked:
    """Off the list, if on it; to be looked at again on `look`."""
    course = case.course
    if course.listed is None:
        return (course if course.look == look else replace(course, look=look)), (), ()
    told = FollowUpCleared(authority=course.listed.authority, because=why)
    return replace(course, listed=None, look=look), (told,), said


def not_looked_for(case: Case, day: date) -> str | None:
    """Why the list does not ask for this person, if it does not."""
    group, course = case.group_on(day), case.course
    if group not in SB or not case.office_on(day) or (group in REGISTERED and case.situation.out_on(day)):
        return NOT_UNEMPLOYED
    if not case.situation.owed_interviews(day, group is Group.G1):
        return EXEMPT
    without_benefit = group is not Group.G1 and course.benefits and period_on(case, day) is None
    return NOT_UNEMPLOYED if without_benefit else None


def came_on(case: Case, day: date) -> date:
    """Since when the person is there: new, registered again, with benefit again, no longer exempt."""
    course = case.course
    joined = day
    for each in reversed(case.placements):
        if each.since <= day:
            if each.group not in SB:
                break
            joined = each.since
    pauses = case.situation.pauses(case.group_on(day) is Group.G1)
    ended = [*(each.until for each in case.situation.outs), *(until for _, until in pauses)]
    back = [each for each in ended if each is not None and each <= day]
    again = [each.on for each in course.benefits if not each.stops and each.on <= day]
    return max([joined, *back, *again])


def responsible(case: Case, day: date) -> str:
    """Whose list it is (AK-01)."""
    period = case.situation.period_on(day) if case.group_on(day) is Group.G1 else None
    return period.authority if period else case.office_on(day)
