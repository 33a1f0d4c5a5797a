"""A supply's times: read in part, written where changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from asyncpg import Record

from contracts.slots.v1 import AskTimes, ClaimSlot, PublishSlots, ReleaseSlot, Slot, WithdrawSlots
from contracts.types import Form, InterviewType
from services.slots import policy
from services.slots.case import Offer, Supply
from shared.law.decision import Message
from shared.runtime.database import columns
from shared.runtime.ports import Transaction

FIELDS = "supply, slot, supplier, starts_at, ends_at, staff, form, interview_type, interview, citizen, published"
NAMED = (
    f"""SELECT {FIELDS} FROM slot JOIN unnest($1::uuid[], $2::text[]) AS named (supply, slot) USING (supply, slot)"""
)
SAME_STAFF = f"""SELECT DISTINCT {", ".join(f"slot.{name}" for name in FIELDS.split(", "))}
    FROM slot JOIN unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS new (supply, staff, starts_at, ends_at)
    ON slot.supply = new.supply AND slot.staff = new.staff AND slot.ends_at > new.starts_at
    AND slot.starts_at < new.ends_at AND slot.starts_at > new.starts_at - interval '8 hours'"""
"""The last condition follows from the first ones (`slot_at_most_eight_hours`); it spares the index the whole past."""
FREE = f"""SELECT {FIELDS} FROM slot WHERE slot.supply = asked.supply AND interview IS NULL AND published
    AND interview_type = '{policy.OFFERED_TYPE}' AND starts_at >= asked.%s AND starts_at < asked.until
    ORDER BY starts_at, slot LIMIT asked.most"""
OPEN = f"""SELECT {FIELDS} FROM slot WHERE slot.supply = asked.supply AND published AND starts_at >= asked.since
    ORDER BY starts_at DESC, slot LIMIT asked.most"""
ASKED = f"""SELECT DISTINCT found.* FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::int[])
    AS asked (supply, since, now, until, most)
    CROSS JOIN LATERAL (({FREE % "since"}) UNION ({FREE % "now"}) UNION ({OPEN})) AS found"""
"""As many of each kind as can be needed after the other messages of the batch have taken theirs."""
SINCE = f"SELECT {FIELDS} FROM slot WHERE supply = $1 AND starts_at >= $2 AND published ORDER BY starts_at, slot"
SAVE = f"""INSERT INTO slot ({FIELDS})
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[],
        $8::text[], $9::uuid[], $10::uuid[], $11::boolean[])
    ON CONFLICT (supply, slot) DO UPDATE SET supplier = excluded.supplier, starts_at = excluded.starts_at,
        ends_at = excluded.ends_at, staff = excluded.staff, form = excluded.form,
        interview_type = excluded.interview_type, interview = excluded.interview, citizen = excluded.citizen,
        published = excluded.published"""
REMOVE = "DELETE FROM slot USING unnest($1::uuid[], $2::text[]) AS gone (supply, slot) \
    WHERE slot.supply = gone.supply AND slot.slot = gone.slot"


async def load(tx: Transaction, wanted: Mapping[str, Sequence[Message[Any]]]) -> dict[str, Supply]:
    """The times that the messages name, those of the same staff at the hours they publish, the free ones they ask for."""
    if not wanted:
        return {}
    named = list(
        {(id, slot): None for id, messages in wanted.items() for each in messages for slot in names(each.body)}
    )
    new = [(id, *hours) for id, messages in wanted.items() for each in messages for hours in published(each.body)]
    rows = await tx.fetch(NAMED, *columns(named, 2))
    if new:
        rows += await tx.fetch(SAME_STAFF, *columns(new, 4))
    asked = [(id, *window) for id, messages in wanted.items() for window in questions(messages)]
    if asked:
        rows += await tx.fetch(ASKED, *columns(asked, 5))
    offers: dict[str, dict[str, Offer]] = {id: {} for id in wanted}
    for row in rows:
        offers[row["supply"]][row["slot"]] = offer(row)
    return {id: Supply(id, each) for id, each in offers.items()}


def names(body: Any) -> Sequence[str]:
    """The slot ids in a message to a supply."""
    match body:
        case PublishSlots():
            return [slot.slot for slot in body.slots]
        case WithdrawSlots():
            return body.slots
        case ClaimSlot() | ReleaseSlot():
            return [body.slot]
    return []


def published(body: Any) -> list[tuple[Any, ...]]:
    """Staff, start and end of each time that a message brings."""
    match body:
        case PublishSlots():
            slots: Sequence[Slot] = body.slots
        case ClaimSlot(own=Slot() as own):
            slots = (own,)
        case _:
            slots = ()
    return [(slot.staff, slot.starts_at, slot.starts_at + timedelta(minutes=slot.minutes)) for slot in slots]


def questions(messages: Sequence[Message[Any]]) -> list[tuple[Any, ...]]:
    """Window and number of rows of each question for free times. Every time that a message names may be gone by then."""
    most = policy.OFFERED + sum(len(names(each.body)) for each in messages)
    asked = (each.body for each in messages if isinstance(each.body, AskTimes))
    return [(body.since, max(body.since, body.now), body.until, most) for body in asked]


def offer(row: Record) -> Offer:
    """A row as a time."""
    slot = Slot(
        slot=row["slot"],
        starts_at=row["starts_at"],
        minutes=(row["ends_at"] - row["starts_at"]) // timedelta(minutes=1),
        staff=row["staff"],
        form=Form(row["form"]),
        interview_type=InterviewType(row["interview_type"]),
    )
    return Offer(row["supplier"], slot, row["interview"], row["citizen"], row["published"])


async def offers_since(tx: Transaction, supply: str, since: datetime) -> list[Offer]:
    """Every time of a supply from an instant on, booked or not; for reading only."""
    return [offer(row) for row in await tx.fetch(SINCE, supply, since)]


async def save(tx: Transaction, supplies: Sequence[tuple[Supply, Supply]]) -> None:
    """Withdrawn times go, changed ones are written."""
    gone = [(after.id, id) for before, after in supplies for id in before.offers if id not in after.offers]
    if gone:
        await tx.execute(REMOVE, *columns(gone, 2))
    changed = [
        fields(after.id, offer)
        for before, after in supplies
        for id, offer in after.offers.items()
        if before.offers.get(id) != offer
    ]
    if changed:
        await tx.execute(SAVE, *columns(changed, 11))


def fields(supply: str, offer: Offer) -> tuple[Any, ...]:
    """A time as a row, in the order of FIELDS."""
    slot = offer.slot
    when = (slot.starts_at, offer.ends_at)
    what = (slot.staff, slot.form, slot.interview_type)
    return (supply, slot.slot, offer.supplier, *when, *what, offer.interview, offer.citizen, offer.published)
