"""From events to the read model: every event becomes a line, some change the summary. Nothing is sent, ever.

Each part of the summary comes from one service alone, so it does not matter which service's events are read first.
"""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import contracts.messages  # noqa: F401  (completes the registry)
from contracts.common.v1 import CitizenParked, CommandRefused, ParkedDiscarded, ParkedReleased
from contracts.deadlines import v1 as deadlines
from contracts.registration import v1 as registration
from contracts.registry import CONTRACTS
from contracts.slots.v1 import InterviewBooked, InterviewCancelled, InterviewHeld, InterviewMissed, InterviewSummoned
from services.console.case import Case, Deadline, Entry, Interview, Parked, Standing, Summary
from shared.law.decision import Decider, Decision, Message

LONGEST = 20
"""Elements of a list that the timeline keeps; a planner may publish 500 times in one event."""


def note(case: Case, message: Message[Any], today: date) -> Decision[Case]:
    """Any event: a line more, and what it means for the summary."""
    body = message.body
    line = Entry(
        id=message.id,
        service=message.source,
        sequence=message.sequence,
        type=message.type,
        time=message.time,
        day=today,
        code=body.code if isinstance(body, CommandRefused) else "",
        consequence=CONTRACTS[message.type].consequence,
        body={name: _short(value) for name, value in asdict(body).items()},
        basis=message.basis or [],
    )
    change = CHANGES.get(type(body))
    summary = change(case.summary, body) if change else case.summary
    return Decision(replace(case, summary=summary, parked=_parked(case, message), added=(*case.added, line)))


def _short(value: Any) -> Any:
    if isinstance(value, list | tuple) and len(value) > LONGEST:
        return [*value[:LONGEST], f"… {len(value) - LONGEST} mere"]
    return value


def _parked(case: Case, message: Message[Any]) -> tuple[Parked, ...]:
    body = message.body
    others = tuple(each for each in case.parked if each.service != message.source)
    if isinstance(body, CitizenParked):
        return (*others, Parked(message.source, body.message, body.type, body.error, message.time))
    return others if isinstance(body, ParkedReleased | ParkedDiscarded) else case.parked


def _registered(was: Summary, told: registration.CitizenRegistered) -> Summary:
    now = replace(was, group=told.group, jobcentre=told.jobcentre, akasse=told.akasse, insured=told.insured)
    if told.job_seeker == was.registered:
        return now
    return replace(now, registered=told.job_seeker, since=told.on, why=None, immediate_by=None)


def _deregistered(was: Summary, told: registration.JobseekerDeregistered) -> Summary:
    return replace(was, registered=False, since=told.effective, why=told.reason, immediate_by=None)


def _deregistration_reversed(was: Summary, told: registration.DeregistrationReversed) -> Summary:
    return replace(was, registered=True, since=None, why=None, immediate_by=None)


def _reregistered(was: Summary, told: registration.JobseekerReRegistered) -> Summary:
    if told.out_again:
        return was
    return replace(was, registered=True, since=told.effective, why=None, immediate_by=None)


def _immediate(was: Summary, told: registration.ImmediateBookingRequired) -> Summary:
    return replace(was, immediate_by=told.hold_by)


def _no_longer_immediate(was: Summary, told: registration.ImmediateBookingWithdrawn) -> Summary:
    return replace(was, immediate_by=None)


def _set(was: Summary, told: deadlines.DeadlineSet) -> Summary:
    return was.with_deadline(Deadline(told.deadline, told.due, told.hold_by))


def _extended(was: Summary, told: deadlines.DeadlineExtended) -> Summary:
    known = _known(was, told.deadline)
    return was.with_deadline(replace(known, due=told.due, hold_by=told.hold_by)) if known else was


def _stands(standing: Standing) -> Callable[[Summary, Any], Summary]:
    def change(was: Summary, told: Any) -> Summary:
        known = _known(was, told.deadline)
        return was.with_deadline(replace(known, standing=standing)) if known else was

    return change


def _resumed(was: Summary, told: deadlines.DeadlineResumed) -> Summary:
    return _stands(Standing.OVERDUE if told.overdue else Standing.OPEN)(was, told)


def _reversed(was: Summary, told: deadlines.OverdueReversed) -> Summary:
    """What it is instead is told by the events that follow, but for a deadline that was fulfilled before it was missed."""
    known = _known(was, told.deadline)
    if known is None or known.standing is not Standing.OVERDUE:
        return was
    return was.with_deadline(replace(known, standing=Standing.FULFILLED if told.interview else Standing.OPEN))


def _known(summary: Summary, id: str) -> Deadline | None:
    return next((each for each in summary.deadlines if each.id == id), None)


def _planned(was: Summary, told: InterviewBooked | InterviewSummoned) -> Summary:
    return was.with_interview(Interview(told.interview, told.starts_at, told.interview_type, told.form))


def _over(was: Summary, told: InterviewCancelled | InterviewHeld | InterviewMissed) -> Summary:
    return was.without_interview(told.interview)


CHANGES: dict[type, Callable[[Summary, Any], Summary]] = {
    registration.CitizenRegistered: _registered,
    registration.JobseekerDeregistered: _deregistered,
    registration.DeregistrationReversed: _deregistration_reversed,
    registration.JobseekerReRegistered: _reregistered,
    registration.ImmediateBookingRequired: _immediate,
    registration.ImmediateBookingWithdrawn: _no_longer_immediate,
    deadlines.DeadlineSet: _set,
    deadlines.DeadlineExtended: _extended,
    deadlines.DeadlineFulfilled: _stands(Standing.FULFILLED),
    deadlines.DeadlineReopened: _stands(Standing.OPEN),
    deadlines.DeadlineResumed: _resumed,
    deadlines.DeadlineClosed: _stands(Standing.CLOSED),
    deadlines.DeadlineOverdue: _stands(Standing.OVERDUE),
    deadlines.OverdueReversed: _reversed,
    InterviewBooked: _planned,
    InterviewSummoned: _planned,
    InterviewCancelled: _over,
    InterviewHeld: _over,
    InterviewMissed: _over,
}

decide: Decider[Case] = Decider({c.model: note for c in CONTRACTS.values() if c.kind == "event"})
