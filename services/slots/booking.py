"""What a citizen books and cancels. The time itself is asked of its supply, and judged when the supply has answered."""

from datetime import date

from contracts.slots.v1 import (
    BookInterview,
    CancelInterview,
    ClaimSlot,
    InterviewBooked,
    InterviewCancelled,
    ReleaseSlot,
    Slot,
    SlotDenied,
    SlotGranted,
)
from contracts.topics import Authority, Kind, supply_of
from contracts.types import InterviewType
from services.slots.case import ONE_AT_A_TIME, Case, Citizen, Claim, Interview, by_id
from services.slots.rules.booking import held_in_time, one_planned, still_to_come
from services.slots.rules.immediate import within_ten_days
from services.slots.supply import CHANNEL
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message, To, derived, refused
from shared.law.rule import Applied
from shared.law.value import replace

CODES = {
    "BK-01": "SLOT_PAST",
    "BK-02": "ALREADY_BOOKED",
    "DL-02": "AFTER_LAST_DAY",
    "IM-02": "NOT_WITHIN_TEN_DAYS",
}
"""What a refused booking is answered with, by the rule that says no."""


def book(citizen: Citizen, message: Message[BookInterview], today: date) -> Decision[Case]:
    """Asks the supply of the citizen's own jobcentre for the time; the command is answered when it has answered."""
    if citizen.jobcentre is None:
        return refused(citizen, "NOT_REGISTERED")
    if citizen.claim:
        return refused(citizen, "BOOKING_IN_PROGRESS", slot=citizen.claim.slot)
    supplier = str(Authority(Kind.JOBCENTRE, citizen.jobcentre))
    interview, slot = derived(citizen.id, message.source, message.id), message.body.slot
    claim = Claim(interview, slot, supplier, message.time, message.source)
    ask = To(CHANNEL, ClaimSlot(slot=slot, interview=interview, citizen=citizen.id), key=supply_of(supplier))
    return Decision(replace(citizen, claim=claim), events=(ask,), pending=True)


def granted(citizen: Citizen, message: Message[SlotGranted], today: date) -> Decision[Case]:
    """The time is the citizen's, if the law allows it; else it is given back."""
    slot, interview, supplier = message.body.slot, message.body.interview, message.body.supplier
    if citizen.interview(interview):
        return Decision(citizen, pending=True)
    claim = citizen.claim
    if claim is None or claim.interview != interview:
        return _given_back(refused(citizen, "BOOKING_CANCELLED", slot=slot.slot), message.body)
    without = replace(citizen, claim=None)
    said = judge(citizen, slot, claim)
    if not said[-1].ok:
        return _given_back(refused(without, CODES[said[-1].rule], *said, slot=slot.slot), message.body)
    new = Interview(interview, slot.slot, supplier, slot.starts_at, slot.interview_type)
    booked = InterviewBooked(
        interview=interview,
        slot=slot.slot,
        supplier=supplier,
        starts_at=slot.starts_at,
        held_on=new.held_on,
        booked_at=claim.booked_at,
        booked_by=claim.booked_by,
        staff=slot.staff,
        form=slot.form,
        interview_type=slot.interview_type,
    )
    return Decision(replace(without, interviews=by_id((*citizen.interviews, new))), events=(booked,), applied=said)


def judge(citizen: Citizen, slot: Slot, claim: Claim) -> tuple[Applied, ...]:
    """The rules on booking this time at that instant, up to the first that says no."""
    booked_on, held_on = civil_date(claim.booked_at), civil_date(slot.starts_at)
    said = [still_to_come(claim.booked_at, slot.starts_at)]
    if slot.interview_type in ONE_AT_A_TIME:
        said.append(one_planned(booked_on, _days_planned(citizen)))
    if deadline := citizen.deadline_for(slot.interview_type, claim.booked_at):
        said.append(held_in_time(held_on, deadline.hold_by))
    if citizen.demand and citizen.demand.requested_on <= booked_on <= citizen.demand.hold_by:
        said.append(within_ten_days(held_on, citizen.demand.hold_by))
    first_no = next((index for index, each in enumerate(said) if not each.ok), len(said))
    return tuple(said[: first_no + 1])


def denied(citizen: Citizen, message: Message[SlotDenied], today: date) -> Decision[Case]:
    """No such time, or somebody has it. Whoever may not book any is told that instead."""
    answer, claim = message.body, citizen.claim
    if claim is None or claim.interview != answer.interview:
        return refused(citizen, answer.code, slot=answer.slot)
    without = replace(citizen, claim=None)
    if (answer.interview_type or InterviewType.JOB) in ONE_AT_A_TIME:
        single = one_planned(civil_date(claim.booked_at), _days_planned(citizen))
        if not single.ok:
            return refused(without, CODES[single.rule], single, slot=answer.slot)
    return refused(without, answer.code, slot=answer.slot)


def cancel(citizen: Citizen, message: Message[CancelInterview], today: date) -> Decision[Case]:
    """Cancels the interview named, or the one planned; or the booking whose time is still being asked for."""
    named = message.body.interview
    planned = [each for each in citizen.interviews if each.held_on >= today]
    if named is None and citizen.claim and not planned:
        claim = citizen.claim
        free = release(claim.interview, claim.slot, claim.supplier)
        return Decision(replace(citizen, claim=None), events=(free,))
    if named is None and len(planned) > 1:
        return refused(citizen, "SEVERAL_INTERVIEWS", interviews=[each.id for each in planned])
    last = max(citizen.interviews, key=lambda each: each.starts_at, default=None)
    found = citizen.interview(named) if named else last
    if found is None:
        return refused(citizen, "NO_INTERVIEW")
    if found not in planned:
        return refused(citizen, "INTERVIEW_PAST", interview=found.id, held_on=found.held_on)
    cancelled = InterviewCancelled(
        interview=found.id,
        slot=found.slot,
        held_on=found.held_on,
        cancelled_by=message.source,
        supplier=found.supplier,
        cancelled_at=message.time,
    )
    left = tuple(each for each in citizen.interviews if each != found)
    return Decision(
        replace(citizen, interviews=left), events=(cancelled, release(found.id, found.slot, found.supplier))
    )


def _days_planned(citizen: Citizen) -> tuple[date, ...]:
    return tuple(each.held_on for each in citizen.interviews if each.interview_type in ONE_AT_A_TIME)


def _given_back(decision: Decision[Case], grant: SlotGranted) -> Decision[Case]:
    free = release(grant.interview, grant.slot.slot, grant.supplier)
    return replace(decision, events=(*decision.events, free))


def release(interview: str, slot: str, supplier: str) -> To:
    """Tells the supply that the time is free again; heard after the claim, whenever that was sent."""
    return To(CHANNEL, ReleaseSlot(slot=slot, interview=interview), key=supply_of(supplier))
