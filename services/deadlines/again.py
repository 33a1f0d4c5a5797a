"""A deadline, or an extension, that is asked for again changes nothing, unless something else comes to be known that was said
in between: of all that was said the last word stands."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from contracts.deadlines.v1 import Closed, SetDeadline
from contracts.types import InterviewType
from services.deadlines.case import Again, Case, Deadline, Extension, with_notices
from services.deadlines.lapses import lapse_of
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message, derived
from shared.law.value import replace

Decide = Callable[[Case, Message[Any], date], Decision[Case]]


def said_again(case: Case, known: Deadline, message: Message[SetDeadline]) -> Case:
    """Remembers when it was asked for again."""
    word = Again(message.time, message.body.due, message.id)
    return case if word in known.again else case.with_deadline(replace(known, again=(*known.again, word)))


def same_again(case: Case, new: Deadline) -> Deadline | None:
    """The next deadline, if it asks for what would have been so already, had the new one been known."""
    later = next((each for each in case.deadlines if each.place > new.place), None)
    if later is None or (new.closed, new.closed_at) != (Closed.REPLACED, later.set_at) or new.extensions:
        return None
    ends = lapse_of(new, case)
    if ends is not None and ends.at <= later.set_at:
        return None
    alike = asked_of(new) == asked_of(later) and new.due == later.due_at(later.set_at)
    return later if alike else None


def asked_of(deadline: Deadline) -> tuple[str, InterviewType, date]:
    """By whom, for what and from when."""
    return deadline.owner, deadline.interview_type, deadline.visible_on


def said_before(known: Deadline, new: Deadline, command: str) -> Deadline:
    """A deadline that was asked for before already: it counts from then. Its own word is the one that said it again; for that
    the name of the earlier command is left, should something else turn out to have been said in between."""
    again = (*known.again, Again(known.set_at, new.due, command))
    attempts = (*new.attempts, *known.attempts)
    now = replace(known, set_at=new.set_at, beside=new.beside, again=again, attempts=attempts)
    return with_notices(now, (*new.notices, *known.notices))


def extended_again(case: Case, known: Deadline, at: datetime, due: date) -> Case:
    """The same of an extension to the day that it has."""
    if due != known.due or any(each.at >= at for each in known.extensions):
        return case
    return case.with_deadline(replace(known, extensions=(*known.extensions, Extension(at, due, due))))


def last_word(decide: Decide, set_deadline: Decide) -> Decide:
    """The function of a command; what was asked for again after it is then asked for by that word."""

    def decided(case: Case, message: Message[Any], today: date) -> Decision[Case]:
        decision = decide(case, message, today)
        if decision.refusal is not None:
            return decision
        for known, word in said_since(decision.case, message.time):
            decision = and_then(decision, set_deadline, asked(known, word, message))
        return decision

    return decided


def said_since(case: Case, instant: datetime) -> list[tuple[Deadline, Again]]:
    """What was asked for again since, in the order in which it was said, and is no deadline of its own yet."""
    words = [(known, word) for known in case.deadlines for word in known.again if word.at > instant]
    new = [each for each in words if case.deadline(named(case, each[0].owner, each[1].command)) is None]
    return sorted(new, key=lambda each: (each[1].at, each[1].command))


def named(case: Case, owner: str, command: str) -> str:
    """The name of the deadline that a command sets."""
    return derived(case.citizen, owner, command)


def asked(known: Deadline, word: Again, message: Message[Any]) -> Message[SetDeadline]:
    """The command as it was."""
    body = SetDeadline(due=word.due, interview_type=known.interview_type, visible_on=known.visible_on)
    return replace(message, id=word.command, source=known.owner, time=word.at, body=body)


def and_then(first: Decision[Case], decide: Decide, message: Message[Any]) -> Decision[Case]:
    """Both decisions; of one that is refused by now nothing."""
    second = decide(first.case, message, civil_date(message.time))
    if second.refusal is not None:
        return first
    return replace(
        first,
        case=second.case,
        events=(*first.events, *second.events),
        timers=(*first.timers, *second.timers),
        applied=(*first.applied, *second.applied),
    )
