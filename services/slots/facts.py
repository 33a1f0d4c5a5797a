"""What `deadlines` told about a citizen, kept for judging a booking. Overdue is not kept: dates say it."""

from datetime import date, datetime

from contracts.deadlines.v1 import (
    DeadlineClosed,
    DeadlineExtended,
    DeadlineFulfilled,
    DeadlineReopened,
    DeadlineResumed,
    DeadlineSet,
    OverdueReversed,
)
from services.slots.case import Case, Citizen, Deadline, by_id
from shared.law.decision import Decision, Message
from shared.law.value import replace


def deadline_set(citizen: Citizen, message: Message[DeadlineSet], today: date) -> Decision[Case]:
    """A new deadline. The old ones are kept for as long as a booking made under them may still come in."""
    told = message.body
    new = Deadline(told.deadline, told.visible_on, told.due, told.hold_by, told.interview_type)
    kept = (each for each in citizen.deadlines if each.id != new.id and each.hold_by >= today)
    return Decision(replace(citizen, deadlines=by_id((*kept, new))))


def deadline_extended(citizen: Citizen, message: Message[DeadlineExtended], today: date) -> Decision[Case]:
    """Due and last day move together (DL-08)."""
    told = message.body
    return _deadlines(citizen, [_moved(each, told) for each in citizen.deadlines])


def _moved(deadline: Deadline, told: DeadlineExtended) -> Deadline:
    return replace(deadline, due=told.due, hold_by=told.hold_by) if deadline.id == told.deadline else deadline


def deadline_closed(citizen: Citizen, message: Message[DeadlineClosed], today: date) -> Decision[Case]:
    """Nothing follows from it any more; a booking made before is still judged by it."""
    return _deadlines(citizen, [_closed(each, message.body.deadline, message.time) for each in citizen.deadlines])


def _closed(deadline: Deadline, id: str, at: datetime) -> Deadline:
    return replace(deadline, closed_at=min(deadline.closed_at or at, at)) if deadline.id == id else deadline


def deadline_met(
    citizen: Citizen, message: Message[DeadlineFulfilled] | Message[OverdueReversed], today: date
) -> Decision[Case]:
    """A booking fulfilled it: in time, or in time but known late."""
    return _fulfilled(citizen, message.body.deadline, message.body.interview)


def deadline_reopened(citizen: Citizen, message: Message[DeadlineReopened], today: date) -> Decision[Case]:
    """The booking that fulfilled it is cancelled (DL-07)."""
    return _fulfilled(citizen, message.body.deadline, None)


def deadline_resumed(citizen: Citizen, message: Message[DeadlineResumed], today: date) -> Decision[Case]:
    """What had closed it turns out not to be so."""
    id = message.body.deadline
    return _deadlines(citizen, [replace(each, closed_at=None) if each.id == id else each for each in citizen.deadlines])


def _fulfilled(citizen: Citizen, id: str, by: str | None) -> Decision[Case]:
    return _deadlines(
        citizen, [replace(each, fulfilled_by=by) if each.id == id else each for each in citizen.deadlines]
    )


def _deadlines(citizen: Citizen, deadlines: list[Deadline]) -> Decision[Case]:
    return Decision(replace(citizen, deadlines=tuple(deadlines)))
