"""Migrations run once each, in order, by one worker at a time; replaying them gives the schema that runs."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from deploy.embedded import databases
from deploy.embedded.databases import Database
from deploy.embedded.stack import Servers
from shared.runtime.database import connect
from shared.runtime.migrate import RUNTIME, BrokenMigration, migrate

SCHEMA = """
    SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY 1, 2"""
INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"


@pytest_asyncio.fixture
async def pools(servers: Servers) -> AsyncIterator[list[Any]]:
    """Connections to two empty databases."""
    made = [Database(f"sb_migrations_{number}", "secret") for number in (1, 2)]
    await databases.drop(servers.postgres, [each.name for each in made])
    await databases.create(servers.postgres, made)
    pools = [await connect(each.url(servers.postgres), "migrations") for each in made]
    yield pools
    for pool in pools:
        pool.terminate()
    await databases.drop(servers.postgres, [each.name for each in made])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "thing" / "migrations"
    made.mkdir(parents=True)
    (made / "0001_pre_thing.sql").write_text("CREATE TABLE thing (citizen uuid PRIMARY KEY, old text)")
    return made


async def schema(pool: Any) -> list[Any]:
    return [tuple(row) for query in (SCHEMA, INDEXES) for row in await pool.fetch(query)]


async def test_replayed_from_nothing_they_give_the_schema_that_grew_step_by_step(
    pools: list[Any], folder: Path
) -> None:
    grown, replayed = pools
    assert await migrate(grown, [RUNTIME, folder]) == ["runtime/0001_pre_runtime.sql", "thing/0001_pre_thing.sql"]
    await grown.execute("INSERT INTO thing VALUES (gen_random_uuid(), 'kept')")
    (folder / "0002_pre_new.sql").write_text("ALTER TABLE thing ADD COLUMN new text; UPDATE thing SET new = old")
    (folder / "0003_post_old.sql").write_text("ALTER TABLE thing DROP COLUMN old")
    assert await migrate(grown, [RUNTIME, folder]) == ["thing/0002_pre_new.sql"]
    assert await grown.fetchval("SELECT old FROM thing") == "kept", "old workers still run"
    assert await migrate(grown, [RUNTIME, folder], post=True) == ["thing/0003_post_old.sql"]
    assert await migrate(grown, [RUNTIME, folder], post=True) == []
    await migrate(replayed, [RUNTIME, folder], post=True)
    assert await schema(replayed) == await schema(grown)
    assert await grown.fetchval("SELECT new FROM thing") == "kept"


async def test_a_file_that_was_changed_after_it_ran_is_refused(pools: list[Any], folder: Path) -> None:
    await migrate(pools[0], [folder])
    (folder / "0001_pre_thing.sql").write_text("CREATE TABLE thing (citizen uuid PRIMARY KEY, other text)")
    with pytest.raises(BrokenMigration, match=r"thing/0001_pre_thing\.sql"):
        await migrate(pools[0], [folder])


async def test_a_file_with_another_kind_of_name_is_refused(pools: list[Any], folder: Path) -> None:
    (folder / "2_more.sql").write_text("SELECT 1")
    with pytest.raises(BrokenMigration, match=r"2_more\.sql"):
        await migrate(pools[0], [folder])
    assert not await pools[0].fetch("SELECT FROM information_schema.tables WHERE table_name = 'thing'")


async def test_a_file_that_fails_leaves_nothing_behind(pools: list[Any], folder: Path) -> None:
    (folder / "0002_pre_wrong.sql").write_text("CREATE TABLE half (id int); SELECT no_such_function()")
    with pytest.raises(asyncpg.UndefinedFunctionError):
        await migrate(pools[0], [RUNTIME, folder])
    assert await schema(pools[0]) == []


async def test_two_workers_at_once_apply_each_file_once(pools: list[Any], folder: Path) -> None:
    (folder / "0002_pre_slow.sql").write_text("INSERT INTO thing SELECT gen_random_uuid(); SELECT pg_sleep(0.2)")
    done = await asyncio.gather(*(migrate(pools[0], [RUNTIME, folder]) for _ in range(3)))
    assert sorted(len(each) for each in done) == [0, 0, 3]
    assert await pools[0].fetchval("SELECT count(*) FROM thing") == 1
