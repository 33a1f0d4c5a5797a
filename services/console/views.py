"""What can be looked at, as pages and as JSON."""

import asyncio
import re
from dataclasses import asdict
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.types import UUID_FORM
from services.console import queries
from services.console.queries import Citizen
from services.console.visit import data, page, visit_of
from shared.law.calendar import civil_date

SENT = {
    "frigiv": "Frigivelsen er sendt. Borgeren forsvinder fra listen, når tjenesten har kørt beskeden.",
    "kasser": "Kasseringen er sendt. Borgeren forsvinder fra listen, når tjenesten har fjernet beskeden.",
}
ON_OVERVIEW = 5
_UUID = re.compile(UUID_FORM)


async def overview(request: Request) -> Response:
    visit = visit_of(request)
    return page(request, "overview.html", now=visit.now, **await _overview(request))


async def overview_data(request: Request) -> Response:
    found = await _overview(request)
    return data({**found, "parked": {"number": found["parked"].number, "first": found["parked"].first}})


async def _overview(request: Request) -> dict[str, Any]:
    visit = visit_of(request)
    today = civil_date(visit.now)
    events, refusals, consequences, parked = await asyncio.gather(
        queries.tallies(visit.pool, today),
        queries.refusals(visit.pool, today),
        queries.latest_consequences(visit.pool),
        queries.parked(visit.pool, ON_OVERVIEW),
    )
    return {"today": today, "events": events, "refusals": refusals, "consequences": consequences, "parked": parked}


async def find(request: Request) -> Response:
    """From the search field to the citizen's page."""
    id = request.query_params.get("id", "").strip().lower()
    return RedirectResponse(f"/borger/{_id(id)}", 303)


async def citizen(request: Request) -> Response:
    id, number, found = await _citizen(request)
    return page(request, "citizen.html", citizen=id, found=found, number=number, now=visit_of(request).now)


async def citizen_data(request: Request) -> Response:
    id, number, found = await _citizen(request)
    told = asdict(found)
    more = {"page": number, "older": told.pop("older")}
    return data({"citizen": id, **told, **more})


async def _citizen(request: Request) -> tuple[str, int, Citizen]:
    id, asked = _id(request.path_params["citizen"]), request.query_params.get("side", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    found = await queries.citizen(visit_of(request).pool, id, number) if number else None
    if found is None:
        raise HTTPException(404, "Ingen tjeneste har fortalt noget om denne borger.")
    return id, number, found


def _id(text: str) -> str:
    if not _UUID.fullmatch(text):
        raise HTTPException(404, "Det er ikke et borger-id. Et CPR-nummer kan ikke bruges her.")
    return text


async def parked(request: Request) -> Response:
    visit = visit_of(request)
    found, done = await asyncio.gather(queries.parked(visit.pool), queries.actions(visit.pool))
    sent = SENT.get(request.query_params.get("sendt", ""), "")
    return page(request, "parked.html", parked=found, actions=done, now=visit.now, may_act=visit.may_act, sent=sent)


async def parked_data(request: Request) -> Response:
    found = await queries.parked(visit_of(request).pool)
    return data({"number": found.number, "parked": found.first})


async def refused(request: Request) -> Response:
    visit = visit_of(request)
    codes, latest = await asyncio.gather(
        queries.refusals(visit.pool, civil_date(visit.now)), queries.latest_refusals(visit.pool)
    )
    return page(request, "refused.html", codes=codes, latest=latest)
