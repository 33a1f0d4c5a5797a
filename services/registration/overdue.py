"""What `deadlines` tells: a deadline ran out, did not after all, or was closed."""

from datetime import date, timedelta

from contracts.deadlines.v1 import DeadlineClosed, DeadlineOverdue, DeadlineResumed, OverdueReversed
from services.registration import policy
from services.registration.case import Case, Miss, Verdict
from services.registration.consequences import follow, judged
from services.registration.register import Course
from services.registration.rules.missed import deadline_of_a_jobcentre
from shared.law.decision import Decision, Message
from shared.law.value import replace


def deadline_overdue(case: Case, message: Message[DeadlineOverdue], today: date) -> Decision[Case]:
    """Remembered whoever it concerns; a G1 who is registered that day is deregistered (REG-01)."""
    event = message.body
    known = case.miss(event.deadline)
    if known and known.stands:
        return Decision(case)
    corrected = known is not None and known.corrected
    miss = Miss(event.deadline, event.overdue_on, event.owner, Verdict.OVERDUE, corrected=corrected)
    if known and known.verdict is Verdict.REVERSED_FIRST:
        miss = replace(miss, verdict=Verdict.REVERSED, because=known.because)
    course = follow(Course(with_miss(case, miss), message.id))
    if course.events:
        return course.decided()
    owner = deadline_of_a_jobcentre(miss.owner)
    return Decision(course.case, applied=(judged(case, miss) if owner.ok else owner,))


def overdue_reversed(case: Case, message: Message[OverdueReversed], today: date) -> Decision[Case]:
    """The deadline was met after all: what followed from the miss is taken back, and what is demanded because of it."""
    event = message.body
    known = case.miss(event.deadline)
    if known is None:
        early = Miss(event.deadline, event.due + timedelta(days=1), "", Verdict.REVERSED_FIRST, event.because)
        return Decision(with_miss(case, early))
    if not known.stands:
        return Decision(case)
    case = with_miss(case, replace(known, verdict=Verdict.REVERSED, because=event.because))
    return follow(Course(case, message.id)).decided()


def deadline_closed(case: Case, message: Message[DeadlineClosed], today: date) -> Decision[Case]:
    """Closed by hand, or by a change in the citizen's situation (DL-14), it is annulled (V1 2.9.3): it demands no booking
    any more, from the day of that change, or from today. The deregistration stands."""
    known = case.miss(message.body.deadline)
    if known is None:
        return Decision(case)
    closed = replace(known, closed=True, annulled=message.body.reason not in policy.STILL_DEMANDS)
    if closed == known:
        return Decision(case)
    return follow(Course(with_miss(case, closed), message.id), fallback=message.body.on or today).decided()


def deadline_resumed(case: Case, message: Message[DeadlineResumed], today: date) -> Decision[Case]:
    """The change had not been: the miss demands a booking again of who comes back from now on."""
    known = case.miss(message.body.deadline)
    return Decision(with_miss(case, replace(known, annulled=False, closed=False)) if known and known.closed else case)


def with_miss(case: Case, miss: Miss) -> Case:
    """Replaces what is known of the same deadline."""
    others = (each for each in case.misses if each.deadline != miss.deadline)
    return replace(case, misses=tuple(sorted((*others, miss), key=lambda each: each.deadline)))
