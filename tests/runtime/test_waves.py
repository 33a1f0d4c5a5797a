"""A midnight at which very many are due: each portion is found without looking at the rest, and sent before the next."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest_asyncio

from contracts.topics import Topics
from deploy.embedded.stack import Servers
from shared.runtime import timers
from shared.runtime.database import Pool
from shared.runtime.migrate import RUNTIME
from shared.runtime.offsets import Shard
from shared.runtime.ports import Row, as_it_stands
from shared.runtime.publisher import Publisher
from shared.runtime.telemetry import Metrics
from tests.support.database import migrated

DUE = datetime(2024, 3, 20, 23, 10, tzinfo=UTC)
FILL = """
    INSERT INTO subject (subject, shard, book, next_due)
    SELECT md5(n::text)::uuid, n % 4, '{}', $1::timestamptz + CASE WHEN n % 4 = 3 THEN interval '1 day' ELSE '0' END
    FROM generate_series(1, 20000) AS n"""
PORTION = 50


@pytest_asyncio.fixture
async def midnight(servers: Servers) -> AsyncIterator[Pool]:
    """15,000 subjects of three shards who are due at one instant, 5,000 of a fourth who are not."""
    async with migrated(servers, "waves", RUNTIME) as pool:
        await pool.execute(FILL, DUE)
        await pool.execute("VACUUM (ANALYZE) subject")
        yield pool


async def rows_read(pool: Pool, query: str, *arguments: object) -> float:
    """How many rows the scans of a query found."""

    def found(plan: dict[str, Any]) -> float:
        below = sum(found(child) for child in plan.get("Plans", ()))
        return below + (plan["Actual Rows"] * plan["Actual Loops"] if plan.get("Relation Name") == "subject" else 0)

    said = await pool.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}", *arguments)
    return found(json.loads(said)[0]["Plan"])


async def test_a_portion_reads_no_more_than_it_may_take_from_each_shard(midnight: Pool) -> None:
    assert await rows_read(midnight, timers.DUE, [0, 1, 2, 3], DUE, PORTION) <= 4 * PORTION
    assert await rows_read(midnight, timers.NEXT, [0, 1, 2, 3]) <= 4


async def test_portions_take_the_earliest_first_and_each_subject_of_the_shards_once(midnight: Pool) -> None:
    await midnight.execute("UPDATE subject SET next_due = next_due - interval '1 hour' WHERE subject = md5('8')::uuid")
    async with midnight.acquire() as connection:
        first = await timers.due(connection, [0, 1], DUE, 3)  # type: ignore[arg-type]
        everybody = await timers.due(connection, [0, 1], DUE, 100_000)  # type: ignore[arg-type]
        at = await timers.next_due(connection, [3])  # type: ignore[arg-type]
    (earliest,) = await midnight.fetchrow("SELECT md5('8')::uuid") or ("",)
    assert first[0] == (0, earliest)
    assert len(everybody) == len(set(everybody)) == 10_000
    assert {shard for shard, _ in everybody} == {0, 1}
    assert at == datetime(2024, 3, 21, 23, 10, tzinfo=UTC)


async def test_whoever_wants_a_short_line_waits_until_the_line_is_short() -> None:
    nothing: Any = None
    publisher = Publisher(nothing, nothing, Topics(), 4, as_it_stands, Metrics("waves"))
    row = Row(0, 1, "deadlines.events", "", "", b"")
    publisher.put(Shard(0, 1, 0, 0), 2, [row, row])
    await publisher.room(2)
    waiting = asyncio.create_task(publisher.room(1))
    await asyncio.sleep(0)
    assert not waiting.done()
    running = asyncio.create_task(publisher.run())  # it owns no shard, so it drops the rows without a word to anybody
    await asyncio.wait_for(waiting, 60)
    assert publisher.unpublished == 0
    running.cancel()


def test_a_portion_follows_the_pace_of_the_machine_within_bounds() -> None:
    assert timers.next_portion(1000, timers.SECONDS) == 1000
    assert timers.next_portion(1000, timers.SECONDS * 1.25) == 800
    assert timers.next_portion(1000, timers.SECONDS / 10) == 2000
    assert [timers.next_portion(portion, 60.0) for portion in (1000, 150)] == [500, timers.FEWEST]
    assert timers.next_portion(timers.MOST, 0.0) == timers.MOST
