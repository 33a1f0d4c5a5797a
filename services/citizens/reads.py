"""`GET /v1/citizens/{id}/status`: how a citizen stands today, or on the day that is asked for."""

import re
from datetime import date

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.types import UUID_FORM
from services.citizens.case import Case
from services.citizens.picture import status_of
from services.citizens.today import on_day
from shared.law.calendar import civil_date
from shared.runtime.clock import Clock
from shared.runtime.database import TRANSIENT, Pool
from shared.runtime.documents import Documents

EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)


class Problem(Exception):
    """Why a request cannot be answered (RFC 9457)."""

    def __init__(self, status: int, title: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail = status, title, detail


class Reads:
    """Answers from the service's own documents."""

    def __init__(self, store: Documents[Case]) -> None:
        self.store = store
        self.pool: Pool | None = None
        self.clock: Clock | None = None

    def opened(self, pool: Pool) -> None:
        """The service has its database."""
        self.pool = pool

    def started(self, clock: Clock) -> None:
        """The service has its clock."""
        self.clock = clock

    def routes(self) -> list[Route]:
        """What the service adds to its health server."""
        return [Route("/v1/citizens/{citizen}/status", self.answer)]

    async def answer(self, request: Request) -> Response:
        """200 with the status; 304 when the ETag is known; 400, 404 and 503 as problem+json."""
        try:
            citizen, day = request.path_params["citizen"], self._day(request.query_params.get("on"))
            case = await self._case(citizen)
        except Problem as error:
            body = {"title": error.title, "status": error.status, "detail": error.detail}
            return Response(msgspec.json.encode(body), error.status, media_type="application/problem+json")
        tag = f'"{case.version}-{day}"'
        head = {"ETag": tag, "Cache-Control": "no-cache"}
        if tag in request.headers.get("If-None-Match", ""):
            return Response(status_code=304, headers=head)
        return Response(
            msgspec.json.encode(on_day(citizen, status_of(case), day)), headers=head, media_type="application/json"
        )

    def _day(self, asked: str | None) -> date:
        if asked is None:
            if self.clock is None or not self.clock.started:
                raise Problem(503, "not now", "no clock yet")
            return civil_date(self.clock.now())
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            day = date.min
        if not EARLIEST <= day <= LATEST:
            raise Problem(400, "broken question", "on is a Danish date: 2024-03-12")
        return day

    async def _case(self, citizen: str) -> Case:
        if not re.fullmatch(UUID_FORM, citizen):
            raise Problem(404, "unknown citizen", "a citizen's id is a UUID in lower case")
        if self.pool is None:
            raise Problem(503, "not now", "no database yet")
        try:
            async with self.pool.acquire() as connection:
                case = (await self.store.load(connection, {citizen: ()}))[citizen]  # type: ignore[arg-type]
        except TRANSIENT as error:
            raise Problem(503, "not now", type(error).__name__) from None
        if not case.version:
            raise Problem(404, "unknown citizen", "nothing is known of this citizen")
        return case
