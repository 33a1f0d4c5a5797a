"""What `registration` tells of a citizen's situation: who is responsible, rights, absences, in and out of the register."""

from datetime import date
from typing import Any

from contracts.deadlines.v1 import Closed, NewDeadlineNeeded
from contracts.registration.dagpenge_v1 import ResponsibilityChanged
from contracts.registration.effort_v1 import LessIntensiveEnded, LessIntensiveStarted
from contracts.registration.self_booking_v1 import SelfBookingDeprived, SelfBookingExempted, SelfBookingRestored
from contracts.registration.v1 import (
    AbsenceRecorded,
    AbsenceWithdrawn,
    DeregistrationReversed,
    JobseekerDeregistered,
    JobseekerReRegistered,
)
from services.deadlines.case import Case
from services.deadlines.regard import ENDS_INSIDE, regard
from services.deadlines.rules.course_pause import interviews_owed
from services.deadlines.settle import settled
from services.deadlines.situation import Absence, Out, Period, Right
from shared.law.decision import Decision, Message
from shared.law.value import replace


def responsibility(case: Case, message: Message[ResponsibilityChanged], today: date) -> Decision[Case]:
    """All periods anew. A deadline of the other party ends where it has the course no longer (DL-14)."""
    told = sorted(message.body.periods, key=lambda each: each.since)
    periods = (Period(each.since, each.party, each.authority, each.regime, each.education) for each in told)
    return now_so(case, message, periods=tuple(periods))


def exempted(case: Case, message: Message[SelfBookingExempted], today: date) -> Decision[Case]:
    """Freed of self-booking from a day on."""
    return with_right(case, message, Right(message.body.right, Closed.EXEMPTED, message.body.on))


def deprived(case: Case, message: Message[SelfBookingDeprived], today: date) -> Decision[Case]:
    """The right to self-booking is taken away from a day on."""
    return with_right(case, message, Right(message.body.right, Closed.DEPRIVED, message.body.on))


def less_intensive(case: Case, message: Message[LessIntensiveStarted], today: date) -> Decision[Case]:
    """No interviews are owed from a day on, where LI-02 frees of them."""
    said = interviews_owed(True, message.body.on)
    if not said.in_force:
        return Decision(case)
    return with_right(case, message, Right(message.body.effort, Closed.LESS_INTENSIVE, message.body.on))


def with_right(case: Case, message: Message[Any], right: Right) -> Decision[Case]:
    others = (each for each in case.situation.rights if each.id != right.id)
    rights = sorted((*others, right), key=lambda each: (each.since, each.id))
    return now_so(case, message, rights=tuple(rights))


def restored(case: Case, message: Message[SelfBookingRestored], today: date) -> Decision[Case]:
    """The exemption or withdrawal ends. One that ends on its first day has never been."""
    return without_right(case, message, message.body.right)


def fully_intensive(case: Case, message: Message[LessIntensiveEnded], today: date) -> Decision[Case]:
    """The less intensive effort ends."""
    return without_right(case, message, message.body.effort)


def without_right(case: Case, message: Message[Any], id: str) -> Decision[Case]:
    until = message.body.on
    ended = (replace(each, until=until) if each.id == id else each for each in case.situation.rights)
    rights = (each for each in ended if each.until is None or each.until > each.since)
    return now_so(case, message, rights=tuple(rights))


def absent(case: Case, message: Message[AbsenceRecorded], today: date) -> Decision[Case]:
    """Away, or free of something. A holiday or an education in which the open deadline ends makes a task of moving it."""
    told = message.body
    absence = Absence(told.absence, told.kind, told.starts, told.ends, told.notified_on, told.approved)
    others = (each for each in case.situation.absences if each.id != absence.id)
    absences = sorted((*others, absence), key=lambda each: (each.starts, each.id))
    decision = now_so(case, message, absences=tuple(absences))
    deadline = decision.case.in_play
    if deadline is None or deadline.judged or deadline.fulfilled_by is not None:
        return decision
    said = next((each for each in regard([absence], deadline.due) if each.outcome in ENDS_INSIDE), None)
    if said is None:
        return decision
    task = NewDeadlineNeeded(since=today, because=absence.kind)
    return replace(decision, events=(*decision.events, task), applied=(*decision.applied, said))


def present(case: Case, message: Message[AbsenceWithdrawn], today: date) -> Decision[Case]:
    """The absence has never been."""
    left = tuple(each for each in case.situation.absences if each.id != message.body.absence)
    return now_so(case, message, absences=left)


def deregistered(case: Case, message: Message[JobseekerDeregistered], today: date) -> Decision[Case]:
    """Out of the register. An open deadline runs on (V1 2.7.1: it may be overdue »i en periode, hvor personen er afmeldt«)."""
    told = message.body
    outs = (*case.situation.outs, Out(told.effective, reason=told.reason, deadline=told.deadline))
    return now_so(case, message, outs=tuple(sorted(outs, key=lambda each: each.since)))


def registered_again(case: Case, message: Message[JobseekerReRegistered], today: date) -> Decision[Case]:
    """Back in the register; after three months or more the deadline from before is void (OB-01). Who is out again since that very
    day (`out_again`) stays so."""
    back, before = message.body.effective, message.body.deregistered_on
    ended = [each for each in case.situation.outs if each.until is None and each.since <= back]
    if message.body.out_again:
        ended = [each for each in ended if each.since < back] or ([*ended[-1:]] if before == back else [])
    outs = (replace(each, until=back) if each in ended else each for each in case.situation.outs)
    return now_so(case, message, outs=tuple(outs))


def deregistration_reversed(case: Case, message: Message[DeregistrationReversed], today: date) -> Decision[Case]:
    """Never out of the register from that day. A miss that it followed from may stand (REG-06)."""
    told = message.body
    wrong = (told.effective, told.reason, told.deadline)
    outs = tuple(each for each in case.situation.outs if (each.since, each.reason, each.deadline) != wrong)
    deadline = case.deadline(told.deadline) if told.deadline else None
    known = case.with_deadline(replace(deadline, register_spoke=True)) if deadline else case
    return now_so(known, message, outs=outs)


def now_so(case: Case, message: Message[Any], **changed: Any) -> Decision[Case]:
    """The situation with what the message changed, and what follows for the deadlines."""
    situation = replace(case.situation, **changed)
    if situation == case.situation:
        return Decision(case)
    return settled(case, replace(case, situation=situation), now=message.recorded)
