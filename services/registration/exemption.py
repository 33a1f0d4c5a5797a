"""Exemption from booking (*fritagelse*): granted, refused, objected to, decided. BAB § 45."""

from datetime import date

from contracts.registration.self_booking_v1 import (
    DecideExemption,
    ExemptFromSelfBooking,
    ExemptionDecided,
    ExemptionDecisionRequired,
    ExemptionRefused,
    ObjectToExemption,
    RefuseExemption,
)
from contracts.registration.v1 import Letter
from services.registration.authority import responsible_on
from services.registration.case import Case
from services.registration.formal import complaint, held_up, letter, outside, stated, told_on, whose
from services.registration.right import Again, End, RefusedExemption, Right, RightKind
from services.registration.rights import OBJECTION, begun, ended_since, holding, known, with_right
from services.registration.rules import notices
from services.registration.rules.complaint import Taken
from services.registration.rules.exemption import ON_REQUEST, note_or_decision, on_request, premises_or_interpreter
from shared.law.decision import Decision, Message, derived, refused
from shared.law.rule import Applied
from shared.law.value import replace

EXEMPTION = RightKind.EXEMPTION


def exempt(case: Case, message: Message[ExemptFromSelfBooking], today: date) -> Decision[Case]:
    """A note of the authority, from its date on, which may lie back (EX-03)."""
    command, on = message.body, message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    if no := outside(case, on):
        return no
    said: tuple[Applied, ...] = ()
    for each in conditions(case, message, on, today):
        said = (*said, each)
        if no := held_up(case, on, *said):
            return no
    if same := known(case, EXEMPTION, command.ground, on, today):
        anew = (*same.again, Again(on, message.time, message.source))
        return Decision(with_right(case, replace(same, again=anew)), applied=said)
    identity = derived(case.citizen, "right", message.source, message.id)
    over = ended_since((each.ended for each in case.rights if each.kind is EXEMPTION), on, message.time)
    new = Right(identity, EXEMPTION, command.ground, message.source, on, over, said_at=message.time)
    return Decision(with_right(case, new), (begun(new),), applied=said)


def conditions(case: Case, message: Message[ExemptFromSelfBooking], on: date, today: date) -> tuple[Applied, ...]:
    """Who decides, on which ground, and the note: the command itself, where it names no other."""
    command = message.body
    asked = (
        on_request(command.ground, command.requested_on, on)
        if command.ground in ON_REQUEST
        else premises_or_interpreter(command.ground, command.declined, on)
    )
    return whose(case, message.source, on), asked, note_or_decision(command.noted_on or today, on, None, None, None)


def refuse_exemption(case: Case, message: Message[RefuseExemption], today: date) -> Decision[Case]:
    """A decision at once: who asked and is refused disagrees (EX-03)."""
    command = message.body
    reasons, guidance, asked = stated(command.reasons), stated(command.complaint_guidance), command.requested_on
    if asked > today:
        return refused(case, "DATE_IN_FUTURE", requested_on=asked, today=today)
    if no := outside(case, today):
        return no
    decides = whose(case, message.source, today)
    form = note_or_decision(today, today, asked, bool(reasons), bool(guidance))
    if no := held_up(case, today, decides) or held_up(case, today, decides, form):
        return no
    new = RefusedExemption(asked, command.ground)
    if new in case.refusals:
        return Decision(case, applied=(decides, form))
    last, route = complaint(message, Taken.EXEMPTION)
    text = notices.refused_exemption(command.ground, asked, message.source, reasons, guidance, told_on(message))
    told = ExemptionRefused(ground=command.ground, requested_on=asked, on=today, by=message.source, complain_by=last)
    key = f"{asked}/{command.ground}"
    return Decision(
        replace(case, refusals=(*case.refusals, new)),
        (told, letter(case, message.id, Letter.EXEMPTION_REFUSED, key, today, text)),
        applied=(decides, form, *route),
    )


def object_to_exemption(case: Case, message: Message[ObjectToExemption], today: date) -> Decision[Case]:
    """From now on the authority owes a decision in writing. Told twice, it owes one."""
    on = message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    found = holding(case, on, EXEMPTION)
    if not found:
        return refused(case, "NOT_EXEMPT", on=on)
    events: list[object] = []
    said = tuple(note_or_decision(each.on, each.on, on, None, None) for each in found)
    for each in found:
        if each.objected_on is None:
            case = with_right(case, replace(each, objected_on=on))
            authority = responsible_on(case, today)
            events.append(ExemptionDecisionRequired(right=each.id, objected_on=on, authority=authority))
    return Decision(case, tuple(events), applied=said)


def decide_exemption(case: Case, message: Message[DecideExemption], today: date) -> Decision[Case]:
    """Answers the objections: the exemption stands, or ends today."""
    command = message.body
    reasons, guidance = stated(command.reasons), stated(command.complaint_guidance)
    asked = [each for each in holding(case, today, EXEMPTION) if each.objected_on and each.upheld is None]
    if not asked:
        answered = any(each.upheld is command.upheld for each in case.rights)
        return Decision(case) if answered else refused(case, "NO_OBJECTION", on=today)
    decides = whose(case, message.source, today)
    form = note_or_decision(asked[0].on, today, asked[0].objected_on, bool(reasons), bool(guidance))
    if no := held_up(case, today, decides) or held_up(case, today, decides, form):
        return no
    last, route = complaint(message, Taken.EXEMPTION)
    events: list[object] = []
    for each in asked:
        ended = each.ended if command.upheld else End(today, OBJECTION)
        case = with_right(case, replace(each, upheld=command.upheld, ended=ended))
        events.append(
            ExemptionDecided(right=each.id, upheld=command.upheld, on=today, by=message.source, complain_by=last)
        )
    text = notices.decided_exemption(command.upheld, today, message.source, reasons, guidance, told_on(message))
    events.append(letter(case, message.id, Letter.EXEMPTION_DECIDED, asked[0].id, today, text))
    return Decision(case, tuple(events), applied=(decides, form, *route))
