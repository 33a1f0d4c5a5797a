"""Which bookings meet a deadline, and why (DL-04)."""

from services.deadlines.case import Booking, Case, Deadline
from services.deadlines.rules.counting import hold_by, on_the_day
from services.deadlines.rules.course import meeting_day
from services.deadlines.rules.fulfilment import fulfils, held_in_time, right_type
from shared.law.rule import Applied


def given_up(booking: Booking) -> bool:
    """Cancelled, and not on its own day: that day had closed the deadline by then (DL-05), however soon it is told."""
    closed = booking.stood_on_its_day and meeting_day(booking.held_on).outcome == "closes"
    return booking.cancelled_at is not None and not closed


def fulfilling(deadline: Deadline, case: Case) -> list[Booking]:
    """The bookings that fulfil it, cancelled ones too, the first booked first."""
    return [each for each in case.bookings if meets(deadline, each, case)]


def meets(deadline: Deadline, booking: Booking, case: Case) -> bool:
    """DL-04, after a look at the dates that rules most bookings of a long life out."""
    near = deadline.visible_on <= booking.held_on and (booking.summoned or booking.held_on <= hold_by(deadline.due))
    cv_talk = case.situation.cv_talk(booking.by_fund, booking.held_on)
    return near and judged_by_dl04(deadline, booking).ok and not cv_talk


def explained(deadline: Deadline, booking: Booking) -> tuple[Applied, ...]:
    """Why a booking fulfils a deadline, or why not."""
    return (
        right_type(deadline.interview_type, booking.interview_type),
        on_the_day(booking.booked_at, deadline.due),
        *(() if booking.summoned else (held_in_time(booking.held_on, hold_by(deadline.due)),)),
        judged_by_dl04(deadline, booking),
    )


def judged_by_dl04(deadline: Deadline, booking: Booking) -> Applied:
    return fulfils(
        wanted=deadline.interview_type,
        set_at=deadline.set_at,
        visible_on=deadline.visible_on,
        due=deadline.due,
        booked=booking.interview_type,
        booked_at=booking.booked_at,
        held_on=booking.held_on,
        summoned=booking.summoned,
    )
