"""What closed a deadline: of its interview's day (DL-05), a closing by hand and the next deadline (DL-09) the first by
business time; of one instant in that order. What the citizen's situation ends (`lapses.py`) comes after these."""

from datetime import datetime

from contracts.deadlines.v1 import Closed
from services.deadlines.case import Booking, Case, Deadline
from services.deadlines.fulfilling import fulfilling, given_up
from services.deadlines.rules.course import meeting_day, registered_as_held
from shared.law.calendar import start_of_day
from shared.law.rule import Applied
from shared.law.value import Value


class Closing(Value, frozen=True):
    """Why and since when a deadline is closed; `booking`: the interview on whose day."""

    why: Closed
    at: datetime
    booking: Booking | None = None

    @property
    def interview(self) -> str | None:
        return self.booking.interview if self.booking else None


def closed_by(deadline: Deadline, case: Case, now: datetime | None = None) -> Closing | None:
    """By all that is known. An interview's day counts when it has come: by the clock (`now`), or by what was said before."""
    first, booking = by_others(deadline, case), closing(deadline, case)
    if booking is None:
        return first
    past = [first.at if first else None, deadline.closed_at, deadline.lapsed_at, now]
    if not any(each is not None and closes_at(booking) <= each for each in past):
        return first
    its_day = Closing(Closed.INTERVIEW_DAY, closes_at(booking), booking)
    return first if first and first.at < its_day.at else its_day


def by_others(deadline: Deadline, case: Case) -> Closing | None:
    """The first closing by hand, or the next deadline."""
    place = deadline.place
    found = [Closing(Closed.BY_HAND, at) for at in deadline.closings]
    found += [Closing(Closed.REPLACED, each.set_at) for each in case.deadlines if each.place > place]
    return min(found, key=lambda each: each.at) if found else None


def closing(deadline: Deadline, case: Case) -> Booking | None:
    """The first booking whose day closes it: by coming (DL-05), or before that was so by the registration that it was held."""
    if not case.bookings:
        return None
    found = (each for each in answers(deadline, case) if each.held or meeting_day(each.held_on).outcome == "closes")
    return min(found, key=lambda each: (closes_at(each), each.booked_at, each.interview), default=None)


def answers(deadline: Deadline, case: Case) -> list[Booking]:
    """The bookings that meet the deadline and stand; after its end, where none does, any later ones of its type (BK-06)."""
    met = [each for each in fulfilling(deadline, case) if not given_up(each)]
    if met or not deadline.judged:
        return met
    return [
        each
        for each in case.bookings
        if each.stood_on_its_day
        and each.held_on > deadline.due
        and each.interview_type is deadline.interview_type
        and not case.situation.cv_talk(each.by_fund, each.held_on)
    ]


def closes_at(booking: Booking) -> datetime:
    """The beginning of the interview's day, or when it was booked on it."""
    return max(start_of_day(booking.held_on), booking.booked_at)


def why_closed(booking: Booking) -> Applied:
    """By its day, or before that was so by the registration that it was held."""
    came = meeting_day(booking.held_on)
    return came if came.outcome == "closes" else registered_as_held(booking.held_on, booking.interview_type)
