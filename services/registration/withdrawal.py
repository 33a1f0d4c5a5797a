"""Withdrawal of the right to book (*fratagelse*), LAB § 35, and the end of withdrawal and exemption."""

from datetime import date

from contracts.registration.self_booking_v1 import EndExemption, RestoreSelfBooking, WithdrawSelfBooking
from contracts.registration.v1 import Letter
from services.registration.case import Case
from services.registration.formal import complaint, held_up, letter, outside, stated, told_on, whose
from services.registration.right import End, Right, RightKind
from services.registration.rights import ENDED, begun, ended_since, holding, known, said_after, said_before, with_right
from services.registration.rules import notices
from services.registration.rules.complaint import Taken
from services.registration.rules.withdrawal import withdrawable
from shared.law.decision import Decision, Message, derived, refused
from shared.law.value import replace


def withdraw(case: Case, message: Message[WithdrawSelfBooking], today: date) -> Decision[Case]:
    """A decision, from the day it was made: it cannot reach back."""
    command = message.body
    reasons, guidance = stated(command.reasons), stated(command.complaint_guidance)
    if no := outside(case, today):
        return no
    decides = whose(case, message.source, today)
    form = withdrawable(command.ground, bool(reasons), bool(guidance), today)
    if no := held_up(case, today, decides) or held_up(case, today, decides, form):
        return no
    if known(case, RightKind.WITHDRAWAL, command.ground, today, today):
        return Decision(case, applied=(decides, form))
    last, route = complaint(message, Taken.WITHDRAWAL)
    identity = derived(case.citizen, "right", message.source, message.id)
    over = ended_since((each.ended for each in case.rights if each.kind is RightKind.WITHDRAWAL), today, message.time)
    new = Right(
        identity, RightKind.WITHDRAWAL, command.ground, message.source, today, over, complain_by=last, said_at=message.time
    )  # fmt: skip
    text = notices.withdrawn(today, message.source, reasons, guidance, told_on(message))
    sent = letter(case, message.id, Letter.SELF_BOOKING_WITHDRAWN, new.id, today, text)
    return Decision(with_right(case, new), (begun(new), sent), applied=(decides, form, *route))


def end_exemption(case: Case, message: Message[EndExemption], today: date) -> Decision[Case]:
    """The citizen books again."""
    found = ended(case, message, today, RightKind.EXEMPTION)
    return refused(case, "NOT_EXEMPT", on=message.body.on or today) if found is None else found


def restore(case: Case, message: Message[RestoreSelfBooking], today: date) -> Decision[Case]:
    """The citizen may book again."""
    found = ended(case, message, today, RightKind.WITHDRAWAL)
    return refused(case, "NOT_DEPRIVED", on=message.body.on or today) if found is None else found


def ended(
    case: Case, message: Message[EndExemption] | Message[RestoreSelfBooking], today: date, kind: RightKind
) -> Decision[Case] | None:
    """Ends those of a kind that hold; None if there is none. The duty that comes back does not reach back."""
    wanted, on = message.body.right, message.body.on or today
    if on < today:
        return refused(case, "DATE_IN_PAST", on=on, today=today)
    if no := outside(case, on):
        return no
    mine = [each for each in case.rights if each.kind is kind and wanted in (None, each.id)]
    found = [each for each in holding(case, on, kind) if each in mine and said_before(each, message.time)]
    if not found:
        return Decision(case) if any(each.ended and each.ended.on == on for each in mine) else None
    decides = whose(case, message.source, on)
    if no := held_up(case, on, decides):
        return no
    events: list[object] = []
    for each in found:
        case = with_right(case, replace(each, ended=End(on, ENDED, message.time, all=wanted is None), again=()))
        if anew := said_after(each, message.time):
            later = Right(derived(case.citizen, "right", each.id, anew.at), kind, each.ground, anew.by, anew.on)
            case = with_right(case, replace(later, said_at=anew.at))
            events.append(begun(later))
    return Decision(case, tuple(events), applied=(decides,))
