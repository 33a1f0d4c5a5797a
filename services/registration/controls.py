"""What authorities tell of a control (*kontrolaktion*): the doubt, interviews held because of it, the offer."""

from datetime import date

from contracts.registration.effort_v1 import (
    ControlDoubtReported,
    ControlInterviewHeld,
    ControlOfferGiven,
    RecordControlInterview,
    RecordControlOffer,
    ReportControlDoubt,
)
from services.registration.authority import jobcentre_on, responsible_on, their_own
from services.registration.case import Case
from services.registration.control import with_control
from services.registration.right import Control
from services.registration.rules.control import first_interview
from shared.law.decision import Decision, Message, derived, refused
from shared.law.rule import NOT_IN_FORCE
from shared.law.value import replace

CODES = {"not-g1": "ONLY_FOR_G1", NOT_IN_FORCE: "NOT_LAW_YET"}
"""What a refusal is called, by the outcome of the rule that refuses."""


def report_doubt(case: Case, message: Message[ReportControlDoubt], today: date) -> Decision[Case]:
    """The notice of another authority, from the day it came. That the stay was abroad may be told later."""
    abroad, on = message.body.abroad, message.body.notified_on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", notified_on=on, today=today)
    if case.group_on(on) is None:
        return refused(case, "NOT_REGISTERED", notified_on=on)
    if not their_own(case, message.source, on):
        return refused(case, "NOT_YOUR_MEMBER", sender=message.source, on=on)
    said = first_interview(case.group_on(on), on)
    if said.outcome in CODES:
        return refused(case, CODES[said.outcome], said, notified_on=on)
    known = next((each for each in case.controls if each.notified_on == on), None)
    if known and (known.abroad or not abroad):
        return Decision(case, applied=(said,))
    control = known or Control(derived(case.citizen, "control", message.source, message.id), on)
    told = ControlDoubtReported(control=control.id, notified_on=on, abroad=abroad)
    return Decision(with_control(case, replace(control, abroad=abroad)), (told,), applied=(said,))


def interview_held(case: Case, message: Message[RecordControlInterview], today: date) -> Decision[Case]:
    """Held by who was responsible that day."""
    on = message.body.held_on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", held_on=on, today=today)
    if not any(each.notified_on <= on for each in case.controls):
        return refused(case, "NO_CONTROL", held_on=on)
    if message.source != responsible_on(case, on):
        return refused(case, "NOT_RESPONSIBLE", sender=message.source, held_on=on)
    if on in case.control_interviews:
        return Decision(case)
    held = tuple(sorted((*case.control_interviews, on)))
    told = ControlInterviewHeld(held_on=on, by=message.source)
    return Decision(replace(case, control_interviews=held), (told,))


def offer_given(case: Case, message: Message[RecordControlOffer], today: date) -> Decision[Case]:
    """Given by the jobcentre, also while the a-kasse is responsible."""
    on = message.body.offered_on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", offered_on=on, today=today)
    if not any(each.notified_on <= on for each in case.controls):
        return refused(case, "NO_CONTROL", offered_on=on)
    if message.source != jobcentre_on(case, on):
        return refused(case, "NOT_RESPONSIBLE", sender=message.source, offered_on=on)
    if on in case.control_offers:
        return Decision(case)
    offers = tuple(sorted((*case.control_offers, on)))
    return Decision(replace(case, control_offers=offers), (ControlOfferGiven(offered_on=on, by=message.source),))
