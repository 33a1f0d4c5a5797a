"""What `slots` knows of citizens: three tables, read whole, written where changed."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec
from asyncpg import Record

from contracts.slots.v1 import SummonInterview
from contracts.types import Form, InterviewType
from services.slots.case import Citizen, Claim, Deadline, Demand
from services.slots.interview import Interview, Origin, Outcome
from services.slots.told import Told
from shared.runtime.database import columns
from shared.runtime.ports import Transaction

T = TypeVar("T", bound=Interview | Deadline)

_told = msgspec.json.Decoder(Told)
_summons = msgspec.json.Decoder(SummonInterview)

CITIZENS = """SELECT citizen, jobcentre, requested_on, hold_by, interview, slot, supplier, booked_at, booked_by,
    registered_on, summons, told, binding FROM citizen WHERE citizen = ANY($1::uuid[])"""
INTERVIEW_FIELDS = (
    """id, slot, supplier, starts_at, interview_type, form, origin, rebook_until, outcome, said_at, with_akasse"""
)
INTERVIEWS = f"""SELECT citizen, {INTERVIEW_FIELDS}
    FROM interview WHERE citizen = ANY($1::uuid[]) ORDER BY citizen, id"""
DEADLINES = """SELECT citizen, id, visible_on, due, hold_by, interview_type, fulfilled_by, closed_at
    FROM deadline WHERE citizen = ANY($1::uuid[]) ORDER BY citizen, id"""

SAVE_CITIZENS = """INSERT INTO citizen
    (citizen, jobcentre, requested_on, hold_by, interview, slot, supplier, booked_at, booked_by, registered_on,
        summons, told, binding)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::date[], $4::date[], $5::uuid[], $6::text[], $7::text[],
        $8::timestamptz[], $9::text[], $10::date[], $11::jsonb[], $12::jsonb[], $13::boolean[])
    ON CONFLICT (citizen) DO UPDATE SET jobcentre = excluded.jobcentre, requested_on = excluded.requested_on,
        hold_by = excluded.hold_by, interview = excluded.interview, slot = excluded.slot, supplier = excluded.supplier,
        booked_at = excluded.booked_at, booked_by = excluded.booked_by, registered_on = excluded.registered_on,
        summons = excluded.summons, told = excluded.told, binding = excluded.binding"""
SAVE_INTERVIEWS = f"""INSERT INTO interview (citizen, {INTERVIEW_FIELDS})
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[],
        $8::text[], $9::timestamptz[], $10::text[], $11::timestamptz[], $12::boolean[])
    ON CONFLICT (citizen, id) DO UPDATE SET slot = excluded.slot, supplier = excluded.supplier,
        starts_at = excluded.starts_at, interview_type = excluded.interview_type, form = excluded.form,
        origin = excluded.origin, rebook_until = excluded.rebook_until, outcome = excluded.outcome,
        said_at = excluded.said_at, with_akasse = excluded.with_akasse"""
SAVE_DEADLINES = """INSERT INTO deadline (citizen, id, visible_on, due, hold_by, interview_type, fulfilled_by, closed_at)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::date[], $5::date[], $6::text[], $7::uuid[],
        $8::timestamptz[])
    ON CONFLICT (citizen, id) DO UPDATE SET visible_on = excluded.visible_on, due = excluded.due,
        hold_by = excluded.hold_by, interview_type = excluded.interview_type, fulfilled_by = excluded.fulfilled_by,
        closed_at = excluded.closed_at"""
REMOVE_INTERVIEWS = """DELETE FROM interview USING unnest($1::uuid[], $2::uuid[]) AS gone (citizen, id)
    WHERE interview.citizen = gone.citizen AND interview.id = gone.id"""
REMOVE_DEADLINES = """DELETE FROM deadline USING unnest($1::uuid[], $2::uuid[]) AS gone (citizen, id)
    WHERE deadline.citizen = gone.citizen AND deadline.id = gone.id"""


async def load(tx: Transaction, citizens: Sequence[str]) -> dict[str, Citizen]:
    """The case of each; a citizen never seen gets an empty one."""
    if not citizens:
        return {}
    known = {row["citizen"]: row for row in await tx.fetch(CITIZENS, citizens)}
    interviews: dict[str, list[Interview]] = {}
    for row in await tx.fetch(INTERVIEWS, citizens):
        interviews.setdefault(row["citizen"], []).append(interview(row))
    deadlines: dict[str, list[Deadline]] = {}
    for row in await tx.fetch(DEADLINES, citizens):
        deadlines.setdefault(row["citizen"], []).append(deadline(row))
    return {
        id: citizen(id, known.get(id), tuple(interviews.get(id, ())), tuple(deadlines.get(id, ()))) for id in citizens
    }


def citizen(id: str, row: Record | None, interviews: tuple[Interview, ...], deadlines: tuple[Deadline, ...]) -> Citizen:
    """A citizen put together from three tables."""
    stand = tuple(each for each in interviews if each.outcome is not Outcome.CANCELLED)
    cancelled = tuple(each for each in interviews if each.outcome is Outcome.CANCELLED)
    if row is None:
        return Citizen(id, interviews=stand, deadlines=deadlines, cancelled=cancelled)
    demand = Demand(row["requested_on"], row["hold_by"], row["binding"]) if row["hold_by"] else None
    told = _told.decode(row["told"]) if row["told"] else Told()
    return Citizen(id, row["jobcentre"], claim(row), demand, stand, deadlines, row["registered_on"], cancelled, told)


def claim(row: Record) -> Claim | None:
    """The booking in flight."""
    if not row["interview"]:
        return None
    summons = _summons.decode(row["summons"]) if row["summons"] else None
    return Claim(row["interview"], row["slot"], row["supplier"], row["booked_at"], row["booked_by"], summons)


def interview(row: Record) -> Interview:
    """A row as an interview."""
    what = (InterviewType(row["interview_type"]), Form(row["form"]), Origin(row["origin"]), row["rebook_until"])
    outcome = Outcome(row["outcome"]) if row["outcome"] else None
    place = (row["id"], row["slot"], row["supplier"], row["starts_at"])
    return Interview(*place, *what, outcome, row["said_at"], row["with_akasse"])


def deadline(row: Record) -> Deadline:
    """A row as a deadline."""
    kind = InterviewType(row["interview_type"])
    dates = (row["visible_on"], row["due"], row["hold_by"])
    return Deadline(row["id"], *dates, kind, row["fulfilled_by"], row["closed_at"])


async def save(tx: Transaction, citizens: Sequence[tuple[Citizen, Citizen]]) -> None:
    """What is new or different is written; what is no longer there is removed."""
    rows = [fields(after) for before, after in citizens if fields(before) != fields(after)]
    if rows:
        await tx.execute(SAVE_CITIZENS, *columns(rows, 13))
    interviews = [(now.id, was.interviews + was.cancelled, now.interviews + now.cancelled) for was, now in citizens]
    await save_parts(tx, REMOVE_INTERVIEWS, SAVE_INTERVIEWS, interviews, interview_fields)
    deadlines = [(after.id, before.deadlines, after.deadlines) for before, after in citizens]
    await save_parts(tx, REMOVE_DEADLINES, SAVE_DEADLINES, deadlines, deadline_fields)


async def save_parts(
    tx: Transaction,
    remove: str,
    save: str,
    parts: Sequence[tuple[str, tuple[T, ...], tuple[T, ...]]],
    row: Callable[[T], tuple[Any, ...]],
) -> None:
    """One table of parts: citizen, as loaded, as it is now."""
    gone: list[tuple[str, str]] = []
    changed: list[tuple[Any, ...]] = []
    for id, before, now in parts:
        kept = {part.id for part in now}
        gone += [(id, part.id) for part in before if part.id not in kept]
        changed += [(id, *row(part)) for part in now if part not in before]
    if gone:
        await tx.execute(remove, *columns(gone, 2))
    if changed:
        await tx.execute(save, *columns(changed, len(changed[0])))


def fields(case: Citizen) -> tuple[Any, ...]:
    """The row of table `citizen`."""
    demand = (case.demand.requested_on, case.demand.hold_by) if case.demand else (None, None)
    claim = case.claim
    asked = (claim.interview, claim.slot, claim.supplier, claim.booked_at, claim.booked_by) if claim else (None,) * 5
    summons = text(claim.summons) if claim and claim.summons else None
    binding = case.demand is None or case.demand.binding
    told = text(case.told) if case.told != Told() else None
    return (case.id, case.jobcentre, *demand, *asked, case.registered_on, summons, told, binding)


def text(value: Any) -> str:
    """JSON as the driver takes it."""
    return msgspec.json.encode(value).decode()


def interview_fields(each: Interview) -> tuple[Any, ...]:
    """The row of table `interview`, without the citizen."""
    when = (each.slot, each.supplier, each.starts_at)
    what = (each.interview_type, each.form, each.origin, each.rebook_until)
    return (each.id, *when, *what, each.outcome, each.said_at, each.with_akasse)


def deadline_fields(each: Deadline) -> tuple[Any, ...]:
    """The row of table `deadline`, without the citizen."""
    dates = (each.visible_on, each.due, each.hold_by)
    return (each.id, *dates, each.interview_type, each.fulfilled_by, each.closed_at)
