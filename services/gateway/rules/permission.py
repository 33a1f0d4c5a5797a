"""Whether the router sends a command on: the kind of sender, its relation to the citizen, the service addressed."""

from datetime import date
from typing import Any

from contracts.common.v1 import DiscardParked, ReleaseParked
from contracts.registration.v1 import RegisterCitizen, ReRegister
from contracts.registry import CONTRACTS
from contracts.topics import SERVICES, Authority, Kind
from services.gateway.case import Case
from services.gateway.rules.relations import fund_on, jobcentre_on, related
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
    if related(case, sender, today) or _anywhere(case, message.body, sender):
        return None
    return Refusal("NO_RELATION", {"sender": message.source})


def _may_register(case: Case, body: RegisterCitizen, sender: Authority, today: date) -> Refusal | None:
    """Whoever belongs to no jobcentre is registered by anybody, for the municipality of residence (REG-05).

    The citizen's own jobcentre changes what is known; Jobnet and the fund may only say it again.
    """
    current = jobcentre_on(case.claims, today)
    if current is None:
        return None
    if sender.kind is Kind.JOBCENTRE and sender.code == current:
        wrong = {"sender": str(sender), "jobcentre": body.jobcentre}
        return None if body.jobcentre == current else Refusal("WRONG_JOBCENTRE", wrong)
    same = body.jobcentre == current and body.akasse == fund_on(case.claims, today)
    return None if same and related(case, sender, today) else Refusal("NO_RELATION", {"sender": str(sender)})


def _anywhere(case: Case, body: Any, sender: Authority) -> bool:
    """In person one registers again at any jobcentre (BAB § 18, stk. 3)."""
    return isinstance(body, ReRegister) and sender.kind is Kind.JOBCENTRE and bool(case.claims)
