"""Coming back: a request takes effect, waits for a booking, or falls away."""

from datetime import date

from contracts.registration.v1 import ImmediateBookingAskedAgain, ImmediateBookingRequired, ImmediateBookingWithdrawn
from contracts.types import Group
from services.registration.case import JOB_SEEKERS, Case, Request, State
from services.registration.demand import booked_within, demand, freed_on, overdue_unmet, waits
from services.registration.register import Course, re_register
from services.registration.rules.again import booking_soon, hold_by, takes_effect, without_booking
from shared.law.rule import Applied
from shared.law.value import replace


def ask(course: Course, requested_on: date, *, receipt: bool = False) -> Course:
    """A request on Jobnet: takes effect, or waits for a booking. `receipt`: it is a recovery, of which one is sent."""
    case, asked = course.case, demand(course.case, requested_on)
    last = hold_by(requested_on)
    if case.group_on(requested_on) is not Group.G1:
        course = ask_soon(course, requested_on)
    if not asked.needed:
        return re_register(course, max(requested_on, asked.free_from or requested_on), *asked.applied, receipt=receipt)
    if booked_on := booked_within(case, requested_on, last):
        return re_register(course, takes_effect(requested_on, booked_on), *asked.applied, receipt=receipt)
    if any(each.requested_on == requested_on for each in case.pending):
        again = ImmediateBookingAskedAgain(requested_on=requested_on, hold_by=last)
        return course.then(case, again, applied=asked.applied)
    new = Request(len(case.requests) + 1, requested_on, last, asked.deadline, receipt=receipt)
    return demanded(course, new, *asked.applied)


def ask_soon(course: Course, requested_on: date) -> Course:
    """G2 and G4o: registered all the same, but a booking is demanded where a deadline is overdue (IM-06)."""
    case, miss = course.case, overdue_unmet(course.case, requested_on)
    if miss and freed_on(case, requested_on):
        miss = None
    said = booking_soon(case.group_on(requested_on), miss.overdue_on if miss else None, requested_on)
    if miss is None or said.ok or any(each.deadline == miss.deadline for each in case.asked):
        return course.then(case, applied=(said,))
    new = Request(len(case.requests) + 1, requested_on, said.inputs["hold_by"], miss.deadline, binding=False)
    return demanded(course, new, said)


def demanded(course: Course, new: Request, *applied: Applied) -> Course:
    """Remembers a demand and tells it."""
    event = ImmediateBookingRequired(
        requested_on=new.requested_on, hold_by=new.hold_by, deadline=new.deadline, registered=not new.binding
    )
    return course.then(replace(course.case, requests=(*course.case.requests, new)), event, applied=applied)


def settle(course: Course, fallback: date | None = None) -> Course:
    """Lets each waiting request take effect, go on waiting, or fall away; the oldest first."""
    for request in course.case.asked:
        course = settle_asked(course, request)
    for request in course.case.pending:
        case = course.case
        if not waits(case, request):
            course = dropped(course, request)
            continue
        asked, told = demand(case, request.requested_on), without_booking(request.requested_on, request.no_times)
        if not asked.needed:
            day = max(request.requested_on, asked.free_from or fallback or request.requested_on)
            return re_register(course, day, *asked.applied, receipt=request.receipt)
        if booked_on := booked_within(case, request.requested_on, request.hold_by):
            day = takes_effect(request.requested_on, booked_on)
            return re_register(course, day, *asked.applied, receipt=request.receipt)
        if told.ok:
            return re_register(course, request.requested_on, *asked.applied, told, receipt=request.receipt)
    return course


def settle_asked(course: Course, request: Request) -> Course:
    """A demand on who is registered is over with a booking, and gone with what it rested on."""
    case = course.case
    miss = case.miss(request.deadline or "")
    freed = freed_on(case, request.requested_on)
    if (
        miss
        and miss.stands
        and not miss.closed
        and not freed
        and case.group_on(request.requested_on) in JOB_SEEKERS - {Group.G1}
    ):
        booked = overdue_unmet(case, request.requested_on) is None
        return course.then(change(case, replace(request, state=State.MET))) if booked else course
    return dropped(course, request, booking_soon(case.group_on(request.requested_on), None, request.requested_on))


def dropped(course: Course, request: Request, *applied: Applied) -> Course:
    """The demand is gone, and that is told."""
    told = ImmediateBookingWithdrawn(requested_on=request.requested_on, hold_by=request.hold_by)
    return course.then(change(course.case, replace(request, state=State.DROPPED)), told, applied=applied)


def change(case: Case, request: Request) -> Case:
    """The case with one request replaced."""
    return replace(case, requests=tuple(request if each.number == request.number else each for each in case.requests))
