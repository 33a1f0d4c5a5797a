"""`GET /v1/slots`: the free times of a jobcentre or a fund. From Redis as long as it answers, else from PostgreSQL."""

from collections.abc import Sequence
from datetime import date
from typing import get_args

import msgspec
from redis.exceptions import RedisError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.registry import BY_MODEL
from contracts.slots.v1 import Slot
from contracts.topics import Authority, Kind, supply_of
from services.slots.availability import Availability, Change, free
from services.slots.case import Offer
from services.slots.store_supplies import offers_since
from shared.law.calendar import start_of_day
from shared.runtime.database import TRANSIENT, Pool
from shared.runtime.ports import Row
from shared.runtime.telemetry import log

MOST_DAYS = 92
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)
CHANGES: dict[str, type[Change]] = {BY_MODEL[model].type: model for model in get_args(Change)}
"""The events that change which times are free, by CloudEvents type."""


class BrokenQuestion(ValueError):
    """The query of a request cannot be answered; the text says why."""


class FreeTimes:
    """Answers from what is there: Redis may be away, or never have been configured."""

    def __init__(self, availability: Availability | None) -> None:
        self.availability = availability
        self.pool: Pool | None = None

    def opened(self, pool: Pool) -> None:
        """The service has its database."""
        self.pool = pool

    async def observe(self, rows: Sequence[Row]) -> None:
        """Tells Redis of what was published."""
        if self.availability is not None:
            told = [msgspec.json.decode(row.body, type=CHANGES[row.type]) for row in rows if row.type in CHANGES]
            await self.availability.apply(told)

    async def find(self, supplier: str, first: date, last: date) -> list[Slot]:
        """Free times on those Danish dates, by start."""

        async def read() -> list[Offer]:
            return await self._read(supplier, first)

        if self.availability is not None:
            try:
                found = await self.availability.find(supplier, first, last)
                if found is not None:
                    return found
                return free(await self.availability.rebuild(supplier, first, read), first, last)
            except RedisError as error:
                log.warning("redis does not answer", error=type(error).__name__)
        return free(await read(), first, last)

    async def _read(self, supplier: str, since: date) -> list[Offer]:
        if self.pool is None:
            raise ConnectionError("no database yet")
        async with self.pool.acquire() as connection:
            return await offers_since(connection, supply_of(supplier), start_of_day(since))  # type: ignore[arg-type]

    async def answer(self, request: Request) -> Response:
        """200 with the times, 400 for a broken question, 503 while there is no database."""
        try:
            supplier, first, last = question(request)
            slots = await self.find(supplier, first, last)
        except BrokenQuestion as error:
            return _json({"title": "broken question", "status": 400, "detail": str(error)}, 400)
        except TRANSIENT as error:
            return _json({"title": "not now", "status": 503, "detail": type(error).__name__}, 503)
        return _json({"supplier": supplier, "from": first, "to": last, "slots": slots})

    def routes(self) -> list[Route]:
        """What the service adds to its health server."""
        return [Route("/v1/slots", self.answer)]


def question(request: Request) -> tuple[str, date, date]:
    """`supplier=jobcentre-46100&from=2024-03-04&to=2024-03-08`, both days included."""
    asked = request.query_params
    try:
        supplier = Authority.parse(asked.get("supplier", ""))
        first, last = date.fromisoformat(asked.get("from", "")), date.fromisoformat(asked.get("to", ""))
    except ValueError:
        raise BrokenQuestion("supplier, from and to are needed: jobcentre-46100, 2024-03-04, 2024-03-08") from None
    if supplier.kind not in (Kind.JOBCENTRE, Kind.AKASSE):
        raise BrokenQuestion("only jobcentres and funds offer times")
    if not EARLIEST <= first <= last <= LATEST or (last - first).days >= MOST_DAYS:
        raise BrokenQuestion(f"from and to span one to {MOST_DAYS} days")
    return str(supplier), first, last


def _json(body: dict[str, object], status: int = 200) -> Response:
    kind = "application/json" if status == 200 else "application/problem+json"
    return Response(msgspec.json.encode(body), status, media_type=kind)
