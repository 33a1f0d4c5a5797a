"""Events as the console reads them, made from the contracts' own examples."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

import msgspec

from contracts.registry import CONTRACTS
from services.console.case import Case
from services.console.decide import decide
from services.console.store import ConsoleStore
from shared.law.calendar import civil_date
from shared.law.decision import Message
from shared.runtime.database import Pool, transaction
from tests.support.wire import citizen

ANNA, BO = citizen(1), citizen(2)
NOON = datetime(2024, 3, 4, 11, 0, tzinfo=UTC)
DL_01 = {"rule": "DL-01", "citations": ["BAB § 44, stk. 1"], "inputs": {"due": "2024-03-12"}, "outcome": "ok"}
_numbers = count(1)


def event(name: str, subject: str = ANNA, source: str = "", at: datetime = NOON, **fields: Any) -> Message[Any]:
    """One event: the contract's example with other fields; from the contract's service unless another is named."""
    contract, number = CONTRACTS[name], next(_numbers)
    service = source or contract.service
    body: Any = msgspec.convert(contract.example | fields, contract.model)
    return Message(
        id=f"{service}/{subject}/{service}.events/{number}", source=service, type=name, subject=subject, time=at,
        body=body, recorded=at, sequence=number, basis=[DL_01],
    )  # fmt: skip


def after(*told: Message[Any], case: Case | None = None) -> Case:
    """The case once these were read."""
    case = case or Case(told[0].subject)
    for message in told:
        case = decide(case, message, civil_date(message.time)).case
    return case


async def read(pool: Pool, *told: Message[Any]) -> None:
    """One batch, as the runtime does it: load, decide, save, in one transaction."""
    store = ConsoleStore()
    async with transaction(pool) as tx:
        before = await store.load(tx, {message.subject: [message] for message in told})
        cases = {
            subject: (case, after(*(message for message in told if message.subject == subject), case=case))
            for subject, case in before.items()
        }
        await store.save(tx, cases)
