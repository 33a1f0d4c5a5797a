"""The vault, on a real PostgreSQL."""

import asyncio
from itertools import chain, repeat

import pytest

from services.gateway.vault import NumberTaken, UnknownCitizen, Vault, WrongVaultKey
from shared.runtime.clock import fresh_id
from shared.runtime.database import Pool, transaction
from shared.runtime.ports import Transaction
from tests.services.gateway.records import MASTER_KEY, NOW, fresh_citizen, fresh_number


async def test_each_number_gets_one_citizen_and_keeps_it(vault: Vault, tx: Transaction) -> None:
    one, two = fresh_number(), fresh_number()
    first = await vault.citizens_of(tx, [one])
    both = await vault.citizens_of(tx, {two, one})
    assert both[one] == first[one] != both[two]
    assert await Vault(MASTER_KEY, fresh_id).citizens_of(tx, [one, two]) == both


async def test_a_number_is_read_again_from_the_citizen(vault: Vault, tx: Transaction) -> None:
    number, stranger = fresh_number(), fresh_citizen()
    citizen = (await vault.citizens_of(tx, [number]))[number]
    assert await vault.reveal(tx, [citizen, stranger]) == {citizen: number, stranger: None}
    assert await vault.reveal(tx, []) == {}


async def test_nothing_in_the_database_is_a_number_in_clear(vault: Vault, tx: Transaction) -> None:
    number = fresh_number()
    await vault.citizens_of(tx, [number])
    for row in await tx.fetch("SELECT lookup, sealed_key, sealed_cpr, identity::text AS whole FROM identity"):
        assert number not in row["whole"]
        assert all(
            number.encode() not in part for part in (row["lookup"], row["sealed_key"], row["sealed_cpr"]) if part
        )


async def test_each_citizen_has_a_key_of_its_own_and_no_other_row_opens_with_it(vault: Vault, tx: Transaction) -> None:
    one, two = fresh_number(), fresh_number()
    citizens = await vault.citizens_of(tx, [one, two])
    await tx.execute(
        "UPDATE identity SET sealed_key = (SELECT sealed_key FROM identity WHERE citizen = $2) WHERE citizen = $1",
        citizens[one],
        citizens[two],
    )
    with pytest.raises(WrongVaultKey):
        await vault.reveal(tx, [citizens[one]])


async def test_two_workers_that_meet_the_same_numbers_at_once_agree(pool: Pool) -> None:
    numbers = [fresh_number() for _ in range(40)]
    first_is_in, go_on = asyncio.Event(), asyncio.Event()

    async def first() -> dict[str, str]:
        async with transaction(pool) as tx:
            found = await Vault(MASTER_KEY, fresh_id).citizens_of(tx, numbers[:25])
            first_is_in.set()
            await go_on.wait()
        return found

    async def second() -> dict[str, str]:
        await first_is_in.wait()
        async with transaction(pool) as tx:
            vault = Vault(MASTER_KEY, fresh_id)
            task = asyncio.ensure_future(vault.citizens_of(tx, list(reversed(numbers[15:]))))
            while not task.done() and not await waits_for_a_lock(pool):
                await asyncio.sleep(0.01)
            go_on.set()
            return await task

    a, b = await asyncio.gather(first(), second())
    assert all(a[number] == b[number] for number in numbers[15:25])
    assert len({*a.values(), *b.values()}) == len(numbers)


async def waits_for_a_lock(pool: Pool) -> bool:
    """Whether some session of this database stands before another's lock."""
    return bool(
        await pool.fetchval("""SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE NOT granted AND datname = current_database()""")
    )


async def test_many_workers_in_any_order_neither_lock_each_other_out_nor_disagree(pool: Pool) -> None:
    numbers = [fresh_number() for _ in range(60)]

    async def worker(index: int) -> dict[str, str]:
        mine = numbers[index * 5 :] + numbers[: index * 5]
        async with transaction(pool) as tx:
            return await Vault(MASTER_KEY, fresh_id).citizens_of(tx, mine if index % 2 else mine[::-1])

    found = await asyncio.gather(*(worker(index) for index in range(4)))
    assert all(each == found[0] for each in found) and len(set(found[0].values())) == len(numbers)


async def test_an_erased_citizen_has_no_number_and_the_number_leads_to_somebody_new(
    vault: Vault, tx: Transaction
) -> None:
    old, new, other = fresh_number(), fresh_number(), fresh_number()
    citizens = await vault.citizens_of(tx, [old, other])
    await vault.rename(tx, citizens[old], new)
    await vault.erase(tx, [citizens[old]], NOW)
    assert await vault.reveal(tx, citizens.values()) == {citizens[old]: None, citizens[other]: other}
    again = await vault.citizens_of(tx, [old, new])
    assert citizens[old] not in again.values() and again[old] != again[new]
    left = await tx.fetchrow("SELECT * FROM identity WHERE citizen = $1", citizens[old])
    assert left is not None and dict(left) == {
        "citizen": citizens[old], "lookup": None, "sealed_key": None, "sealed_cpr": None, "erased_at": NOW,
    }  # fmt: skip


async def test_a_change_of_number_keeps_the_citizen_and_the_old_number_leads_there_too(
    vault: Vault, tx: Transaction
) -> None:
    old, new = fresh_number(), fresh_number()
    citizen = (await vault.citizens_of(tx, [old]))[old]
    await vault.rename(tx, citizen, new)
    assert await vault.citizens_of(tx, [old, new]) == {old: citizen, new: citizen}
    assert await vault.reveal(tx, [citizen]) == {citizen: new}
    await vault.rename(tx, citizen, new)
    await vault.rename(tx, citizen, old)
    assert await vault.citizens_of(tx, [old, new]) == {old: citizen, new: citizen}
    assert await vault.reveal(tx, [citizen]) == {citizen: old}


async def test_a_number_that_somebody_has_cannot_be_given_to_another(vault: Vault, tx: Transaction) -> None:
    one, two = fresh_number(), fresh_number()
    citizens = await vault.citizens_of(tx, [one, two])
    with pytest.raises(NumberTaken) as refusal:
        await vault.rename(tx, citizens[one], two)
    assert two not in repr(refusal.value)
    with pytest.raises(UnknownCitizen):
        await vault.rename(tx, fresh_citizen(), fresh_number())


async def test_a_gateway_with_another_master_key_stops_instead_of_making_second_ids(
    vault: Vault, pool: Pool, tx: Transaction
) -> None:
    number = fresh_number()
    async with transaction(pool) as first:
        await vault.citizens_of(first, [number])
    with pytest.raises(WrongVaultKey) as refusal:
        await Vault(MASTER_KEY[::-1], fresh_id).citizens_of(tx, [number])
    assert number not in repr(refusal.value)


async def test_ids_come_from_who_is_asked_for_them(tx: Transaction) -> None:
    citizen, number = fresh_citizen(), fresh_number()
    vault = Vault(MASTER_KEY, chain([citizen], repeat("never")).__next__)
    assert await vault.citizens_of(tx, [number]) == {number: citizen}


def test_what_is_sealed_opens_with_the_same_key_only(vault: Vault) -> None:
    sealed = vault.seal(b"a record")
    assert vault.open(sealed) == b"a record" and sealed != vault.seal(b"a record") and b"record" not in sealed
    for broken in (sealed[:-1], b"", sealed[:12] + bytes([sealed[12] ^ 1]) + sealed[13:]):
        with pytest.raises(WrongVaultKey):
            vault.open(broken)


def test_a_fingerprint_tells_records_apart_and_cannot_be_made_without_the_key(vault: Vault) -> None:
    other = Vault(MASTER_KEY[::-1], fresh_id)
    assert vault.fingerprint(b"a") == vault.fingerprint(b"a") != vault.fingerprint(b"b")
    assert vault.fingerprint(b"a") != other.fingerprint(b"a")


def test_a_master_key_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32"):
        Vault(b"short", fresh_id)
