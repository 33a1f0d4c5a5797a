"""A planned interview that will not be held: by whom it may be cancelled, and that its time is free again."""

from datetime import date

from contracts.slots.v1 import CancelInterview, InterviewCancelled, ReleaseSlot
from contracts.topics import Authority, Kind, supply_of
from services.slots import policy
from services.slots.case import Case, Citizen, by_id
from services.slots.interview import Interview, Origin, Outcome
from services.slots.letters import CALLED_OFF_BY, cancelled_summons, clock
from services.slots.rules.summons import taken_back
from services.slots.supply import CHANNEL
from shared.law.decision import Decision, Message, To, refused
from shared.law.value import replace

STANDS = {
    "held": "INTERVIEW_HELD",
    "past": "INTERVIEW_PAST",
    "missed": "INTERVIEW_MISSED",
    "another's": "NOT_YOUR_INTERVIEW",
    "fixed": "REBOOKING_NOT_ALLOWED",
    "fixed by now": "REBOOKING_OVER",
}
"""What a cancellation is answered with, by why the interview stands."""


def cancel(citizen: Citizen, message: Message[CancelInterview], today: date) -> Decision[Case]:
    """Cancels the interview named, or the one planned; or the booking whose time is still being asked for."""
    named = message.body.interview
    planned = [each for each in citizen.interviews if each.held_on >= today and each.planned]
    if named is None and citizen.claim and not planned:
        claim = citizen.claim
        free = release(claim.interview, claim.slot, claim.supplier)
        return Decision(replace(citizen, claim=None), events=(free,))
    if named is None and len(planned) > 1:
        return refused(citizen, "SEVERAL_INTERVIEWS", interviews=[each.id for each in planned])
    last = max(citizen.interviews, key=lambda each: each.starts_at, default=None)
    found = citizen.interview(named) if named else next(iter(planned), last)
    if found is None:
        return refused(citizen, "NO_INTERVIEW")
    if why := _stands(found, message, today):
        return refused(citizen, STANDS[why], interview=found.id, held_on=found.held_on)
    return _cancelled(citizen, found, message, today)


def _stands(found: Interview, message: Message[CancelInterview], today: date) -> str | None:
    """Why it cannot be cancelled. One that was cancelled in time was not missed, however late that becomes known."""
    if found.outcome is Outcome.HELD:
        return "held"
    if found.held_on < today:
        return "past"
    if found.outcome is Outcome.MISSED and message.time >= found.starts_at:
        return "missed"
    if message.source == found.supplier:
        return None
    if message.source != Kind.JOBNET:
        return None if _moved(found.supplier, message.source) else "another's"
    if found.origin is not Origin.SUMMONED:
        return None
    if found.rebook_until is None:
        return "fixed"
    return None if message.time <= found.rebook_until else "fixed by now"


def _moved(supplier: str, source: str) -> bool:
    """Of a citizen who has moved the new jobcentre may cancel; a fund and a jobcentre never cancel each other's interviews."""
    return Authority.parse(supplier).kind is Authority.parse(source).kind is Kind.JOBCENTRE


def _cancelled(citizen: Citizen, found: Interview, message: Message[CancelInterview], today: date) -> Decision[Case]:
    slot = found.slot or ""
    told = InterviewCancelled(
        interview=found.id,
        slot=slot,
        held_on=found.held_on,
        cancelled_by=message.source,
        supplier=found.supplier,
        cancelled_at=message.time,
    )
    called_off = found.origin is Origin.SUMMONED and message.source == found.supplier
    letter = (cancelled_summons(found),) if called_off else ()
    left = tuple(each for each in citizen.interviews if each != found)
    gone = replace(found, outcome=Outcome.CANCELLED, said_at=message.time)
    remembered = (each for each in citizen.cancelled if today - each.held_on <= policy.REMEMBERED)
    case = replace(citizen, interviews=left, cancelled=by_id((*remembered, gone)))
    why = (taken_back(citizen.told.group, CALLED_OFF_BY, clock(found.starts_at)),) if called_off else ()
    return Decision(case, events=(told, *letter, release(found.id, slot, found.supplier)), applied=why)


def release(interview: str, slot: str, supplier: str) -> To:
    """Tells the supply that the time is free again; heard after the claim, whenever that was sent."""
    return To(CHANNEL, ReleaseSlot(slot=slot, interview=interview), key=supply_of(supplier))
