"""What can be done: sign in and out, release and discard."""

import re
from collections.abc import Callable

from aiokafka.errors import KafkaError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.common.v1 import DiscardParked, ReleaseParked
from contracts.types import UUID_FORM
from services.console import queries
from services.console.actions import Command, act, problem_of
from services.console.visit import form, page, visit_of
from shared.runtime.telemetry import log

COOKIE = "selvbooking_console"
_ID = re.compile(UUID_FORM)
_OWN_PAGE = re.compile(r"/(?!/)[a-z0-9/-]*")


async def sign_in_page(request: Request) -> Response:
    return page(request, "sign_in.html", back=_back(request.query_params.get("til", "")), wrong=False)


async def sign_in(request: Request) -> Response:
    """A good token becomes a cookie; a wrong one leaves a line in the log."""
    visit, told = visit_of(request), await form(request)
    token, back = visit.access.by_secret(told.get("token", "")), _back(told.get("til", ""))
    if token is None:
        log.warning("sign-in refused")
        return page(request, "sign_in.html", 401, back=back, wrong=True)
    answer = RedirectResponse(back, 303)
    answer.set_cookie(
        COOKIE,
        visit.access.session(token, visit.now),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


async def sign_out(request: Request) -> Response:
    visit_of(request).check_form(await form(request))
    answer = RedirectResponse("/log-ind", 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


async def release(request: Request) -> Response:
    """Let the parked message run again."""
    return await _act(
        request,
        "frigiv",
        lambda told: ReleaseParked(**{name: told[name] for name in ("service", "citizen", "message")}),
    )


async def discard(request: Request) -> Response:
    """Throw the parked message away; a reason is needed."""

    def command(told: dict[str, str]) -> Command:
        if wrong := problem_of(told.get("reason", "")):
            raise HTTPException(400, wrong)
        return DiscardParked(**{name: told[name] for name in ("service", "citizen", "message", "reason")})

    return await _act(request, "kasser", command)


async def _act(request: Request, what: str, command_of: Callable[[dict[str, str]], Command]) -> Response:
    visit, told = visit_of(request), await form(request)
    if visit.who is None or not visit.may_act:
        raise HTTPException(403, "Din adgang giver ikke lov til at handle.")
    visit.check_form(told)
    try:
        command = command_of(told)
    except KeyError:
        raise HTTPException(400, "Formularen mangler et felt.") from None
    if not _ID.fullmatch(command.citizen) or not await queries.is_parked(
        visit.pool, command.citizen, command.service, command.message
    ):
        raise HTTPException(409, "Beskeden er ikke parkeret længere. Hent listen igen.")
    try:
        id = await act(visit.pool, visit.send, visit.who.name, command, visit.now)
    except (KafkaError, TimeoutError, OSError) as error:
        log.warning("command perhaps not sent", act=what, error=type(error).__name__)
        raise HTTPException(503, "Kafka svarer ikke. Det vides ikke, om kommandoen blev sendt.") from None
    log.info("operator acted", act=what, who=visit.who.name, service=command.service, id=id)
    return RedirectResponse(f"/parkeret?sendt={what}", 303)


def _back(path: str) -> str:
    """Where to go after signing in: one of our own pages."""
    return path if _OWN_PAGE.fullmatch(path) else "/"
