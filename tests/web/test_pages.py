"""What the pages show, in Danish, to whoever may read."""

import re
from datetime import date, timedelta

import httpx
import pytest

from contracts.registry import CONTRACTS
from services.console import danish, words
from services.console.queries import PAGE
from shared.runtime.database import Pool
from tests.services.console.told import ANNA, BO, NOON, event, read
from tests.web.visitors import SCREEN_TOKEN, Site, page_of

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }}'
CPR = re.compile(r"(?<![\w-])\d{6}-?\d{4}(?![\w-])")


async def life(pool: Pool) -> None:
    """A bit of everything about Anna, and Bo parked for a day."""
    await read(
        pool,
        *(event(c.name, source="slots" if c.service == "any" else "") for c in CONTRACTS.values() if c.kind == "event"),
        event("CitizenParked", BO, "deadlines", NOON - timedelta(hours=30), error="KeyError"),
    )


async def visit(pool: Pool, path: str, **more: str) -> httpx.Response:
    async with Site(pool).visitor(SCREEN_TOKEN) as screen:
        return await screen.get(path, params=more or None)


async def test_the_overview_counts_events_and_names_who_is_parked(pool: Pool) -> None:
    await life(pool)
    page = page_of(await visit(pool, "/"))
    assert "4. marts 2024 kl. 12.00" in page.text
    assert "1 står stille, den længste i 1 dag." in page.text and f"{BO} i deadlines" in page.text
    assert "registration Borger afmeldt 1 1" in page.text
    assert "slots DEADLINE_TOO_SHORT 1 1" in page.text


async def test_a_citizens_page_shows_the_summary_and_the_law_behind_each_event(pool: Pool) -> None:
    await read(pool, event("CitizenRegistered"), event("DeadlineSet"), event("InterviewBooked"))
    page = page_of(await visit(pool, f"/borger/{ANNA}"))
    assert "Målgruppe G1" in page.text and "A-kasse 05 (full-time)" in page.text
    assert "tilmeldt fra 8. januar 2024" in page.text
    assert "åben: book senest 12. marts 2024, holdes senest 19. marts 2024" in page.text
    assert "14. marts 2024 kl. 10.00 (JOB, IN_PERSON)" in page.text
    assert "DL-01 : BAB § 44, stk. 1 → ok Grundlag book senest 12. marts 2024" in page.text
    assert {"datetime": "2024-03-04T11:00:00+00:00"} in page.tags("time")


async def test_a_parked_citizen_is_said_to_be_parked_on_her_page(pool: Pool) -> None:
    await life(pool)
    page = page_of(await visit(pool, f"/borger/{BO}"))
    assert "deadlines: SetDeadline, KeyError, i 1 dag" in page.text


async def test_every_page_is_good_html_with_or_without_events(pool: Pool) -> None:
    for full in (False, True):
        if full:
            await life(pool)
        for path in ("/", "/parkeret", "/afviste", *([f"/borger/{ANNA}", f"/borger/{BO}"] if full else [])):
            answer = await visit(pool, path)
            assert answer.status_code == 200
            page_of(answer)


async def test_hostile_text_is_shown_and_never_run(pool: Pool) -> None:
    await read(
        pool,
        event("NoticeAnswered", explanation=HOSTILE),
        event("CommandRefused", source="slots", code=HOSTILE, facts={HOSTILE: [HOSTILE]}),
        event("CitizenParked", source="slots", message=HOSTILE, type=HOSTILE, error=HOSTILE),
        event("JobseekerDeregistered"),
        event("LetterRequested", text=HOSTILE),
    )
    for path in ("/", f"/borger/{ANNA}", "/parkeret", "/afviste"):
        page = page_of(await visit(pool, path))
        assert HOSTILE in page.text, path
        assert not page.tags("script") and not page.tags("img")
    page_of(await visit(pool, "/borger", id=HOSTILE))
    page_of(await visit(pool, "/parkeret", sendt=HOSTILE))


async def test_no_answer_holds_a_cpr_number(pool: Pool) -> None:
    await life(pool)
    for path in (
        "/",
        f"/borger/{ANNA}",
        "/parkeret",
        "/afviste",
        "/api/overview",
        f"/api/citizens/{ANNA}",
        "/api/parked",
    ):
        assert not CPR.search((await visit(pool, path)).text), path


async def test_what_is_looked_for_by_another_number_is_not_repeated(pool: Pool) -> None:
    answer = await visit(pool, "/borger", id="3102991234")
    assert answer.status_code == 404
    assert "Et CPR-nummer kan ikke bruges her" in page_of(answer).text and "310299" not in answer.text


async def test_the_search_field_leads_to_the_page(pool: Pool) -> None:
    answer = await visit(pool, "/borger", id=f" {ANNA.upper()} ")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/borger/{ANNA}")


@pytest.mark.parametrize(
    "path", [f"/borger/{BO}", "/borger/x", f"/borger/{ANNA}?side=0", f"/borger/{ANNA}?side=9", f"/borger/{ANNA}?side=-1",
             f"/borger/{ANNA}?side=99999999999", f"/borger/{ANNA}/x", "/noget", "/static/../app.py", "/static/nothing"],
)  # fmt: skip
async def test_what_is_not_there_is_not_found(pool: Pool, path: str) -> None:
    await read(pool, event("DeadlineSet"))
    answer = await visit(pool, path)
    assert answer.status_code == 404
    if not path.startswith("/static"):
        page_of(answer)
        api = await visit(pool, path.replace("/borger/", "/api/citizens/").replace("/noget", "/api/noget"))
        assert (api.status_code, api.json()["status"]) == (404, 404)


async def test_a_long_timeline_has_older_and_newer_pages(pool: Pool) -> None:
    await read(pool, *(event("DeadlineSet") for _ in range(PAGE + 1)))
    first, second = (
        page_of(await visit(pool, f"/borger/{ANNA}")),
        page_of(await visit(pool, f"/borger/{ANNA}", side="2")),
    )
    assert "Ældre" in first.text and "Nyere" not in first.text
    assert "Nyere" in second.text and "Ældre" not in second.text
    told = (await visit(pool, f"/api/citizens/{ANNA}", side="2")).json()
    assert (told["page"], told["older"], len(told["timeline"])) == (2, False, 1)


async def test_the_data_says_what_the_pages_say(pool: Pool) -> None:
    await life(pool)
    overview = (await visit(pool, "/api/overview")).json()
    assert overview["today"] == "2024-03-04" and overview["parked"]["number"] == 1
    assert {"service": "deadlines", "type": "DeadlineSet", "total": 1, "today": 1} in overview["events"]
    [parked] = (await visit(pool, "/api/parked")).json()["parked"]
    assert (parked["citizen"], parked["service"], parked["error"]) == (BO, "deadlines", "KeyError")
    told = (await visit(pool, f"/api/citizens/{BO}")).json()
    assert told["summary"]["group"] is None and told["timeline"][0]["basis"][0]["rule"] == "DL-01"


@pytest.mark.parametrize("path", ["/", "/api/parked", "/nothing", "/log-ind", "/static/console.css"])
async def test_every_answer_carries_the_headers_that_keep_a_browser_safe(pool: Pool, path: str) -> None:
    headers = (await visit(pool, path)).headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")


async def test_a_defect_in_a_page_shows_nothing_of_itself(pool: Pool) -> None:
    await pool.execute(
        "INSERT INTO audit (citizen, id, at, who, act, service, message, reason) VALUES ($1, '', $2, '', 'Hop', '', '', '')",
        ANNA,
        NOON,
    )
    answer = await visit(pool, "/parkeret")
    assert answer.status_code == 500 and "Hop" not in answer.text
    assert "default-src" in answer.headers["content-security-policy"]
    page_of(answer)


def test_every_event_has_a_danish_name_and_every_field_that_it_has() -> None:
    events = [contract for contract in CONTRACTS.values() if contract.kind == "event"]
    assert {contract.name for contract in events} - words.EVENTS.keys() == set()
    assert words.EVENTS.keys() - CONTRACTS.keys() == set()
    assert {name for contract in events for name in contract.model.__slots__} - words.FIELDS.keys() == set()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2024-02-29", "29. februar 2024"),
        ("2024-03-31T01:30:00Z", "31. marts 2024 kl. 03.30"),
        ("2024-10-27T01:30:00+00:00", "27. oktober 2024 kl. 02.30"),
        ("2024-03-04T10:00:00", "2024-03-04T10:00:00"),
        ("2024-02-30", "2024-02-30"),
        (True, "ja"),
        (None, "–"),
        ([], "–"),
        (["2024-01-01", 7], "1. januar 2024; 7"),
        ({"due": "2024-01-01", "x": False}, "book senest: 1. januar 2024, x: nej"),
    ],
)
def test_values_read_as_danish(value: object, text: str) -> None:
    assert danish.shown(value) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(-1, "0 minutter"), (1, "1 minut"), (59, "59 minutter"), (60, "1 time"), (1439, "23 timer"), (1440, "1 dag"),
     (4321, "3 dage")],
)  # fmt: skip
def test_durations_read_as_danish(minutes: int, text: str) -> None:
    assert danish.duration(timedelta(minutes=minutes)) == text


def test_numbers_and_days_read_as_danish() -> None:
    assert (danish.number(1234567), danish.day(date(2024, 12, 1))) == ("1.234.567", "1. december 2024")
