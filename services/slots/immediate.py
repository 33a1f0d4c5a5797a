"""Times for *straksbooking*: what a re-registration waits for, and which times its supply has (IM-01, IM-04)."""

from datetime import date, datetime

from contracts.registration.v1 import (
    ImmediateBookingAskedAgain,
    ImmediateBookingRequired,
    ImmediateBookingWithdrawn,
    JobseekerReRegistered,
)
from contracts.slots.v1 import AskTimes, ImmediateTimesOffered, NoImmediateTimes, TimesFound
from contracts.topics import supply_of
from contracts.types import InterviewType
from services.slots import policy, whose
from services.slots.case import Case, Citizen, Demand
from services.slots.interview import Interview
from services.slots.rules.immediate import NO_TIMES, a_few, any_free
from services.slots.supply import CHANNEL
from shared.law.calendar import civil_date, end_of_day, start_of_day
from shared.law.decision import Clear, Decision, Message, Timer, TimerFired, To
from shared.law.rule import Applied
from shared.law.value import Value, replace

SILENT = "silent"
"""The timer of a demand for which nothing could be offered and nobody could say that there are no times."""


class Span(Value, frozen=True):
    """The days of a demand for which one authority is responsible."""

    supplier: str
    first: date
    last: date


def spans(citizen: Citizen, demand: Demand) -> tuple[Span, ...]:
    """Whose times can meet the demand; two parties' when the handover lies within the ten days."""
    turns = {each.since for each in citizen.told.periods if demand.requested_on < each.since <= demand.hold_by}
    firsts = (demand.requested_on, *sorted(turns))
    lasts = (*(day.fromordinal(day.toordinal() - 1) for day in firsts[1:]), demand.hold_by)
    found: list[Span] = []
    for first, last in zip(firsts, lasts, strict=True):
        supplier = whose.responsible_on(citizen, first)
        if found and found[-1].supplier == supplier:
            found[-1] = replace(found[-1], last=last)
        elif supplier:
            found.append(Span(supplier, first, last))
    return tuple(found)


def demanded(citizen: Citizen, message: Message[ImmediateBookingRequired], today: date) -> Decision[Case]:
    """Until the citizen is registered again only an interview within ten days can be booked (IM-02); what times are there?

    Who is registered already (IM-06) is bound to no day.
    """
    body = message.body
    demand = Demand(body.requested_on, body.hold_by, binding=not body.registered)
    after = replace(citizen, demand=demand)
    found = spans(after, demand)
    if not found:
        return _silent(after, demand)
    return Decision(after, events=(_ask(citizen.id, demand, found[0], message.time),))


def asked_again(citizen: Citizen, message: Message[ImmediateBookingAskedAgain], today: date) -> Decision[Case]:
    """The times offered before may be somebody else's by now."""
    demand = citizen.demand
    if demand is None or (demand.requested_on, demand.hold_by) != (message.body.requested_on, message.body.hold_by):
        return Decision(citizen)
    return Decision(citizen, events=look_again(citizen, message.time))


def look_again(citizen: Citizen, now: datetime) -> tuple[To, ...]:
    """Asks what is free by now. Where nothing is, there is none to choose, and nobody waits for it (IM-04)."""
    demand = citizen.demand
    if demand is None or not demand.binding:
        return ()
    return tuple(_ask(citizen.id, demand, each, now) for each in spans(citizen, demand)[:1])


def ask_elsewhere(before: Citizen, after: Citizen, now: datetime) -> Decision[Case]:
    """While a demand waits, somebody else has become responsible: their times are asked for."""
    demand = after.demand
    if demand is None or civil_date(now) > demand.hold_by:
        return Decision(after)
    found = spans(after, demand)
    if not found or found == spans(before, demand):
        return Decision(after)
    return Decision(after, events=(_ask(after.id, demand, found[0], now),))


def found(citizen: Citizen, message: Message[TimesFound], today: date) -> Decision[Case]:
    """What the supply has. A booking that was refused before it is answered already."""
    return replace(_told(citizen, message.body), pending=True)


def _told(citizen: Citizen, answer: TimesFound) -> Decision[Case]:
    """Offers a few times, or says that there are none; nothing if the demand is another by now, or met by a planned interview."""
    demand = citizen.demand
    if demand is None or (demand.requested_on, demand.hold_by) != (answer.requested_on, answer.hold_by):
        return Decision(citizen)
    if any(_meets(each, demand) for each in citizen.interviews):
        return Decision(citizen)  # registration has it, or will have it in a moment
    free = any_free(answer.any, answer.known, answer.requested_on, answer.hold_by)
    window = {"requested_on": answer.requested_on, "hold_by": answer.hold_by}
    if answer.slots:
        few = a_few(len(answer.slots), answer.requested_on, answer.hold_by)
        offered = ImmediateTimesOffered(**window, slots=answer.slots)
        return Decision(citizen, events=(offered,), timers=(Clear(SILENT, demand.key),), applied=(free, few))
    if answer.any:  # there were some, and they have begun since
        return _silent(citizen, demand, free)
    later = [each for each in spans(citizen, demand) if start_of_day(each.first) >= answer.until]
    if later:
        return Decision(citizen, events=(_ask(citizen.id, demand, later[0], answer.now, answer.known),))
    if free.outcome == NO_TIMES and demand.binding:
        return Decision(citizen, events=(NoImmediateTimes(**window),), applied=(free,))
    return _silent(citizen, demand, free)


def _meets(interview: Interview, demand: Demand) -> bool:
    """Whether a planned interview is what is demanded."""
    return (
        interview.planned
        and demand.covers(interview.held_on)
        and interview.interview_type is not InterviewType.FOLLOW_UP
    )


def _silent(citizen: Citizen, demand: Demand, *said: Applied) -> Decision[Case]:
    """Nothing is told for now. Who waits for it does not wait longer than the ten days."""
    at = end_of_day(demand.hold_by) + policy.GRACE
    return Decision(citizen, timers=(Timer(SILENT, demand.key, at),) if demand.binding else (), applied=said)


def ten_days_over(citizen: Citizen, message: Message[TimerFired], today: date) -> Decision[Case]:
    """Nothing was ever offered to somebody who still waits: there was no time to choose (IM-04).

    Also where they have asked again since: the day on which they asked first counts.
    """
    demand = citizen.demand
    if demand is None or not demand.binding:
        return Decision(citizen)
    requested_on, hold_by = (date.fromisoformat(each) for each in message.body.key.split("/"))
    free = any_free(False, False, requested_on, hold_by, waited=True)
    return Decision(citizen, events=(NoImmediateTimes(requested_on=requested_on, hold_by=hold_by),), applied=(free,))


def _ask(citizen: str, demand: Demand, span: Span, now: datetime, known: bool = True) -> To:
    """From the instant of the request on; from its day on, when it became known later."""
    asked_late = civil_date(now) > span.first
    since = start_of_day(span.first) if asked_late else max(now, start_of_day(span.first))
    asked = AskTimes(
        citizen=citizen,
        requested_on=demand.requested_on,
        hold_by=demand.hold_by,
        since=since,
        until=end_of_day(span.last),
        now=now,
        known=known,
    )
    return To(CHANNEL, asked, key=supply_of(span.supplier))


def registered_again(citizen: Citizen, message: Message[JobseekerReRegistered], today: date) -> Decision[Case]:
    """What the registration waited for has come; what is only asked for is asked for still, and what a later deregistration
    demands is demanded still."""
    over = citizen.demand is not None and citizen.demand.binding and not message.body.out_again
    return Decision(replace(citizen, demand=None) if over else citizen)


def withdrawn(citizen: Citizen, message: Message[ImmediateBookingWithdrawn], today: date) -> Decision[Case]:
    """That demand is gone; a later one stands."""
    body, demand = message.body, citizen.demand
    gone = Demand(body.requested_on, body.hold_by)
    known = demand is not None and demand.key == gone.key
    return Decision(replace(citizen, demand=None) if known else citizen, timers=(Clear(SILENT, gone.key),))


def held(citizen: Citizen, on: date) -> Citizen:
    """The case once an interview was held: in the days of the demand it is what was demanded (BK-07)."""
    return replace(citizen, demand=None) if citizen.demand and citizen.demand.covers(on) else citizen


def planned(citizen: Citizen) -> Citizen:
    """The case once an interview is planned: what is only asked for is asked for no more; the register says the rest."""
    return replace(citizen, demand=None) if citizen.demand and not citizen.demand.binding else citizen
