"""One deadline by all that is known: in play or not, missed or not, fulfilled or not; and what has to be said about it."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

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
from services.deadlines.closing import closed_by, why_closed
from services.deadlines.course.next import joint_is_due
from services.deadlines.fulfilling import explained, fulfilling, given_up, meets
from services.deadlines.hindrance import hindered, question
from services.deadlines.lapses import lapse_of
from services.deadlines.rules.absence import told_in_writing
from services.deadlines.rules.course import after_cancellation, run_out
from services.deadlines.rules.lapse import NEW_DEADLINE, joint_is_next
from services.deadlines.rules.responsible import whose_miss
from shared.law.calendar import civil_date, end_of_day
from shared.law.rule import Applied
from shared.law.value import replace

BOOKED_IN_TIME = "BOOKED_IN_TIME"


class Judged(msgspec.Struct):
    """A deadline as it is now, and what has to be said about it."""

    deadline: Deadline
    events: list[Any] = []
    applied: list[Applied] = []
    last: list[Any] = []
    """What is said after the rest: a miss is taken back before the deadline is closed."""


def judge(deadline: Deadline, case: Case, because: str = BOOKED_IN_TIME, now: datetime | None = None) -> Judged:
    """`because`: why a miss is taken back for which there is no booking. `now`: lets changes up to it take hold."""
    found = Judged(deadline)
    closed(found, case, now)
    reopen(found, case, deadline)
    lapse(found, case, now)
    meeting = fulfilling(found.deadline, case)
    judge_end(found, case, meeting, because)
    excuse(found, case)
    fulfil(found, meeting, deadline)
    found.events += found.last
    return found


def closed(found: Judged, case: Case, now: datetime | None) -> None:
    """DL-05, DL-09: what closed it by all that is known; nothing, if its meeting was cancelled by then."""
    was, first = found.deadline, closed_by(found.deadline, case, now)
    if first is None:
        found.deadline = replace(was, closed=None, closed_at=None, closed_by=None) if was.closed else was
        return
    if (first.why, first.at, first.interview) == (was.closed, was.closed_at, was.closed_by):
        return
    found.deadline = replace(was, closed=first.why, closed_at=first.at, closed_by=first.interview)
    if first.booking and first.interview != was.closed_by:
        found.applied.append(why_closed(first.booking))
    if first.why is not was.closed and was.lapsed is None:
        found.last.append(DeadlineClosed(deadline=was.id, reason=first.why))


def reopen(found: Judged, case: Case, was: Deadline) -> None:
    """DL-07: the meeting that fulfilled it, or on whose day it was closed, turns out to have been cancelled before. One that
    the citizen's situation has ended stays so."""
    now = found.deadline
    if now.closed is not None:
        return
    lost, booking = was.closed_by, case.booking(now.fulfilled_by) if now.fulfilled_by else None
    if now.fulfilled_by and (booking is None or given_up(booking) or not meets(now, booking, case)):
        lost = now.fulfilled_by
    if lost is None:
        return
    found.deadline = now = replace(now, fulfilled_by=None)
    if not now.in_play:
        return
    found.events.append(DeadlineReopened(deadline=now.id, interview=lost))
    gone = case.booking(lost)
    if gone is not None and gone.cancelled_at is not None:
        found.applied.append(after_cancellation(gone.cancelled_at, now.due, closed=False))


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
    return any(each is not None and at <= each for each in (now, deadline.lapsed_at, deadline.closed_at))


def resume(found: Judged, case: Case) -> None:
    """What had ended it is no longer so."""
    was = found.deadline
    if was.lapsed is None:
        return
    found.deadline = replace(was, lapsed=None, lapsed_at=None)
    if was.closed is not None:
        found.last.append(DeadlineClosed(deadline=was.id, reason=was.closed))
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
        if not any(isinstance(each, DeadlineClosed) for each in found.last):
            found.last += closed_already(now)
        found.applied += [said, *([whose_miss(now.owner)] if now.owner.startswith("akasse-") else [])]
        found.applied += [letter] if letter.inputs["free"] else []
    elif now.missed and not missed:
        unbound = now.judged and said.outcome == "overdue"
        found.events.append(reversal(now, stood, "NOT_NOTIFIED" if unbound else because))
        found.applied += [*(explained(now, stood) if stood else ()), letter if unbound else said]
    if now.missed != missed:
        found.deadline = replace(now, missed=missed)


def closed_already(deadline: Deadline) -> list[DeadlineClosed]:
    """Told again after a miss that becomes known later than its closing: who hears of the miss must know of that."""
    lapsed_at = deadline.lapsed_at if deadline.lapsed_at == deadline.ended_at else None
    reason = deadline.lapsed if lapsed_at else deadline.closed
    on = civil_date(lapsed_at) if lapsed_at else None
    return [DeadlineClosed(deadline=deadline.id, reason=reason, on=on)] if reason else []


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
