"""What `deadlines` and `slots` tell: the deadline's life, and which interviews are planned."""

from datetime import timedelta

from contracts.deadlines import course_v1 as told
from contracts.deadlines import v1 as deadlines
from contracts.slots import v1 as slots
from services.citizens.case import Case, Deadline, Due, Interview
from shared.law.calendar import civil_date
from shared.law.value import replace

KEPT = timedelta(days=366)
"""How long a closed deadline is kept: as late as a command may be that puts it in play again."""


def deadline_set(case: Case, event: deadlines.DeadlineSet) -> Case:
    new = Deadline(event.deadline, event.owner, event.interview_type, event.visible_on, event.due, event.hold_by)
    old = (each for each in case.deadlines if each.id != new.id)
    kept = [
        each for each in old if not each.closed or each.hold_by + KEPT >= event.visible_on
    ]  # fmt: skip
    return replace(case, deadlines=(*kept, new))


def extended(case: Case, event: deadlines.DeadlineExtended) -> Case:
    return case.with_deadline(event.deadline, due=event.due, hold_by=event.hold_by)


def fulfilled(case: Case, event: deadlines.DeadlineFulfilled) -> Case:
    return case.with_deadline(event.deadline, interview=event.interview)


def reopened(case: Case, event: deadlines.DeadlineReopened) -> Case:
    """In play again; overdue, if it was missed and only closed on the day of a later interview."""
    return case.with_deadline(event.deadline, interview=None, closed=False)


def resumed(case: Case, event: deadlines.DeadlineResumed) -> Case:
    """What had closed it was not so; that a booking fulfils it is told again."""
    return case.with_deadline(event.deadline, missed=event.overdue, interview=None, closed=False)


def closed(case: Case, event: deadlines.DeadlineClosed) -> Case:
    return case.with_deadline(event.deadline, closed=True)


def overdue(case: Case, event: deadlines.DeadlineOverdue) -> Case:
    return case.with_deadline(event.deadline, missed=True)


def overdue_reversed(case: Case, event: deadlines.OverdueReversed) -> Case:
    """Whether it was met instead, another event tells."""
    return case.with_deadline(event.deadline, missed=False)


def due(case: Case, event: told.NextInterviewDue) -> Case:
    """Replaces what was due before."""
    return replace(case, due=Due(event.authority, event.interview_type, event.calling, event.by))


def nothing_due(case: Case, event: told.NoInterviewDue) -> Case:
    return replace(case, due=None) if case.due else case


def booked(case: Case, event: slots.InterviewBooked) -> Case:
    new = Interview(
        event.interview, event.starts_at, event.held_on, event.interview_type, event.form, event.supplier,
        planned_on=civil_date(event.booked_at),
    )  # fmt: skip
    return planned(case, new)


def summoned(case: Case, event: slots.InterviewSummoned) -> Case:
    new = Interview(
        event.interview, event.starts_at, event.held_on, event.interview_type, event.form, event.supplier,
        summoned=True, planned_on=civil_date(event.summoned_at),
    )  # fmt: skip
    return planned(case, new)


def planned(case: Case, new: Interview) -> Case:
    """Those that were past by then, and of which nobody said what became, go."""
    since = new.planned_on or new.held_on
    others = [each for each in case.interviews if each.id != new.id and each.held_on >= since]
    return replace(case, interviews=tuple(sorted([*others, new], key=lambda each: (each.starts_at, each.id))))


def gone(case: Case, event: slots.InterviewCancelled | slots.InterviewHeld | slots.InterviewMissed) -> Case:
    """Planned no more. An interview that nobody had planned is not in the list either."""
    left = tuple(each for each in case.interviews if each.id != event.interview)
    return case if left == case.interviews else replace(case, interviews=left)
