"""What an authority sets itself (*indkaldelse*), LAB § 34, stk. 2. Its supply gives the time, so that no member of staff is
asked for twice; it is judged when the supply has answered."""

from datetime import date

from contracts.slots.v1 import ClaimSlot, InterviewSummoned, Slot, SummonInterview
from contracts.topics import Authority, Kind, supply_of
from contracts.types import Form, InterviewType, Party
from services.slots import letters
from services.slots.case import Case, Citizen, Claim, by_id
from services.slots.interview import Interview, Origin, Outcome
from services.slots.rules.summons import first_is_summoned, rightly_summoned, short_notice, through_jobnet
from services.slots.supply import CHANNEL
from shared.law.calendar import COPENHAGEN, civil_date
from shared.law.decision import Decision, Message, To, derived, refused
from shared.law.rule import Applied
from shared.law.value import replace

OWN = "own."
"""What the id of a time begins with that a summons made."""


def summon(citizen: Citizen, message: Message[SummonInterview], today: date) -> Decision[Case]:
    """Asks the authority's own supply for the time; the command is answered when it has answered."""
    asked, supplier = message.body, message.source
    if citizen.jobcentre is None:
        return refused(citizen, "NOT_REGISTERED")
    if (asked.slot is None) == (asked.starts_at is None):
        return refused(citizen, "TIME_MISSING" if asked.slot is None else "TIME_TWICE")
    if asked.slot is None and asked.staff is None:
        return refused(citizen, "STAFF_MISSING")
    if citizen.claim:
        return refused(citizen, "BOOKING_IN_PROGRESS", slot=citizen.claim.slot)
    interview = derived(citizen.id, supplier, message.id)
    slot = asked.slot or f"{OWN}{interview}"
    claim = Claim(interview, slot, supplier, message.time, supplier, asked)
    ask = ClaimSlot(slot=slot, interview=interview, citizen=citizen.id, own=_own(asked, slot), supplier=supplier)
    return Decision(replace(citizen, claim=claim), events=(To(CHANNEL, ask, key=supply_of(supplier)),), pending=True)


def _own(asked: SummonInterview, slot: str) -> Slot | None:
    """The time that is not published."""
    if asked.starts_at is None or asked.staff is None:
        return None
    return Slot(
        slot=slot,
        starts_at=asked.starts_at,
        minutes=asked.minutes,
        staff=asked.staff,
        form=asked.form or Form.IN_PERSON,
        interview_type=asked.interview_type or InterviewType.JOB,
    )


def type_of(asked: SummonInterview, slot: Slot) -> InterviewType:
    """What kind of interview is summoned to: a joint one keeps its type whether or not the fund takes part (SUM-05, GM-02)."""
    return asked.interview_type or slot.interview_type


def judged(citizen: Citizen, slot: Slot, claim: Claim) -> list[Applied]:
    """What holds for a summons: its channel, its form, regard for the citizen; and which summons of LAB § 34, stk. 2 it is."""
    asked, told = claim.summons or SummonInterview(), citizen.told
    summoned_on, held_on = civil_date(claim.booked_at), civil_date(slot.starts_at)
    party = Party.A_KASSE if Authority.parse(claim.supplier).kind is Kind.AKASSE else Party.JOBCENTRE
    held = sum(each.outcome is Outcome.HELD for each in citizen.interviews)
    said = [
        first_is_summoned(told.group, party, held, held_on),
        short_notice(summoned_on, held_on),
        through_jobnet(asked.channel, summoned_on, held_on),
    ]
    barred = told.barred_on(summoned_on)
    starts, ends = _clock(slot)
    hours = [(each.from_time, each.to_time) for each in told.hindrances if each.covers(held_on)] or [("00:00", "00:00")]
    return said + [
        rightly_summoned(told.group, barred.kind if barred else None, asked.channel, starts, ends, *each)
        for each in hours
    ]


def _clock(slot: Slot) -> tuple[str, str]:
    """Danish times of day; an interview over midnight ends with its day."""
    starts = slot.starts_at.astimezone(COPENHAGEN)
    minutes = starts.hour * 60 + starts.minute + slot.minutes
    return f"{starts:%H:%M}", f"{minutes // 60:02}:{minutes % 60:02}" if minutes < 24 * 60 else "24:00"


def summoned(citizen: Citizen, claim: Claim, slot: Slot, said: tuple[Applied, ...]) -> Decision[Case]:
    """The interview, what is told of it, and the letter."""
    asked = claim.summons or SummonInterview()
    form, kind = asked.form or slot.form, type_of(asked, slot)
    new = Interview(
        claim.interview, slot.slot, claim.supplier, slot.starts_at, kind, form, Origin.SUMMONED, asked.rebook_until
    )
    told = InterviewSummoned(
        interview=new.id,
        supplier=claim.supplier,
        starts_at=slot.starts_at,
        held_on=new.held_on,
        summoned_at=claim.booked_at,
        summoned_by=claim.booked_by,
        staff=slot.staff,
        form=form,
        interview_type=kind,
        minutes=slot.minutes,
        slot=slot.slot,
        channel=asked.channel,
        place=asked.place,
        phone=asked.phone,
        about=asked.about,
        with_akasse=asked.with_akasse if kind is InterviewType.JOINT else None,
        rebook_until=asked.rebook_until,
    )
    case = replace(citizen, interviews=by_id((*citizen.interviews, new)))
    return Decision(case, events=(told, *letters.summons(told)), applied=said)
