"""Who hears of an event, and in what form. CPR numbers are put in when it is sent, never here."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date
from typing import Any

from contracts.gateway.v1 import Notice
from contracts.registry import CONTRACTS, Contract
from contracts.topics import Authority, Kind
from services.gateway.case import Case
from services.gateway.rules.relations import funds_that_see, jobcentre_on, jobcentres_that_see
from shared.law.decision import Message, To

OWN_CALENDAR = frozenset({"InterviewBooked", "InterviewCancelled"})
"""Events that concern a fund only where the time is its own."""
ID_FIELD = {"sanction": "case"}
"""The field with the entity's id, where it is not called like the entity."""


def notices(case: Case, message: Message[Any], today: date, configured: Collection[Authority]) -> tuple[To, ...]:
    """The event for each authority that it concerns; `today` is the event's business date."""
    contract = CONTRACTS[message.type]
    concerned = [authority for authority in audience(case, contract, message.body, today) if authority in configured]
    if not concerned:
        return ()
    notice = _notice(contract, message, today)
    return tuple(To(f"out.{authority}", notice, type=contract.type) for authority in concerned)


def audience(case: Case, contract: Contract, body: Any, day: date) -> list[Authority]:
    """Whom an event of that business date concerns, in a fixed order."""
    found = {authority for kind in contract.feeds for authority in _of_kind(kind, case, contract, body, day)}
    return sorted(found, key=str)


def _of_kind(kind: Kind, case: Case, contract: Contract, body: Any, day: date) -> set[Authority]:
    match kind:
        case Kind.JOBCENTRE:
            return {Authority(kind, code) for code in jobcentres_that_see(case.claims, day)}
        case Kind.AKASSE:
            return {Authority(kind, code) for code in _funds(case, contract, body, day)}
        case Kind.PLANNER:
            code = _planning(case, body, day)
            return {Authority(kind, code)} if code else set()
        case _:
            return {Authority(kind)}


def _funds(case: Case, contract: Contract, body: Any, day: date) -> set[str]:
    """The member's funds; of a booking only the fund whose time it is: a jobcentre's calendar is not its matter."""
    seeing = funds_that_see(case.claims, day)
    if contract.name in OWN_CALENDAR:
        return {code for code in seeing if getattr(body, "supplier", None) == f"{Kind.AKASSE}-{code}"}
    return seeing | _addressed(contract, body)


def _addressed(contract: Contract, body: Any) -> set[str]:
    """The fund that a notice names: what it was told it is also told to be no longer so, however late."""
    return {body.akasse} if contract.entity == "notice" and hasattr(body, "akasse") else set()


def _planning(case: Case, body: Any, day: date) -> str | None:
    """The authority whose planner is concerned: the one whose time it is, else the citizen's own jobcentre."""
    supplier: str | None = getattr(body, "supplier", None) or getattr(body, "held_by", None)
    return Authority.parse(supplier).code if supplier else jobcentre_on(case.claims, day)


def _notice(contract: Contract, message: Message[Any], today: date) -> Notice:
    body = {field.name: getattr(message.body, field.name) for field in fields(message.body)}
    entity_id = body.get(ID_FIELD.get(contract.entity, contract.entity)) or message.subject
    return Notice(
        entity=contract.entity,
        entity_id=entity_id,
        version=message.sequence,
        change=contract.change,
        business_date=today,
        citizen=message.subject,
        cpr=None,
        message={**body, "basis": message.basis or []},
    )
