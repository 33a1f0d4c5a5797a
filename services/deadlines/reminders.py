"""Reminders of a deadline for those who asked for them (*påmindelse*), DL-03. Whether one was sent never matters."""

from datetime import date

from contracts.deadlines.v1 import ReminderRequested
from services.deadlines.case import Deadline, Reminders
from services.deadlines.rules.reminder import NONE, reminder_after
from shared.law.value import replace


def next_reminder(deadline: Deadline) -> date | None:
    """The next day of a reminder, until the deadline has ended. It passes unused while nothing is to be booked, so that a
    deadline that comes into play again reminds of no day that is past."""
    if deadline.judged:
        return None
    said = reminder_after(deadline.visible_on, deadline.due, deadline.reminded_on)
    return None if said.outcome == NONE else date.fromisoformat(said.outcome)


def reminded(deadline: Deadline, by: Reminders, on: date) -> tuple[Deadline, ReminderRequested]:
    """The deadline with that day done with, and the request."""
    asked = ReminderRequested(deadline=deadline.id, due=deadline.due, on=on, sms=by.sms, email=by.email)
    return replace(deadline, reminded_on=on), asked
