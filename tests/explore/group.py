"""Consumer groups in memory: members join and are expelled, and each learns of it late, as with aiokafka.

The order of things is the real one: a member hears that the group forms anew, its listener is told of what it had, it joins,
waits until the others have joined or were given up, and its listener is told what it has now (range assignment).
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import CorruptRecordException, IllegalStateError

from tests.explore.broker import Broker, Looker, Steps


@dataclass
class Group:
    """What the coordinator knows. `forming`: it waits for every member to join again."""

    name: str
    broker: Broker
    topics: tuple[str, ...]
    members: list[str] = field(default_factory=list)
    joined: set[str] = field(default_factory=set)
    forming: bool = False
    shares: dict[str, list[TopicPartition]] = field(default_factory=dict)

    def must_join(self, member: str) -> bool:
        return member not in self.members or (self.forming and member not in self.joined)

    def join(self, member: str) -> None:
        if member not in self.members:
            self.members.append(member)
        if not self.forming:
            self.forming, self.joined = True, set()
        self.joined.add(member)
        self._form()

    def leave(self, member: str) -> None:
        """It left, or nobody has heard of it for too long."""
        if member in self.members:
            self.members.remove(member)
            self.joined.discard(member)
            if not self.forming:
                self.forming, self.joined = True, set()
            self._form()

    @property
    def missing(self) -> list[str]:
        """Members for whom the others wait."""
        return [member for member in self.members if self.forming and member not in self.joined]

    def _form(self) -> None:
        if self.missing:
            return
        self.forming = False
        self.shares = {member: [] for member in self.members}
        for topic in self.topics:
            for member, share in zip(sorted(self.members), self._ranges(), strict=True):
                self.shares[member] += [TopicPartition(topic, partition) for partition in share]

    def _ranges(self) -> list[range]:
        each, more = divmod(self.broker.partitions, len(self.members)) if self.members else (0, 0)
        sizes = [each + (number < more) for number in range(len(self.members))]
        return [range(sum(sizes[:number]), sum(sizes[: number + 1])) for number in range(len(sizes))]


@dataclass
class Place:
    """Where a member reads a partition."""

    position: int
    paused: bool = False


class MemoryConsumer(Looker):
    """In the place of `AIOKafkaConsumer` with a group and a rebalance listener."""

    def __init__(self, broker: Broker, steps: Steps, group: Group, member: str, listener: Any) -> None:
        super().__init__(broker, steps)
        self.group, self.member, self.listener = group, member, listener
        self.places: dict[TopicPartition, Place] = {}
        self.moving = True
        self.coordination: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self.coordination = asyncio.create_task(self._coordinate())

    async def stop(self) -> None:
        """Leaves the group."""
        if self.coordination is not None:
            self.coordination.cancel()
            await asyncio.wait({self.coordination})
            self.coordination, self.places, self.moving = None, {}, True
        await self.steps.op("leaves the group", lambda: self.group.leave(self.member))

    async def _coordinate(self) -> None:
        while True:
            await self.steps.op("hears that it must join", enabled=self._must_join)
            self.moving = True
            await self.listener.on_partitions_revoked(set(self.places))
            share = None
            while share is None:
                await self.steps.op("joins the group", lambda: self.group.join(self.member))
                share = await self.steps.op("is told its share", self._share, enabled=self._settled)
            self.places = {at: Place(self.broker.committed.get((self.group.name, at), 0)) for at in share}
            self.moving = False
            await self.listener.on_partitions_assigned(set(share))

    def _must_join(self) -> bool:
        return self.group.must_join(self.member)

    def _settled(self) -> bool:
        return not self.group.forming or self.group.must_join(self.member)

    def _share(self) -> list[TopicPartition] | None:
        return None if self.group.must_join(self.member) else self.group.shares[self.member]

    def assignment(self) -> frozenset[TopicPartition]:
        return frozenset(self.places)

    def _place(self, at: TopicPartition) -> Place:
        if at not in self.places:
            raise IllegalStateError(f"No current assignment for partition {at}")
        return self.places[at]

    async def position(self, at: TopicPartition) -> int:
        return self._place(at).position

    def seek(self, at: TopicPartition, offset: int) -> None:
        self._place(at).position = offset

    def pause(self, *places: TopicPartition) -> None:
        for at in places:
            self._place(at).paused = True

    def resume(self, *places: TopicPartition) -> None:
        for at in places:
            self._place(at).paused = False

    def paused(self) -> set[TopicPartition]:
        return {at for at, place in self.places.items() if place.paused}

    async def getmany(self, *, timeout_ms: int = 0, max_records: int = 500) -> dict[TopicPartition, list[Any]]:
        """What has come. Unlike the real one it does not answer with nothing after `timeout_ms`, but goes on waiting. When
        it fails, it has moved its places."""
        found: dict[TopicPartition, list[Any]] = await self.steps.op(
            "fetches",
            lambda: self._fetch(max_records),
            enabled=lambda: bool(self._there()),
            fails=partial(self._torn, max_records),
        )
        return found

    def _there(self) -> dict[TopicPartition, list[Any]]:
        if self.moving:
            return {}
        there = {at: self.broker.read(at, p.position) for at, p in self.places.items() if not p.paused}
        return {at: records for at, records in there.items() if records}

    def _fetch(self, most: int) -> dict[TopicPartition, list[Any]]:
        found = self.steps.some(self._there(), most)
        for at, records in found.items():
            self.places[at].position = records[-1].offset + 1
            self.steps.note(f"    {at.topic}/{at.partition} from {records[0].offset} to {records[-1].offset}")
        return found

    async def _torn(self, most: int) -> Exception:
        """Of what was fetched something is broken; the rest is gone with it, and the places have moved."""
        self._fetch(most)
        error: Exception = CorruptRecordException()
        return error

    async def commit(self, offsets: Mapping[TopicPartition, int]) -> None:
        """For lag tools only; a member that is none any more is not heard."""
        if not self.group.must_join(self.member):
            self.broker.committed |= {(self.group.name, at): offset for at, offset in offsets.items()}
