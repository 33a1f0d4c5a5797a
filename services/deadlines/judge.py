"""One deadline by all that is known: in play or not, missed or not, fulfilled or not; and what has to be said about it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from contracts.deadlines.v1 import (
    Closed,
    DeadlineClosed,
    DeadlineFulfilled,
    DeadlineOverdue,
    DeadlineReopened,
    DeadlineResumed,
    NewDeadlineNeeded,
    OverdueReversed,
)
from contracts.types import AbsenceKind
from services.deadlines.case import Booking, Case, Deadline
from services.deadlines.closing import closing, on_its_day, why_closed
from services.deadlines.course.next import joint_is_due
from services.deadlines.hindrance import hindered, question
from services.deadlines.lapses import lapse_of
from services.deadlines.rules.absence import told_in_writing
from services.deadlines.rules.counting import hold_by, on_the_day
from services.deadlines.rules.course import after_cancellation, meeting_day, run_out
from services.deadlines.rules.fulfilment import fulfils, held_in_time, right_type
from services.deadlines.rules.lapse import NEW_DEADLINE, joint_is_next
from services.deadlines.rules.responsible import whose_miss
from shared.law.calendar import civil_date, end_of_day
from shared.law.rule import Applied
from shared.law.value import replace

BOOKED_IN_TIME = "BOOKED_IN_TIME"


@dataclass(slots=True)
class Judged:
    """A deadline as it is now, and what has to be said about it."""

    deadline: Deadline
    events: list[Any] = field(default_factory=list)
    applied: list[Applied] = field(default_factory=list)
    last: list[Any] = field(default_factory=list)
    """What is said after the rest: a miss is taken back before the deadline is closed."""


def judge(deadline: Deadline, case: Case, because: str = BOOKED_IN_TIME, now: datetime | None = None) -> Judged:
    """`because`: why a miss is taken back for which there is no booking. `now`: lets changes up to it take hold."""
    found = Judged(deadline)
    reopen(found, case)
    close_before_the_lapse(found, case)
    lapse(found, case, now)
    meeting = fulfilling(found.deadline, case)
    judge_end(found, case, meeting, because)
    excuse(found, case)
    fulfil(found, meeting, deadline)
    found.events += found.last
    return found


def reopen(found: Judged, case: Case) -> None:
    """DL-07: the meeting that fulfilled it, or on whose day it was closed, turns out to have been cancelled before. One that
    the citizen's situation has ended stays so."""
    now = found.deadline
    lost = None
    if closed_in_vain(now, case):
        if replaced := replaced_by_the_next(now, case):
            found.deadline = replaced
            return
        lost = now.closed_by
        now = replace(now, closed=None, closed_at=None, closed_by=None)
    if now.closed is None and now.fulfilled_by is not None:
        booking = case.booking(now.fulfilled_by)
        if booking is None or given_up(booking) or not meets(now, booking, case):
            lost = now.fulfilled_by
            now = replace(now, fulfilled_by=None)
    found.deadline = now
    if lost is not None and now.in_play:
        found.events.append(DeadlineReopened(deadline=now.id, interview=lost))
        gone = case.booking(lost)
        if gone is not None and gone.cancelled_at is not None:
            found.applied.append(after_cancellation(gone.cancelled_at, now.due, closed=False))


def given_up(booking: Booking) -> bool:
    """Cancelled, and not on its own day: that day had closed the deadline by then (DL-05), however soon it is told."""
    closed = booking.stood_on_its_day and meeting_day(booking.held_on).outcome == "closes"
    return booking.cancelled_at is not None and not closed


def closed_in_vain(deadline: Deadline, case: Case) -> bool:
    """It was closed on the day of a meeting that had been cancelled by then, never was, or was none it could be met by."""
    if deadline.closed_by is None or deadline.closed_at is None:
        return False
    meeting = case.booking(deadline.closed_by)
    if meeting is None or not meeting.stood_at(deadline.closed_at):
        return True
    return case.situation.cv_talk(meeting.by_fund, meeting.held_on)


def replaced_by_the_next(deadline: Deadline, case: Case) -> Deadline | None:
    """Closed by the deadline that was set after it, where there is one: two are never in play (DL-09)."""
    following = [each for each in case.deadlines if each.set_at > deadline.set_at]
    if not following:
        return None
    return replace(deadline, closed=Closed.REPLACED, closed_at=following[0].set_at, closed_by=None)


def close_before_the_lapse(found: Judged, case: Case) -> None:
    """DL-05: an interview becomes known whose day had closed the deadline before the citizen's situation ended it."""
    was = found.deadline
    booking = closing(was, case) if was.closed is None and was.lapsed_at is not None else None
    closed = on_its_day(was, booking) if booking else was
    if booking and closed.ended_at == closed.closed_at:
        found.deadline = closed
        found.applied.append(why_closed(booking))


def lapse(found: Judged, case: Case, now: datetime | None) -> None:
    """DL-14, OB-01, OB-02: a change in the citizen's situation ends it, or turns out not to have ended it."""
    was = found.deadline
    first = lapse_of(was, case)
    if first is not None and was.closed_at is not None and first.at >= was.closed_at:
        first = None
    if first is not None and not come(first.at, was, now):
        first = None
    if first is None:
        resume(found, case)
    elif (first.why, first.at) != (was.lapsed, was.lapsed_at):
        found.deadline = replace(was, lapsed=first.why, lapsed_at=first.at)
        found.applied.append(first.said)
        if first.why is not was.lapsed:
            on = civil_date(first.at)
            found.last.append(DeadlineClosed(deadline=was.id, reason=first.why, on=on))
            if first.said.rule == "OB-01":
                task(found, case, on, first.why)


def task(found: Judged, case: Case, on: date, why: Closed) -> None:
    """OB-01: a new deadline is needed, unless the next interview is a joint one, to which the person is summoned (IM-08)."""
    said = joint_is_next(joint_is_due(case, on))
    found.applied.append(said)
    if said.outcome == NEW_DEADLINE:
        found.last.append(NewDeadlineNeeded(since=on, because=why))


def come(at: datetime, deadline: Deadline, now: datetime | None) -> bool:
    """Whether the moment is there: it is past by the clock, or by what was said before."""
    return (now is not None and at <= now) or (deadline.lapsed_at is not None and at <= deadline.lapsed_at)


def resume(found: Judged, case: Case) -> None:
    """What had ended it is no longer so."""
    was = found.deadline
    if was.lapsed is None:
        return
    found.deadline = replace(was, lapsed=None, lapsed_at=None)
    if was.closed is not None:
        found.last.append(DeadlineClosed(deadline=was.id, reason=was.closed))
    elif replaced := replaced_by_the_next(found.deadline, case):
        found.deadline = replaced
    else:
        found.deadline = replace(found.deadline, fulfilled_by=None)
        found.events.append(DeadlineResumed(deadline=was.id, because=was.lapsed, overdue=was.missed))


def judge_end(found: Judged, case: Case, meeting: list[Booking], because: str) -> None:
    """DL-10: whether it was met, closed or overdue when its day ended; DL-11: whether that binds the citizen."""
    now = found.deadline
    if not (now.judged or now.missed):
        return
    end = end_of_day(now.due)
    stood = next((each for each in meeting if each.stood_at(end)), None)
    said = run_out(now.due, stood is not None, now.closed_in_time)
    letter = written(now, case)
    missed = now.judged and said.outcome == "overdue" and letter.ok
    if missed and not now.missed:
        found.events.append(
            DeadlineOverdue(deadline=now.id, due=now.due, overdue_on=now.due + timedelta(days=1), owner=now.owner)
        )
        found.last.append(question(now, case))
        found.applied += [said, *([whose_miss(now.owner)] if now.owner.startswith("akasse-") else [])]
    elif now.missed and not missed:
        unbound = now.judged and said.outcome == "overdue"
        found.events.append(reversal(now, stood, "NOT_NOTIFIED" if unbound else because))
        found.applied += [*(explained(now, stood) if stood else ()), letter if unbound else said]
    if now.missed != missed:
        found.deadline = replace(now, missed=missed)


def excuse(found: Judged, case: Case) -> None:
    """OUT-01 to OUT-03: what an outage on its day means for a miss."""
    found.deadline, events, applied = hindered(found.deadline, case)
    found.events += events
    found.applied += applied


def written(deadline: Deadline, case: Case) -> Applied:
    """DL-11, by what is known of the days on which the deadline ran."""
    free = any(
        each.approved and each.kind is AbsenceKind.NO_ACTIVE_SEARCH and each.touches(deadline.visible_on, deadline.due)
        for each in case.situation.absences
    )
    return told_in_writing(free, deadline.notified_on, deadline.due)


def reversal(deadline: Deadline, stood: Booking | None, because: str) -> OverdueReversed:
    """The miss that was said is taken back: for a booking in time, for what ended the deadline, or as the message says."""
    if stood is not None:
        return OverdueReversed(
            deadline=deadline.id, due=deadline.due, interview=stood.interview, booked_at=stood.booked_at
        )
    ended = deadline.lapsed if deadline.lapsed_at == deadline.ended_at else None
    return OverdueReversed(deadline=deadline.id, due=deadline.due, because=ended or because)


def fulfil(found: Judged, meeting: list[Booking], was: Deadline) -> None:
    """DL-04: a booking that fulfils it and stands."""
    now = found.deadline
    live = next((each for each in meeting if not given_up(each)), None)
    if not now.in_play or now.fulfilled_by is not None or live is None:
        return
    found.deadline = replace(now, fulfilled_by=live.interview)
    found.events.append(
        DeadlineFulfilled(deadline=now.id, interview=live.interview, booked_at=live.booked_at, held_on=live.held_on)
    )
    found.applied += () if was.missed else explained(now, live)


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


def meets(deadline: Deadline, booking: Booking, case: Case) -> bool:
    """DL-04, after a look at the dates that rules most bookings of a long life out."""
    near = deadline.visible_on <= booking.held_on and (booking.summoned or booking.held_on <= hold_by(deadline.due))
    cv_talk = case.situation.cv_talk(booking.by_fund, booking.held_on)
    return near and judged_by_dl04(deadline, booking).ok and not cv_talk


def fulfilling(deadline: Deadline, case: Case) -> list[Booking]:
    """The bookings that fulfil it, cancelled ones too, the first booked first."""
    return [each for each in case.bookings if meets(deadline, each, case)]
