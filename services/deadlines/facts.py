"""What others tell and what time brings: groups, guidance, bookings, the end of a day."""

from datetime import date

from contracts.registration.v1 import CitizenRegistered, GuidanceRecorded
from contracts.slots.v1 import InterviewBooked, InterviewCancelled
from services.deadlines.case import FUND, Booking, Case, Placement
from services.deadlines.closing import closes_at, closing
from services.deadlines.fulfilling import explained
from services.deadlines.judge import written
from services.deadlines.rules.course import after_cancellation
from services.deadlines.settle import settled
from shared.law.decision import Decision, Message, TimerFired
from shared.law.value import replace


def registered(case: Case, message: Message[CitizenRegistered], today: date) -> Decision[Case]:
    """The group from a date on. What was set before stays, unless the group has no duty (DL-14)."""
    told = message.body
    known = case.with_placement(Placement(told.on, told.group, told.jobcentre, told.insured))
    return settled(case, known, now=message.recorded)


def guided(case: Case, message: Message[GuidanceRecorded], today: date) -> Decision[Case]:
    """The first guidance counts; being told again takes nothing away."""
    first = min(message.body.on, case.guided_on or message.body.on)
    return Decision(case if first == case.guided_on else replace(case, guided_on=first))


def booked(case: Case, message: Message[InterviewBooked], today: date) -> Decision[Case]:
    """Fulfils the deadline in play, or takes a miss back, or neither; and says why."""
    told = message.body
    before = case.booking(told.interview)
    booking = Booking(
        told.interview,
        told.interview_type,
        told.booked_at,
        told.held_on,
        before.cancelled_at if before else None,
        before is not None and before.held,
        by_fund=told.supplier.startswith(FUND),
    )
    decision = settled(case, case.with_booking(booking))
    open_now = decision.case.in_play
    if open_now is None or open_now.fulfilled_by is not None:
        return decision
    return replace(decision, applied=(*explained(open_now, booking), *decision.applied))


def cancelled(case: Case, message: Message[InterviewCancelled], today: date) -> Decision[Case]:
    """Puts the deadline that the meeting fulfilled back in play (DL-07). `slots` never cancels before it booked."""
    booking = case.booking(message.body.interview)
    if booking is None or booking.cancelled_at is not None:
        return Decision(case)
    cancelled_at = message.body.cancelled_at or message.time
    decision = settled(case, case.with_booking(replace(booking, cancelled_at=cancelled_at)))
    meant = [each for each in case.deadlines if booking.interview in (each.fulfilled_by, each.closed_by)]
    closed = next((each for each in meant if each.closed is not None), None)
    if closed is None or decision.events:
        return decision
    return replace(decision, applied=(after_cancellation(cancelled_at, closed.due, closed=True),))


def day_ended(case: Case, message: Message[TimerFired], today: date) -> Decision[Case]:
    """The end of a deadline's day, with some grace: overdue, if nothing that fulfils it stands (DL-10)."""
    deadline = case.deadline(message.body.key)
    if deadline is None or deadline.judged or today <= deadline.due:
        return Decision(case)
    decision = settled(case, case.with_deadline(replace(deadline, judged=True)))
    letter = written(deadline, case)
    return decision if letter.ok else replace(decision, applied=(*decision.applied, letter))


def meeting_day_came(case: Case, message: Message[TimerFired], today: date) -> Decision[Case]:
    """The day of the meeting that answers the deadline: closed, so that nothing is demanded the day after (DL-05)."""
    deadline = case.deadline(message.body.key)
    booking = closing(deadline, case) if deadline is not None and deadline.in_play else None
    if deadline is None or booking is None or booking.held_on > today:
        return Decision(case)
    return settled(case, case, now=max(message.time, closes_at(booking)))


def status_changed(case: Case, message: Message[TimerFired], today: date) -> Decision[Case]:
    """The day came on which a change in the citizen's situation ends a deadline."""
    return settled(case, case, now=message.time)
