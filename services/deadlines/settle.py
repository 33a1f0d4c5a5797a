"""From facts to consequences. After every message each deadline is judged anew by everything known, and what differs from
what was said before is said now. So the order in which facts become known does not matter, only when they happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from contracts.deadlines.v1 import Closed, DeadlineFulfilled, DeadlineOverdue, DeadlineReopened, OverdueReversed
from services.deadlines import policy
from services.deadlines.case import Booking, Case, Deadline
from services.deadlines.rules.counting import hold_by, on_the_day
from services.deadlines.rules.course import after_cancellation, meeting_day, run_out
from services.deadlines.rules.fulfilment import fulfils, held_in_time, right_type
from shared.law.calendar import end_of_day, start_of_day
from shared.law.decision import Clear, Decision, Timer
from shared.law.rule import Applied
from shared.law.value import replace

DUE, MEETING = "due", "meeting"
"""Timers: the end of the deadline's day, and the day of the meeting that answers it. Both keyed by the deadline."""

BOOKED_IN_TIME = "BOOKED_IN_TIME"


@dataclass(frozen=True, slots=True)
class Judged:
    """A deadline as it is now, and what has to be said about it."""

    deadline: Deadline
    events: tuple[Any, ...] = ()
    applied: tuple[Applied, ...] = ()


def settled(
    before: Case,
    known: Case,
    *applied: Applied,
    events: tuple[Any, ...] = (),
    because: str = BOOKED_IN_TIME,
) -> Decision[Case]:
    """What follows when the case `before` has become `known`: `events` first, then what changed for each deadline."""
    found = [judge(deadline, known, because) for deadline in known.deadlines]
    now = known
    for was, each in zip(known.deadlines, found, strict=True):
        if each.deadline != was:
            now = now.with_deadline(each.deadline)
    return Decision(
        now,
        events=events + tuple(event for each in found for event in each.events),
        timers=tuple(timers(before, now)),
        applied=applied + tuple(said for each in found for said in each.applied),
    )


def judge(deadline: Deadline, case: Case, because: str = BOOKED_IN_TIME) -> Judged:
    """One deadline by all that is known: in play or not, missed or not, fulfilled or not."""
    events: list[Any] = []
    applied: list[Applied] = []
    now = reopened(deadline, case, events, applied)
    meeting = fulfilling(now, case)

    end = end_of_day(now.due)
    stood = next((each for each in meeting if each.stood_at(end)), None)
    if now.judged or now.missed:
        end_judged = run_out(now.due, stood is not None, now.closed_in_time)
        missed = now.judged and end_judged.outcome == "overdue"
        if missed and not now.missed:
            events.append(
                DeadlineOverdue(deadline=now.id, due=now.due, overdue_on=now.due + timedelta(days=1), owner=now.owner)
            )
            applied.append(end_judged)
        elif now.missed and not missed:
            events.append(reversal(now, stood, because))
            applied += [*(explained(now, stood) if stood else ()), end_judged]
        now = now if now.missed == missed else replace(now, missed=missed)

    live = next((each for each in meeting if each.cancelled_at is None), None)
    if now.closed is None and now.fulfilled_by is None and live is not None:
        now = replace(now, fulfilled_by=live.interview)
        events.append(
            DeadlineFulfilled(deadline=now.id, interview=live.interview, booked_at=live.booked_at, held_on=live.held_on)
        )
        applied += () if deadline.missed else explained(now, live)
    return Judged(now, tuple(events), tuple(applied))


def reopened(deadline: Deadline, case: Case, events: list[Any], applied: list[Applied]) -> Deadline:
    """DL-07: the meeting that fulfilled it, or on whose day it was closed, turns out to have been cancelled before."""
    now = deadline
    lost = None
    if closed_in_vain(now, case):
        following = next((each for each in case.deadlines if each.set_at > now.set_at), None)
        if following is not None:
            return replace(now, closed=Closed.REPLACED, closed_at=following.set_at, closed_by=None)
        lost = now.closed_by
        now = replace(now, closed=None, closed_at=None, closed_by=None)
    if now.closed is None and now.fulfilled_by is not None:
        booking = case.booking(now.fulfilled_by)
        if booking is None or booking.cancelled_at is not None or not meets(now, booking):
            lost = now.fulfilled_by
            now = replace(now, fulfilled_by=None)
    if lost is not None:
        events.append(DeadlineReopened(deadline=now.id, interview=lost))
        gone = case.booking(lost)
        if gone is not None and gone.cancelled_at is not None:
            applied.append(after_cancellation(gone.cancelled_at, now.due, closed=False))
    return now


def closed_in_vain(deadline: Deadline, case: Case) -> bool:
    """It was closed on the day of a meeting that had been cancelled by then."""
    meeting = case.booking(deadline.closed_by) if deadline.closed_by else None
    return meeting is not None and deadline.closed_at is not None and not meeting.stood_at(deadline.closed_at)


def reversal(deadline: Deadline, stood: Booking | None, because: str) -> OverdueReversed:
    """The miss that was said is taken back: for a booking in time, or else for what the message says."""
    if stood is None:
        return OverdueReversed(deadline=deadline.id, due=deadline.due, because=because)
    return OverdueReversed(deadline=deadline.id, due=deadline.due, interview=stood.interview, booked_at=stood.booked_at)


def explained(deadline: Deadline, booking: Booking) -> tuple[Applied, ...]:
    """Why a booking fulfils a deadline, or why not."""
    return (
        right_type(deadline.interview_type, booking.interview_type),
        on_the_day(booking.booked_at, deadline.due),
        held_in_time(booking.held_on, hold_by(deadline.due)),
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
    )


def meets(deadline: Deadline, booking: Booking) -> bool:
    """DL-04, after a look at the dates that rules most bookings of a long life out."""
    near = deadline.visible_on <= booking.held_on <= hold_by(deadline.due)
    return near and judged_by_dl04(deadline, booking).ok


def fulfilling(deadline: Deadline, case: Case) -> list[Booking]:
    """The bookings that fulfil it, cancelled ones too, the first booked first."""
    return [each for each in case.bookings if meets(deadline, each)]


def answer(deadline: Deadline, case: Case) -> Booking | None:
    """The booking on whose day the deadline closes: the fulfilling one, or after the end the next of its type (BK-06)."""
    if deadline.fulfilled_by is not None:
        return case.booking(deadline.fulfilled_by)
    if not deadline.judged:
        return None
    late = [
        each
        for each in case.bookings
        if each.cancelled_at is None and each.held_on > deadline.due and each.interview_type is deadline.interview_type
    ]
    return min(late, key=lambda each: (each.held_on, each.booked_at, each.interview), default=None)


def timers(before: Case, now: Case) -> Iterator[Timer | Clear]:
    """The difference between the timers that the two cases want."""
    old, new = wanted(before), wanted(now)
    for (kind, key), due_at in new.items():
        if old.get((kind, key)) != due_at:
            yield Timer(kind, key, due_at)
    for kind, key in old.keys() - new.keys():
        yield Clear(kind, key)


def wanted(case: Case) -> dict[tuple[str, str], datetime]:
    """The timers of a case, each some minutes after the midnight that it is about."""
    found: dict[tuple[str, str], datetime] = {}
    for each in case.deadlines:
        if not each.judged and not each.closed_in_time:
            found[DUE, each.id] = end_of_day(each.due) + policy.GRACE
        if each.closed is None and (booking := answer(each, case)) and meeting_day(booking.held_on).outcome == "closes":
            found[MEETING, each.id] = start_of_day(booking.held_on) + policy.GRACE
    return found
