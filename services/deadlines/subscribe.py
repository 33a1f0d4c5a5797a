"""What a subscriber does, and what time brings to one (DL-03)."""

from datetime import date

from contracts.deadlines.v1 import ChooseReminders, RemindersChosen
from services.deadlines.case import Case, Reminders
from services.deadlines.reminders import next_reminder, reminded
from services.deadlines.rules.reminder import reminder_after
from services.deadlines.settle import settled
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message, TimerFired
from shared.law.value import replace


def choose_reminders(case: Case, message: Message[ChooseReminders], today: date) -> Decision[Case]:
    """From now on; the reminder at the creation of an open deadline is not made up for."""
    wanted = Reminders(message.body.sms, message.body.email) if message.body.sms or message.body.email else None
    if wanted == case.reminders:
        return Decision(case)
    known = replace(case, reminders=wanted)
    running = case.in_play
    if running is not None and wanted is not None:
        known = known.with_deadline(replace(running, reminded_on=civil_date(message.recorded)))
    return settled(case, known, events=(RemindersChosen(sms=message.body.sms, email=message.body.email),))


def reminder_due(case: Case, message: Message[TimerFired], today: date) -> Decision[Case]:
    """The day of a reminder has come."""
    deadline = case.deadline(message.body.key)
    if deadline is None or case.reminders is None or next_reminder(deadline) != today:
        return Decision(case)
    if not deadline.in_play or deadline.fulfilled_by is not None:
        return settled(case, case.with_deadline(replace(deadline, reminded_on=today)))
    said = reminder_after(deadline.visible_on, deadline.due, deadline.reminded_on)
    now, asked = reminded(deadline, case.reminders, today)
    return settled(case, case.with_deadline(now), said, events=(asked,))
