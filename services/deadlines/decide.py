"""What follows from each message. Reads the business time of the sender, never the time of arrival."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from contracts.deadlines.v1 import (
    CloseDeadline,
    Closed,
    DeadlineClosed,
    DeadlineExtended,
    DeadlineSet,
    ExtendDeadline,
    SetDeadline,
)
from contracts.registration.v1 import CitizenRegistered, GuidanceRecorded
from contracts.slots.v1 import InterviewBooked, InterviewCancelled
from shared.law.calendar import start_of_day
from shared.law.decision import Decider, Decision, Message, TimerFired, derived, refused
from shared.law.rule import Applied

from . import policy
from .case import Booking, Case, Deadline, Placement
from .rules.counting import earliest_due, hold_by, latest_meeting
from .rules.course import after_cancellation, meeting_day, one_at_a_time
from .rules.duty import duty_has_begun, guided_before, must_book, not_reserved_for_summons
from .rules.length import extendable, long_enough
from .settle import DUE, MEETING, answer, explained, settled

CODES = {
    "not-registered": "NOT_REGISTERED",
    "no-duty": "NO_DUTY",
    "not-yet": "NO_DUTY",
    "visible-before-set": "VISIBLE_IN_PAST",
    "summons-only": "SUMMONS_ONLY",
    "not-guided": "NOT_GUIDED",
    "too-short": "DEADLINE_TOO_SHORT",
    "no-deadline": "NO_DEADLINE",
    "run-out": "DEADLINE_RUN_OUT",
    "not-later": "NOT_LATER",
}
"""What a refusal is called, by the outcome of the rule that refuses."""
FAR = "TOO_FAR_AHEAD"


def set_deadline(case: Case, message: Message[SetDeadline], today: date) -> Decision[Case]:
    """A new deadline, if the citizen has the duty and gets at least eight days; it closes the one before it."""
    command = message.body
    visible_on = command.visible_on or today
    if max(visible_on, command.due) > today + policy.FURTHEST:
        return refused(case, FAR, due=command.due, visible_on=visible_on)
    applied: list[Applied] = []
    for said in conditions(case, command, visible_on, today):
        applied.append(said)
        if said.outcome in CODES:
            return refused(case, CODES[said.outcome], *applied)
    new = Deadline(
        derived(case.citizen, message.source, message.id),
        message.source,
        command.interview_type,
        message.time,
        visible_on,
        command.due,
    )
    told = DeadlineSet(
        deadline=new.id,
        visible_on=visible_on,
        due=new.due,
        hold_by=hold_by(new.due),
        interview_type=new.interview_type,
        owner=new.owner,
    )
    old = case.in_play
    replaced = one_at_a_time(old.due if old else None, today)
    if old is None:
        return settled(case, case.with_deadline(new), *applied, replaced, events=(told,))
    closed = replace(old, closed=Closed.REPLACED, closed_at=message.time)
    return settled(
        case,
        case.with_deadline(closed).with_deadline(new),
        *applied,
        replaced,
        events=(DeadlineClosed(deadline=old.id, reason=Closed.REPLACED), told),
        because="REPLACED_IN_TIME",
    )


def conditions(case: Case, command: SetDeadline, visible_on: date, today: date) -> Iterator[Applied]:
    """What a new deadline is tested by, in order; the first *no* ends it."""
    group = case.group_on(visible_on)
    yield must_book(group, visible_on, today)
    if group is not None:
        yield duty_has_begun(group, visible_on)
    yield not_reserved_for_summons(command.interview_type, visible_on)
    yield guided_before(case.guided_on, visible_on)
    yield earliest_due(visible_on)
    yield long_enough(visible_on, command.due)
    yield latest_meeting(command.due)


def extend_deadline(case: Case, message: Message[ExtendDeadline], today: date) -> Decision[Case]:
    """Moves the limit, and with it the last day of the interview; a booking that was outside may now be inside."""
    old, due = case.in_play_at(message.time), message.body.due
    if due > today + policy.FURTHEST:
        return refused(case, FAR, due=due)
    said = extendable(old.due if old else None, today, due)
    if old is None or not said.ok:
        return refused(case, CODES[said.outcome], said)
    if old.missed:
        return extend_late(case, old, due, said)
    told = DeadlineExtended(deadline=old.id, due=due, hold_by=hold_by(due))
    known = case.with_deadline(replace(old, due=due, judged=False))
    return settled(case, known, said, latest_meeting(due), events=(told,))


def extend_late(case: Case, old: Deadline, due: date, said: Applied) -> Decision[Case]:
    """Asked for in time, known after the miss: the miss is taken back, and the deadline runs to its new day."""
    back = settled(case, case.with_deadline(replace(old, judged=False)), because="EXTENDED_IN_TIME")
    known = back.case.with_deadline(replace(old, due=due, judged=False, missed=False))
    told = DeadlineExtended(deadline=old.id, due=due, hold_by=hold_by(due))
    events = (*back.events, told)
    return settled(case, known, said, *back.applied, latest_meeting(due), events=events)


def close_deadline(case: Case, message: Message[CloseDeadline], today: date) -> Decision[Case]:
    """Closes what was in play when the command was given; a miss that was there by then stands (DL-09)."""
    old = case.in_play_at(message.time)
    if old is None:
        return refused(case, "NO_DEADLINE")
    closed = replace(old, closed=Closed.BY_HAND, closed_at=message.time, closed_by=None)
    told = DeadlineClosed(deadline=old.id, reason=Closed.BY_HAND)
    return settled(case, case.with_deadline(closed), events=(told,), because="CLOSED_IN_TIME")


def registered(case: Case, message: Message[CitizenRegistered], today: date) -> Decision[Case]:
    """The group from a date on; what was set before stays."""
    return Decision(case.with_placement(Placement(message.body.on, message.body.group)))


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
    decision = settled(case, case.with_booking(replace(booking, cancelled_at=message.time)))
    closed = next((each for each in case.deadlines if each.closed_by == booking.interview), None)
    if closed is None or decision.events:
        return decision
    return replace(decision, applied=(after_cancellation(message.time, closed.due, closed=True),))


def day_ended(case: Case, message: Message[TimerFired], today: date) -> Decision[Case]:
    """The end of a deadline's day, with some grace: overdue, if nothing that fulfils it stands (DL-10)."""
    deadline = case.deadline(message.body.key)
    if deadline is None or deadline.judged or today <= deadline.due:
        return Decision(case)
    known = case.with_deadline(replace(deadline, judged=True))
    return settled(known, known)


def meeting_day_came(case: Case, message: Message[TimerFired], today: date) -> Decision[Case]:
    """The day of the meeting that answers the deadline: closed, so that nothing is demanded the day after (DL-05)."""
    deadline = case.deadline(message.body.key)
    booking = answer(deadline, case) if deadline is not None and deadline.closed is None else None
    if deadline is None or booking is None or booking.held_on > today:
        return Decision(case)
    since = max(start_of_day(booking.held_on), booking.booked_at)
    closed = replace(deadline, closed=Closed.INTERVIEW_DAY, closed_at=since, closed_by=booking.interview)
    told = DeadlineClosed(deadline=deadline.id, reason=Closed.INTERVIEW_DAY)
    return settled(case, case.with_deadline(closed), meeting_day(booking.held_on), events=(told,))


decide: Decider[Case] = Decider(
    {
        SetDeadline: set_deadline,
        ExtendDeadline: extend_deadline,
        CloseDeadline: close_deadline,
        CitizenRegistered: registered,
        GuidanceRecorded: guided,
        InterviewBooked: booked,
        InterviewCancelled: cancelled,
    },
    {DUE: day_ended, MEETING: meeting_day_came},
)
