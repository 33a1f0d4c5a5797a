"""`GET /v1/slots` with a real Redis and a real PostgreSQL: what is lost in one is read from the other."""

import secrets
from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any

import httpx
import msgspec
import pytest
import pytest_asyncio
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from starlette.applications import Starlette

from contracts.registry import BY_MODEL
from contracts.slots.v1 import (
    CancelInterview,
    InterviewBooked,
    InterviewCancelled,
    InterviewSummoned,
    PublishSlots,
    Slot,
    SummonInterview,
    WithdrawSlots,
)
from deploy.embedded.stack import Servers
from services.slots.availability import Availability
from services.slots.case import Offer, Supply
from services.slots.reads import FreeTimes
from services.slots.store import SlotStore
from shared.runtime.database import Pool, transaction
from shared.runtime.ports import Row
from tests.services.slots.lives import registered
from tests.services.slots.world import ANNA, JOBCENTRE, PLANNER, SUPPLY, World, slot

FIRST, LAST = date(2024, 3, 14), date(2024, 3, 15)
NINE, TEN = slot("t-1", "2024-03-14 09:00"), slot("t-2", "2024-03-14 10:00")
TOMORROW = slot("t-3", "2024-03-15 22:59")
AFTER = slot("t-4", "2024-03-15 23:00", staff="s-8")
BEFORE = slot("t-5", "2024-03-13 22:59")


@pytest_asyncio.fixture
async def redis(servers: Servers) -> AsyncIterator[Redis]:
    async with Redis.from_url(servers.redis, socket_timeout=2) as connection:
        yield connection


@pytest.fixture
def times(redis: Redis, pool: Pool) -> FreeTimes:
    made = FreeTimes(Availability(redis, f"test-{secrets.token_hex(4)}."))
    made.opened(pool)
    return made


async def put(pool: Pool, *offers: Offer) -> None:
    """Into PostgreSQL, behind Redis' back."""
    async with transaction(pool) as tx:
        await SlotStore().save(
            tx, {SUPPLY: (Supply(SUPPLY), Supply(SUPPLY, {each.slot.slot: each for each in offers}))}
        )


def rows(events: Sequence[Any]) -> list[Row]:
    """The events as the runtime hands them over once they are published."""
    return [
        Row(0, n, "slots.events", ANNA, BY_MODEL[type(event)].type, msgspec.json.encode(event))
        for n, event in enumerate(events, 1)
    ]


def ids(slots: Sequence[Slot]) -> list[str]:
    return [each.slot for each in slots]


async def test_free_times_of_those_danish_days_come_in_order_with_and_without_redis(
    times: FreeTimes, pool: Pool
) -> None:
    taken = Offer(JOBCENTRE, slot("t-9", "2024-03-14 12:00"), SUPPLY, ANNA)
    await put(pool, *(Offer(JOBCENTRE, each) for each in (AFTER, TOMORROW, TEN, NINE, BEFORE)), taken)
    without = FreeTimes(None)
    without.opened(pool)
    assert await without.find(JOBCENTRE, FIRST, LAST) == [NINE, TEN, TOMORROW]
    assert await times.find(JOBCENTRE, FIRST, LAST) == [NINE, TEN, TOMORROW]  # fills Redis
    await put(pool, Offer(JOBCENTRE, slot("t-6", "2024-03-14 13:00")))
    assert await times.find(JOBCENTRE, FIRST, LAST) == [NINE, TEN, TOMORROW]  # from Redis, which was not told
    assert await times.find(JOBCENTRE, TOMORROW.starts_at.date(), LAST) == [TOMORROW]


async def test_an_earlier_day_than_redis_knows_is_read_from_postgresql(times: FreeTimes, pool: Pool) -> None:
    await put(pool, Offer(JOBCENTRE, BEFORE), Offer(JOBCENTRE, NINE))
    assert ids(await times.find(JOBCENTRE, FIRST, LAST)) == ["t-1"]
    assert ids(await times.find(JOBCENTRE, date(2024, 3, 13), LAST)) == ["t-5", "t-1"]


async def test_redis_follows_what_happens(times: FreeTimes) -> None:
    world = World()
    anna = registered(world, ANNA)
    assert await times.find(JOBCENTRE, FIRST, LAST) == []  # whole from here on, although empty
    seen = 0

    async def free() -> list[str]:
        nonlocal seen
        await times.observe(rows(world.events[seen:]))
        seen = len(world.events)
        return ids(await times.find(JOBCENTRE, FIRST, LAST))

    world.ask(SUPPLY, PublishSlots(slots=(TEN, NINE)), source=PLANNER)
    assert await free() == ["t-1", "t-2"]
    assert isinstance(anna.book("t-1"), InterviewBooked)
    assert await free() == ["t-2"]
    world.ask(ANNA, CancelInterview())
    assert await free() == ["t-1", "t-2"]
    world.ask(SUPPLY, PublishSlots(slots=(slot("t-1", "2024-03-14 13:00"),)), source=PLANNER)
    assert await free() == ["t-2", "t-1"]
    world.ask(SUPPLY, WithdrawSlots(slots=("t-2",)), source=PLANNER)
    assert await free() == ["t-1"]


async def test_redis_follows_a_summons_and_what_was_never_published_is_never_free(times: FreeTimes) -> None:
    world = World()
    registered(world, ANNA)
    assert await times.find(JOBCENTRE, FIRST, LAST) == []
    for step in (
        lambda: world.ask(SUPPLY, PublishSlots(slots=(NINE,)), source=PLANNER),
        lambda: world.send(ANNA, SummonInterview(slot="t-1"), source=JOBCENTRE),
        lambda: world.send(ANNA, CancelInterview(), source=JOBCENTRE),
        lambda: world.send(ANNA, SummonInterview(starts_at=TEN.starts_at, staff="s-9"), source=JOBCENTRE),
    ):
        seen = len(world.events)
        step()
        world.settle()
        await times.observe(rows(world.events[seen:]))
        taken = isinstance(world.events[seen], InterviewSummoned) and world.events[seen].slot == "t-1"
        assert ids(await times.find(JOBCENTRE, FIRST, LAST)) == ([] if taken else ["t-1"])


async def test_a_time_made_for_a_summons_is_not_read_into_redis(times: FreeTimes, pool: Pool) -> None:
    """Or it would look free for a moment, once the summons is called off."""
    await put(pool, Offer(JOBCENTRE, NINE), Offer(JOBCENTRE, TEN, SUPPLY, ANNA, published=False))
    assert ids(await times.find(JOBCENTRE, FIRST, LAST)) == ["t-1"]
    gone = InterviewCancelled(interview=SUPPLY, slot="t-2", held_on=FIRST, cancelled_by=JOBCENTRE, supplier=JOBCENTRE)
    await times.observe(rows([gone]))
    assert ids(await times.find(JOBCENTRE, FIRST, LAST)) == ["t-1"]


async def test_a_funds_own_times_are_read_like_a_jobcentres(times: FreeTimes) -> None:
    answer = await get(times, "supplier=akasse-05&from=2024-03-14&to=2024-03-15")
    assert (answer.status_code, answer.json()["slots"]) == (200, [])


async def test_what_redis_lost_is_read_from_postgresql(times: FreeTimes, pool: Pool, redis: Redis) -> None:
    await put(pool, Offer(JOBCENTRE, NINE))
    assert ids(await times.find(JOBCENTRE, FIRST, LAST)) == ["t-1"]
    assert times.availability is not None
    await redis.delete(*[key async for key in redis.scan_iter(f"{times.availability.prefix}*")])
    assert ids(await times.find(JOBCENTRE, FIRST, LAST)) == ["t-1"]


async def test_everything_in_redis_goes_by_itself(times: FreeTimes, pool: Pool, redis: Redis) -> None:
    await put(pool, Offer(JOBCENTRE, NINE), Offer(JOBCENTRE, TEN, SUPPLY, ANNA))
    await times.find(JOBCENTRE, FIRST, LAST)
    assert times.availability is not None
    keys = [key async for key in redis.scan_iter(f"{times.availability.prefix}*")]
    assert len(keys) == 5
    assert all([await redis.ttl(key) > 0 for key in keys])


async def test_a_booking_made_while_redis_is_filled_is_not_painted_over(times: FreeTimes, pool: Pool) -> None:
    model = times.availability
    assert model is not None
    world = World()
    world.ask(SUPPLY, PublishSlots(slots=(NINE,)), source=PLANNER)
    booked = registered(world, ANNA).book("t-1")

    async def read() -> list[Offer]:
        await model.apply([booked])  # after PostgreSQL was read, before Redis is written
        return [Offer(JOBCENTRE, NINE)]

    await model.rebuild(JOBCENTRE, FIRST, read)
    assert await model.find(JOBCENTRE, FIRST, LAST) is None


async def test_while_redis_is_away_postgresql_answers(pool: Pool) -> None:
    await put(pool, Offer(JOBCENTRE, NINE))
    away = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2, retry=Retry(NoBackoff(), 0))
    times = FreeTimes(Availability(away, "x."))
    times.opened(pool)
    assert ids(await times.find(JOBCENTRE, FIRST, LAST)) == ["t-1"]


async def get(times: FreeTimes, query: str) -> httpx.Response:
    transport = httpx.ASGITransport(Starlette(routes=times.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://slots") as client:
        return await client.get(f"/v1/slots?{query}")


async def test_the_answer_is_json_with_the_contract_s_own_fields(times: FreeTimes, pool: Pool) -> None:
    await put(pool, Offer(JOBCENTRE, NINE))
    answer = await get(times, "supplier=jobcentre-46100&from=2024-03-14&to=2024-03-15")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == {
        "supplier": "jobcentre-46100",
        "from": "2024-03-14",
        "to": "2024-03-15",
        "slots": [
            {
                "slot": "t-1",
                "starts_at": "2024-03-14T09:00:00Z",
                "minutes": 45,
                "staff": "s-7",
                "form": "IN_PERSON",
                "interview_type": "JOB",
            }
        ],
    }


@pytest.mark.parametrize(
    "query",
    [
        "",
        "supplier=jobcentre-46100&from=2024-03-14",
        "supplier=jobcentre-46100&from=14.03.2024&to=2024-03-15",
        "supplier=jobcentre&from=2024-03-14&to=2024-03-15",
        "supplier=planner-05&from=2024-03-14&to=2024-03-15",
        "supplier=jobcentre-46100&from=2024-03-15&to=2024-03-14",
        "supplier=jobcentre-46100&from=2024-03-14&to=2024-06-14",
        "supplier=jobcentre-46100&from=9999-12-31&to=9999-12-31",
        "supplier=jobcentre-46100&from=0001-01-01&to=0001-01-01",
    ],
)
async def test_a_broken_question_is_told_what_is_wrong(times: FreeTimes, query: str) -> None:
    answer = await get(times, query)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["detail"]


async def test_before_there_is_a_database_the_answer_is_not_now() -> None:
    answer = await get(FreeTimes(None), "supplier=jobcentre-46100&from=2024-03-14&to=2024-03-15")
    assert answer.status_code == 503
