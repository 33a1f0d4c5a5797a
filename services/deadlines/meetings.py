"""Interviews that an authority has arranged or registered: summoned, held, missed."""

from datetime import date

from contracts.deadlines.v1 import NewDeadlineNeeded
from contracts.slots.v1 import InterviewHeld, InterviewHeldWithdrawn, InterviewMissed, InterviewSummoned
from services.deadlines.case import FUND, Booking, Case
from services.deadlines.lapses import freed_on
from services.deadlines.rules.absence import after_no_show
from services.deadlines.rules.lapse import free_until
from services.deadlines.settle import settled
from shared.law.calendar import start_of_day
from shared.law.decision import Decision, Message
from shared.law.value import replace


def summoned(case: Case, message: Message[InterviewSummoned], today: date) -> Decision[Case]:
    """An interview of the deadline's type that the citizen is summoned to meets the deadline as a booking does.

    INF: only one interview is planned at a time (BK-02), so that the citizen could not book another; so does one that is held
    later than the citizen might have booked.
    """
    told = message.body
    known = case.booking(told.interview)
    fund = told.supplier.startswith(FUND)
    summons = Booking(told.interview, told.interview_type, told.summoned_at, told.held_on, summoned=True, by_fund=fund)
    if known is not None:
        summons = replace(summons, cancelled_at=known.cancelled_at, held=known.held)
    return settled(case, case.with_booking(summons))


def held(case: Case, message: Message[InterviewHeld], today: date) -> Decision[Case]:
    """An interview took place. One that nobody had booked counts as booked that day (V1 2.6, *uopfordret fremmøde*)."""
    told = message.body
    booking = case.booking(told.interview)
    if booking is None:
        fund = told.held_by.startswith(FUND)
        booking = Booking(told.interview, told.interview_type, start_of_day(told.held_on), told.held_on, by_fund=fund)
    return settled(case, case.with_booking(replace(booking, held=True)))


def never_held(case: Case, message: Message[InterviewHeldWithdrawn], today: date) -> Decision[Case]:
    """It had been told in error: all is judged without it."""
    left = tuple(each for each in case.bookings if each.interview != message.body.interview)
    return settled(case, replace(case, bookings=left))


def missed(case: Case, message: Message[InterviewMissed], today: date) -> Decision[Case]:
    """The citizen did not come: a new deadline is needed (HOL-03), if there is a duty to book and none in play."""
    group = case.group_on(today)
    bound = group is not None and free_until(group, today) is None and freed_on(case, today) is None
    said = after_no_show(case.in_play is not None, bound, message.body.held_on)
    task = (NewDeadlineNeeded(since=today, because="NO_SHOW"),) if said.outcome == "new-deadline" else ()
    return Decision(case, task, applied=(said,))
