"""Events as the service reads them, made from the contracts' own examples."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from contracts.citizens.v1 import CitizenStatus
from contracts.registry import CONTRACTS
from services.citizens.case import Case
from services.citizens.decide import decide
from shared.law.calendar import civil_date
from shared.law.decision import Message
from tests.support.wire import citizen

ANNA = citizen(1)
NOON = datetime(2024, 3, 4, 11, 0, tzinfo=UTC)


def event(name: str, at: datetime = NOON, **fields: Any) -> Message[Any]:
    """One event: the contract's example with other fields."""
    contract = CONTRACTS[name]
    body: Any = msgspec.convert(contract.example | fields, contract.model)
    return Message(
        id=f"{contract.service}/{name}",
        source=contract.service,
        type=name,
        subject=ANNA,
        time=at,
        body=body,
        recorded=at,
    )


def lived(messages: Iterable[Message[Any]], case: Case | None = None) -> tuple[Case, list[CitizenStatus]]:
    """The case once these were read, and every status that was told on the way."""
    case, told = case or Case(ANNA), []
    for message in messages:
        decision = decide(case, message, civil_date(message.time))
        case = decision.case
        told += [output.body for output in decision.events]
    return case, told


def last(*messages: Message[Any]) -> CitizenStatus:
    """The status told last."""
    return lived(messages)[1][-1]
