"""What is saved comes back as it was, on the real PostgreSQL."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest_asyncio

import services.akasse
from deploy.embedded.stack import Servers
from services.akasse.case import Case
from services.akasse.store import NoticeStore
from shared.law.decision import derived
from shared.runtime.database import Pool
from tests.services.akasse.life import CITIZEN, Life
from tests.support.database import loaded as loaded_from
from tests.support.database import migrated
from tests.support.database import saved as saved_in

MIGRATIONS = Path(services.akasse.__file__).parent / "migrations"
STORE = NoticeStore()
BO = derived("bo")

STEPS: list[Callable[[Life], Any]] = [
    lambda life: life.member("05"),
    lambda life: life.never_out("2024-03-12"),
    lambda life: life.out("2024-03-12"),
    lambda life: life.out("2024-03-13"),
    lambda life: life.at("2024-03-14 09:00").answers(life.case.notices[0].id, sanctioned=True, explanation="2 dage"),
    lambda life: life.at("2024-03-15 09:00").answers(life.case.notices[0].id),
    lambda life: life.back("2024-03-15", "2024-03-13"),
    lambda life: life.member("12", since="2024-03-14"),
    lambda life: life.never_out("2024-03-13"),
    lambda life: life.member(None, since="2024-04-01"),
    lambda life: life.member("07", since="2024-04-01"),
    lambda life: life.out("2024-04-02", deadline=None),
]


@pytest_asyncio.fixture
async def pool(servers: Servers) -> AsyncIterator[Pool]:
    async with migrated(servers, "akasse", MIGRATIONS) as pool:
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
    bo = replace(life.case, citizen=BO, notices=life.case.notices[:1], memberships=())
    cases = {CITIZEN: life.case, BO: bo}
    await saved(pool, {citizen: (Case(citizen), case) for citizen, case in cases.items()})
    assert await loaded(pool, BO, CITIZEN) == cases
