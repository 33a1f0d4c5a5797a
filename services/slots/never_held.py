"""An unplanned interview that was recorded in error (*registreret ved en fejl*): there was none."""

from datetime import date

from contracts.slots.v1 import InterviewHeldWithdrawn, WithdrawHeld
from services.slots import whose
from services.slots.case import Case, Citizen, by_id
from services.slots.interview import Origin, Outcome
from shared.law.decision import Decision, Message, refused
from shared.law.value import replace


def withdraw(citizen: Citizen, message: Message[WithdrawHeld], today: date) -> Decision[Case]:
    """As if it had never been told. Taken back twice it is taken back once; the word given last counts, by the sender's time."""
    id, on, holder = message.body.interview, message.body.on or today, whose.holder_of(message.source)
    mine = (
        [each for each in (*citizen.interviews, *citizen.cancelled) if each.id == id]
        if id
        else [
            each
            for each in citizen.interviews
            if (each.supplier, each.held_on) == (holder, on) and _unplanned(each.origin)
        ]
        or [
            each
            for each in citizen.cancelled
            if (each.supplier, each.held_on) == (holder, on) and _unplanned(each.origin)
        ]
    )
    if not mine:
        return refused(citizen, "NO_INTERVIEW")
    if len(mine) > 1:
        return refused(citizen, "SEVERAL_INTERVIEWS", interviews=[each.id for each in mine])
    (known,) = mine
    if known.supplier != holder:
        return refused(citizen, "NOT_YOUR_INTERVIEW", interview=known.id)
    if not _unplanned(known.origin):
        return refused(citizen, "WAS_PLANNED", interview=known.id)
    if known in citizen.cancelled or (known.said_at and message.time < known.said_at):
        return Decision(citizen)
    left = tuple(each for each in citizen.interviews if each != known)
    gone = replace(known, outcome=Outcome.CANCELLED, said_at=message.time)
    told = InterviewHeldWithdrawn(interview=known.id, held_on=known.held_on, held_by=known.supplier)
    return Decision(replace(citizen, interviews=left, cancelled=by_id((*citizen.cancelled, gone))), events=(told,))


def _unplanned(origin: Origin) -> bool:
    return origin is Origin.UNPLANNED
