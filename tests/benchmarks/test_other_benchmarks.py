"""`bench latency`, `sweep`, `takeover`, `start` and `growth` from end to end at a tiny size, so that none rots; their figures
mean nothing here."""

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from deploy.bench import growth, latency, start, sweep, takeover
from deploy.embedded.home import quiet
from deploy.embedded.stack import Servers

pytestmark = pytest.mark.timeout(1800)
Found = dict[str, Any]


@pytest_asyncio.fixture(scope="module")
async def found(servers: Servers, stack_home: Path) -> dict[str, Found]:
    """Two at a time: each has worlds of its own, and most of the time is waiting for processes to start."""
    two = asyncio.Semaphore(2)

    async def when_free(run: Awaitable[Found]) -> Found:
        async with two:
            return await run

    home = stack_home
    runs: dict[str, Awaitable[Found]] = {
        "latency": latency.run(servers, home, per_second=20, seconds=2, warm=1, rounds=1, shards=2, tell=quiet),
        "sweep": sweep.run(servers, home, citizens=60, due=20, per_second=5, rounds=1, shards=2, tell=quiet),
        "takeover": takeover.run(servers, home, per_second=20, trials=1, shards=2, session_ms=3000, tell=quiet),
        "growth": growth.run(servers, home, [50, 100], journal=200, messages=40, rounds=1, shards=2, tell=quiet),
        "start": asyncio.to_thread(start.run, home, 1, quiet),
    }
    return dict(zip(runs, await asyncio.gather(*map(when_free, runs.values())), strict=True))


def test_a_command_is_followed_on_every_leg_to_the_fund(found: dict[str, Found]) -> None:
    for who in ("ours", "chain"):
        legs = found["latency"][who]["legs"]
        assert list(legs) == list(latency.HOPS)
        assert sum(leg["share"] for leg in legs.values()) == pytest.approx(1, abs=0.01)
        assert all(legs[hop]["ms"] >= 0 for hop in latency.HOPS)
    assert found["latency"]["of_chain"] > 0


def test_ours_and_the_floor_sweep_all_that_is_due_and_commands_are_answered_meanwhile(found: dict[str, Found]) -> None:
    assert all(found["sweep"][who]["median"] > 0 for who in ("ours", "floor", "ours_with_commands"))
    assert found["sweep"]["commands_ms"]["p99"]["median"] > 0
    assert 20 < found["sweep"]["peak_mb"] < 300
    assert found["sweep"]["law_micros"] > 1 and 0 < found["sweep"]["ceiling"] < 1


def test_waits_are_told_for_a_worker_that_is_killed_that_is_stopped_and_that_joins(found: dict[str, Found]) -> None:
    seconds = found["takeover"]["seconds"]
    assert {what.partition(":")[0] for what in seconds} == {"killed", "stopped", "joins again"}
    assert seconds["killed: its own shards"]["median"] > 1, "nobody takes over before the session of three seconds ends"


def test_the_platform_is_ready_after_its_servers_answer(found: dict[str, Found]) -> None:
    seconds = found["start"]["seconds"]
    assert 0 < seconds["servers answer"]["median"] < seconds["all ready"]["median"]


def test_each_store_has_its_cost_of_a_message(found: dict[str, Found]) -> None:
    names = ["50 citizens", "100 citizens", "100 citizens, 200 journal rows"]
    assert list(found["growth"]["stores"]) == names
    assert all(found["growth"]["stores"][name]["elapsed"]["median"] > 0 for name in names)
