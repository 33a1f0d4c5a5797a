"""The site: who comes in, with which headers everything goes out, and which path is which page."""

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.console import forms, views
from services.console.access import READ, Access
from services.console.actions import Send as SendCommand
from services.console.visit import API, Visit, page, problem
from shared.runtime.clock import Clock
from shared.runtime.database import TRANSIENT, Pool
from shared.runtime.telemetry import log

HEADERS = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}
SIGN_IN, STATIC = "/log-ind", "/static/"
TITLES = {401: "Log ind først.", 404: "Siden findes ikke.", 405: "Det kan man ikke her."}


class Console:
    """What the pages work with. Until there are a database and a time, it says that it is starting."""

    def __init__(self, access: Access, send: SendCommand) -> None:
        self.access, self.send = access, send
        self.pool: Pool | None = None
        self.clock: Clock | None = None

    def opened(self, pool: Pool) -> None:
        """The service has its database."""
        self.pool = pool

    def started(self, clock: Clock) -> None:
        """The service has its clock."""
        self.clock = clock

    def routes(self) -> list[BaseRoute]:
        """Everything beside what the runtime answers itself (`/live`, `/ready`, `/status`, `/metrics`)."""
        static = StaticFiles(directory=Path(__file__).parent / "static")
        pages = [
            Route("/", views.overview),
            Route("/borger", views.find),
            Route("/borger/{citizen}", views.citizen),
            Route("/parkeret", views.parked),
            Route("/parkeret/frigiv", forms.release, methods=["POST"]),
            Route("/parkeret/kasser", forms.discard, methods=["POST"]),
            Route("/afviste", views.refused),
            Route("/api/overview", views.overview_data),
            Route("/api/parked", views.parked_data),
            Route("/api/citizens/{citizen}", views.citizen_data),
            Route(SIGN_IN, forms.sign_in_page),
            Route(SIGN_IN, forms.sign_in, methods=["POST"]),
            Route("/log-ud", forms.sign_out, methods=["POST"]),
            Mount("/static", app=static),
        ]
        on_error = {HTTPException: _refused, Exception: _failed} | dict.fromkeys(TRANSIENT, _not_now)
        return [Mount("/", app=Guard(Starlette(routes=pages, exception_handlers=on_error), self))]  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Guard:
    """Nothing but the sign-in page and the style sheet without a token, and nothing at all without our headers."""

    app: ASGIApp
    console: Console

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        answer = self._let_in(Request(scope)) or self.app
        await answer(scope, receive, with_headers)

    def _let_in(self, request: Request) -> Response | None:
        """An answer for who may not come in; for the others, what is known of them goes along."""
        path, console = request.url.path, self.console
        if path.startswith(STATIC):
            return None
        if console.pool is None or console.clock is None or not console.clock.started:
            return problem(request, 503, "Konsollen er ved at starte. Prøv igen om lidt.")
        now, session, who = console.clock.now(), "", None
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            who = console.access.by_secret(given.strip())
        elif cookie := request.cookies.get(forms.COOKIE):
            session, who = cookie, console.access.by_session(cookie, now)
        request.state.visit = Visit(console.access, console.send, console.pool, now, who, session)
        if not console.access.tokens:
            return problem(request, 401, "Der er ikke givet nogen adgang til konsollen (SELVBOOKING_TOKENS).")
        if path == SIGN_IN:
            return None
        if who is None:
            return _unknown(request)
        return None if READ in who.scopes else problem(request, 403, "Din adgang giver ikke lov til at læse.")


def _unknown(request: Request) -> Response:
    if request.url.path.startswith(API) or request.method != "GET":
        answer = problem(request, 401, TITLES[401])
    else:
        answer = page(request, "sign_in.html", 401, back=request.url.path, wrong=False)
    answer.headers["www-authenticate"] = "Bearer"
    return answer


async def _refused(request: Request, error: HTTPException) -> Response:
    """Our own errors speak Danish already; those of the framework bear the status's English name."""
    code, text = error.status_code, error.detail
    return problem(request, code, TITLES.get(code, text) if text == HTTPStatus(code).phrase else text)


async def _not_now(request: Request, error: Exception) -> Response:
    log.warning("page waits for the database", error=type(error).__name__)
    return problem(request, 503, "Databasen svarer ikke. Prøv igen om lidt.")


async def _failed(request: Request, error: Exception) -> Response:
    return problem(request, 500, "Noget gik galt. Fejlen står i loggen.")
