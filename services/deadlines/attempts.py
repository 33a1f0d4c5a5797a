"""What a citizen's case hears of outages: an attempt in vain, and the outages of the day on which a deadline ended."""

from datetime import date

from contracts.deadlines.v1 import AttemptRecorded, OutagesOfDay, RecordAttempt
from services.deadlines.case import Case, Window
from services.deadlines.outage_day import passed_on
from services.deadlines.settle import settled
from shared.law.decision import Decision, Message
from shared.law.value import replace

KEPT = 10
"""So many attempts under one deadline are remembered, the last ones."""


def record_attempt(case: Case, message: Message[RecordAttempt], today: date) -> Decision[Case]:
    """Noted with the deadline in play by then, if it had not ended; elsewhere it proves nothing."""
    deadline = case.in_play_at(message.time)
    if deadline is None or today > deadline.due or message.time in deadline.attempts:
        return Decision(case)
    attempts = tuple(sorted((*deadline.attempts, message.time)))[-KEPT:]
    known = case.with_deadline(replace(deadline, attempts=attempts))
    return settled(case, known, events=(AttemptRecorded(deadline=deadline.id, at=message.time),))


def outages_told(case: Case, message: Message[OutagesOfDay], today: date) -> Decision[Case]:
    """All outages of a date, for the deadlines that were missed on it, or for a list of such citizens."""
    if case.outage_day is not None:
        return passed_on(case, case.outage_day, message.body)
    windows = tuple(Window(starts_at, ends_at) for starts_at, ends_at in message.body.windows)
    known = case
    for each in case.deadlines:
        if each.missed and each.due == message.body.day and each.outages != windows:
            known = known.with_deadline(replace(each, outages=windows))
    return replace(settled(case, known), pending=True)
