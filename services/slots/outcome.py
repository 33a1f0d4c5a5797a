"""What became of an interview: held, planned or not, or missed. Said late, twice, or the other way round afterwards."""

from datetime import date

from contracts.slots.v1 import InterviewHeld, InterviewMissed, RecordHeld, RecordNoShow
from contracts.topics import Authority, Kind
from contracts.types import InterviewType
from services.slots import immediate, whose
from services.slots.case import Case, Citizen, by_id
from services.slots.interview import Interview, Origin, Outcome
from services.slots.rules.held import (
    acts_soon,
    comes_back,
    equals_booking,
    may_be_missed,
    registrable,
    stays_joint,
)
from shared.law.calendar import start_of_day
from shared.law.decision import Decision, Message, derived, refused
from shared.law.rule import Applied
from shared.law.value import replace


def held(citizen: Citizen, message: Message[RecordHeld], today: date) -> Decision[Case]:
    """The interview named, or the holder's own of that day and type; else an unplanned one, as also one that was cancelled."""
    body, holder = message.body, whose.holder_of(message.source)
    cancelled = next((each for each in citizen.cancelled if each.id == body.interview), None)
    named = citizen.interview(body.interview) if body.interview else None
    if body.interview and named is None and cancelled is None:
        return refused(citizen, "NO_INTERVIEW", interview=body.interview)
    mine = named or cancelled
    if mine and mine.supplier != holder:
        return refused(citizen, "NOT_YOUR_INTERVIEW", interview=mine.id)
    on = body.on or (mine.held_on if mine else today)
    if mine and on != mine.held_on:
        return refused(citizen, "OTHER_DAY", interview=mine.id, on=on, held_on=mine.held_on)
    allowed = registrable(on, today)
    if not allowed.ok:
        return refused(citizen, "DATE_IN_FUTURE", allowed)
    found = [mine] if named and mine else [] if cancelled else _of_day(citizen, holder, on, body.interview_type)
    if len(found) > 1:
        return refused(citizen, "SEVERAL_INTERVIEWS", interviews=[each.id for each in found])
    if found:
        return _registered(citizen, found[0], message, (allowed,))
    kind = body.interview_type or (cancelled.interview_type if cancelled else InterviewType.JOB)
    return _unplanned(citizen, message, holder, on, kind, allowed)


def _of_day(citizen: Citizen, holder: str, day: date, kind: InterviewType | None) -> list[Interview]:
    """The holder's interviews of that day: those of which nothing was said yet, before those that are repeated."""
    on_day = [
        each
        for each in citizen.interviews
        if (each.supplier, each.held_on) == (holder, day) and kind in (None, each.interview_type)
    ]
    return [each for each in on_day if each.planned] or on_day


def _unplanned(
    citizen: Citizen, message: Message[RecordHeld], holder: str, on: date, kind: InterviewType, allowed: Applied
) -> Decision[Case]:
    """One held at once, on the citizen's own initiative or because both wished (BK-06, BK-07)."""
    if citizen.jobcentre is None:
        return refused(citizen, "NOT_REGISTERED")
    whose_day = whose.held_by(citizen, holder, on)
    if not whose_day.ok:
        return refused(citizen, "NOT_RESPONSIBLE", allowed, whose_day)
    demand, group = citizen.demand, citizen.told.group
    said = [allowed, whose_day, equals_booking(group, on)]
    if demand:
        said.append(comes_back(group, on, demand.requested_on, demand.hold_by))
    new = Interview(
        derived(citizen.id, "held", holder, on, kind), None, holder, start_of_day(on), kind, origin=Origin.UNPLANNED
    )
    withdrawn = next((each for each in citizen.cancelled if each.id == new.id), None)
    if withdrawn and withdrawn.said_at and message.time < withdrawn.said_at:
        return Decision(citizen, applied=tuple(said))  # taken back since
    return _registered(_forgetting(citizen, new), new, message, tuple(said))


def _registered(
    citizen: Citizen, known: Interview, message: Message[RecordHeld], said: tuple[Applied, ...]
) -> Decision[Case]:
    """Held. The registration made last counts, by the sender's time, not the one that comes last."""
    body = message.body
    if known.said_at and message.time < known.said_at:
        return Decision(citizen, applied=said)
    with_akasse = body.with_akasse and Authority.parse(known.supplier).kind is Kind.JOBCENTRE
    kind = body.interview_type or known.interview_type
    if InterviewType.JOINT in (kind, known.interview_type):
        joint = stays_joint(known.interview_type, kind, with_akasse)
        if joint.outcome == "stays-joint":
            return refused(citizen, "STAYS_JOINT", joint, interview=known.id)
        said = (*said, joint)
    now = replace(
        known,
        interview_type=kind,
        form=body.form or known.form,
        with_akasse=with_akasse,
        outcome=Outcome.HELD,
        said_at=message.time,
    )
    if replace(now, said_at=known.said_at) == known:  # the same word, given later
        return Decision(_having(citizen, now), applied=said)
    told = InterviewHeld(
        interview=now.id,
        held_on=now.held_on,
        held_by=now.supplier,
        interview_type=now.interview_type,
        form=now.form,
        with_akasse=with_akasse,
        planned=now.origin is not Origin.UNPLANNED,
    )
    return Decision(immediate.held(_having(citizen, now), now.held_on), events=(told,), applied=said)


def missed(citizen: Citizen, message: Message[RecordNoShow], today: date) -> Decision[Case]:
    """The citizen stayed away from a planned interview. Contact after it is the matter of `sanctions`."""
    body, holder = message.body, whose.holder_of(message.source)
    if body.interview:
        found = [each for each in citizen.interviews if each.id == body.interview]
    else:
        found = [each for each in _of_day(citizen, holder, body.on or today, None) if each.slot]
    if not found:
        cancelled = any(each.id == body.interview for each in citizen.cancelled)
        return refused(citizen, "INTERVIEW_CANCELLED" if cancelled else "NO_INTERVIEW")
    if len(found) > 1:
        return refused(citizen, "SEVERAL_INTERVIEWS", interviews=[each.id for each in found])
    (known,) = found
    if known.supplier != holder:
        return refused(citizen, "NOT_YOUR_INTERVIEW", interview=known.id)
    if known.origin is Origin.UNPLANNED:
        return refused(citizen, "NOT_PLANNED", interview=known.id)
    begun = may_be_missed(known.starts_at, message.time)
    if not begun.ok:
        return refused(citizen, "NOT_BEGUN", begun, interview=known.id)
    if known.said_at and message.time < known.said_at:
        return Decision(citizen, applied=(begun,))
    now = replace(known, outcome=Outcome.MISSED, said_at=message.time, with_akasse=False)
    if known.outcome is Outcome.MISSED:
        return Decision(_having(citizen, now), applied=(begun,))
    told = InterviewMissed(
        interview=now.id,
        held_on=now.held_on,
        supplier=now.supplier,
        interview_type=now.interview_type,
        registered_by=message.source,
    )
    soon = acts_soon(now.held_on, citizen.told.group)
    return Decision(_having(citizen, now), events=(told,), applied=(begun, soon))


def _forgetting(citizen: Citizen, interview: Interview) -> Citizen:
    """The case once what was taken back is told again."""
    return replace(citizen, cancelled=tuple(each for each in citizen.cancelled if each.id != interview.id))


def _having(citizen: Citizen, interview: Interview) -> Citizen:
    others = (each for each in citizen.interviews if each.id != interview.id)
    return replace(citizen, interviews=by_id((*others, interview)))
