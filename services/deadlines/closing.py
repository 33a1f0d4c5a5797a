"""The interview on whose day a deadline closes (DL-05)."""

from contracts.deadlines.v1 import Closed
from services.deadlines.case import Booking, Case, Deadline
from services.deadlines.rules.course import meeting_day, registered_as_held
from shared.law.calendar import start_of_day
from shared.law.rule import Applied
from shared.law.value import replace


def answer(deadline: Deadline, case: Case) -> Booking | None:
    """The booking on whose day the deadline closes: the fulfilling one, or after the end the next of its type (BK-06)."""
    if deadline.fulfilled_by is not None:
        return case.booking(deadline.fulfilled_by)
    if not deadline.judged:
        return None
    late = [
        each
        for each in case.bookings
        if each.stood_on_its_day
        and each.held_on > deadline.due
        and each.interview_type is deadline.interview_type
        and not case.situation.cv_talk(each.by_fund, each.held_on)
    ]
    return min(late, key=lambda each: (each.held_on, each.booked_at, each.interview), default=None)


def closing(deadline: Deadline, case: Case) -> Booking | None:
    """The booking whose day closes it: by coming (DL-05), or before that was so by the registration that it was held."""
    booking = answer(deadline, case)
    return booking if booking and (booking.held or meeting_day(booking.held_on).outcome == "closes") else None


def on_its_day(deadline: Deadline, booking: Booking) -> Deadline:
    """Closed since the beginning of the interview's day, or since it was booked on it."""
    since = max(start_of_day(booking.held_on), booking.booked_at)
    return replace(deadline, closed=Closed.INTERVIEW_DAY, closed_at=since, closed_by=booking.interview)


def why_closed(booking: Booking) -> Applied:
    """By its day, or before that was so by the registration that it was held."""
    came = meeting_day(booking.held_on)
    return came if came.outcome == "closes" else registered_as_held(booking.held_on, booking.interview_type)
