"""`/ready` says why not; `/live` sees a consumer that reads nothing, and forgives what is only away."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from shared.runtime import health as watched
from shared.runtime.clock import VirtualClock
from shared.runtime.health import Health
from shared.runtime.offsets import Shard
from shared.runtime.telemetry import Metrics
from tests.support.desk import Desk
from tests.support.eventually import eventually


@dataclass
class StandIn:
    """What `Health` asks of a worker, answered from a script."""

    clock: VirtualClock
    metrics: Metrics
    owned: dict[int, Shard]
    assigned: frozenset[int] | None
    pool: Any
    trouble: str = ""
    inputs: tuple[str, ...] = ("deadlines.commands",)
    next_due: None = None
    end: int | Exception = 0
    publisher: Any = field(default_factory=lambda: Silent())

    async def ends(self, shards: Any) -> dict[tuple[str, int], int]:
        if isinstance(self.end, Exception):
            raise self.end
        return {("deadlines.commands", 0): self.end}


@dataclass
class Silent:
    """A publisher that has nothing to do."""

    unpublished: int = 0
    oldest_seconds: float = 0.0
    trouble: str = ""


@pytest.fixture
def health(desk: Desk) -> tuple[Health, StandIn]:
    clock = VirtualClock()
    clock.tick(desk.now)
    shard = Shard(0, 1, 0, 0, {"deadlines.commands": 5})
    worker = StandIn(clock, Metrics("deadlines"), {0: shard}, frozenset({0}), OneConnection(desk.db), end=5)
    made = Health("deadlines", "1")
    made.worker = worker  # type: ignore[assignment]
    return made, worker


class OneConnection:
    """A pool that hands out the same connection."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def acquire(self) -> "OneConnection":
        return self

    async def __aenter__(self) -> Any:
        return self.connection

    async def __aexit__(self, *_: object) -> None:
        """Stays open."""


def later(health: Health, seconds: float) -> None:
    health._moved -= seconds


async def test_ready_gives_the_reason(health: tuple[Health, StandIn]) -> None:
    made, worker = health
    assert made.problem() == ""
    worker.assigned = None
    assert "no assignment" in made.problem()
    worker.assigned = frozenset({0, 1})
    assert made.problem() == "taking shards"
    worker.trouble = "cannot take shards: deadlines.commands/0 ends at 3, read up to 5"
    assert "ends at 3" in made.problem()
    worker.assigned, worker.trouble, worker.publisher.trouble = frozenset({0}), "", "publishing waits: X"
    assert made.problem() == "publishing waits: X"
    made.worker, made.starting = None, "waiting for topics"
    assert made.problem() == "waiting for topics"


async def test_records_that_wait_while_nothing_is_read_are_no_life(health: tuple[Health, StandIn]) -> None:
    made, worker = health
    await made.look()
    worker.end = 9
    later(made, watched.STUCK_SECONDS + 1)
    await made.look()
    assert "records wait" in made.stuck()
    worker.owned[0].offsets["deadlines.commands"] = 6
    await made.look()
    assert made.stuck() == ""


async def test_an_idle_worker_lives_and_so_does_one_whose_broker_is_away(health: tuple[Health, StandIn]) -> None:
    made, worker = health
    await made.look()
    later(made, watched.STUCK_SECONDS + 1)
    await made.look()
    assert made.stuck() == "", "nothing to read"
    worker.end = TimeoutError()
    later(made, watched.STUCK_SECONDS + 1)
    await made.look()
    assert made.stuck() == ""
    assert "TimeoutError" in made.problem(), "not ready, but alive"
    worker.end = 5
    await made.look()
    assert made.problem() == ""


class Frozen(StandIn):
    """Its servers take questions and give no answers."""

    async def ends(self, shards: Any) -> dict[tuple[str, int], int]:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")


async def test_a_server_that_is_frozen_is_said_and_no_reason_to_end_the_process(
    health: tuple[Health, StandIn], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, worker = health
    monkeypatch.setattr(watched, "WATCH_SECONDS", 0.0)
    monkeypatch.setattr(watched, "ANSWER_SECONDS", 0.01)
    made.worker = Frozen(worker.clock, worker.metrics, worker.owned, worker.assigned, worker.pool)  # type: ignore[assignment]
    later(made, watched.STUCK_SECONDS + 1)
    watching = asyncio.create_task(made.watch())
    await eventually(lambda: says(made, "no answer"), "not ready, and why")
    assert made.stuck() == ""
    watching.cancel()


async def says(health: Health, word: str) -> bool:
    return word in health.problem()


async def test_a_real_worker_says_that_it_is_ready_and_alive(desk: Desk) -> None:
    await desk.settled()
    for path in ("/ready", "/live"):
        answer = await desk.get(path)
        assert (answer.status_code, answer.json()) == (200, {"ok": True, "why": ""})
