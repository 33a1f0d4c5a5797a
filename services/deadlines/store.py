"""The service's own tables: guidance, groups, bookings, deadlines. One query per table and batch, never one per citizen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import asyncpg

from contracts.deadlines.v1 import Closed
from contracts.types import Group, InterviewType
from services.deadlines.case import Booking, Case, Deadline, Placement
from shared.law.decision import Message
from shared.runtime.database import columns
from shared.runtime.ports import Transaction

LOAD_GUIDANCE = "SELECT citizen, guided_on FROM guidance WHERE citizen = ANY($1::uuid[])"
LOAD_PLACEMENTS = """
    SELECT citizen, since, target_group FROM placement WHERE citizen = ANY($1::uuid[]) ORDER BY citizen, since"""
LOAD_BOOKINGS = """
    SELECT citizen, interview, interview_type, booked_at, held_on, cancelled_at FROM booking
    WHERE citizen = ANY($1::uuid[]) ORDER BY citizen, booked_at, interview"""
LOAD_DEADLINES = """
    SELECT citizen, id, owner, interview_type, set_at, visible_on, due, judged, missed, fulfilled_by, closed, closed_at,
        closed_by
    FROM deadline WHERE citizen = ANY($1::uuid[]) ORDER BY citizen, set_at, id"""

SAVE_GUIDANCE = """
    INSERT INTO guidance (citizen, guided_on) SELECT * FROM unnest($1::uuid[], $2::date[])
    ON CONFLICT (citizen) DO UPDATE SET guided_on = excluded.guided_on"""
SAVE_PLACEMENTS = """
    INSERT INTO placement (citizen, since, target_group) SELECT * FROM unnest($1::uuid[], $2::date[], $3::text[])
    ON CONFLICT (citizen, since) DO UPDATE SET target_group = excluded.target_group"""
SAVE_BOOKINGS = """
    INSERT INTO booking (citizen, interview, interview_type, booked_at, held_on, cancelled_at)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::date[], $6::timestamptz[])
    ON CONFLICT (citizen, interview) DO UPDATE SET
        interview_type = excluded.interview_type, booked_at = excluded.booked_at, held_on = excluded.held_on,
        cancelled_at = excluded.cancelled_at"""
SAVE_DEADLINES = """
    INSERT INTO deadline (citizen, id, owner, interview_type, set_at, visible_on, due, judged, missed, fulfilled_by, closed,
        closed_at, closed_by)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::date[], $7::date[],
        $8::bool[], $9::bool[], $10::uuid[], $11::text[], $12::timestamptz[], $13::uuid[])
    ON CONFLICT (citizen, id) DO UPDATE SET
        due = excluded.due, judged = excluded.judged, missed = excluded.missed, fulfilled_by = excluded.fulfilled_by,
        closed = excluded.closed, closed_at = excluded.closed_at, closed_by = excluded.closed_by"""


class DeadlineStore:
    """Reads and writes cases by the batch."""

    def empty(self, subject: str) -> Case:
        return Case(subject)

    async def load(self, tx: Transaction, wanted: Mapping[str, Sequence[Message[Any]]]) -> dict[str, Case]:
        """Every case of the batch; a citizen never seen gets an empty one."""
        citizens = list(wanted)
        cases = {citizen: Case(citizen) for citizen in citizens}
        guided = {row["citizen"]: row["guided_on"] for row in await tx.fetch(LOAD_GUIDANCE, citizens)}
        placements: dict[str, list[Placement]] = {}
        for citizen, since, group in await tx.fetch(LOAD_PLACEMENTS, citizens):
            placements.setdefault(citizen, []).append(Placement(since, Group(group)))
        bookings: dict[str, list[Booking]] = {}
        for citizen, interview, kind, *rest in await tx.fetch(LOAD_BOOKINGS, citizens):
            bookings.setdefault(citizen, []).append(Booking(interview, InterviewType(kind), *rest))
        deadlines: dict[str, list[Deadline]] = {}
        for row in await tx.fetch(LOAD_DEADLINES, citizens):
            deadlines.setdefault(row["citizen"], []).append(_deadline(row))
        for citizen in guided.keys() | placements.keys() | bookings.keys() | deadlines.keys():
            cases[citizen] = replace(
                cases[citizen],
                guided_on=guided.get(citizen),
                placements=tuple(placements.get(citizen, ())),
                bookings=tuple(bookings.get(citizen, ())),
                deadlines=tuple(deadlines.get(citizen, ())),
            )
        return cases

    async def save(self, tx: Transaction, cases: Mapping[str, tuple[Case, Case]]) -> None:
        """Writes the rows that are new or differ. Nothing is ever deleted."""
        guided: list[tuple[Any, ...]] = []
        placements: list[tuple[Any, ...]] = []
        bookings: list[tuple[Any, ...]] = []
        deadlines: list[tuple[Any, ...]] = []
        for citizen, (old, new) in cases.items():
            if new.guided_on != old.guided_on:
                guided.append((citizen, new.guided_on))
            placements += [(citizen, each.since, each.group) for each in new.placements if each not in old.placements]
            bookings += [_booking_row(citizen, each) for each in new.bookings if each not in old.bookings]
            deadlines += [_deadline_row(citizen, each) for each in new.deadlines if each not in old.deadlines]
        for statement, rows in (
            (SAVE_GUIDANCE, guided),
            (SAVE_PLACEMENTS, placements),
            (SAVE_BOOKINGS, bookings),
            (SAVE_DEADLINES, deadlines),
        ):
            if rows:
                await tx.execute(statement, *columns(rows, len(rows[0])))


def _deadline(row: asyncpg.Record) -> Deadline:
    return Deadline(
        row["id"],
        row["owner"],
        InterviewType(row["interview_type"]),
        row["set_at"],
        row["visible_on"],
        row["due"],
        row["judged"],
        row["missed"],
        row["fulfilled_by"],
        Closed(row["closed"]) if row["closed"] else None,
        row["closed_at"],
        row["closed_by"],
    )


def _booking_row(citizen: str, booking: Booking) -> tuple[Any, ...]:
    b = booking
    return citizen, b.interview, b.interview_type, b.booked_at, b.held_on, b.cancelled_at


def _deadline_row(citizen: str, deadline: Deadline) -> tuple[Any, ...]:
    d = deadline
    state = (d.judged, d.missed, d.fulfilled_by, d.closed, d.closed_at, d.closed_by)
    return citizen, d.id, d.owner, d.interview_type, d.set_at, d.visible_on, d.due, *state
