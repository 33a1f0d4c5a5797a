"""What follows from the facts of a case, whatever order they came in: who is out, who comes back, what is taken back."""

from datetime import date

from contracts.registration.v1 import (
    DeregistrationReversed,
    ImmediateBookingRequired,
    ImmediateBookingWithdrawn,
    JobseekerDeregistered,
    JobseekerReRegistered,
    Letter,
    LetterRequested,
    Reason,
)
from services.registration.case import Case, Deregistration, Miss, Request, State
from services.registration.demand import booked_within, demand, waits
from services.registration.rules import letters
from services.registration.rules.again import hold_by, takes_effect
from services.registration.rules.missed import deadline_of_a_jobcentre, missed_booking, unregistered
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


def follow(course: Course, fallback: date | None = None) -> Course:
    """Judges every missed deadline by date, then the requests that wait. Doing it again changes nothing.

    `fallback`: from when a request counts whose demand has fallen away; the day of the request when left out.
    """
    for miss in sorted(course.case.misses, key=lambda each: (each.overdue_on, each.deadline)):
        course = judge(course, miss)
    return settle(course, fallback)


def judge(course: Course, miss: Miss) -> Course:
    """Deregisters for a missed deadline, or takes that back, so that it agrees with what is known now."""
    case, done = course.case, course.case.because_of(miss)
    said = missed_booking(case.group_on(miss.overdue_on), case.registered_on(miss.overdue_on, done), miss.overdue_on)
    due = miss.stands and deadline_of_a_jobcentre(miss.owner).ok and said.outcome == "deregistered"
    if due and done is None:
        return deregister(course, miss.overdue_on, Reason.MISSED_BOOKING, miss.deadline, said)
    if done and not due:
        return take_back(course, done, because(miss, said), said)
    return course


def because(miss: Miss, said: Applied) -> str:
    """Why a deregistration does not stand."""
    if miss.because:
        return miss.because
    return letters.ALREADY_DEREGISTERED if said.outcome == "not-registered" else letters.NOT_IN_GROUP


def deregister(course: Course, effective: date, why: Reason, deadline: str | None, *applied: Applied) -> Course:
    """Out of the register from `effective`, with a letter. One that becomes known after a return ends at that return."""
    case = course.case
    ended = min((each.ended for each in case.later(effective) if each.ended), default=None)
    new = Deregistration(len(case.deregistrations) + 1, effective, why, deadline, ended)
    text = letters.deregistered(effective, why, case.group_on(effective))
    course = course.then(
        replace(case, deregistrations=(*case.deregistrations, new)),
        JobseekerDeregistered(effective=effective, reason=why, deadline=deadline),
        letter(course, Letter.DEREGISTRATION, effective, text),
        applied=(*applied, letters.complete(text)),
    )
    return returned(course, (new,), ended) if ended else course


def take_back(course: Course, wrong: Deregistration, why: str, *applied: Applied) -> Course:
    """As if it had never been (architecture: late truth wins). Others that ended on the same day are counted anew."""
    case = course.case
    void = replace(wrong, taken_back=why)
    rest = tuple(
        each for each in case.deregistrations
        if each != wrong and each.taken_back is None and each.ended is not None and each.ended == wrong.ended
    )  # fmt: skip
    course = course.then(
        replace(case, deregistrations=tuple(void if each == wrong else each for each in case.deregistrations)),
        DeregistrationReversed(effective=wrong.effective, reason=wrong.reason, deadline=wrong.deadline, because=why),
        letter(course, Letter.DEREGISTRATION_REVERSED, wrong.effective, letters.withdrawn(wrong.effective, why)),
        applied=applied,
    )
    return returned(course, rest, wrong.ended) if rest and wrong.ended else course


def returned(course: Course, out: tuple[Deregistration, ...], effective: date) -> Course:
    """Says that the citizen is registered again, and how long not."""
    since = min(each.effective for each in out)
    days = unregistered(since, effective)
    event = JobseekerReRegistered(effective=effective, deregistered_on=since, days_unregistered=days.inputs["days"])
    return course if event in course.events else course.then(course.case, event, applied=(days,))


def re_register(course: Course, effective: date, *applied: Applied) -> Course:
    """Ends the deregistrations that last, and every request that waits."""
    case, out = course.case, course.case.open
    ended = tuple(replace(each, ended=effective) if each.is_open else each for each in case.deregistrations)
    requests = tuple(replace(each, state=State.MET) if each in case.pending else each for each in case.requests)
    again = course.then(replace(case, deregistrations=ended, requests=requests), applied=applied)
    return returned(again, out, effective)


def settle(course: Course, fallback: date | None = None) -> Course:
    """Lets each waiting request take effect, go on waiting, or fall away; the oldest first."""
    for request in course.case.pending:
        case = course.case
        if not waits(case, request):
            told = ImmediateBookingWithdrawn(requested_on=request.requested_on, hold_by=request.hold_by)
            course = course.then(change(case, replace(request, state=State.DROPPED)), told)
            continue
        asked = demand(case, request.requested_on)
        if not asked.needed:
            return re_register(course, max(request.requested_on, fallback or request.requested_on), *asked.applied)
        if booked_on := booked_within(case, request.requested_on, request.hold_by):
            return re_register(course, takes_effect(request.requested_on, booked_on), *asked.applied)
    return course


def ask(course: Course, requested_on: date) -> Course:
    """A request on Jobnet: takes effect, or waits for a booking."""
    case, asked = course.case, demand(course.case, requested_on)
    last = hold_by(requested_on)
    if not asked.needed:
        return re_register(course, requested_on, *asked.applied)
    if booked_on := booked_within(case, requested_on, last):
        return re_register(course, takes_effect(requested_on, booked_on), *asked.applied)
    if any(each.requested_on == requested_on for each in case.pending):
        return course.then(case, applied=asked.applied)
    new = Request(len(case.requests) + 1, requested_on, last, asked.deadline)
    event = ImmediateBookingRequired(requested_on=requested_on, hold_by=last, deadline=asked.deadline)
    return course.then(replace(case, requests=(*case.requests, new)), event, applied=asked.applied)


def change(case: Case, request: Request) -> Case:
    """The case with one request replaced."""
    return replace(case, requests=tuple(request if each.number == request.number else each for each in case.requests))


def letter(course: Course, kind: Letter, about: date, text: str) -> LetterRequested:
    """A letter whose id follows from what caused it."""
    identity = derived(course.case.citizen, "letter", course.cause, kind, about)
    return LetterRequested(letter=identity, kind=kind, about=about, text=text)
