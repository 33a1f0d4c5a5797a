"""The tables of `slots`. Which kind of subject it is, is told by the messages; each kind has its own file."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.slots import store_citizens, store_supplies
from services.slots.case import Case, Citizen, Supply
from services.slots.decide import SUPPLY
from shared.law.decision import Message
from shared.runtime.ports import Transaction


class SlotStore:
    """Cases of citizens are read whole; of a supply only the times that the messages can touch."""

    def empty(self, subject: str) -> Case:
        """A subject never seen; `decide` makes it a supply at a supply's first message."""
        return Citizen(subject)

    async def load(self, tx: Transaction, wanted: Mapping[str, Sequence[Message[Any]]]) -> dict[str, Case]:
        """One query per table for the whole batch."""
        supplies = {
            id: messages for id, messages in wanted.items() if any(type(each.body) in SUPPLY for each in messages)
        }
        citizens = [id for id in wanted if id not in supplies]
        return {**await store_citizens.load(tx, citizens), **await store_supplies.load(tx, supplies)}

    async def save(self, tx: Transaction, cases: Mapping[str, tuple[Case, Case]]) -> None:
        """One statement per table; only what changed."""
        supplies: list[tuple[Supply, Supply]] = []
        citizens: list[tuple[Citizen, Citizen]] = []
        for id, (before, after) in cases.items():
            if isinstance(after, Supply):
                supplies.append((before if isinstance(before, Supply) else Supply(id), after))
            else:
                citizens.append((before if isinstance(before, Citizen) else Citizen(id), after))
        await store_supplies.save(tx, supplies)
        await store_citizens.save(tx, citizens)
