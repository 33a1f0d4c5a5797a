"""From events to the status: each event changes the case; a status that differs from the last one told is told."""

from collections.abc import Callable
from dataclasses import replace as with_fields
from datetime import date
from typing import Any

from contracts.deadlines import course_v1 as next_up
from contracts.deadlines import v1 as deadlines
from contracts.registration import dagpenge_v1 as dagpenge
from contracts.registration import self_booking_v1 as self_booking
from contracts.registration import v1 as registration
from contracts.slots import v1 as slots
from services.citizens import course, facts
from services.citizens.case import Case
from services.citizens.picture import demanded, status_of
from shared.law.decision import Decider, Decision, Message, To
from shared.law.value import replace

STATUS = "citizens.status"

CHANGES: dict[type, Callable[[Case, Any], Case]] = {
    registration.CitizenRegistered: facts.registered,
    dagpenge.ResponsibilityChanged: facts.responsibility,
    self_booking.SelfBookingExempted: facts.exempted,
    self_booking.SelfBookingDeprived: facts.deprived,
    self_booking.SelfBookingRestored: facts.restored,
    registration.AbsenceRecorded: facts.away,
    registration.AbsenceWithdrawn: facts.not_away,
    registration.ImmediateBookingRequired: facts.demanded,
    registration.ImmediateBookingWithdrawn: facts.demand_withdrawn,
    registration.JobseekerDeregistered: facts.out,
    registration.JobseekerReRegistered: facts.in_again,
    registration.DeregistrationReversed: facts.never_out,
    deadlines.DeadlineSet: course.deadline_set,
    deadlines.DeadlineExtended: course.extended,
    deadlines.DeadlineFulfilled: course.fulfilled,
    deadlines.DeadlineReopened: course.reopened,
    deadlines.DeadlineClosed: course.closed,
    deadlines.DeadlineResumed: course.resumed,
    deadlines.DeadlineOverdue: course.overdue,
    deadlines.OverdueReversed: course.overdue_reversed,
    next_up.NextInterviewDue: course.due,
    next_up.NoInterviewDue: course.nothing_due,
    slots.InterviewBooked: course.booked,
    slots.InterviewSummoned: course.summoned,
    slots.InterviewCancelled: course.gone,
    slots.InterviewHeld: course.gone,
    slots.InterviewMissed: course.gone,
}


def told(case: Case, message: Message[Any], today: date) -> Decision[Case]:
    """What the event changes, and the new status if it is another one."""
    known = CHANGES[type(message.body)](case, message.body)
    if known is case:
        return Decision(case)
    status = status_of(known)
    if status == status_of(case):
        return Decision(known)
    version = case.version + 1
    return Decision(
        replace(known, version=version),
        (To(STATUS, with_fields(status, version=version)),),
        applied=demanded(known),
    )


decide: Decider[Case] = Decider(dict.fromkeys(CHANGES, told))
