"""On the real broker: whatever breaks between a poll and the end of its batch, each record is handled once, in order."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.errors import CorruptRecordException, KafkaError

from shared.runtime import membership
from shared.runtime.offsets import Shard
from shared.runtime.ports import Row
from tests.runtime.conftest import FreshDesk
from tests.support.desk import Desk, counts
from tests.support.eventually import eventually
from tests.support.host import Host, hosted

ERRORS = [CorruptRecordException(), KeyError(), asyncio.CancelledError()]


async def started(host: Host, shards: int = 4) -> None:
    async def owns() -> bool:
        return len(host.worker.owned) == shards

    await eventually(owns, f"{shards} shards taken", 40)


async def say(desk: Desk, people: Sequence[str], times: int = 1) -> None:
    for _ in range(times):
        for who in people:
            await desk.count(who)


async def all_told(desk: Desk, people: Sequence[str], number: int) -> None:
    """Each citizen's events are there, once, in order."""

    async def told() -> bool:
        found = [counts(await desk.events(who)) for who in people]
        return found == [[str(each) for each in range(1, number + 1)]] * len(people)

    await eventually(told, "every command once and in order", 40)


@pytest.mark.parametrize("error", ERRORS)
async def test_records_that_a_poll_had_taken_when_it_failed_are_read_again(
    fresh_desk: FreshDesk, error: BaseException
) -> None:
    """Kafka's client moves its place for what it loses."""
    desk = await fresh_desk()
    people = desk.citizens(8)
    async with hosted(desk.world, now=desk.now) as host:
        await started(host)
        poll = host.worker.consumer.getmany
        lost: list[Any] = []

        async def poll_and_fail(**how: Any) -> Any:
            found = await poll(**how)
            if found and len(lost) < 3:
                lost.append(found)
                raise error
            return found

        host.worker.consumer.getmany = poll_and_fail
        await say(desk, people, 2)
        await all_told(desk, people, 2)
        assert lost
    await desk.assert_sound()


async def fetching_ends(consumer: Any) -> None:
    consumer._fetcher._fetch_task.cancel()


async def heartbeats_end(consumer: Any) -> None:
    async def broken() -> bool:
        raise KafkaError("an answer that nobody knows")

    consumer._coordinator._do_heartbeat = broken


async def membership_ends(consumer: Any) -> None:
    async def broken() -> None:
        raise KeyError("a connection that is gone")

    consumer._coordinator.ensure_coordinator_known = broken
    consumer._coordinator.coordinator_dead()


async def for_ever(*_: Any) -> None:
    await asyncio.Event().wait()


async def cancelled(*_: Any) -> None:
    raise asyncio.CancelledError


async def membership_hangs(consumer: Any) -> None:
    consumer._coordinator.ensure_coordinator_known = for_ever
    consumer._coordinator.coordinator_dead()


async def joining_hangs(consumer: Any) -> None:
    consumer._coordinator._do_rejoin_group = for_ever
    consumer._coordinator.request_rejoin()


async def joining_ends(consumer: Any) -> None:
    consumer._coordinator._do_rejoin_group = cancelled
    consumer._coordinator.request_rejoin()


BREAKS = [fetching_ends, heartbeats_end, membership_ends, membership_hangs, joining_hangs, joining_ends]


@pytest.mark.parametrize("breaks", BREAKS)
async def test_a_client_of_which_a_part_has_died_is_made_anew(
    fresh_desk: FreshDesk, breaks: Callable[[Any], Awaitable[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(membership, "LEAST_SILENCE", 4.0)
    monkeypatch.setattr(membership, "LEAVE_SECONDS", 2.0)
    desk = await fresh_desk()
    people = desk.citizens(8)
    async with hosted(desk.world, now=desk.now, session_ms=1500) as host:
        await started(host)
        broken = host.worker.consumer
        await breaks(broken)
        await say(desk, people)

        async def other() -> bool:
            return host.worker.consumer not in (None, broken)

        await eventually(other, "another client", 40)
        await say(desk, people)
        await all_told(desk, people, 2)
    await desk.assert_sound()


@pytest.mark.parametrize("breaks", [for_ever, cancelled])
async def test_a_client_whose_start_never_ends_is_made_anew(
    fresh_desk: FreshDesk, breaks: Callable[..., Awaitable[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when Kafka goes away between the first answer and the first shards."""
    monkeypatch.setattr(membership, "LEAST_SILENCE", 4.0)
    monkeypatch.setattr(membership, "LEAVE_SECONDS", 2.0)
    find, broken = GroupCoordinator.ensure_coordinator_known, list[Any]()

    async def breaks_the_first(group: Any) -> None:
        if not broken or group in broken:
            broken.append(group)
            await breaks()
        await find(group)

    monkeypatch.setattr(GroupCoordinator, "ensure_coordinator_known", breaks_the_first)
    desk = await fresh_desk()
    people = desk.citizens(8)
    await say(desk, people)
    async with hosted(desk.world, now=desk.now, session_ms=1500) as host:
        await started(host)
        await all_told(desk, people, 1)
        assert host.worker.consumer._coordinator not in broken
        left = [task for task in asyncio.all_tasks() if task is broken[0]._coordination_task]
        assert not left, "nothing of the first client goes on"
    await desk.assert_sound()


async def test_a_rebalance_between_the_poll_and_its_handling_loses_nothing_and_keeps_the_order(
    fresh_desk: FreshDesk,
) -> None:
    desk = await fresh_desk()
    people = desk.citizens(12)
    go, polled = asyncio.Event(), asyncio.Event()
    async with hosted(desk.world, "1", now=desk.now, session_ms=3000) as one:
        await started(one)
        handle, generations = one.worker.handle, []

        async def handle_late(generation: int, records: Sequence[Any]) -> None:
            polled.set()
            await go.wait()
            generations.append(generation == one.worker.reader.generation)
            await handle(generation, records)

        one.worker.handle = handle_late  # type: ignore[method-assign]
        await say(desk, people)
        await polled.wait()
        async with hosted(desk.world, "2", now=desk.now, session_ms=3000) as two:
            await started(two, 2)
            await started(one, 2)
            await say(desk, people)
            go.set()
            await all_told(desk, people, 2)
            assert generations[0] is False
    await desk.assert_sound()


async def test_a_batch_that_fails_where_nobody_expects_it_comes_again(fresh_desk: FreshDesk) -> None:
    """After the commit, too: the rows that it was about to send are sent."""
    desk = await fresh_desk()
    people = desk.citizens(8)
    async with hosted(desk.world, now=desk.now) as host:
        await started(host)
        put = host.publisher.put
        failed: list[Any] = []

        def put_or_fail(shard: Shard, position: int, rows: list[Row]) -> None:
            if len(failed) < 2:
                failed.append(rows)
                raise RuntimeError("unexpected")
            put(shard, position, rows)

        host.publisher.put = put_or_fail  # type: ignore[method-assign]
        await say(desk, people, 2)
        await all_told(desk, people, 2)
        assert failed
    await desk.assert_sound()
