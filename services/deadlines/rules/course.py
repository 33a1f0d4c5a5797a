"""What becomes of a deadline after it was set. V1 2.3, 2.5, 2.6; FAQ 01-11-2019, 06-02-2017."""

from datetime import date, datetime

from contracts.types import InterviewType
from services.deadlines.rules.groups import SB
from shared.law.calendar import end_of_day
from shared.law.citation import BAB, FAQ, V1
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule

CLOSES_SINCE = date(2019, 12, 9)
"""Release 2019-4; before that only a registered interview closed the deadline."""


@rule("DL-05", FAQ("01-11-2019"), groups=SB, since=G16, day="held_on")
def meeting_day(held_on: date) -> Applied:
    """When the day of the booked meeting comes, the deadline is closed: no *straksbooking* the day after."""
    return applied("closes" if held_on >= CLOSES_SINCE else "stays", held_on=held_on)


@rule("BK-08", V1("2.6"), FAQ("01-11-2019"), groups=SB, since=G16)
def registered_as_held(held_on: date, interview_type: InterviewType) -> Applied:
    """An interview of the deadline's type that is registered as held (*afholdt*) closes it, booked or not (BK-06).

    Before 2019-12-09 nothing else did, so that a late registration meant *straksbooking* the day after the interview.
    """
    return applied("closes", held_on=held_on, interview_type=interview_type)


@rule("DL-07", FAQ("06-02-2017"), groups=SB, since=G16, day="cancelled_at")
def after_cancellation(cancelled_at: datetime, due: date, closed: bool) -> Applied:
    """The meeting that fulfilled the deadline is cancelled: the deadline is in play again unless it was closed.

    Until it runs out it can still be met. After that it was met when it ran out, and only those who had not booked by then
    are deregistered or assessed (BAB § 27, stk. 2; LAS § 13): what remains is the demand to book (*straksbooking*).
    """
    open_until = "in-play" if cancelled_at < end_of_day(due) else "demand-only"
    return applied("stays-closed" if closed else open_until, cancelled_at=cancelled_at, due=due, closed=closed)


@rule("DL-09", V1("2.5"), V1("2.6"), groups=SB, since=G16, day="set_on")
def one_at_a_time(old_due: date | None, set_on: date) -> Applied:
    """A new deadline closes the one before it, also after a miss; the assessment of that miss goes on."""
    if old_due is None:
        return applied("first", old_due=old_due, set_on=set_on)
    return applied("closes-old" if set_on <= old_due else "closes-old-after-its-end", old_due=old_due, set_on=set_on)


@rule("DL-10", BAB("§ 27", stk=2), V1("2.3"), V1("2.5"), groups=SB, since=G16, day="due")
def run_out(due: date, booked_in_time: bool, closed_in_time: bool) -> Applied:
    """No booking that fulfils it stands when the deadline's day ends, and nobody closed it before: overdue."""
    at_the_end = "met" if booked_in_time else "overdue"
    outcome = "closed" if closed_in_time else at_the_end
    return applied(outcome, due=due, booked_in_time=booked_in_time, closed_in_time=closed_in_time)
