"""The read model on a real PostgreSQL."""

from datetime import date, timedelta

from services.console import queries
from services.console.store import ConsoleStore
from shared.runtime.database import Pool, transaction
from tests.services.console.told import ANNA, BO, NOON, after, event, read

TODAY = date(2024, 3, 4)


async def test_a_case_comes_back_as_it_was_saved_and_without_its_timeline(pool: Pool) -> None:
    told = [
        event("CitizenRegistered"),
        event("DeadlineSet"),
        event("InterviewBooked"),
        event("CitizenParked", source="slots"),
    ]
    await read(pool, *told)
    async with transaction(pool) as tx:
        found = await ConsoleStore().load(tx, {ANNA: told, BO: []})
    whole = after(*told)
    assert (found[ANNA].summary, found[ANNA].parked, found[ANNA].added) == (whole.summary, whole.parked, ())
    assert found[BO] == ConsoleStore().empty(BO)


async def test_the_timeline_has_the_latest_first_and_keeps_the_order_of_one_moment(pool: Pool) -> None:
    first, second, later = (
        event("DeadlineOverdue"),
        event("OverdueReversed"),
        event("InterviewBooked", at=NOON + timedelta(minutes=1)),
    )
    await read(pool, later, first)
    await read(pool, second)
    found = await queries.citizen(pool, ANNA, 1)
    assert found is not None
    assert [line["id"] for line in found.timeline] == [later.id, second.id, first.id]


async def test_counts_add_up_over_batches_and_citizens(pool: Pool) -> None:
    await read(pool, event("DeadlineSet"), event("DeadlineSet"), event("DeadlineSet", BO))
    await read(pool, event("DeadlineSet", at=NOON - timedelta(days=1)))
    for code in ("NO", "NO", "NEVER"):
        await read(pool, event("CommandRefused", source="slots", code=code))
    assert await queries.tallies(pool, TODAY) == [
        {"service": "deadlines", "type": "DeadlineSet", "total": 4, "today": 3},
        {"service": "slots", "type": "CommandRefused", "total": 3, "today": 3},
    ]
    assert [(r["code"], r["total"]) for r in await queries.refusals(pool, TODAY)] == [("NO", 2), ("NEVER", 1)]


async def test_who_is_released_leaves_the_list(pool: Pool) -> None:
    await read(pool, event("CitizenParked", source="slots"), event("CitizenParked", BO, "akasse", NOON - timedelta(1)))
    assert [row["citizen"] for row in (await queries.parked(pool)).first] == [BO, ANNA]
    await read(pool, event("ParkedReleased", BO, "akasse"))
    found = await queries.parked(pool)
    assert (found.number, [row["citizen"] for row in found.first]) == (1, [ANNA])


async def test_only_what_changes_rights_is_among_the_consequences(pool: Pool) -> None:
    await read(pool, event("DeadlineSet"), event("JobseekerDeregistered", BO))
    assert [row["type"] for row in await queries.latest_consequences(pool)] == ["JobseekerDeregistered"]


async def test_any_text_can_be_stored(pool: Pool) -> None:
    strange = "nul \0, linje \n, æøå, \U0001f600, </script>"
    await read(pool, event("NoticeAnswered", explanation=strange))
    found = await queries.citizen(pool, ANNA, 1)
    assert found is not None and found.timeline[0]["body"]["explanation"] == strange


async def test_a_long_life_comes_in_pages(pool: Pool) -> None:
    await read(pool, *(event("DeadlineSet") for _ in range(queries.PAGE + 1)))
    first, second = await queries.citizen(pool, ANNA, 1), await queries.citizen(pool, ANNA, 2)
    assert first is not None and second is not None
    assert (len(first.timeline), first.older, len(second.timeline), second.older) == (queries.PAGE, True, 1, False)
    assert await queries.citizen(pool, BO, 1) is None
