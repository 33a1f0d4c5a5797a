"""What follows from each message."""

from datetime import date

from contracts.deadlines.v1 import DeadlineOverdue, Effect, MissHindered, MissHinderedWithdrawn, OverdueReversed
from contracts.registration.dagpenge_v1 import BenefitStarted, BenefitStopped
from contracts.registration.v1 import CitizenRegistered
from contracts.sanctions.v1 import RecordContact
from contracts.slots.v1 import InterviewBooked, InterviewHeld, InterviewHeldWithdrawn, InterviewMissed
from contracts.topics import Authority, Kind
from services.sanctions.case import Benefit, Case, Miss, Placement
from services.sanctions.settle import OUTAGE, settled
from shared.law.calendar import civil_date
from shared.law.decision import Decider, Decision, Message, refused
from shared.law.value import replace


def overdue(case: Case, message: Message[DeadlineOverdue], today: date) -> Decision[Case]:
    """A missed deadline. An unemployment fund's deadlines concern dagpenge only, of which it decides itself (DL-15)."""
    told = message.body
    if Authority.parse(told.owner).kind is not Kind.JOBCENTRE:
        return Decision(case)
    miss = Miss(f"{message.source}/{message.id}", told.deadline, told.due, told.overdue_on)
    return settled(case.with_miss(miss))


def overdue_reversed(case: Case, message: Message[OverdueReversed], today: date) -> Decision[Case]:
    """It was no miss after all: the case goes, with all days counted in it."""
    told = message.body
    now = case
    for miss in case.misses:
        if (miss.deadline, miss.missed_on, miss.taken_back) == (told.deadline, told.due, None):
            now = now.with_miss(replace(miss, taken_back=told.because))
    return settled(now)


def hindered(case: Case, message: Message[MissHindered], today: date) -> Decision[Case]:
    """An outage hindered the booking: a reasonable ground (OUT-02). What it means for dagpenge is the fund's matter."""
    told = message.body
    return with_ground(case, told.deadline, told.due, OUTAGE if told.effect is Effect.REASONABLE_GROUND else None)


def not_hindered(case: Case, message: Message[MissHinderedWithdrawn], today: date) -> Decision[Case]:
    """No outage hindered it after all."""
    return with_ground(case, message.body.deadline, message.body.due, None)


def with_ground(case: Case, deadline: str, due: date, ground: str | None) -> Decision[Case]:
    now = case
    for miss in case.misses:
        if (miss.deadline, miss.missed_on, miss.taken_back) == (deadline, due, None):
            now = now.with_miss(replace(miss, ground=ground))
    return settled(now)


def registered(case: Case, message: Message[CitizenRegistered], today: date) -> Decision[Case]:
    """The group from a date on. Only the group on the deadline's own day counts, so a later change changes no case."""
    return settled(case.with_placement(Placement(message.body.on, message.body.group)))


def booked(case: Case, message: Message[InterviewBooked], today: date) -> Decision[Case]:
    """A booking ends the days of every miss before it, also when it is given up again: it was made."""
    return settled(case.with_contact(civil_date(message.body.booked_at)))


def held(case: Case, message: Message[InterviewHeld], today: date) -> Decision[Case]:
    """Who comes to an interview, planned or not (V1 2.6), has restored the contact."""
    return settled(case.with_held(message.body.interview, message.body.held_on))


def not_held(case: Case, message: Message[InterviewHeldWithdrawn | InterviewMissed], today: date) -> Decision[Case]:
    """It was recorded in error, or nobody came. Days that it ended are counted again at the next contact."""
    return settled(case.with_held(message.body.interview, None))


def started(case: Case, message: Message[BenefitStarted], today: date) -> Decision[Case]:
    """Benefit from a day on, and the day on which it was asked for."""
    return settled(case.with_benefit(Benefit(message.body.on, message.body.inquiry_on)))


def stopped(case: Case, message: Message[BenefitStopped], today: date) -> Decision[Case]:
    """No benefit from a day on."""
    return settled(case.with_benefit(Benefit(message.body.on)))


def record_contact(case: Case, message: Message[RecordContact], today: date) -> Decision[Case]:
    """Contact ends the days of every miss before it.

    Accepted also where it changes nothing (no case, or a day on or before the deadline): a contact is a fact, and the miss
    may become known later. A contact that has not taken place is refused.
    """
    on = message.body.on or today
    if on > today:
        return refused(case, "CONTACT_IN_FUTURE", on=on, today=today)
    return settled(case.with_contact(on))


decide: Decider[Case] = Decider(
    {
        DeadlineOverdue: overdue,
        OverdueReversed: overdue_reversed,
        MissHindered: hindered,
        MissHinderedWithdrawn: not_hindered,
        CitizenRegistered: registered,
        InterviewBooked: booked,
        InterviewHeld: held,
        InterviewHeldWithdrawn: not_held,
        InterviewMissed: not_held,
        BenefitStarted: started,
        BenefitStopped: stopped,
        RecordContact: record_contact,
    }
)
