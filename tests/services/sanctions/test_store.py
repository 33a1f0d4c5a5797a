"""What is saved comes back as it was, on the real PostgreSQL."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest_asyncio

import services.sanctions
from contracts.types import Group
from deploy.embedded.stack import Servers
from services.sanctions.case import Case
from services.sanctions.store import SanctionStore
from shared.law.decision import derived
from shared.runtime.database import Pool
from tests.services.deadlines.life import ANNA
from tests.services.sanctions.life import Life, anna
from tests.support.database import loaded as loaded_from
from tests.support.database import migrated
from tests.support.database import saved as saved_in

MIGRATIONS = Path(services.sanctions.__file__).parent / "migrations"
STORE = SanctionStore()
BO = derived("bo")


@pytest_asyncio.fixture
async def pool(servers: Servers) -> AsyncIterator[Pool]:
    async with migrated(servers, "sanctions", MIGRATIONS) as pool:
        yield pool


saved, loaded = partial(saved_in, STORE), partial(loaded_from, STORE)


async def test_somebody_never_seen_has_an_empty_case(pool: Pool) -> None:
    assert await loaded(pool, BO) == {BO: STORE.empty(BO)}


async def test_every_moment_of_a_life_comes_back_as_it_was(pool: Pool) -> None:
    """Each step is saved on top of the step before, as the runtime does."""
    life, before = Life(), Case(ANNA)
    steps: list[Any] = [
        lambda: life.overdue("2024-02-29"),
        lambda: life.registered(Group.G4O, "2024-01-08"),
        lambda: life.contact("2024-03-02T09:00"),
        lambda: life.overdue("2024-03-12"),
        lambda: life.book("2024-03-15T09:00"),
        lambda: life.reversed("2024-03-12"),
        lambda: life.overdue("2024-03-12"),
        lambda: life.registered(Group.G10, "2024-01-08"),
    ]
    for step in steps:
        step()
        assert life.case != before
        await saved(pool, {ANNA: (before, life.case)})
        before = (await loaded(pool, ANNA))[ANNA]
        assert before == life.case


async def test_a_batch_of_citizens_is_written_and_read_together_and_kept_apart(pool: Pool) -> None:
    one = anna().overdue("2024-03-12").book("2024-03-15T09:00").case
    other = Case(BO).with_placement(one.placements[0])
    await saved(pool, {ANNA: (Case(ANNA), one), BO: (Case(BO), other)})
    assert await loaded(pool, BO, ANNA) == {BO: other, ANNA: one}


async def test_what_did_not_change_is_not_written(pool: Pool) -> None:
    case = anna().overdue("2024-03-12").case
    await saved(pool, {ANNA: (case, case)})
    assert await loaded(pool, ANNA) == {ANNA: Case(ANNA)}
