"""What an authority may ask: set, extend, close a deadline. A command is judged by the time its sender gave it."""

from datetime import date
from typing import Any

from contracts.deadlines.v1 import (
    CloseDeadline,
    DeadlineExtended,
    DeadlineSet,
    ExtendDeadline,
    RecordWrittenNotice,
    SetDeadline,
    WrittenNoticeRecorded,
)
from services.deadlines.again import extended_again, named, said_again, said_before, same_again
from services.deadlines.case import Case, Deadline, Extension, Notice, with_notices
from services.deadlines.conditions import conditions, repeats, responsibility
from services.deadlines.overtaken import before, overtaken
from services.deadlines.regard import regard
from services.deadlines.reminders import reminded
from services.deadlines.rules.counting import hold_by, latest_meeting
from services.deadlines.rules.course import one_at_a_time
from services.deadlines.rules.length import extendable
from services.deadlines.rules.reminder import reminder_after
from services.deadlines.settle import settled
from shared.law.calendar import civil_date, end_of_day
from shared.law.decision import Decision, Message, refused
from shared.law.rule import Applied
from shared.law.value import replace

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
    "not-responsible": "NOT_RESPONSIBLE",
    "a-kasse-holds-it": "NOT_RESPONSIBLE",
    "in-holiday": "DUE_IN_HOLIDAY",
    "in-education": "DUE_IN_EDUCATION",
    "EXEMPTED": "EXEMPTED",
    "DEPRIVED": "DEPRIVED",
    "LESS_INTENSIVE": "LESS_INTENSIVE",
    "STANDBY": "STANDBY",
}
"""What a refusal is called, by the outcome of the rule that refuses."""


def set_deadline(case: Case, message: Message[SetDeadline], today: date) -> Decision[Case]:
    """A new deadline, if the citizen has the duty and gets at least eight days; it closes the one before it."""
    command = message.body
    visible_on = command.visible_on or today
    old = case.in_play_at(message.time)
    if old is not None and repeats(command, message.source, visible_on, message.time, old):
        return Decision(said_again(case, old, message))
    applied: list[Applied] = []
    for said in conditions(case, command, message.source, visible_on, today):
        applied.append(said)
        if said.outcome in CODES:
            return refused(case, CODES[said.outcome], *applied)
    new = Deadline(
        named(case, message.source, message.id),
        message.source,
        command.interview_type,
        message.time,
        visible_on,
        command.due,
        beside=sum((each.set_at, each.owner) == (message.time, message.source) for each in case.deadlines),
    )
    told = DeadlineSet(
        deadline=new.id,
        visible_on=visible_on,
        due=new.due,
        hold_by=hold_by(new.due),
        interview_type=new.interview_type,
        owner=new.owner,
    )
    new, since = overtaken(new, case)
    if known := same_again(case, new):
        now = said_before(known, new, message.id)
        letter = (WrittenNoticeRecorded(deadline=now.id, on=on) for on in {now.notified_on} - {known.notified_on} if on)
        return replace_old(case, old, now, *applied, events=tuple(letter))
    events: tuple[Any, ...] = (told, *since)
    if case.reminders and visible_on == today and new.in_play:
        applied.append(reminder_after(visible_on, new.due, None))
        new, reminder = reminded(new, case.reminders, civil_date(message.recorded))
        events = (*events, reminder)
    applied.append(one_at_a_time(old.due if old else None, today))
    return replace_old(case, old, new, *applied, events=events)


def replace_old(
    case: Case, old: Deadline | None, new: Deadline, *applied: Applied, events: tuple[Any, ...]
) -> Decision[Case]:
    """DL-09: the new deadline comes in the place of the one that was in play when it was set."""
    if old is None or old.place > new.place:
        return settled(case, case.with_deadline(new), *applied, events=events)
    known = case.with_deadline(before(old, new)).with_deadline(new)
    return settled(case, known, *applied, events=events, because="REPLACED_IN_TIME", about=new.id)


def shut_out(case: Case, sender: str, today: date) -> Decision[Case] | None:
    """No to an authority that is not responsible today."""
    said = next((each for each in responsibility(case, sender, today) if each.rule == "AK-01" and not each.ok), None)
    return refused(case, CODES[said.outcome], said) if said else None


def record_notice(case: Case, message: Message[RecordWrittenNotice], today: date) -> Decision[Case]:
    """A letter about the deadline that was in play when it was sent; the first one counts (DL-11)."""
    on = message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    if no := shut_out(case, message.source, today):
        return no
    at = min(message.time, end_of_day(on))
    deadline = case.in_play_at(at)
    if deadline is None:
        return refused(case, "NO_DEADLINE", on=on)
    told = with_notices(deadline, (*deadline.notices, Notice(at, on)))
    if told.notified_on == deadline.notified_on:
        return Decision(case.with_deadline(told))
    return settled(case, case.with_deadline(told), events=(WrittenNoticeRecorded(deadline=deadline.id, on=on),))


def extend_deadline(case: Case, message: Message[ExtendDeadline], today: date) -> Decision[Case]:
    """Moves the limit, and with it the last day of the interview; a booking that was outside may now be inside."""
    old, due = case.in_play_at(message.time), message.body.due
    if no := shut_out(case, message.source, today):
        return no
    if old is not None and due in (extension.due for extension in old.extensions):
        return Decision(extended_again(case, old, message.time, due))
    applied = [extendable(old.due if old else None, today, due)]
    if old is None or not (applied[0].ok or applied[0].outcome in CODES):
        return refused(case, "NO_DEADLINE", *applied)
    if not applied[0].ok:
        return refused(case, CODES[applied[0].outcome], *applied)
    for said in regard(case.situation.absences, due):
        applied.append(said)
        if said.outcome in CODES:
            return refused(case, CODES[said.outcome], *applied)
    new = replace(old, due=due, judged=False, extensions=(*old.extensions, Extension(message.time, old.due, due)))
    told = DeadlineExtended(deadline=old.id, due=due, hold_by=hold_by(due))
    if old.missed:
        return extend_late(case, old, new, *applied, told=told)
    return settled(case, case.with_deadline(new), *applied, latest_meeting(due), events=(told,))


def extend_late(case: Case, old: Deadline, new: Deadline, *said: Applied, told: DeadlineExtended) -> Decision[Case]:
    """Asked for in time, known after the miss: the miss is taken back, and the deadline runs to its new day."""
    back = settled(case, case.with_deadline(replace(old, judged=False)), because="EXTENDED_IN_TIME")
    known = back.case.with_deadline(replace(new, missed=False))
    events = (*back.events, told)
    return settled(case, known, *said, *back.applied, latest_meeting(new.due), events=events)


def close_deadline(case: Case, message: Message[CloseDeadline], today: date) -> Decision[Case]:
    """Closes what was in play when the command was given; a miss that was there by then stands (DL-09)."""
    if no := shut_out(case, message.source, today):
        return no
    old = case.in_play_at(message.time)
    if old is None:
        return refused(case, "NO_DEADLINE")
    closed = replace(old, closings=(*old.closings, message.time))
    return settled(case, case.with_deadline(closed), because="CLOSED_IN_TIME")
