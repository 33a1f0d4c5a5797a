"""`GET /v1/citizens/{id}/status` from the real PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette

from deploy.embedded.stack import Servers
from services.citizens.case import Case
from services.citizens.reads import Reads
from shared.runtime.clock import VirtualClock
from shared.runtime.database import Pool
from shared.runtime.documents import Documents
from shared.runtime.migrate import RUNTIME
from tests.services.citizens.told import ANNA, event, lived
from tests.support.database import migrated
from tests.support.wire import citizen

BO = citizen(2)
STORE = Documents(Case)
PUT = """INSERT INTO subject (subject, shard, book, body) VALUES ($1, 0, '{}', $2)
    ON CONFLICT (subject) DO UPDATE SET body = excluded.body"""


@pytest_asyncio.fixture(scope="module")
async def pool(servers: Servers) -> AsyncIterator[Pool]:
    async with migrated(servers, "citizens", RUNTIME) as pool:
        case, _ = lived([event("CitizenRegistered"), event("DeadlineSet"), event("InterviewBooked")])
        await pool.execute(PUT, ANNA, STORE.write(case))
        yield pool


@pytest.fixture
def reads(pool: Pool) -> Reads:
    """At five to midnight, Danish time, on the deadline's last day."""
    made, clock = Reads(STORE), VirtualClock()
    clock.tick(datetime(2024, 3, 12, 22, 55, tzinfo=UTC))
    made.opened(pool)
    made.started(clock)
    return made


async def get(reads: Reads, path: str, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(Starlette(routes=reads.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://citizens") as client:
        return await client.get(
            f"/v1/citizens/{path}", headers={key.replace("_", "-"): v for key, v in headers.items()}
        )


async def test_the_answer_is_how_the_citizen_stands_today(reads: Reads) -> None:
    answer = await get(reads, f"{ANNA}/status")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == {
        "citizen": ANNA,
        "on": "2024-03-12",
        "version": 3,
        "may_self_book": True,
        "reason": None,
        "immediate_booking_required": False,
        "immediate_booking_hold_by": None,
        "responsible": {"since": "2024-01-08", "party": "JOBCENTRE", "authority": "jobcentre-46100"},
        "deadlines": [
            {
                "deadline": "1b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10",
                "state": "OPEN",
                "interview_type": "JOB",
                "visible_on": "2024-03-04",
                "book_by": "2024-03-12",
                "hold_by": "2024-03-19",
                "owner": "jobcentre-46100",
                "interview": None,
            }
        ],
        "next_interview": None,
        "interviews": [
            {
                "interview": "3b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10",
                "starts_at": "2024-03-14T09:00:00Z",
                "held_on": "2024-03-14",
                "interview_type": "JOB",
                "form": "IN_PERSON",
                "supplier": "jobcentre-46100",
                "summoned": False,
            }
        ],
    }


async def test_another_day_can_be_asked_for(reads: Reads) -> None:
    answer = await get(reads, f"{ANNA}/status?on=2024-03-15")
    assert (answer.json()["on"], answer.json()["interviews"]) == ("2024-03-15", [])


async def test_who_has_the_answer_already_gets_it_again_only_when_day_or_status_has_changed(
    reads: Reads, pool: Pool
) -> None:
    tag = (await get(reads, f"{ANNA}/status")).headers["etag"]
    same = await get(reads, f"{ANNA}/status", If_None_Match=tag)
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert (await get(reads, f"{ANNA}/status?on=2024-03-13", If_None_Match=tag)).status_code == 200
    bo, _ = lived([event("CitizenRegistered")])
    await pool.execute(PUT, BO, STORE.write(bo))
    tag = (await get(reads, f"{BO}/status")).headers["etag"]
    bo, _ = lived([event("SelfBookingExempted")], bo)
    await pool.execute(PUT, BO, STORE.write(bo))
    assert (await get(reads, f"{BO}/status", If_None_Match=tag)).json()["reason"] == "EXEMPTED"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{citizen(9)}/status", 404),
        ("anna/status", 404),
        (f"{ANNA.upper()}/status", 404),
        (f"{ANNA}/status?on=12.03.2024", 400),
        (f"{ANNA}/status?on=0001-01-01", 400),
    ],
)
async def test_what_cannot_be_answered_is_a_problem_with_a_reason(reads: Reads, path: str, status: int) -> None:
    answer = await get(reads, path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status and answer.json()["detail"]


async def test_without_database_or_clock_the_answer_is_not_now(pool: Pool) -> None:
    bare, early = Reads(STORE), Reads(STORE)
    early.opened(pool)
    early.started(VirtualClock())
    assert (await get(bare, f"{ANNA}/status?on=2024-03-12")).status_code == 503
    assert (await get(early, f"{ANNA}/status")).status_code == 503
