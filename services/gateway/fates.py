"""What the gateway says when an operator has acted on it: to the operator, and to the sender of what was thrown away."""

from dataclasses import replace
from datetime import date
from typing import Any

from contracts.gateway.v1 import CommandAnswered
from contracts.registry import CONTRACTS
from services.gateway.case import Case
from services.gateway.commands import again, answered, met_first, remembering
from services.gateway.rules.answers import ACCEPTED, digest_of, refusal_answer, to_sender
from shared.law.decision import DONE, NOT_PARKED, Decision, Message, Refusal


def came_before(case: Case, message: Message[Any]) -> bool:
    """Whether this order of an operator is known, or another under its id."""
    return case.met(message.source, message.id) is not None


def fated(case: Case, message: Message[Any], today: date) -> Decision[Case]:
    """An operator's order to the gateway, carried out or not, or a message that was thrown away: each command is answered.

    An event that is thrown away is news to nobody, but still the answer to its command.
    """
    if CONTRACTS[message.type].kind == "event":
        case, sent = answered(case, message)
        return Decision(case, sent, pending=True)
    digest, known = digest_of(message), case.met(message.source, message.id)
    if known is not None:
        return again(case, known, message, digest)
    new, answer = met_first(message, digest), _answer(message)
    case, timers = remembering(case, new)
    return Decision(
        case.having(replace(new, answer=answer)), (to_sender(new, answer, message.cause),), timers, pending=True
    )


def _answer(message: Message[Any]) -> CommandAnswered:
    if message.fate == DONE:
        return CommandAnswered(command=message.type, command_id=message.id, outcome=ACCEPTED)
    if message.fate == NOT_PARKED:
        return refusal_answer(message, Refusal("NOT_PARKED", {"message": message.body.message}))
    return refusal_answer(message, Refusal("DISCARDED"))
