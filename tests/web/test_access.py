"""Who is let in, and for how long."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from services.console.access import ACT, LOCAL, READ, SESSION, Access, Token, local_token, read_tokens
from services.console.app import access
from services.console.settings import ConsoleSettings
from shared.runtime.database import Pool
from tests.services.console.told import NOON
from tests.web.visitors import ANNA_TOKEN, ROBOT_TOKEN, SCREEN_TOKEN, TOKENS, Site, page_of

PAGES = ["/", "/parkeret", "/afviste", "/borger?id=x", "/borger/x", "/nothing"]
DATA = ["/api/overview", "/api/parked", "/api/citizens/x", "/api/nothing"]


@pytest.mark.parametrize("path", PAGES)
async def test_a_stranger_is_asked_to_sign_in_on_every_page(pool: Pool, path: str) -> None:
    async with Site(pool).visitor() as stranger:
        answer = await stranger.get(path)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert page_of(answer).tags("input")[-1]["name"] == "token"


@pytest.mark.parametrize("path", DATA)
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer " + "x" * 32, "Basic " + ANNA_TOKEN, ANNA_TOKEN])
async def test_a_program_without_a_good_token_gets_no_data(pool: Pool, path: str, header: str) -> None:
    async with Site(pool).visitor() as stranger:
        answer = await stranger.get(path, headers={"authorization": header} if header else {})
    assert (answer.status_code, answer.json()) == (401, {"title": "Log ind først.", "status": 401})


@pytest.mark.parametrize("path", ["/parkeret/frigiv", "/parkeret/kasser", "/log-ud"])
async def test_a_stranger_can_do_nothing(pool: Pool, path: str) -> None:
    site = Site(pool)
    async with site.visitor() as stranger:
        assert (await stranger.post(path, data={"mark": "0" * 64})).status_code == 401
    assert site.sent.commands == []


async def test_a_token_in_the_header_reads(pool: Pool) -> None:
    async with Site(pool).visitor() as program:
        answer = await program.get("/api/parked", headers={"authorization": f"bearer {SCREEN_TOKEN}"})
    assert (answer.status_code, answer.json()) == (200, {"number": 0, "parked": []})


async def test_a_token_without_read_sees_nothing(pool: Pool) -> None:
    async with Site(pool).visitor(ROBOT_TOKEN) as robot:
        assert (await robot.get("/")).status_code == (await robot.get("/api/parked")).status_code == 403


async def test_signing_in_leads_back_to_the_page_and_sets_a_guarded_cookie(pool: Pool) -> None:
    async with Site(pool).visitor() as anna:
        asked = page_of(await anna.get("/parkeret"))
        assert asked.tags("input")[0]["value"] == "/parkeret"
        answer = await anna.post("/log-ind", data={"token": ANNA_TOKEN, "til": "/parkeret"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/parkeret")
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=strict" in cookie and "secure" not in cookie
        assert ANNA_TOKEN not in cookie
        assert "Log anna ud" in page_of(await anna.get("/parkeret")).text


async def test_over_https_the_cookie_stays_there(pool: Pool) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(Site(pool).app), base_url="https://console") as anna:
        answer = await anna.post("/log-ind", data={"token": ANNA_TOKEN})
    assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    "til", ["//evil.example/", "https://evil.example/", "/\\evil.example", "x", "/a\r\nset-cookie: b=c"]
)
async def test_signing_in_never_leads_elsewhere(pool: Pool, til: str) -> None:
    async with Site(pool).visitor() as anna:
        answer = await anna.post("/log-ind", data={"token": ANNA_TOKEN, "til": til})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("token", ["", "x" * 32, ANNA_TOKEN[:-1], ANNA_TOKEN + "a", "æ" * 32])
async def test_a_wrong_token_does_not_sign_in(pool: Pool, token: str) -> None:
    async with Site(pool).visitor() as stranger:
        answer = await stranger.post("/log-ind", data={"token": token})
        assert answer.status_code == 401 and "set-cookie" not in answer.headers
        assert "Adgangsnøglen kendes ikke." in page_of(answer).text


async def test_a_session_ends_after_its_hours(pool: Pool) -> None:
    site = Site(pool)
    async with site.visitor(ANNA_TOKEN) as anna:
        site.clock.tick(NOON + SESSION - timedelta(seconds=1))
        assert (await anna.get("/")).status_code == 200
        site.clock.tick(NOON + SESSION)
        assert (await anna.get("/")).status_code == 401


async def test_signing_out_needs_the_forms_mark_and_takes_the_cookie_away(pool: Pool) -> None:
    site = Site(pool)
    async with site.visitor(ANNA_TOKEN) as anna:
        assert (await anna.post("/log-ud", data={"mark": "0" * 64})).status_code == 403
        mark = page_of(await anna.get("/")).tags("input")[0]["value"]
        assert (await anna.post("/log-ud", data={"mark": mark})).status_code == 303
        assert (await anna.get("/")).status_code == 401


def test_a_cookie_is_worth_nothing_when_changed_or_after_its_token() -> None:
    known = Access(read_tokens(TOKENS))
    anna, screen, _ = known.tokens
    cookie = known.session(screen, NOON)
    assert known.by_session(cookie, NOON) is screen
    name, ends, seal = cookie.split(".")
    for forged in (f"anna.{ends}.{seal}", f"{name}.{int(ends) + 1}.{seal}", f"{name}.{ends}.", "", ".", "æ.ø.å"):
        assert known.by_session(forged, NOON) is None
    assert not known.is_form_mark(anna, cookie, known.form_mark(screen, cookie))
    changed = Access([Token("skaerm", "t" * 32, frozenset({READ}))])
    assert changed.by_session(cookie, NOON) is None


async def test_without_tokens_everything_is_refused(pool: Pool) -> None:
    async with Site(pool, tokens="").visitor() as stranger:
        for path in ["/log-ind", *PAGES, *DATA]:
            assert (await stranger.get(path, headers={"authorization": "Bearer "})).status_code == 401, path
        assert (await stranger.post("/log-ind", data={"token": ""})).status_code == 401


async def test_before_there_is_a_database_the_console_says_that_it_starts() -> None:
    async with Site(None).visitor() as anna:
        answer = await anna.get("/")
        assert answer.status_code == 503 and "ved at starte" in page_of(answer).text
        assert (await anna.get("/api/parked", headers={"authorization": f"Bearer {ANNA_TOKEN}"})).status_code == 503


def settings(**more: Any) -> ConsoleSettings:
    return ConsoleSettings(kafka="localhost:9092", database="postgresql://", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "tokens", ["anna", f"anna:{ANNA_TOKEN}", f"anna:{ANNA_TOKEN}:write", "anna:short:read", f"A:{ANNA_TOKEN}:read",
               f"anna:{ANNA_TOKEN}:read;anna:{SCREEN_TOKEN}:read", f"{TOKENS};"],
)  # fmt: skip
def test_broken_tokens_stop_the_start_without_being_quoted(tokens: str) -> None:
    with pytest.raises(ValidationError) as error:
        settings(tokens=tokens)
    assert ANNA_TOKEN not in str(error.value) and "short" not in str(error.value)


def test_a_console_without_tokens_stays_on_this_machine() -> None:
    assert settings(http="127.0.0.1:0").given == settings(tokens=" ").given == ""
    for host in ("0.0.0.0:80", "10.0.0.1:80", "console.example:80"):
        with pytest.raises(ValidationError, match="SELVBOOKING_TOKENS"):
            settings(http=host)
        assert settings(http=host, tokens=TOKENS).given == TOKENS


def test_a_local_console_makes_a_token_that_only_its_user_can_read_and_keeps_it(tmp_path: Path) -> None:
    file = tmp_path / "token"
    [made] = access(settings(token_file=file)).tokens
    assert (made.name, made.scopes) == (LOCAL, frozenset({READ, ACT}))
    assert len(made.secret) > 60 and file.stat().st_mode & 0o777 == 0o600
    assert local_token(file).secret == made.secret == file.read_text()
    assert list(tmp_path.iterdir()) == [file]
    assert access(settings()).tokens == ()
