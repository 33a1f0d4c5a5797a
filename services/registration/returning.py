"""Coming back: a request takes effect, waits for a booking, or falls away."""

from datetime import date, datetime

from contracts.registration.v1 import ImmediateBookingAskedAgain, ImmediateBookingRequired, ImmediateBookingWithdrawn
from contracts.types import Group
from services.registration.case import JOB_SEEKERS, Case, Request, State
from services.registration.demand import booked_within, demand, freed_on, overdue_unmet, waits
from services.registration.register import Course, re_register
from services.registration.rules.again import booking_soon, hold_by, takes_effect, without_booking
from services.registration.unwell import gives_way_to, judged
from shared.law.rule import Applied
from shared.law.value import replace


def ask(course: Course, requested_on: date, at: datetime | None, *, receipt: bool = False) -> Course:
    """A request on Jobnet: takes effect, or waits for a booking. `receipt`: it is a recovery, of which one is sent."""
    case, asked = course.case, demand(course.case, requested_on)
    last = hold_by(requested_on)
    if case.group_on(requested_on) is not Group.G1:
        course = ask_soon(course, requested_on)
    if not asked.needed:
        day = max(requested_on, asked.free_from or requested_on)
        return re_register(course, day, *asked.applied, receipt=receipt, at=at)
    if booked_on := booked_within(case, requested_on, last):
        return re_register(course, takes_effect(requested_on, booked_on), *asked.applied, receipt=receipt, at=at)
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
    for request in (*course.case.gave_way, *course.case.pending):
        case = course.case
        if not waits(case, request):
            course = dropped(course, request)
            continue
        effect, sick = effect_of(case, request, fallback), gives_way_to(case, request)
        if effect and (sick is None or effect[0] <= sick.starts):
            return met(course, request, *effect)
        if sick:
            course = dropped(course, request, judged(case, sick, sick.starts), state=State.SICK)
    return course


def effect_of(case: Case, request: Request, fallback: date | None) -> tuple[date, tuple[Applied, ...]] | None:
    """From which day a request takes effect, by which rules; None while it has to wait."""
    asked, told = demand(case, request.requested_on), without_booking(request.requested_on, request.no_times)
    if not asked.needed:
        return max(request.requested_on, asked.free_from or fallback or request.requested_on), asked.applied
    if booked_on := booked_within(case, request.requested_on, request.hold_by):
        return takes_effect(request.requested_on, booked_on), asked.applied
    return (request.requested_on, (*asked.applied, told)) if told.ok else None


def met(course: Course, request: Request, day: date, applied: tuple[Applied, ...]) -> Course:
    """It has taken effect."""
    back = re_register(course, day, *applied, receipt=request.receipt)
    return replace(back, case=change(back.case, replace(request, state=State.MET, met_on=day)))


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


def dropped(course: Course, request: Request, *applied: Applied, state: State = State.DROPPED) -> Course:
    """The demand is gone, and that is told, once."""
    case = change(course.case, replace(request, state=state))
    if request.state is State.SICK:
        return course.then(case)
    told = ImmediateBookingWithdrawn(requested_on=request.requested_on, hold_by=request.hold_by)
    return course.then(case, told, applied=applied)


def change(case: Case, request: Request) -> Case:
    """The case with one request replaced."""
    return replace(case, requests=tuple(request if each.number == request.number else each for each in case.requests))
