"""What `slots` tells: an interview is planned, summoned to, held or cancelled, or no time was free."""

from datetime import date

from contracts.slots.v1 import (
    InterviewBooked,
    InterviewCancelled,
    InterviewHeld,
    InterviewHeldWithdrawn,
    InterviewSummoned,
    NoImmediateTimes,
)
from services.registration.case import Case, Interview
from services.registration.consequences import follow
from services.registration.register import Course
from services.registration.returning import change
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message
from shared.law.value import replace


def interview_booked(case: Case, message: Message[InterviewBooked], today: date) -> Decision[Case]:
    """Remembered, and perhaps what a re-registration waits for, or what stands in the way of a holiday."""
    event = message.body
    new = Interview(event.interview, event.held_on, civil_date(event.booked_at), event.interview_type)
    return follow(Course(planned(case, new), message.id)).decided()


def interview_summoned(case: Case, message: Message[InterviewSummoned], today: date) -> Decision[Case]:
    """Remembered; nothing is to be booked by who is summoned (IM-08)."""
    event = message.body
    summoned_on = civil_date(event.summoned_at)
    new = Interview(event.interview, event.held_on, summoned_on, event.interview_type, summoned=True)
    return follow(Course(planned(case, new), message.id)).decided()


def interview_held(case: Case, message: Message[InterviewHeld], today: date) -> Decision[Case]:
    """One held on the citizen's own initiative is like a booking of that day (BK-06); a planned one is known."""
    event = message.body
    if event.planned:
        return Decision(case)
    new = Interview(event.interview, event.held_on, event.held_on, event.interview_type)
    return follow(Course(planned(case, new), message.id)).decided()


def interview_never_held(case: Case, message: Message[InterviewHeldWithdrawn], today: date) -> Decision[Case]:
    """There was none. A re-registration that it brought stands, as after a cancellation."""
    left = tuple(each for each in case.interviews if each.id != message.body.interview)
    return follow(Course(replace(case, interviews=left), message.id)).decided()


def interview_cancelled(case: Case, message: Message[InterviewCancelled], today: date) -> Decision[Case]:
    """It meets no demand from now on. A re-registration that it brought stands: no source takes it back."""
    event = message.body
    known = next((each for each in case.interviews if each.id == event.interview), None)
    interview = known or Interview(event.interview, event.held_on, None, None)
    return follow(Course(with_interview(case, replace(interview, cancelled=True)), message.id)).decided()


def no_times(case: Case, message: Message[NoImmediateTimes], today: date) -> Decision[Case]:
    """Registered without a booking (IM-04)."""
    asked = (*case.pending, *case.gave_way)
    waiting = next((each for each in asked if each.requested_on == message.body.requested_on), None)
    if waiting is None:
        return Decision(case)
    return follow(Course(change(case, replace(waiting, no_times=True)), message.id)).decided()


def planned(case: Case, new: Interview) -> Case:
    """The case with an interview; one that was cancelled before it was known stays so."""
    cancelled = any(each.cancelled for each in case.interviews if each.id == new.id)
    return with_interview(case, replace(new, cancelled=cancelled))


def with_interview(case: Case, interview: Interview) -> Case:
    """Replaces what is known of the same interview."""
    others = (each for each in case.interviews if each.id != interview.id)
    return replace(case, interviews=tuple(sorted((*others, interview), key=lambda each: each.id)))
