"""Out of the register and into it: the changes themselves, each with what is told of it."""

from datetime import date, datetime

from contracts.registration.v1 import (
    DeregistrationReversed,
    JobseekerDeregistered,
    JobseekerReRegistered,
    Letter,
    LetterRequested,
)
from contracts.types import Group
from services.registration import policy
from services.registration.case import ONE_DAY, Case, Deregistration, State
from services.registration.rules import letters
from services.registration.rules.again import course_goes_on
from services.registration.rules.missed import unregistered
from shared.law.decision import Decision, derived
from shared.law.rule import Applied
from shared.law.value import Value, replace


class Course(Value, frozen=True):
    """The case so far, and what has come of one message (`cause`, its id)."""

    case: Case
    cause: str
    events: tuple[object, ...] = ()
    applied: tuple[Applied, ...] = ()

    def then(self, case: Case, *events: object, applied: tuple[Applied, ...] = ()) -> "Course":
        return replace(self, case=case, events=self.events + events, applied=self.applied + applied)

    def decided(self) -> Decision[Case]:
        return Decision(self.case, self.events, applied=self.applied)


def deregister(course: Course, new: Deregistration, *applied: Applied) -> Course:
    """Out of the register, with a letter. One that becomes known after a return ends at that return; one for a deadline, which
    ran out at midnight, also at a return of the same day."""
    case = course.case
    since = new.effective - ONE_DAY if new.deadline else new.effective
    ended = new.ended or case.returned_after(since, new.said_at)
    ended_at = new.ended_at or next(
        (each.ended_at for each in case.deregistrations if ended and each.ended == ended), None
    )
    new = replace(new, number=len(case.deregistrations) + 1, ended=ended, ended_at=ended_at)
    course = course.then(
        replace(case, deregistrations=(*case.deregistrations, new)),
        JobseekerDeregistered(effective=new.effective, reason=new.reason, deadline=new.deadline),
        applied=applied,
    )
    if new.reason not in policy.WITHOUT_LETTER:
        text = letters.deregistered(new.effective, new.reason, case.group_on(new.effective), ended)
        sent = letter(course, Letter.DEREGISTRATION, new.effective, text)
        course = course.then(course.case, sent, applied=(letters.complete(text),))
    return returned(course, (new,), ended) if ended else course


def take_back(course: Course, wrong: Deregistration, why: str, *applied: Applied) -> Course:
    """As if it had never been (architecture: late truth wins). Others that ended on the same day are counted anew."""
    case = course.case
    void = replace(wrong, taken_back=why)
    rest = tuple(
        each for each in case.deregistrations
        if each != wrong and each.taken_back is None and each.ended is not None and each.ended == wrong.ended
    )  # fmt: skip
    dagpenge = bool(wrong.deadline) or case.group_on(wrong.effective) is Group.G1
    text = letters.withdrawn(wrong.effective, why, dagpenge)
    course = course.then(
        replace(case, deregistrations=tuple(void if each == wrong else each for each in case.deregistrations)),
        DeregistrationReversed(effective=wrong.effective, reason=wrong.reason, deadline=wrong.deadline, because=why),
        letter(course, Letter.DEREGISTRATION_REVERSED, wrong.effective, text),
        applied=applied,
    )
    return returned(course, rest, wrong.ended) if rest and wrong.ended else course


def returned(course: Course, out: tuple[Deregistration, ...], effective: date) -> Course:
    """Says that the citizen is registered again, and how long not."""
    since = min(each.effective for each in out)
    days = unregistered(since, effective)
    goes_on = course_goes_on(course.case.group_on(effective), since, effective)
    event = JobseekerReRegistered(
        effective=effective,
        deregistered_on=since,
        days_unregistered=days.inputs["days"],
        out_again=bool(course.case.open),
    )
    return course if event in course.events else course.then(course.case, event, applied=(days, goes_on))


def re_register(
    course: Course, effective: date, *applied: Applied, receipt: bool = False, at: datetime | None = None
) -> Course:
    """Ends the deregistrations that last, but for what was said later (than `at`) or begins later, and every request that waits.
    `receipt`: with one by letter."""
    case, out = course.case, course.case.out_by(effective, at)
    ended = tuple(replace(e, ended=effective, ended_at=at) if e in out else e for e in case.deregistrations)
    waiting = (*case.pending, *case.gave_way)
    requests = tuple(replace(each, state=State.MET) if each in waiting else each for each in case.requests)
    again = course.then(replace(case, deregistrations=ended, requests=requests), applied=applied)
    again = returned(again, out, effective)
    if receipt:
        text = letters.receipt(effective)
        again = again.then(again.case, letter(again, Letter.RECEIPT, effective, text))
    return again


def letter(course: Course, kind: Letter, about: date, text: str) -> LetterRequested:
    """A letter whose id follows from what caused it."""
    identity = derived(course.case.citizen, "letter", course.cause, kind, about)
    return LetterRequested(letter=identity, kind=kind, about=about, text=text)
