"""The router and the feeds: commands go inward, numbered; answers and events go out to those whom they concern."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import contracts.messages  # noqa: F401  (completes the registry)
from contracts.envelope import write_after
from contracts.registration.v1 import MoveCitizen, RegisterCitizen
from contracts.registry import CONTRACTS
from contracts.topics import Authority
from services.gateway.case import Case, Claim
from services.gateway.commands import FORGET, again, answered, forget, met_first, remembering
from services.gateway.fates import came_before, fated
from services.gateway.rules.answers import digest_of, refusal_answer, to_sender
from services.gateway.rules.audience import notices
from services.gateway.rules.permission import refusal_of
from services.gateway.rules.relations import changed, fund_on
from shared.law.decision import Decider, Decision, Desk, Message, To


def decider(authorities: Collection[Authority]) -> Decider[Case]:
    """The gateway's `decide`, for a platform with these authorities."""
    deliver_to = partial(deliver, frozenset(authorities))
    commands = {c.model: route for c in CONTRACTS.values() if c.kind == "command"}
    events = {c.model: deliver_to for c in CONTRACTS.values() if c.kind == "event" and c.service != "gateway"}
    return Decider({**commands, **events}, {FORGET: forget}, Desk(came_before, fated))


def route(case: Case, message: Message[Any], today: date) -> Decision[Case]:
    """A command from the door: answered if it came before, refused, or numbered and sent inward."""
    digest = digest_of(message)
    known = case.met(message.source, message.id)
    if known is not None:
        return again(case, known, message, digest)
    contract, new = CONTRACTS[message.type], met_first(message, digest)
    service = new.service
    case, timers = remembering(case, new)
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
    claims = (*case.claims, *claimed(case, number, message, today))
    routed = replace(case, number=number, sent={**case.sent, service: number}, claims=claims)
    return Decision(
        routed.having(replace(new, number=number)),
        (To(f"{service}.commands", message.body, headers=headers), *changed(case.claims, claims)),
        timers,
        pending=True,
    )


def claimed(case: Case, number: int, message: Message[Any], today: date) -> tuple[Claim, ...]:
    """To whom a command says that the citizen belongs."""
    match message.body:
        case RegisterCitizen() as body:
            return (Claim(number, body.on or today, body.jobcentre, body.akasse, message.time),)
        case MoveCitizen() as body:
            since = body.on or today
            return (Claim(number, since, body.jobcentre, fund_on(case.claims, since), message.time, moved=True),)
        case _:
            return ()


def deliver(authorities: frozenset[Authority], case: Case, message: Message[Any], today: date) -> Decision[Case]:
    """An event of a service: the answer that it is to its command's sender, and the news that it is to the others."""
    case, sent = answered(case, message)
    return Decision(case, (*sent, *notices(case, message, today, authorities)), pending=True)


def _headers(message: Message[Any]) -> dict[str, str]:
    """The sender's own, on a command sent inward: id, source, time, the record that brought it."""
    return {
        "ce_id": message.id,
        "ce_source": message.source,
        "ce_time": message.time.isoformat(),
        "ce_recordedtime": message.recorded.isoformat(),
        "ce_causationid": message.cause,
    }
