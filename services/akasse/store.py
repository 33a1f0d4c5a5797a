"""Cases in PostgreSQL: one query a table for all citizens of a batch; only rows that changed are written."""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg

from contracts.akasse.v1 import NoticeKind
from services.akasse.case import Answer, Case, Change, Membership, Notice, State
from shared.law.decision import Message
from shared.runtime.database import columns
from shared.runtime.ports import Transaction

LOAD_MEMBERSHIPS = "SELECT citizen, since, akasse FROM membership WHERE citizen = ANY($1) ORDER BY citizen, since"
SAVE_MEMBERSHIPS = """INSERT INTO membership (citizen, since, akasse)
    SELECT * FROM unnest($1::uuid[], $2::date[], $3::text[])
    ON CONFLICT (citizen, since) DO UPDATE SET akasse = excluded.akasse"""

LOAD_CHANGES = """SELECT citizen, number, kind, event_date, deadline, out_since, state FROM registration_change
    WHERE citizen = ANY($1) ORDER BY citizen, number"""
SAVE_CHANGES = """INSERT INTO registration_change (citizen, number, kind, event_date, deadline, out_since, state)
    SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::date[], $5::uuid[], $6::date[], $7::text[])
    ON CONFLICT (citizen, number) DO UPDATE SET state = excluded.state"""

LOAD_NOTICES = """SELECT citizen, number, notice, change, kind, akasse, event_date, retracted,
        answered_at, relevant, sanctioned, explanation
    FROM notice WHERE citizen = ANY($1) ORDER BY citizen, number"""
SAVE_NOTICES = """INSERT INTO notice (citizen, number, notice, change, kind, akasse, event_date, retracted,
        answered_at, relevant, sanctioned, explanation)
    SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::date[], $8::bool[],
        $9::timestamptz[], $10::bool[], $11::bool[], $12::text[])
    ON CONFLICT (citizen, number) DO UPDATE SET retracted = excluded.retracted, answered_at = excluded.answered_at,
        relevant = excluded.relevant, sanctioned = excluded.sanctioned, explanation = excluded.explanation"""


def change(row: asyncpg.Record) -> Change:
    told = row["number"], NoticeKind(row["kind"]), row["event_date"], row["deadline"], row["out_since"]
    return Change(*told, State(row["state"]))


def notice(row: asyncpg.Record) -> Notice:
    answered = row["answered_at"] is not None
    answer = Answer(row["answered_at"], row["relevant"], row["sanctioned"], row["explanation"]) if answered else None
    told = row["number"], row["notice"], row["change"], NoticeKind(row["kind"]), row["akasse"], row["event_date"]
    return Notice(*told, row["retracted"], answer)


def row_of(notice: Notice) -> tuple[Any, ...]:
    said = notice.answer
    answer = (said.at, said.relevant, said.sanctioned, said.explanation) if said else (None, None, None, None)
    told = notice.number, notice.id, notice.change, notice.kind, notice.akasse, notice.event_date
    return (*told, notice.retracted, *answer)


class NoticeStore:
    """The runtime's `Store` for cases of akasse."""

    def empty(self, subject: str) -> Case:
        """Nobody has said anything of this citizen."""
        return Case(subject)

    async def load(self, tx: Transaction, wanted: Mapping[str, Sequence[Message[Any]]]) -> dict[str, Case]:
        """The case of every citizen wanted; an empty one where nothing is stored."""
        citizens = list(wanted)
        memberships: dict[str, list[Membership]] = {each: [] for each in citizens}
        changes: dict[str, list[Change]] = {each: [] for each in citizens}
        notices: dict[str, list[Notice]] = {each: [] for each in citizens}
        for row in await tx.fetch(LOAD_MEMBERSHIPS, citizens):
            memberships[row["citizen"]].append(Membership(row["since"], row["akasse"]))
        for row in await tx.fetch(LOAD_CHANGES, citizens):
            changes[row["citizen"]].append(change(row))
        for row in await tx.fetch(LOAD_NOTICES, citizens):
            notices[row["citizen"]].append(notice(row))
        return {
            each: Case(each, tuple(memberships[each]), tuple(changes[each]), tuple(notices[each])) for each in citizens
        }

    async def save(self, tx: Transaction, cases: Mapping[str, tuple[Case, Case]]) -> None:
        """Writes the rows that are new or different. No row is ever deleted: what is over is marked so."""
        memberships: list[tuple[Any, ...]] = []
        changes: list[tuple[Any, ...]] = []
        notices: list[tuple[Any, ...]] = []
        for citizen, (old, now) in cases.items():
            memberships += [(citizen, m.since, m.akasse) for m in now.memberships if m not in old.memberships]
            changes += [
                (citizen, c.number, c.kind, c.event_date, c.deadline, c.out_since, c.state)
                for c in now.changes
                if c not in old.changes
            ]
            notices += [(citizen, *row_of(each)) for each in now.notices if each not in old.notices]
        if memberships:
            await tx.execute(SAVE_MEMBERSHIPS, *columns(memberships, 3))
        if changes:
            await tx.execute(SAVE_CHANGES, *columns(changes, 7))
        if notices:
            await tx.execute(SAVE_NOTICES, *columns(notices, 12))
