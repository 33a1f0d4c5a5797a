"""Cases in PostgreSQL: one query a table for all citizens of a batch; only rows that changed are written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from contracts.registration.v1 import Reason
from contracts.types import Group, Insured, InterviewType
from services.registration.case import (
    Case,
    Deregistration,
    Interview,
    Miss,
    Request,
    Standing,
    State,
    Verdict,
)
from shared.law.decision import Message
from shared.runtime.database import columns
from shared.runtime.ports import Transaction

Row = asyncpg.Record


def standing(row: Row) -> Standing:
    insured = Insured(row["insured"]) if row["insured"] else None
    return Standing(row["since"], Group(row["target_group"]), row["jobcentre"], row["akasse"], insured)


def deregistration(row: Row) -> Deregistration:
    ending = row["ended"], row["taken_back"]
    return Deregistration(row["number"], row["effective"], Reason(row["reason"]), row["deadline"], *ending)


def miss(row: Row) -> Miss:
    return Miss(
        row["deadline"], row["overdue_on"], row["owner"], Verdict(row["verdict"]), row["because"], row["annulled"]
    )


def request(row: Row) -> Request:
    return Request(row["number"], row["requested_on"], row["hold_by"], row["deadline"], State(row["state"]))


def interview(row: Row) -> Interview:
    kind = InterviewType(row["interview_type"]) if row["interview_type"] else None
    return Interview(row["interview"], row["held_on"], row["booked_on"], kind, row["cancelled"])


@dataclass(frozen=True, slots=True)
class Part:
    """One table: the field of `Case` it holds, its SQL, and the two ways between a row and a value."""

    field: str
    load: str
    save: str
    read: Callable[[Row], Any]
    write: Callable[[Any], tuple[Any, ...]]


PARTS = (
    Part(
        "standings",
        """SELECT citizen, since, target_group, jobcentre, akasse, insured FROM standing
           WHERE citizen = ANY($1) ORDER BY citizen, since""",
        """INSERT INTO standing (citizen, since, target_group, jobcentre, akasse, insured)
           SELECT * FROM unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::text[], $6::text[])
           ON CONFLICT (citizen, since) DO UPDATE SET target_group = excluded.target_group,
               jobcentre = excluded.jobcentre, akasse = excluded.akasse, insured = excluded.insured""",
        standing,
        lambda each: (each.since, each.group, each.jobcentre, each.akasse, each.insured),
    ),
    Part(
        "deregistrations",
        """SELECT citizen, number, effective, reason, deadline, ended, taken_back FROM deregistration
           WHERE citizen = ANY($1) ORDER BY citizen, number""",
        """INSERT INTO deregistration (citizen, number, effective, reason, deadline, ended, taken_back)
           SELECT * FROM unnest($1::uuid[], $2::int[], $3::date[], $4::text[], $5::uuid[], $6::date[], $7::text[])
           ON CONFLICT (citizen, number) DO UPDATE SET ended = excluded.ended, taken_back = excluded.taken_back""",
        deregistration,
        lambda each: (each.number, each.effective, each.reason, each.deadline, each.ended, each.taken_back),
    ),
    Part(
        "misses",
        """SELECT citizen, deadline, overdue_on, owner, verdict, because, annulled FROM missed_deadline
           WHERE citizen = ANY($1) ORDER BY citizen, deadline""",
        """INSERT INTO missed_deadline (citizen, deadline, overdue_on, owner, verdict, because, annulled)
           SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::text[], $5::text[], $6::text[], $7::bool[])
           ON CONFLICT (citizen, deadline) DO UPDATE SET overdue_on = excluded.overdue_on, owner = excluded.owner,
               verdict = excluded.verdict, because = excluded.because, annulled = excluded.annulled""",
        miss,
        lambda each: (each.deadline, each.overdue_on, each.owner, each.verdict, each.because, each.annulled),
    ),
    Part(
        "requests",
        """SELECT citizen, number, requested_on, hold_by, deadline, state FROM re_registration_request
           WHERE citizen = ANY($1) ORDER BY citizen, number""",
        """INSERT INTO re_registration_request (citizen, number, requested_on, hold_by, deadline, state)
           SELECT * FROM unnest($1::uuid[], $2::int[], $3::date[], $4::date[], $5::uuid[], $6::text[])
           ON CONFLICT (citizen, number) DO UPDATE SET state = excluded.state""",
        request,
        lambda each: (each.number, each.requested_on, each.hold_by, each.deadline, each.state),
    ),
    Part(
        "interviews",
        """SELECT citizen, interview, held_on, booked_on, interview_type, cancelled FROM known_interview
           WHERE citizen = ANY($1) ORDER BY citizen, interview""",
        """INSERT INTO known_interview (citizen, interview, held_on, booked_on, interview_type, cancelled)
           SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::date[], $5::text[], $6::bool[])
           ON CONFLICT (citizen, interview) DO UPDATE SET held_on = excluded.held_on, booked_on = excluded.booked_on,
               interview_type = excluded.interview_type, cancelled = excluded.cancelled""",
        interview,
        lambda each: (each.id, each.held_on, each.booked_on, each.interview_type, each.cancelled),
    ),
)

LOAD_GUIDANCE = "SELECT citizen, guided_on FROM guidance WHERE citizen = ANY($1)"
SAVE_GUIDANCE = """INSERT INTO guidance (citizen, guided_on) SELECT * FROM unnest($1::uuid[], $2::date[])
    ON CONFLICT (citizen) DO UPDATE SET guided_on = excluded.guided_on"""


class RegistrationStore:
    """The runtime's `Store` for cases of registration."""

    def empty(self, subject: str) -> Case:
        """Nobody has said anything of this citizen."""
        return Case(subject)

    async def load(self, tx: Transaction, wanted: Mapping[str, Sequence[Message[Any]]]) -> dict[str, Case]:
        """The case of every citizen wanted; an empty one where nothing is stored."""
        citizens = list(wanted)
        found: dict[str, dict[str, list[Any]]] = {citizen: {} for citizen in citizens}
        for part in PARTS:
            for row in await tx.fetch(part.load, citizens):
                found[row["citizen"]].setdefault(part.field, []).append(part.read(row))
        guided = {row["citizen"]: row["guided_on"] for row in await tx.fetch(LOAD_GUIDANCE, citizens)}
        return {
            citizen: Case(citizen, guided.get(citizen), **{field: tuple(values) for field, values in fields.items()})
            for citizen, fields in found.items()
        }

    async def save(self, tx: Transaction, cases: Mapping[str, tuple[Case, Case]]) -> None:
        """Writes the rows that are new or different. No row is ever deleted: what is over is marked so."""
        for part in PARTS:
            rows: list[tuple[Any, ...]] = []
            for citizen, (before, after) in cases.items():
                known, now = getattr(before, part.field), getattr(after, part.field)
                rows += [(citizen, *part.write(each)) for each in now if each not in known]
            if rows:
                await tx.execute(part.save, *columns(rows, len(rows[0])))
        guided = [
            (citizen, now.guided_on) for citizen, (before, now) in cases.items() if now.guided_on != before.guided_on
        ]
        if guided:
            await tx.execute(SAVE_GUIDANCE, *columns(guided, 2))
