"""Guarantee 5: a batch is one transaction, and has as many statements for a thousand messages as for ten."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from contracts.topics import shard_of
from shared.runtime.batch import Batch
from shared.runtime.database import connect, transaction
from shared.runtime.intake import Handling
from shared.runtime.migrate import migrate
from shared.runtime.offsets import Fenced, Shard, take_shards
from shared.runtime.ports import Record
from shared.runtime.service import handling_of
from shared.runtime.telemetry import Metrics
from shared.runtime.wire import encode
from tests.runtime.conftest import AUTHORITIES
from tests.support.host import settings_of
from tests.support.stack import MakeWorld
from tests.support.tally import app
from tests.support.wire import citizen, headers

SHARDS = 4
NOW = datetime(2024, 3, 4, 9, tzinfo=UTC)


class Trial:
    """Batches straight on the database, without Kafka; what was said to PostgreSQL is counted."""

    def __init__(self, pool: Any, handling: Handling, shards: dict[int, Shard]) -> None:
        self.pool, self.handling, self.shards = pool, handling, shards
        self.offsets = dict.fromkeys(range(SHARDS), 0)
        self.now = NOW

    def record(self, name: str, who: str, body: Any, **more: Any) -> Record:
        shard = shard_of(who, SHARDS)
        self.offsets[shard] += 1
        written = headers(name, who, "gateway", self.now, origin=f"{shard}:{self.offsets[shard]}", **more)
        return Record("deadlines.commands", shard, self.offsets[shard] - 1, who.encode(), encode(body), written)

    async def statements(self, records: list[Record]) -> list[str]:
        """Runs one batch and gives the statements it took."""
        said: list[str] = []
        batch = Batch(self.handling, self.shards, self.now)
        async with self.pool.acquire() as connection, Listening(connection, said):
            await batch.run(connection, records)
        batch.committed()
        return said


class Listening:
    def __init__(self, tx: Any, said: list[str]) -> None:
        self.tx, self.said = tx, said

    def note(self, record: Any) -> None:
        self.said.append(" ".join(record.query.split()))

    async def __aenter__(self) -> None:
        self.tx.add_query_logger(self.note)

    async def __aexit__(self, *_: object) -> None:
        self.tx.remove_query_logger(self.note)


@pytest_asyncio.fixture
async def trial(make_world: MakeWorld) -> AsyncIterator[Trial]:
    world = await make_world("batch", AUTHORITIES, services=("deadlines",))
    what = app(settings_of(world))
    pool = await connect(world.database_url("deadlines"), "trial")
    await migrate(pool, what.folders)
    async with transaction(pool) as tx:
        shards = await take_shards(tx, range(SHARDS), what.topics, "trial")
    yield Trial(pool, handling_of(what, Metrics("deadlines")), shards)
    await pool.close()


def mixture(trial: Trial, first: int, number: int) -> list[Record]:
    """Commands that decide, set timers, wait for causes, are refused and cannot be read, of as many citizens."""
    kinds: list[tuple[str, Any, dict[str, Any]]] = [
        ("SetDeadline", {"due": "2024-03-12"}, {"number": 1}),
        ("ExtendDeadline", {"due": "2024-03-12"}, {"number": 1}),
        ("SetDeadline", {"due": "2024-03-12"}, {"number": 1, "after": "registration:1"}),
        ("SetDeadline", {"due": "2024-04-03"}, {"number": 1}),
        ("SetDeadline", {"due": 7}, {"number": 1}),
        ("CloseDeadline", {}, {"number": 1}),
    ]
    return [
        trial.record(name, citizen(first + place), body, **more)
        for place in range(number)
        for name, body, more in (kinds[place % len(kinds)],)
    ]


async def test_the_number_of_statements_does_not_grow_with_the_number_of_messages(trial: Trial) -> None:
    await trial.statements(mixture(trial, 5_000, 6))  # the driver asks about types once per connection
    few = await trial.statements(mixture(trial, 10_000, 24))
    many = await trial.statements(mixture(trial, 20_000, 2400))
    assert sorted(many) == sorted(few)
    assert len(many) < 20
    assert await trial.pool.fetchval("SELECT count(*) FROM tally") == 1 + 4 + 400
    assert await trial.pool.fetchval("SELECT count(*) FROM waiting") == 1 + 4 + 400
    assert await trial.pool.fetchval("SELECT count(*) FROM subject WHERE next_due IS NOT NULL") == 1 + 4 + 400


async def test_many_messages_of_one_citizen_are_one_load_and_one_save(trial: Trial) -> None:
    who = citizen(77)
    said = await trial.statements([trial.record("SetDeadline", who, {"due": "2024-03-12"}) for _ in range(500)])
    assert sum("FROM tally" in each for each in said) == 1
    assert sum("INTO tally" in each for each in said) == 1
    assert await trial.pool.fetchval("SELECT count FROM tally WHERE citizen = $1", who) == 500


async def test_a_small_batch_is_two_reads_and_one_statement_and_a_fenced_one_writes_nothing_of_it(trial: Trial) -> None:
    """The store's own table too."""
    who, other = citizen(78), citizen(79)
    await trial.statements([trial.record("SetDeadline", who, {"due": "2024-03-12"})])
    said = await trial.statements([trial.record("SetDeadline", who, {"due": "2024-03-12"})])
    assert [each.partition(" ")[0] for each in said] == ["SELECT", "SELECT", "WITH"]
    await trial.pool.execute("UPDATE shard SET epoch = epoch + 1")
    for each in (who, other):
        with pytest.raises(Fenced):
            await trial.statements([trial.record("SetDeadline", each, {"due": "2024-03-12"})])
    assert await trial.pool.fetchval("SELECT count FROM tally WHERE citizen = $1", who) == 2
    assert await trial.pool.fetchval("SELECT count(*) FROM tally WHERE citizen = $1", other) == 0
