"""The explorer itself: it repeats a schedule exactly, it reaches the rare cases, and it finds a runtime that is broken."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, TypeVar

import pytest

from deploy.embedded.stack import Servers
from shared.runtime import journal, offsets, owner, settle, worker, writing
from shared.runtime.database import columns
from shared.runtime.offsets import Move
from shared.runtime.publisher import Publisher
from shared.runtime.reader import Reader
from shared.runtime.service import Service
from tests.explore import group
from tests.explore.database import Database
from tests.explore.explorer import Explorer, Outcome, explain, explorer
from tests.explore.judge import End
from tests.explore.loop import StepLoop
from tests.explore.script import SCRIPTS

T = TypeVar("T")
SEED = 1
LOST_A_CANCELLATION = 238794
"""A worker whose connection went away while its client was being given up; it was deaf from then on."""
LOST_A_CANCELLATION = 238794
"""A worker whose connection went away while its client was being given up; it was deaf from then on."""
WITHIN = 150
"""Schedules in which a broken runtime must be found."""


def exploring(
    servers: Servers, job: Callable[[Explorer], Awaitable[T]], undisturbed: Mapping[int, End] | None = None
) -> T:
    """Runs a job with an explorer, on a loop of its kind."""

    async def run() -> T:
        async with explorer(servers.postgres, undisturbed) as running:
            return await job(running)

    with asyncio.Runner(loop_factory=StepLoop) as runner:
        return runner.run(run())


@pytest.fixture(scope="module")
def undisturbed(servers: Servers) -> Mapping[int, End]:
    """How every script ends on a runtime that nobody has broken."""

    async def ends(running: Explorer) -> Mapping[int, End]:
        for number in range(SCRIPTS):
            failure = await running.play_undisturbed(number)
            assert failure is None, explain(failure)
        return running.undisturbed

    return exploring(servers, ends)


async def first_failure(running: Explorer, seeds: Iterable[int]) -> Outcome | None:
    for seed in seeds:
        outcome = await running.run(seed)
        if outcome.wrong:
            return outcome
    return None


def test_schedules_of_fixed_and_of_random_seeds_end_well(servers: Servers, undisturbed: Mapping[int, End]) -> None:
    seeds = [LOST_A_CANCELLATION, *range(SEED, SEED + 12), *(secrets.randbelow(10**6) for _ in range(8))]
    failure = exploring(servers, lambda running: first_failure(running, seeds), undisturbed)
    assert failure is None, f"seed {failure.seed}\n{explain(failure)}"


def test_the_same_seed_gives_the_same_steps(servers: Servers, undisturbed: Mapping[int, End]) -> None:
    async def twice(running: Explorer) -> list[tuple[list[str], list[str]]]:
        return [((await running.run(seed)).steps, (await running.run(seed)).steps) for seed in range(SEED, SEED + 4)]

    for one, other in exploring(servers, twice, undisturbed):
        assert one == other


RARE = ("KILLED at", "COMMIT was done", "FROZEN", "GIVES UP", "told to stop", "FAILS, but was done", "SAYS AGAIN",
        "HANGS UP", "SETS BACK", "logs: fenced", "waits for a lock", "logs: citizen parked", "logs: dead letter",
        "logs: reading ended")  # fmt: skip
NEAR = 112
"""The rarest comes in one of a hundred schedules; from here it is not far."""


def test_the_rare_cases_are_reached(servers: Servers, undisturbed: Mapping[int, End]) -> None:
    async def missed(running: Explorer) -> set[str]:
        missing, seed = set(RARE), NEAR
        while missing and seed < NEAR + 150:
            said = "\n".join((await running.run(seed)).steps)
            missing -= {what for what in missing if what in said}
            seed += 1
        return missing

    assert exploring(servers, missed, undisturbed) == set()


# --- runtimes that are broken on purpose ---

Break = Callable[[pytest.MonkeyPatch], None]


def no_fence(broken: pytest.MonkeyPatch) -> None:
    """A worker that lost its shard writes on. The journal's key alone would stop it, so that goes too."""
    compared = (
        " AND shard.epoch = n.epoch AND shard.position = n.expected", " AND shard_offset.next_offset = n.expected",
    )  # fmt: skip
    for compare in compared:
        assert compare in writing.WRITE
        broken.setattr(writing, "WRITE", writing.WRITE.replace(compare, ""))
    opened = Database.open

    async def without_key(self: Database, service: Service) -> None:
        await opened(self, service)
        await self.control.execute("ALTER TABLE journal DROP CONSTRAINT journal_pkey")

    broken.setattr(Database, "open", without_key)


class Early(Publisher):
    async def _send(self, committed: Any) -> None:
        steps = [(each.shard.shard, each.position) for each in committed]
        async with self.pool.acquire() as connection:
            await connection.execute(offsets.MOVE_CURSOR, *columns(steps, 2))
        await super()._send(committed)


def cursor_before_sending(broken: pytest.MonkeyPatch) -> None:
    broken.setattr("tests.explore.process.Publisher", Early)


def repetitions_believed(broken: pytest.MonkeyPatch) -> None:
    known = Move.repeated

    def never(self: Move, topic: str, origin: int, position: int) -> bool:
        known(self, topic, origin, position)
        return False

    broken.setattr(Move, "repeated", never)


def left_over_forgotten(broken: pytest.MonkeyPatch) -> None:
    async def nothing(*_: Any) -> list[Any]:
        return []

    broken.setattr(journal, "left_over", nothing)


def no_seek(broken: pytest.MonkeyPatch) -> None:
    """The consumer goes on from where Kafka says, not from where the database says."""
    broken.setattr(group.MemoryConsumer, "seek", lambda *_: None)


def effects_before_causes(broken: pytest.MonkeyPatch) -> None:
    broken.setattr(settle.Settlement, "_seen", lambda *_: True)


def timers_before_commands(broken: pytest.MonkeyPatch) -> None:
    broken.setattr(worker.Worker, "_ours", lambda *_: [])


def acknowledged_by_nobody(broken: pytest.MonkeyPatch) -> None:
    """The publisher does not wait for Kafka's answer."""

    class Hasty(Publisher):
        async def _lane(self, topic: str, partition: int, lane: Any) -> None:
            sending = asyncio.create_task(super()._lane(topic, partition, lane))
            sending.add_done_callback(lambda task: task.cancelled() or task.exception())

    broken.setattr("tests.explore.process.Publisher", Hasty)


def batches_dropped_in_trouble(broken: pytest.MonkeyPatch) -> None:
    """After trouble with the database nobody asks what it says; what the batch had does not come again."""

    async def nothing(*_: Any) -> None:
        return None

    broken.setattr(owner.Owner, "_look_again", nothing)


def hand_kept_at_a_takeover(broken: pytest.MonkeyPatch) -> None:
    """What was read for the last owner's batch goes before what the database says must come next."""

    def forget(self: Reader) -> None:
        self.generation += 1
        self._next = {}

    broken.setattr(Reader, "forget", forget)


BROKEN: tuple[Break, ...] = (
    no_fence, cursor_before_sending, repetitions_believed, left_over_forgotten, no_seek,
    effects_before_causes, timers_before_commands, acknowledged_by_nobody, batches_dropped_in_trouble,
    hand_kept_at_a_takeover,
)  # fmt: skip


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("how", BROKEN, ids=lambda how: how.__name__)
def test_a_broken_runtime_is_found_and_the_seed_shows_it_again(
    servers: Servers, undisturbed: Mapping[int, End], monkeypatch: pytest.MonkeyPatch, how: Break
) -> None:
    how(monkeypatch)

    async def found_twice(running: Explorer) -> tuple[Outcome | None, Outcome | None]:
        one = await first_failure(running, range(SEED, SEED + WITHIN))
        return one, await running.run(one.seed) if one else None

    one, other = exploring(servers, found_twice, undisturbed)
    assert one is not None and other is not None, f"not found within {WITHIN} schedules"
    assert one.steps == other.steps and other.wrong
