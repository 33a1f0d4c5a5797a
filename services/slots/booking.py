"""What a citizen books. The time itself is asked of its supply, and judged when the supply has answered."""

from datetime import date, datetime

from contracts.slots.v1 import BookInterview, ClaimSlot, InterviewBooked, Slot, SlotDenied, SlotGranted
from contracts.topics import Kind, supply_of
from contracts.types import InterviewType
from services.slots import immediate, summons, whose
from services.slots.cancelling import release
from services.slots.case import ONE_AT_A_TIME, Case, Citizen, Claim, by_id
from services.slots.interview import Interview
from services.slots.rules.booking import held_in_time, one_planned, still_to_come
from services.slots.rules.immediate import within_ten_days
from services.slots.rules.summons import books_alone, jobcentre_chose, joint_is_summoned
from services.slots.supply import CHANNEL
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message, To, derived, refused
from shared.law.rule import Applied
from shared.law.value import replace

CODES = {
    ("BK-01", "past"): "SLOT_PAST",
    ("BK-02", "already-booked"): "ALREADY_BOOKED",
    ("DL-02", "after-last-day"): "AFTER_LAST_DAY",
    ("IM-02", "not-within-ten-days"): "NOT_WITHIN_TEN_DAYS",
    ("AK-01", "not-responsible"): "NOT_RESPONSIBLE",
    ("EX-06", "exempt"): "EXEMPT_FROM_BOOKING",
    ("EX-06", "deprived"): "DEPRIVED_OF_BOOKING",
    ("SUM-03", "too-soon"): "TOO_SOON_FOR_JOBNET",
    ("SUM-04", "not-in-writing"): "NOT_IN_WRITING",
    ("SUM-04", "hindered"): "CITIZEN_HINDERED",
    ("SUM-05", "summons-only"): "SUMMONS_ONLY",
}
"""What is answered when a rule says no, by the rule and its outcome."""


def book(citizen: Citizen, message: Message[BookInterview], today: date) -> Decision[Case]:
    """Asks the supply of whoever is responsible for the time; the command is answered when it has answered."""
    if citizen.jobcentre is None:
        return refused(citizen, "NOT_REGISTERED")
    if barred := _barred(citizen, message.source, today):
        return refused(citizen, CODES[barred.rule, barred.outcome], barred)
    if citizen.claim:
        return refused(citizen, "BOOKING_IN_PROGRESS", slot=citizen.claim.slot)
    supplier = message.body.supplier or _usual(citizen, message.source, today)
    if not whose.may_ever_hold(citizen, supplier, today):
        no = whose.held_by(citizen, supplier, today)
        return refused(citizen, CODES[no.rule, no.outcome], no)
    interview, slot = derived(citizen.id, message.source, message.id), message.body.slot
    claim = Claim(interview, slot, supplier, message.time, message.source)
    ask = To(CHANNEL, ClaimSlot(slot=slot, interview=interview, citizen=citizen.id), key=supply_of(supplier))
    return Decision(replace(citizen, claim=claim), events=(ask,), pending=True)


def _barred(citizen: Citizen, source: str, today: date) -> Applied | None:
    """EX-06 where it says no: to the citizen, not to an authority that books for the citizen."""
    right = citizen.told.barred_on(today) if source == Kind.JOBNET else None
    return books_alone(right.kind, today) if right else None


def _usual(citizen: Citizen, source: str, today: date) -> str:
    """Whose times are meant where nobody says so: a jobcentre that books for the citizen means its own."""
    own = f"{Kind.JOBCENTRE}-{citizen.jobcentre}"
    return own if source != Kind.JOBNET else whose.responsible_on(citizen, today) or own


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
        no: Decision[Case] = refused(without, CODES[said[-1].rule, said[-1].outcome], *said, slot=slot.slot)
        return _given_back(no, message.body)
    without = immediate.planned(without)
    if claim.summons:
        return summons.summoned(without, claim, slot, said)
    new = Interview(interview, slot.slot, supplier, slot.starts_at, slot.interview_type, slot.form)
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
    """The rules on this time at that instant, up to the first that says no."""
    booked_on, held_on = civil_date(claim.booked_at), civil_date(slot.starts_at)
    kind = slot.interview_type if claim.summons is None else summons.type_of(claim.summons, slot)
    said = [still_to_come(claim.booked_at, slot.starts_at)]
    if kind in ONE_AT_A_TIME and not whose.cv_talk(citizen, claim.supplier, held_on):
        said.append(one_planned(booked_on, _days_planned(citizen)))
    if citizen.told.periods or claim.supplier != f"{Kind.JOBCENTRE}-{citizen.jobcentre}":
        said.append(whose.held_by(citizen, claim.supplier, held_on))
    said += summons.judged(citizen, slot, claim) if claim.summons else _judged(citizen, slot, claim)
    first_no = next((index for index, each in enumerate(said) if (each.rule, each.outcome) in CODES), len(said) - 1)
    return tuple(said[: first_no + 1])


def _judged(citizen: Citizen, slot: Slot, claim: Claim) -> list[Applied]:
    """What holds for a booking and not for a summons."""
    booked_on, held_on, said = civil_date(claim.booked_at), civil_date(slot.starts_at), []
    deadline = citizen.deadline_for(slot.interview_type, claim.booked_at)
    if slot.interview_type is InterviewType.JOINT and claim.booked_by == Kind.JOBNET:
        law_of = booked_on if deadline else whose.law_of(citizen, booked_on)
        said += [
            joint_is_summoned(slot.interview_type, booked_on, law_of),
            jobcentre_chose(slot.interview_type, booked_on, law_of),
        ]
    if deadline:
        said.append(held_in_time(held_on, deadline.hold_by))
    if citizen.demand and citizen.demand.binding and citizen.demand.covers(booked_on):
        said.append(within_ten_days(held_on, citizen.demand.hold_by))
    return said


def denied(citizen: Citizen, message: Message[SlotDenied], today: date) -> Decision[Case]:
    """No such time, or somebody has it. Whoever may not book any is told that instead."""
    answer, claim = message.body, citizen.claim
    facts = {"slot": answer.slot} | ({"clashing": list(answer.clashing)} if answer.clashing else {})
    if claim is None or claim.interview != answer.interview:
        return refused(citizen, answer.code, **facts)
    without = replace(citizen, claim=None)
    if (answer.interview_type or InterviewType.JOB) in ONE_AT_A_TIME:
        single = one_planned(civil_date(claim.booked_at), _days_planned(citizen))
        if not single.ok:
            return refused(without, CODES[single.rule, single.outcome], single, slot=answer.slot)
    no: Decision[Case] = refused(without, answer.code, **facts)
    return replace(no, events=_other_times(without, claim, message.recorded))


def _other_times(citizen: Citizen, claim: Claim, now: datetime) -> tuple[To, ...]:
    """Who was offered a time that is gone is offered others, on the day on which they asked to be registered again. On a later
    day the registration counts from a new request, which is told the times that are free then (INF)."""
    demand = citizen.demand
    if claim.summons or demand is None or civil_date(now) != demand.requested_on:
        return ()
    return immediate.look_again(citizen, now)


def _days_planned(citizen: Citizen) -> tuple[date, ...]:
    planned = (each for each in citizen.interviews if each.interview_type in ONE_AT_A_TIME and each.planned)
    return tuple(each.held_on for each in planned if not whose.cv_talk(citizen, each.supplier, each.held_on))


def _given_back(decision: Decision[Case], grant: SlotGranted) -> Decision[Case]:
    free = release(grant.interview, grant.slot.slot, grant.supplier)
    return replace(decision, events=(*decision.events, free))
