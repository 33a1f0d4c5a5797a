"""One request: who asks, what it may use, and how it is answered: a page, or JSON for programs."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from services.console import danish
from services.console.access import ACT, Access, Token
from services.console.actions import Send
from shared.runtime.database import Pool

LARGEST_FORM = 16 * 1024
API = "/api/"

_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_pages.filters |= {
    "event": danish.event_name,
    "field": danish.field_name,
    "day": danish.day,
    "moment": danish.moment,
    "duration": danish.duration,
    "number": danish.number,
    "shown": danish.shown,
}
_pages.globals |= {"STANDINGS": danish.STANDINGS, "ACTS": danish.ACTS}


@dataclass(frozen=True, slots=True)
class Visit:
    """`session` is the cookie of a browser, empty for a program with a token in its header."""

    access: Access
    send: Send
    pool: Pool
    now: datetime
    who: Token | None
    session: str

    @property
    def mark(self) -> str:
        """What this visitor's forms carry."""
        return self.access.form_mark(self.who, self.session) if self.who and self.session else ""

    @property
    def may_act(self) -> bool:
        return self.who is not None and ACT in self.who.scopes

    def check_form(self, told: dict[str, str]) -> None:
        """Only a browser can be made to send what its user did not mean to."""
        if self.who and self.session and not self.access.is_form_mark(self.who, self.session, told.get("mark", "")):
            raise HTTPException(403, "Formularen er ikke herfra, eller den er for gammel. Hent siden igen.")


def visit_of(request: Request) -> Visit:
    """What the guard found out about the request."""
    visit: Visit = request.state.visit
    return visit


async def form(request: Request) -> dict[str, str]:
    """The fields of a form, each once, without spaces around them."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > LARGEST_FORM:
            raise HTTPException(413, "Formularen er for stor.")
    try:
        told = parse_qs(read.decode(), keep_blank_values=True, max_num_fields=20, errors="strict")
    except ValueError:
        raise HTTPException(400, "Formularen kan ikke læses.") from None
    if any("\0" in values[0] for values in told.values()):
        raise HTTPException(400, "Formularen kan ikke læses.")
    return {name: values[0].strip() for name, values in told.items()}


def page(request: Request, name: str, code: int = 200, **told: Any) -> HTMLResponse:
    """A page of `pages/`; every value in it is escaped."""
    visit: Visit | None = getattr(request.state, "visit", None)
    who = visit.who if visit else None
    common = {"who": who and who.name, "mark": visit.mark if visit else "", "path": request.url.path}
    return HTMLResponse(_pages.get_template(name).render(common | told), code)


def data(told: Any, status: int = 200) -> Response:
    kind = "application/json" if status < 400 else "application/problem+json"
    return Response(msgspec.json.encode(told), status, media_type=kind)


def problem(request: Request, status: int, text: str) -> Response:
    """What went wrong: a page for people, a problem document for programs."""
    if request.url.path.startswith(API):
        return data({"title": text, "status": status}, status)
    return page(request, "problem.html", status, text=text, status=status)
