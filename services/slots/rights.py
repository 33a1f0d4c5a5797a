"""What registration told of group, responsibility, exemption and withdrawal, and what the citizen stated."""

from datetime import date

from contracts.registration.dagpenge_v1 import ResponsibilityChanged
from contracts.registration.self_booking_v1 import SelfBookingDeprived, SelfBookingExempted, SelfBookingRestored
from contracts.registration.v1 import CitizenRegistered
from contracts.slots.v1 import HindrancesStated, StateHindrances
from contracts.types import Regime
from services.slots import told
from services.slots.case import Case, Citizen
from services.slots.immediate import ask_elsewhere
from shared.law.decision import Decision, Message
from shared.law.value import replace


def registered(citizen: Citizen, message: Message[CitizenRegistered], today: date) -> Decision[Case]:
    """The own jobcentre is the one told for the latest date, not the one told last; so are group and fund."""
    body = message.body
    if citizen.registered_on is not None and body.on < citizen.registered_on:
        return Decision(citizen)
    said = replace(citizen.told, group=body.group, akasse=body.akasse)
    after = replace(citizen, jobcentre=body.jobcentre, registered_on=body.on, told=said)
    return ask_elsewhere(citizen, after, message.time)


def responsibility_changed(citizen: Citizen, message: Message[ResponsibilityChanged], today: date) -> Decision[Case]:
    """All periods as they are known now; interviews that are planned stand (INF)."""
    periods = tuple(
        told.Period(each.since, each.party, each.authority, each.regime is not None, each.regime is Regime.OLD)
        for each in sorted(message.body.periods, key=lambda period: period.since)
    )
    after = replace(citizen, told=replace(citizen.told, periods=periods))
    return ask_elsewhere(citizen, after, message.time)


def exempted(citizen: Citizen, message: Message[SelfBookingExempted], today: date) -> Decision[Case]:
    """Summoned from that day; what was booked before stands."""
    return _with_right(citizen, told.Right(message.body.right, told.Kind.EXEMPT, message.body.on))


def deprived(citizen: Citizen, message: Message[SelfBookingDeprived], today: date) -> Decision[Case]:
    """Summoned from that day; what was booked before stands."""
    return _with_right(citizen, told.Right(message.body.right, told.Kind.DEPRIVED, message.body.on))


def restored(citizen: Citizen, message: Message[SelfBookingRestored], today: date) -> Decision[Case]:
    """Books again from that day."""
    known = next((each for each in citizen.told.rights if each.id == message.body.right), None)
    return _with_right(citizen, replace(known, until=message.body.on)) if known else Decision(citizen)


def _with_right(citizen: Citizen, right: told.Right) -> Decision[Case]:
    others = (each for each in citizen.told.rights if each.id != right.id)
    rights = tuple(sorted((*others, right), key=lambda each: (each.on, each.id)))
    return Decision(replace(citizen, told=replace(citizen.told, rights=rights)))


def state_hindrances(citizen: Citizen, message: Message[StateHindrances], today: date) -> Decision[Case]:
    """Replaces what was stated before (BAB § 46, stk. 2); what is over is not kept."""
    stated = tuple(
        told.Hours(each.since, each.until, each.from_time, each.to_time)
        for each in message.body.hindrances
        if each.until is None or each.until >= today
    )
    if stated == citizen.told.hindrances:
        return Decision(citizen)
    kept = replace(citizen, told=replace(citizen.told, hindrances=stated))
    return Decision(kept, events=(HindrancesStated(hindrances=message.body.hindrances),))
