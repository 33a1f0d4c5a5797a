"""An example of each message, from the registry; for a command also as an authority sends it."""

from collections.abc import Iterator
from typing import Any

from contracts.registry import Contract
from deploy.contracts.schema import published

CITIZEN = "0b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
SUPPLY = "7b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
NOBODY = "2902990000"
"""Shaped like a CPR number, but 1999 had no 29 February."""
BUSINESS_DATE = "2024-03-13"


def inbound(contract: Contract) -> dict[str, Any]:
    """What an authority writes on its `in` topic."""
    return {"cpr": NOBODY, **contract.example} if contract.about == "citizen" else contract.example


def notice(contract: Contract) -> dict[str, Any]:
    """What an authority reads on its `out` topic when the event is fed to it."""
    about_citizen = contract.about == "citizen"
    subject = CITIZEN if about_citizen else SUPPLY
    return {
        "entity": contract.entity,
        "entity_id": contract.example.get(contract.entity) or contract.example.get("case") or subject,
        "version": 1,
        "change": contract.change,
        "business_date": BUSINESS_DATE,
        "citizen": subject,
        "cpr": NOBODY if about_citizen else None,
        "message": contract.example,
    }


def files() -> Iterator[tuple[str, dict[str, Any]]]:
    """Path below `contracts/examples/` and content."""
    for contract in published():
        yield f"{contract.name}.v{contract.version}.json", contract.example
        if contract.kind == "command":
            yield f"{contract.name}.inbound.v{contract.version}.json", inbound(contract)
        if contract.entity and contract.feeds:
            yield f"{contract.name}.notice.v{contract.version}.json", notice(contract)
