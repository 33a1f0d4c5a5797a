"""The one answer to each command, and its repetition for a command that comes again."""

import json
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from typing import Any

from contracts.common.v1 import CommandRefused, ParkedDiscarded, ParkedReleased
from contracts.gateway.v1 import CommandAnswered
from contracts.registry import CONTRACTS
from services.gateway.case import Case, Command
from services.gateway.policy import PLACES
from shared.law.decision import Message, Refusal, To

ACCEPTED, REFUSED = "accepted", "refused"


def digest_of(message: Message[Any]) -> str:
    """What tells a repetition from another command under the same id: type and body."""
    return sha256(f"{message.type}\n{json.dumps(message.body, default=_plain)}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    """What JSON lacks: contract objects by their fields, dates and instants as text."""
    return {field.name: getattr(value, field.name) for field in fields(value)} if is_dataclass(value) else str(value)


def refusal_answer(message: Message[Any], refusal: Refusal) -> CommandAnswered:
    """The answer to a command that goes no further than the router."""
    return CommandAnswered(
        command=message.type, command_id=message.id, outcome=REFUSED, code=refusal.code, facts=dict(refusal.facts)
    )


def to_sender(known: Command, answer: CommandAnswered, place: str) -> To:
    """The answer on its way; `ce_causationid` names the record that it answers."""
    return To(f"out.{known.source}", answer, headers={"ce_causationid": place})


def answered_by(case: Case, message: Message[Any]) -> Command | None:
    """The open command that an event answers, if it answers one."""
    known = case.numbered(message.answers) if message.answers is not None else _operators(case, message)
    return known if known and known.answer is None and known.service == message.source else None


def _operators(case: Case, message: Message[Any]) -> Command | None:
    """An operator's command has no number; its answer is known by the correlation."""
    if not isinstance(message.body, ParkedReleased | ParkedDiscarded | CommandRefused):
        return None
    known = case.commands.get(message.correlation)
    return known if known and CONTRACTS[known.type].about == "operations" else None


def answer_from(known: Command, message: Message[Any]) -> CommandAnswered:
    """What an event says of the command."""
    body = message.body
    answer = CommandAnswered(command=known.type, command_id=known.id, outcome=ACCEPTED)
    if isinstance(body, CommandRefused):
        return replace(answer, outcome=REFUSED, code=body.code, rule=body.rule, facts=dict(body.facts))
    return answer


def answers(known: Command, answer: CommandAnswered) -> tuple[To, ...]:
    """The answer, and once more for each time the command came again while it was open."""
    first, *again = known.places
    repeated = replace(answer, repeated=True)
    return (to_sender(known, answer, first), *(to_sender(known, repeated, place) for place in again))


def repeat(known: Command, message: Message[Any]) -> tuple[Command, tuple[To, ...]]:
    """A command that came before: the stored answer once more, or a note to send it when it comes."""
    if message.cause in known.places:
        return known, ()
    first, *again = known.places
    noted = replace(known, places=(first, *again[2 - PLACES :], message.cause))
    if known.answer is None:
        return noted, ()
    return noted, (to_sender(known, replace(known.answer, repeated=True), message.cause),)
