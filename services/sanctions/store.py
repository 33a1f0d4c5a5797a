"""The service's own tables: groups, contacts, misses. One query per table and batch, never one per citizen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from contracts.types import Group
from services.sanctions.case import Case, Miss, Placement
from shared.law.decision import Message
from shared.runtime.database import columns
from shared.runtime.ports import Transaction

LOAD_PLACEMENTS = """
    SELECT citizen, since, target_group FROM placement WHERE citizen = ANY($1::uuid[]) ORDER BY citizen, since"""
LOAD_CONTACTS = """
    SELECT citizen, contact_on FROM contact WHERE citizen = ANY($1::uuid[]) ORDER BY citizen, contact_on"""
LOAD_MISSES = """
    SELECT citizen, cause, deadline, missed_on, opened_on, taken_back, target_group, restored_on FROM miss
    WHERE citizen = ANY($1::uuid[]) ORDER BY citizen, missed_on, cause COLLATE "C" """

SAVE_PLACEMENTS = """
    INSERT INTO placement (citizen, since, target_group) SELECT * FROM unnest($1::uuid[], $2::date[], $3::text[])
    ON CONFLICT (citizen, since) DO UPDATE SET target_group = excluded.target_group"""
SAVE_CONTACTS = """
    INSERT INTO contact (citizen, contact_on) SELECT * FROM unnest($1::uuid[], $2::date[])
    ON CONFLICT (citizen, contact_on) DO NOTHING"""
SAVE_MISSES = """
    INSERT INTO miss (citizen, cause, deadline, missed_on, opened_on, taken_back, target_group, restored_on)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::date[], $5::date[], $6::text[], $7::text[], $8::date[])
    ON CONFLICT (citizen, cause) DO UPDATE SET
        taken_back = excluded.taken_back, target_group = excluded.target_group, restored_on = excluded.restored_on"""


class SanctionStore:
    """Reads and writes cases by the batch."""

    def empty(self, subject: str) -> Case:
        return Case(subject)

    async def load(self, tx: Transaction, wanted: Mapping[str, Sequence[Message[Any]]]) -> dict[str, Case]:
        """Every case of the batch; a citizen never seen gets an empty one."""
        citizens = list(wanted)
        cases = {citizen: Case(citizen) for citizen in citizens}
        for citizen, since, group in await tx.fetch(LOAD_PLACEMENTS, citizens):
            case = cases[citizen]
            cases[citizen] = replace(case, placements=(*case.placements, Placement(since, Group(group))))
        for citizen, contact_on in await tx.fetch(LOAD_CONTACTS, citizens):
            case = cases[citizen]
            cases[citizen] = replace(case, contacts=(*case.contacts, contact_on))
        for citizen, cause, deadline, missed_on, opened_on, taken_back, group, restored_on in await tx.fetch(
            LOAD_MISSES, citizens
        ):
            case, open_in = cases[citizen], Group(group) if group else None
            miss = Miss(cause, deadline, missed_on, opened_on, taken_back, open_in, restored_on)
            cases[citizen] = replace(case, misses=(*case.misses, miss))
        return cases

    async def save(self, tx: Transaction, cases: Mapping[str, tuple[Case, Case]]) -> None:
        """Writes the rows that are new or differ. Nothing is ever deleted."""
        placements: list[tuple[Any, ...]] = []
        contacts: list[tuple[Any, ...]] = []
        misses: list[tuple[Any, ...]] = []
        for citizen, (old, new) in cases.items():
            placements += [(citizen, each.since, each.group) for each in new.placements if each not in old.placements]
            contacts += [(citizen, each) for each in new.contacts if each not in old.contacts]
            misses += [_row(citizen, each) for each in new.misses if each not in old.misses]
        for statement, rows in ((SAVE_PLACEMENTS, placements), (SAVE_CONTACTS, contacts), (SAVE_MISSES, misses)):
            if rows:
                await tx.execute(statement, *columns(rows, len(rows[0])))


def _row(citizen: str, miss: Miss) -> tuple[Any, ...]:
    m = miss
    return citizen, m.cause, m.deadline, m.missed_on, m.opened_on, m.taken_back, m.group, m.restored_on
