"""A copy of a world's topics that a test may change, and audits of databases as they would be after a test's SQL."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from msgspec.structs import replace as put

from deploy.audit import Audited, KafkaTopics, Report, Topics, audit
from deploy.audit.world import audited, now_of
from deploy.embedded.casebooks import database
from deploy.embedded.world import World
from shared.runtime.ports import Record

Statement = tuple[Any, ...]
"""SQL and its arguments."""


@dataclass
class Copied:
    """The records of a world, by topic and partition, as a source for the auditor."""

    lanes: dict[tuple[str, int], list[Record]]
    shards: int

    async def ends(self, topic: str) -> dict[int, tuple[int, int]]:
        lanes = {shard: self.lanes[topic, shard] for shard in range(self.shards) if (topic, shard) in self.lanes}
        return {n: (lane[0].offset, lane[-1].offset + 1) if lane else (0, 0) for n, lane in lanes.items()}

    async def records(self, topic: str, partition: int) -> AsyncIterator[Record]:
        for record in tuple(self.lanes.get((topic, partition), ())):
            yield record

    def changed(self, topic: str, partition: int, records: Sequence[Record]) -> "Copied":
        """The same with other records in one partition, which get their places by their order."""
        numbered = [put(each, topic=topic, shard=partition, offset=n) for n, each in enumerate(records)]
        return Copied({**self.lanes, (topic, partition): numbered}, self.shards)


async def copied(topics: Topics, names: Sequence[str], shards: int) -> Copied:
    """Every record of these topics."""
    lanes = {(name, n): [each async for each in topics.records(name, n)] for name in names for n in range(shards)}
    return Copied(lanes, shards)


@dataclass
class Bench:
    """A world at rest and the copy of its topics. Nothing that a test plants stays."""

    world: World
    copy: Copied
    now: datetime | None = None
    statements: dict[str, list[Statement]] = field(default_factory=dict)

    def sql(self, service: str, statement: str, *values: Any) -> "Bench":
        """The bench with one more statement done in a service's database."""
        before = self.statements.get(service, [])
        return replace(self, statements={**self.statements, service: [*before, (statement, *values)]})

    def until(self, now: datetime) -> "Bench":
        """The bench at a later time."""
        return replace(self, now=now)

    def topic(self, name: str, partition: int, records: Sequence[Record]) -> "Bench":
        """The bench with other records in one partition."""
        return replace(self, copy=self.copy.changed(name, partition, records))

    async def ask(self, service: str, question: str, *values: Any) -> Any:
        """The first row of an answer of the database as it really is."""
        async with database(self.world, service) as connection:
            return await connection.fetchrow(question, *values)

    async def audit(self, *services: str, **more: Any) -> Report:
        """What the auditor says of these services. The statements are rolled back."""
        async with AsyncExitStack() as stack:
            planted: list[Audited] = []
            for name in services:
                connection = await stack.enter_async_context(database(self.world, name))
                await connection.execute("SET default_transaction_read_only = off")
                change = connection.transaction(isolation="repeatable_read")
                await change.start()
                stack.push_async_callback(change.rollback)
                for statement, *values in self.statements.get(name, []):
                    assert await connection.execute(statement, *values) not in ("UPDATE 0", "DELETE 0", "INSERT 0 0")
                connect: Any = partial(nullcontext, connection)
                planted.append(replace(audited(self.world, name), connect=connect))
            return await audit(planted, self.copy, self.world.shards, now=self.now, **more)

    async def findings(self, *services: str, **more: Any) -> list[tuple[str, str, str]]:
        """Check, place and what, one finding a line."""
        return [(f.check, f.place, f.what) for f in (await self.audit(*services, **more)).findings]

    def lane(self, topic: str) -> tuple[int, list[Record]]:
        """The fullest partition of a topic, and its records."""
        return max(((n, lane) for (name, n), lane in self.copy.lanes.items() if name == topic), key=lambda f: len(f[1]))


async def bench_of(world: World) -> Bench:
    async with KafkaTopics(world.servers.kafka, world.topics, world.shards) as topics:
        names = [world.topics.short(spec.name) for spec in world.plan if spec.name != world.topics.clock]
        return Bench(world, await copied(topics, names, world.shards), await now_of(world, topics))


def origin(record: Record) -> str:
    """The record's place in its journal: `3:17`."""
    return dict(record.headers)["ce_origin"].decode()
