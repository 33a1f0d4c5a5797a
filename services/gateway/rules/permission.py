"""Whether the router sends a command on: the kind of sender, its relation to the citizen, the service addressed."""

from datetime import date
from typing import Any

from contracts.common.v1 import DiscardParked, ReleaseParked
from contracts.registration.v1 import RegisterCitizen
from contracts.registry import CONTRACTS
from contracts.topics import SERVICES, Authority
from services.gateway.case import Case
from services.gateway.rules.relations import jobcentre_on, related
from shared.law.decision import Message, Refusal

SENT_TO = frozenset(SERVICES) - {"gateway"}
"""Services with a topic for commands. An operator's command to the gateway itself is taken before it comes here."""


def refusal_of(case: Case, message: Message[Any], today: date) -> Refusal | None:
    """Why the command goes no further, or None. Never says to whom the citizen is related."""
    contract, sender = CONTRACTS[message.type], Authority.parse(message.source)
    if sender.kind not in contract.senders:
        return Refusal("SENDER_NOT_ALLOWED", {"sender": message.source, "allowed": sorted(map(str, contract.senders))})
    if isinstance(message.body, ReleaseParked | DiscardParked) and message.body.service not in SENT_TO:
        return Refusal("SERVICE_UNKNOWN", {"service": message.body.service})
    if contract.about != "citizen":
        return None
    if isinstance(message.body, RegisterCitizen):
        return _may_register(case, message.body, sender, today)
    return None if related(case, sender, today) else Refusal("NO_RELATION", {"sender": message.source})


def _may_register(case: Case, body: RegisterCitizen, sender: Authority, today: date) -> Refusal | None:
    """A jobcentre registers for itself, and takes nobody from another."""
    if body.jobcentre != sender.code:
        return Refusal("WRONG_JOBCENTRE", {"sender": str(sender), "jobcentre": body.jobcentre})
    if jobcentre_on(case.claims, today) in (None, sender.code):
        return None
    return Refusal("NO_RELATION", {"sender": str(sender)})
