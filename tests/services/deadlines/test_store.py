"""What is saved comes back as it was, on the real PostgreSQL."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest_asyncio

import services.deadlines
from contracts.types import Group, InterviewType
from deploy.embedded.stack import Servers
from services.deadlines.case import Case
from services.deadlines.store import DeadlineStore
from shared.law.decision import derived
from shared.runtime.database import Pool
from tests.services.deadlines.life import ANNA, Life, anna
from tests.support.database import loaded as loaded_from
from tests.support.database import migrated
from tests.support.database import saved as saved_in

MIGRATIONS = Path(services.deadlines.__file__).parent / "migrations"
STORE = DeadlineStore()
BO = derived("bo")


@pytest_asyncio.fixture
async def pool(servers: Servers) -> AsyncIterator[Pool]:
    async with migrated(servers, "deadlines", MIGRATIONS) as pool:
        yield pool


saved, loaded = partial(saved_in, STORE), partial(loaded_from, STORE)


async def test_somebody_never_seen_has_an_empty_case(pool: Pool) -> None:
    assert await loaded(pool, BO) == {BO: STORE.empty(BO)}


async def test_every_moment_of_a_life_comes_back_as_it_was(pool: Pool) -> None:
    """Each step is saved on top of the step before, as the runtime does."""
    life, before = Life(), Case(ANNA)
    steps: list[Any] = [
        lambda: life.registered(Group.G3, "2024-01-08"),
        lambda: life.guided("2024-01-09"),
        lambda: life.registered(Group.G2, "2024-02-29"),
        lambda: life.registered(Group.G3, "2024-02-29"),
        lambda: life.set("2024-03-04T10:00:00.123456", due="2024-03-12"),
        lambda: life.extend("2024-03-05T10:00", due="2024-03-14"),
        lambda: life.book("2024-03-06T09:30:00.000001", "2024-03-20"),
        lambda: life.cancel("2024-03-07T08:00"),
        lambda: life.until("2024-03-15T00:10"),
        lambda: life.set("2024-03-15T10:00", due="2024-03-31", wanted=InterviewType.JOINT),
        lambda: life.book("2024-03-14T23:59", "2024-03-18", known="2024-03-16T12:00", name="second"),
        lambda: life.book("2024-03-20T09:00", "2024-04-02", kind=InterviewType.JOINT, name="third"),
        lambda: life.until("2024-04-02T00:10"),
        lambda: life.set("2024-04-03T10:00", due="2024-04-12").close("2024-04-04T10:00"),
    ]
    for step in steps:
        step()
        assert life.case != before
        await saved(pool, {ANNA: (before, life.case)})
        before = (await loaded(pool, ANNA))[ANNA]
        assert before == life.case


async def test_a_batch_of_citizens_is_written_and_read_together_and_kept_apart(pool: Pool) -> None:
    one = anna().set("2024-03-04T10:00", due="2024-03-12").case
    other = Case(BO).with_placement(one.placements[0])
    await saved(pool, {ANNA: (Case(ANNA), one), BO: (Case(BO), other)})
    assert await loaded(pool, BO, ANNA) == {BO: other, ANNA: one}


async def test_what_did_not_change_is_not_written(pool: Pool) -> None:
    case = anna().set("2024-03-04T10:00", due="2024-03-12").case
    await saved(pool, {ANNA: (case, case)})
    assert await loaded(pool, ANNA) == {ANNA: Case(ANNA)}
