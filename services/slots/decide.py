"""Which function answers which message, for both kinds of subject: a citizen, and a supply of times."""

from collections.abc import Callable
from datetime import date
from typing import Any

from contracts.deadlines import v1 as deadlines
from contracts.registration import dagpenge_v1 as dagpenge
from contracts.registration import self_booking_v1 as self_booking
from contracts.registration import v1 as registration
from contracts.slots import v1 as slots
from services.slots import booking, cancelling, facts, immediate, never_held, outcome, rights, summons, supply
from services.slots.case import Case, Citizen, Supply
from shared.law.decision import Decider, Decision, Message

Step = Callable[[Case, Message[Any], date], Decision[Case]]


def of_citizen(step: Callable[[Citizen, Message[Any], date], Decision[Case]]) -> Step:
    """A step that reads a citizen's case."""
    return lambda case, message, today: step(case if isinstance(case, Citizen) else Citizen(case.id), message, today)


def of_supply(step: Callable[[Supply, Message[Any], date], Decision[Case]]) -> Step:
    """A step that reads a supply; that of a subject never seen is empty."""
    return lambda case, message, today: step(case if isinstance(case, Supply) else Supply(case.id), message, today)


SUPPLY: dict[type, Step] = {
    slots.PublishSlots: of_supply(supply.publish),
    slots.WithdrawSlots: of_supply(supply.withdraw),
    slots.ClaimSlot: of_supply(supply.claim),
    slots.ReleaseSlot: of_supply(supply.release),
    slots.AskTimes: of_supply(supply.times),
}
CITIZEN: dict[type, Step] = {
    slots.BookInterview: of_citizen(booking.book),
    slots.CancelInterview: of_citizen(cancelling.cancel),
    slots.SummonInterview: of_citizen(summons.summon),
    slots.RecordHeld: of_citizen(outcome.held),
    slots.WithdrawHeld: of_citizen(never_held.withdraw),
    slots.RecordNoShow: of_citizen(outcome.missed),
    slots.StateHindrances: of_citizen(rights.state_hindrances),
    slots.SlotGranted: of_citizen(booking.granted),
    slots.SlotDenied: of_citizen(booking.denied),
    slots.TimesFound: of_citizen(immediate.found),
    registration.CitizenRegistered: of_citizen(rights.registered),
    dagpenge.ResponsibilityChanged: of_citizen(rights.responsibility_changed),
    self_booking.SelfBookingExempted: of_citizen(rights.exempted),
    self_booking.SelfBookingDeprived: of_citizen(rights.deprived),
    self_booking.SelfBookingRestored: of_citizen(rights.restored),
    registration.ImmediateBookingRequired: of_citizen(immediate.demanded),
    registration.JobseekerReRegistered: of_citizen(immediate.registered_again),
    registration.ImmediateBookingAskedAgain: of_citizen(immediate.asked_again),
    registration.ImmediateBookingWithdrawn: of_citizen(immediate.withdrawn),
    deadlines.DeadlineSet: of_citizen(facts.deadline_set),
    deadlines.DeadlineExtended: of_citizen(facts.deadline_extended),
    deadlines.DeadlineClosed: of_citizen(facts.deadline_closed),
    deadlines.DeadlineFulfilled: of_citizen(facts.deadline_met),
    deadlines.OverdueReversed: of_citizen(facts.deadline_met),
    deadlines.DeadlineReopened: of_citizen(facts.deadline_reopened),
    deadlines.DeadlineResumed: of_citizen(facts.deadline_resumed),
}

decide = Decider[Case]({**CITIZEN, **SUPPLY}, {immediate.SILENT: of_citizen(immediate.ten_days_over)})
