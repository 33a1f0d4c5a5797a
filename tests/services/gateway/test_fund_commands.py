"""What a fund may send about whom: its own members, and nobody else's."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from contracts.registry import CONTRACTS, Contract
from contracts.topics import Kind
from services.gateway.case import Case, Claim
from services.gateway.rules.permission import refusal_of
from shared.law.calendar import civil_date
from shared.law.decision import Message
from tests.services.gateway.records import ANNA

NOW = datetime(2024, 3, 4, 12, 0, tzinfo=UTC)
MEMBER = Case(ANNA, claims=(Claim(1, civil_date(NOW), "46100", "05"),))
OF_FUNDS = [
    each
    for each in CONTRACTS.values()
    if each.kind == "command" and each.about == "citizen" and Kind.AKASSE in each.senders
    if each.name != "RegisterCitizen"
]
"""A registration is what makes somebody known; it has a rule of its own (REG-05)."""


def code(contract: Contract, sender: str, case: Case = MEMBER) -> str | None:
    """The code with which the router refuses the contract's example from that sender."""
    body: Any = msgspec.convert(contract.example, contract.model)
    message = Message("k-1", sender, contract.name, ANNA, NOW, body, recorded=NOW)
    refusal = refusal_of(case, message, civil_date(NOW))
    return refusal.code if refusal else None


@pytest.mark.parametrize("contract", OF_FUNDS, ids=lambda each: each.name)
def test_a_fund_speaks_of_its_members_and_not_of_others(contract: Contract) -> None:
    assert code(contract, "akasse-05") is None
    assert code(contract, "akasse-46") == "NO_RELATION"
    assert code(contract, "akasse-05", Case(ANNA)) == "NO_RELATION"


def test_what_only_a_fund_can_know_no_jobcentre_sends() -> None:
    assert {"RecordPlacement", "ReportHours", "DecideEducationTarget"} <= {each.name for each in OF_FUNDS}
    for name in ("RecordPlacement", "DecideEducationTarget"):
        assert code(CONTRACTS[name], "jobcentre-46100") == "SENDER_NOT_ALLOWED"
