"""The router and the feeds: commands go inward, numbered; answers and events go out to those whom they concern."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import contracts.messages  # noqa: F401  (completes the registry)
from contracts.common.v1 import CommandRefused
from contracts.envelope import write_after
from contracts.registration.v1 import MoveCitizen, RegisterCitizen
from contracts.registry import CONTRACTS
from contracts.topics import Authority
from services.gateway.case import Case, Claim, Command
from services.gateway.policy import KEEP_COMMANDS
from services.gateway.rules.answers import (
    answer_from,
    answered_by,
    answers,
    digest_of,
    refusal_answer,
    repeat,
    to_sender,
)
from services.gateway.rules.audience import notices
from services.gateway.rules.permission import refusal_of
from services.gateway.rules.relations import changed, fund_on
from shared.law.calendar import add_months, civil_date, start_of_day
from shared.law.decision import Decider, Decision, Message, Refusal, Timer, TimerFired, To

FORGET = "forget"
"""Timer: time to forget the commands of a month; its key is the month."""


def decider(authorities: Collection[Authority]) -> Decider[Case]:
    """The gateway's `decide`, for a platform with these authorities."""
    deliver_to = partial(deliver, frozenset(authorities))
    commands = {c.model: route for c in CONTRACTS.values() if c.kind == "command"}
    events = {c.model: deliver_to for c in CONTRACTS.values() if c.kind == "event" and c.service != "gateway"}
    return Decider({**commands, **events}, {FORGET: forget})


def route(case: Case, message: Message[Any], today: date) -> Decision[Case]:
    """A command from the door: answered if it came before, refused, or numbered and sent inward."""
    digest = digest_of(message)
    known = case.met(message.source, message.id)
    if known is not None:
        return _again(case, known, message, digest)
    contract = CONTRACTS[message.type]
    service = message.body.service if contract.about == "operations" else contract.service
    new = Command(
        message.source,
        message.id,
        message.type,
        digest,
        service,
        None,
        max(message.time, message.recorded),
        (message.cause,),
    )
    case, timers = _remembering(case, new)
    if refusal := refusal_of(case, message, today):
        answer = refusal_answer(message, refusal)
        case = case.having(replace(new, answer=answer))
        return Decision(case, (to_sender(new, answer, message.cause),), timers, refusal=refusal)
    if contract.about == "operations":
        sent = To(f"{service}.commands", message.body, headers=_headers(message))
        return Decision(case.having(new), (sent,), timers, pending=True)
    number = case.number + 1
    after = {other: last for other, last in case.sent.items() if other != service}
    headers = {**_headers(message), "ce_number": str(number), "ce_after": write_after(after)}
    claims = (*case.claims, *claimed(case, number, message.body, today))
    routed = replace(case, number=number, sent={**case.sent, service: number}, claims=claims)
    return Decision(
        routed.having(replace(new, number=number)),
        (To(f"{service}.commands", message.body, headers=headers), *changed(case.claims, claims)),
        timers,
        pending=True,
    )


def claimed(case: Case, number: int, body: Any, today: date) -> tuple[Claim, ...]:
    """To whom a command says that the citizen belongs."""
    match body:
        case RegisterCitizen():
            return (Claim(number, body.on or today, body.jobcentre, body.akasse),)
        case MoveCitizen():
            since = body.on or today
            return (Claim(number, since, body.jobcentre, fund_on(case.claims, since)),)
        case _:
            return ()


def deliver(authorities: frozenset[Authority], case: Case, message: Message[Any], today: date) -> Decision[Case]:
    """An event of a service: the answer that it is to its command's sender, and the news that it is to the others."""
    sent: tuple[Any, ...] = ()
    if known := answered_by(case, message):
        answer = answer_from(known, message)
        sent = answers(known, answer)
        before = case.claims
        case = case.having(replace(known, answer=answer))
        if isinstance(message.body, CommandRefused):
            case = replace(case, claims=tuple(claim for claim in before if claim.number != known.number))
            sent = (*sent, *changed(before, case.claims))
    return Decision(case, (*sent, *notices(case, message, today, authorities)), pending=True)


def forget(case: Case, message: Message[TimerFired], today: date) -> Decision[Case]:
    """The answered commands of a month that is long past are remembered no more."""
    until = start_of_day(add_months(date.fromisoformat(f"{message.body.key}-01"), 1))
    until = max(until, case.cleared or until)
    kept = {key: known for key, known in case.commands.items() if known.answer is None or known.seen_at >= until}
    return Decision(replace(case, commands=kept, cleared=until))


def _again(case: Case, known: Command, message: Message[Any], digest: str) -> Decision[Case]:
    if known.digest == digest:
        noted, sent = repeat(known, message)
        return Decision(case if noted is known else case.having(noted), sent, pending=True)
    refusal = Refusal("DUPLICATE_ID", {"command": known.type, "first": known.places[0]})
    return Decision(case, (to_sender(known, refusal_answer(message, refusal), message.cause),), refusal=refusal)


def _remembering(case: Case, new: Command) -> tuple[Case, tuple[Timer, ...]]:
    """One timer a month forgets the commands of that month, once the youngest of them is old enough."""
    first = civil_date(new.seen_at).replace(day=1)
    month = f"{first:%Y-%m}"
    if month <= case.timed:
        return case, ()
    due_at = start_of_day(add_months(first, 1)) + KEEP_COMMANDS + timedelta(hours=1)
    return replace(case, timed=month), (Timer(FORGET, month, due_at),)


def _headers(message: Message[Any]) -> dict[str, str]:
    """The sender's own, on a command sent inward: id, source, time, the record that brought it."""
    return {
        "ce_id": message.id,
        "ce_source": message.source,
        "ce_time": message.time.isoformat(),
        "ce_recordedtime": message.recorded.isoformat(),
        "ce_causationid": message.cause,
    }
