"""What is saved comes back as it was, on the real PostgreSQL."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest_asyncio

import services.registration
from contracts.deadlines.v1 import Closed
from contracts.types import Group, InterviewType
from deploy.embedded.stack import Servers
from services.registration.case import Case
from services.registration.store import RegistrationStore
from shared.law.decision import derived
from shared.runtime.database import Pool
from tests.services.registration.life import CITIZEN, JOBCENTRE, Life
from tests.support.database import loaded as loaded_from
from tests.support.database import migrated
from tests.support.database import saved as saved_in

MIGRATIONS = Path(services.registration.__file__).parent / "migrations"
STORE = RegistrationStore()
BO = derived("bo")

STEPS: list[Callable[[Life], Any]] = [
    lambda life: life.at("2024-01-08").registered(),
    lambda life: life.at("2024-01-09").guided(),
    lambda life: life.guided(on="2024-01-08"),
    lambda life: life.at("2024-01-20").registered(Group.G2),
    lambda life: life.at("2024-01-21").registered(on="2024-01-20", akasse="12"),
    lambda life: life.at("2024-03-13 00:10").overdue("2024-03-12"),
    lambda life: life.at("2024-03-14").cancels("2024-03-21"),
    lambda life: life.at("2024-03-15").returns(),
    lambda life: life.at("2024-03-16").returns(),
    lambda life: life.at("2024-03-16").books("2024-03-22", kind=InterviewType.JOINT),
    lambda life: life.at("2024-03-17").cancels("2024-03-22"),
    lambda life: life.at("2024-03-18").met_after_all("2024-03-12", "EXTENDED_IN_TIME"),
    lambda life: life.at("2024-03-19 00:10").overdue("2024-03-18", name="2024-03-12"),
    lambda life: life.at("2024-03-19 09:00").returns(),
    lambda life: life.at("2024-03-20").closed("2024-03-12", Closed.BY_HAND),
    lambda life: life.at("2024-04-01").met_after_all("2024-03-31"),
    lambda life: life.at("2024-04-02").leaves(),
    lambda life: life.at("2024-04-03").returns(by=JOBCENTRE),
]


@pytest_asyncio.fixture
async def pool(servers: Servers) -> AsyncIterator[Pool]:
    async with migrated(servers, "registration", MIGRATIONS) as pool:
        yield pool


saved, loaded = partial(saved_in, STORE), partial(loaded_from, STORE)


async def test_somebody_never_seen_has_an_empty_case(pool: Pool) -> None:
    assert await loaded(pool, BO) == {BO: STORE.empty(BO)}


async def test_every_moment_of_a_life_comes_back_as_it_was(pool: Pool) -> None:
    """Each step is saved on top of the step before, as the runtime does."""
    life, before = Life(), Case(CITIZEN)
    for step in STEPS:
        step(life)
        assert life.case != before
        await saved(pool, {CITIZEN: (before, life.case)})
        before = (await loaded(pool, CITIZEN))[CITIZEN]
        assert before == life.case


async def test_a_batch_of_citizens_is_written_and_read_together_and_kept_apart(pool: Pool) -> None:
    life = Life()
    for step in STEPS:
        step(life)
    bo = replace(life.case, citizen=BO, standings=life.case.standings[:1], deregistrations=(), guided_on=None)
    cases = {CITIZEN: life.case, BO: bo}
    await saved(pool, {citizen: (Case(citizen), case) for citizen, case in cases.items()})
    assert await loaded(pool, BO, CITIZEN) == cases


async def test_what_did_not_change_is_not_written(pool: Pool) -> None:
    life = Life()
    STEPS[0](life)
    await saved(pool, {CITIZEN: (Case(CITIZEN), life.case)})
    written = await pool.fetchval("SELECT xmin::text FROM standing")
    before = life.case
    STEPS[1](life)
    await saved(pool, {CITIZEN: (before, life.case)})
    assert await pool.fetchval("SELECT xmin::text FROM standing") == written
    assert (await loaded(pool, CITIZEN))[CITIZEN] == life.case
