"""Release and discard, from the button to what is sent and noted."""

from typing import Any

import httpx
import pytest

from contracts.common.v1 import DiscardParked, ReleaseParked
from shared.runtime.database import Pool
from tests.services.console.told import ANNA, BO, NOON, event, read
from tests.web.visitors import ANNA_TOKEN, ROBOT_TOKEN, SCREEN_TOKEN, Site, mark_of, page_of

PARKED = {"service": "slots", "citizen": ANNA, "message": "gateway/x/slots.commands/4"}
REASON = "Rettet manuelt i fagsystemet"
AUDIT = "SELECT citizen, id, at, who, act, service, message, reason, sent_at FROM audit"


async def park(pool: Pool) -> None:
    await read(pool, event("CitizenParked", source="slots", message=PARKED["message"], error="KeyError"))


async def press(anna: httpx.AsyncClient, path: str, **told: str) -> httpx.Response:
    """As the button does it: with the mark of the page that it stands on."""
    mark = mark_of(await anna.get("/parkeret"))
    return await anna.post(path, data={"mark": mark, **PARKED, **told})


async def test_the_buttons_carry_what_is_parked(pool: Pool) -> None:
    await park(pool)
    async with Site(pool).visitor(ANNA_TOKEN) as anna:
        page = page_of(await anna.get("/parkeret"))
    hidden = [(told["name"], told["value"]) for told in page.tags("input") if told["name"] in PARKED]
    assert hidden == [*PARKED.items()] * 2
    assert [form["action"] for form in page.tags("form")] == ["/log-ud", "/parkeret/frigiv", "/parkeret/kasser"]


async def test_release_is_noted_and_sent_once(pool: Pool) -> None:
    await park(pool)
    site = Site(pool)
    async with site.visitor(ANNA_TOKEN) as anna:
        answer = await press(anna, "/parkeret/frigiv")
        assert (answer.status_code, answer.headers["location"]) == (303, "/parkeret?sendt=frigiv")
        after = page_of(await anna.get(answer.headers["location"]))
    [(id, command, at)] = site.sent.commands
    assert (command, at) == (ReleaseParked(**PARKED), NOON)
    [noted] = await pool.fetch(AUDIT)
    assert tuple(noted) == (ANNA, id, NOON, "anna", "ReleaseParked", "slots", PARKED["message"], "", NOON)
    assert "Frigivelsen er sendt." in after.text
    assert f"4. marts 2024 kl. 12.00 anna Frigivet {ANNA} slots – ja" in after.text


async def test_discard_needs_a_reason_and_sends_it(pool: Pool) -> None:
    await park(pool)
    site = Site(pool)
    async with site.visitor(ANNA_TOKEN) as anna:
        for reason in ("", "   ", "x" * 601, "Borger 310299-1234", "3102991234", "nul \0"):
            answer = await press(anna, "/parkeret/kasser", reason=reason)
            assert answer.status_code == 400 and "310299" not in answer.text
            page_of(answer)
        assert (await press(anna, "/parkeret/kasser", reason=f" {REASON} ")).status_code == 303
    [(_, command, _)] = site.sent.commands
    assert command == DiscardParked(**PARKED, reason=REASON)
    assert [row["reason"] for row in await pool.fetch(AUDIT)] == [REASON]


@pytest.mark.parametrize(
    "other", [{"message": "another"}, {"service": "deadlines"}, {"citizen": BO}, {"citizen": "' OR true --"}]
)
async def test_what_is_not_parked_any_more_is_not_touched(pool: Pool, other: dict[str, str]) -> None:
    await park(pool)
    site = Site(pool)
    async with site.visitor(ANNA_TOKEN) as anna:
        answer = await press(anna, "/parkeret/frigiv", **other)
    assert answer.status_code == 409 and "ikke parkeret længere" in page_of(answer).text
    assert site.sent.commands == [] and await pool.fetch(AUDIT) == []


@pytest.mark.parametrize("mark", [{}, {"mark": ""}, {"mark": "0" * 64}, {"mark": "æ"}])
async def test_a_form_from_elsewhere_does_nothing(pool: Pool, mark: dict[str, str]) -> None:
    await park(pool)
    site = Site(pool)
    async with site.visitor(ANNA_TOKEN) as anna:
        for path in ("/parkeret/frigiv", "/parkeret/kasser"):
            answer = await anna.post(path, data={**PARKED, "reason": REASON, **mark})
            assert answer.status_code == 403
            page_of(answer)
    assert site.sent.commands == [] and await pool.fetch(AUDIT) == []


async def test_the_mark_of_one_session_does_not_serve_another(pool: Pool) -> None:
    await park(pool)
    site = Site(pool)
    async with site.visitor(SCREEN_TOKEN) as screen, site.visitor(ANNA_TOKEN) as anna:
        mark = mark_of(await screen.get("/parkeret"))
        assert (await anna.post("/parkeret/frigiv", data={"mark": mark, **PARKED})).status_code == 403


async def test_who_may_only_read_sees_no_button_and_cannot_press_it(pool: Pool) -> None:
    await park(pool)
    site = Site(pool)
    async with site.visitor(SCREEN_TOKEN) as screen:
        shown = await screen.get("/parkeret")
        assert "Frigiv" not in [word for word in page_of(shown).words if word.strip()]
        answer = await screen.post("/parkeret/frigiv", data={"mark": mark_of(shown), **PARKED})
    assert answer.status_code == 403 and site.sent.commands == []


async def test_a_program_acts_with_its_token_alone_but_must_be_allowed_to(pool: Pool) -> None:
    await park(pool)
    site = Site(pool)
    async with site.visitor() as program:

        async def release(token: str) -> int:
            return (
                await program.post("/parkeret/frigiv", data=PARKED, headers={"authorization": f"Bearer {token}"})
            ).status_code

        assert [await release(token) for token in (SCREEN_TOKEN, ROBOT_TOKEN, ANNA_TOKEN)] == [403, 403, 303]
    assert len(site.sent.commands) == 1


@pytest.mark.parametrize(
    ("body", "status"), [(b"mark=%FF%FF", 400), (b"a=b&" * 30, 400), (b"x" * 20_000, 413), (b"", 403)]
)
async def test_a_form_that_is_none_is_refused(pool: Pool, body: bytes, status: int) -> None:
    async with Site(pool).visitor(ANNA_TOKEN) as anna:
        answer = await anna.post("/parkeret/frigiv", content=body)
        assert answer.status_code == status
        page_of(answer)
        assert (await anna.get("/parkeret/frigiv")).status_code == 405


async def test_a_field_that_is_missing_is_said_to_be(pool: Pool) -> None:
    async with Site(pool).visitor(ANNA_TOKEN) as anna:
        answer = await anna.post("/parkeret/frigiv", data={"mark": mark_of(await anna.get("/parkeret"))})
    assert answer.status_code == 400 and "mangler et felt" in page_of(answer).text


async def test_when_kafka_is_away_the_operator_and_the_audit_know_that_nothing_is_known(pool: Pool) -> None:
    await park(pool)
    site = Site(pool)
    site.sent.away = True
    async with site.visitor(ANNA_TOKEN) as anna:
        answer = await press(anna, "/parkeret/frigiv")
        assert answer.status_code == 503 and "Det vides ikke, om kommandoen blev sendt." in page_of(answer).text
        rows: list[Any] = await pool.fetch(AUDIT)
        assert [(row["who"], row["sent_at"]) for row in rows] == [("anna", None)]
        assert "slots – vides ikke" in page_of(await anna.get("/parkeret")).text
