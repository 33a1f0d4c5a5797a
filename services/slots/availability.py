"""Which times are free, in Redis: quick to ask, never the truth. What it has not, or has no more, comes from PostgreSQL.

Per authority: the times by start, their content, those taken, the day from which this is whole, and how often it changed.
Every `KEEP` seconds it is read anew, so that a change it was not told of is not missed for longer.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

import msgspec
from redis.asyncio import Redis
from redis.exceptions import WatchError

from contracts.slots.v1 import (
    InterviewBooked,
    InterviewCancelled,
    InterviewSummoned,
    Slot,
    SlotsPublished,
    SlotsWithdrawn,
)
from services.slots.case import Offer
from shared.law.calendar import civil_date, end_of_day, start_of_day

KEEP = 60
"""Seconds."""
Change = SlotsPublished | SlotsWithdrawn | InterviewBooked | InterviewSummoned | InterviewCancelled

_slot = msgspec.json.Decoder(Slot)


class Availability:
    """The read model. Every method raises redis' errors; the caller asks PostgreSQL instead."""

    def __init__(self, redis: Redis, prefix: str) -> None:
        self.redis, self.prefix = redis, prefix

    def _key(self, supplier: str, what: str) -> str:
        return f"{self.prefix}slots:{supplier}:{what}"

    async def apply(self, events: Iterable[Change]) -> None:
        """Follows what was published. Writes only: nothing is read, so nothing can be written too late."""
        suppliers = set()
        async with self.redis.pipeline(transaction=True) as pipe:
            for event in events:
                if event.supplier is not None:
                    self._follow(pipe, event.supplier, event)
                    suppliers.add(event.supplier)
            for supplier in suppliers:
                self._touch(pipe, supplier)
            if suppliers:
                await pipe.execute()

    def _follow(self, pipe: Any, supplier: str, event: Change) -> None:
        times, content, taken = (self._key(supplier, what) for what in ("times", "content", "taken"))
        match event:
            case SlotsPublished():
                pipe.zadd(times, {slot.slot: slot.starts_at.timestamp() for slot in event.slots})
                pipe.hset(content, mapping={slot.slot: msgspec.json.encode(slot) for slot in event.slots})
                pipe.srem(taken, *(slot.slot for slot in event.slots))
            case SlotsWithdrawn():
                pipe.zrem(times, *event.slots)
            case InterviewBooked() | InterviewSummoned():
                pipe.sadd(taken, event.slot or "")
            case InterviewCancelled():
                pipe.srem(taken, event.slot)

    def _touch(self, pipe: Any, supplier: str) -> None:
        pipe.incr(self._key(supplier, "version"))
        pipe.expire(self._key(supplier, "version"), 3600)
        for what in ("times", "content", "taken"):
            pipe.expire(self._key(supplier, what), 2 * KEEP)

    async def rebuild(
        self, supplier: str, since: date, read: Callable[[], Awaitable[Sequence[Offer]]]
    ) -> Sequence[Offer]:
        """Reads the times from `since` on and keeps them, unless something changed meanwhile; gives what was read."""
        names = {what: self._key(supplier, what) for what in ("times", "content", "taken", "version", "whole")}
        async with self.redis.pipeline(transaction=True) as pipe:
            await pipe.watch(names["version"])
            offers = await read()
            pipe.multi()  # type: ignore[no-untyped-call]
            pipe.delete(names["times"], names["content"], names["taken"])
            published = SlotsPublished(supplier=supplier, slots=tuple(offer.slot for offer in offers))
            if offers:
                self._follow(pipe, supplier, published)
            if taken := [offer.slot.slot for offer in offers if offer.interview]:
                pipe.sadd(names["taken"], *taken)
            self._touch(pipe, supplier)
            pipe.set(names["whole"], since.isoformat(), ex=KEEP)
            with suppress(WatchError):  # somebody booked while we read; the next reader tries again
                await pipe.execute()
        return offers

    async def find(self, supplier: str, first: date, last: date) -> list[Slot] | None:
        """Free times on those Danish dates, by start; None when this model does not know."""
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.get(self._key(supplier, "whole"))
            start, end = start_of_day(first).timestamp(), end_of_day(last).timestamp()
            pipe.zrange(self._key(supplier, "times"), start, f"({end}", byscore=True)
            pipe.smembers(self._key(supplier, "taken"))
            whole, ids, taken = await pipe.execute()
            if whole is None or first.isoformat() < whole.decode():
                return None
            free = [id for id in ids if id not in taken]
            if not free:
                return []
            pipe.hmget(self._key(supplier, "content"), free)
            (contents,) = await pipe.execute()
        slots = [_slot.decode(content) for content in contents if content is not None]
        return sorted(slots, key=lambda each: (each.starts_at, each.slot))


def free(offers: Sequence[Offer], first: date, last: date) -> list[Slot]:
    """The same answer from PostgreSQL's rows."""
    slots = [offer.slot for offer in offers if offer.interview is None]
    on_these_days = [slot for slot in slots if first <= civil_date(slot.starts_at) <= last]
    return sorted(on_these_days, key=lambda each: (each.starts_at, each.slot))
