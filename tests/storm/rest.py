"""Whether the platform is at rest, told by what lies in its databases and topics, whoever of it is up at the moment."""

import asyncio
import http.client
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from deploy.embedded.members import Member, url_of
from deploy.embedded.process import alive
from deploy.embedded.world import World
from services.simulator.local import wire
from services.simulator.rest import AtRest, Restless
from shared.runtime.database import TRANSIENT

PAUSE = 0.08
"""Seconds between two looks."""
STANDS = """
    SELECT (SELECT coalesce(json_agg(json_build_array(topic, shard, next_offset)), '[]') FROM shard_offset) AS read,
           (SELECT coalesce(sum(position), 0) FROM shard) AS rows,
           (SELECT count(*) FROM shard WHERE cursor < position) AS unpublished,
           (SELECT count(*) FROM waiting WHERE why = 'held') AS held,
           (SELECT count(*) FROM waiting WHERE why = 'parked') AS parked,
           (SELECT min(next_due) FROM subject) AS next_due"""
"""One statement, so one moment of the service."""

Place = tuple[str, int]
"""Topic (short) and shard."""
Ends = Mapping[Place, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a service is."""

    read: Ends
    rows: int
    unpublished: int
    held: int
    parked: int
    next_due: datetime | None

    def unrest(self, now: datetime, ends: Ends, shards: int) -> str | None:
        """Why the service is not at rest, None when it is."""
        unread = sum(ends[place] - offset for place, offset in self.read.items())
        busy = {
            "shards never taken": len({shard for _, shard in self.read}) < shards,
            f"{unread} records unread": unread,
            f"{self.unpublished} shards not published to the end": self.unpublished,
            f"{self.held} commands held": self.held,
            "timers due": self.next_due is not None and self.next_due <= now,
        }
        return ", ".join(reason for reason, so in busy.items() if so) or None


class StoredRest:
    """A `Rest` that asks no worker. Used as `async with`.

    Nothing can be on its way when every service has read, decided and published everything that the topics held both
    before and after the databases were asked: whoever were still at work would have unread records or a timer due.
    """

    def __init__(self, world: World, limit: float) -> None:
        self.world, self.limit = world, limit
        self.looker = AIOKafkaConsumer(bootstrap_servers=world.servers.kafka, enable_auto_commit=False)
        self.places = [TopicPartition(spec.name, shard) for spec in world.plan for shard in range(spec.partitions)]
        self.pools: dict[str, Any] = {}
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.looker.assign(self.places)
        self.looker.pause(*self.places)
        await self.looker.start()
        self._open.push_async_callback(self.looker.stop)
        for service in self.world.services:
            pool = asyncpg.create_pool(self.world.database_url(service), min_size=0, max_size=1)
            self.pools[service] = await self._open.enter_async_context(pool)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    async def heard(self, now: datetime) -> None:
        """Every worker of the gateway that runs knows this time: its door stamps what comes in. One that is started later
        begins with the last tick."""
        until = time.monotonic() + self.limit
        deaf = [member for member in self.world.members.values() if member.service == "gateway"]
        while deaf := [member for member in deaf if await asyncio.to_thread(_deaf, member, now)]:
            if time.monotonic() > until:
                who = ", ".join(member.key for member in deaf)
                raise Restless(f"{now.isoformat()} was not heard after {self.limit:.0f} s by {who}")
            await asyncio.sleep(PAUSE)

    async def reached(self, now: datetime) -> AtRest:
        until, before, why = time.monotonic() + self.limit, None, "nothing was asked"
        while time.monotonic() < until:
            try:
                standings, ends = await self._standings(), await self._ends()
            except (KafkaError, *TRANSIENT) as error:
                before, why = None, f"cannot look: {type(error).__name__}"
            else:
                unrest = {name: each.unrest(now, ends, self.world.shards) for name, each in standings.items()}
                why = "; ".join(f"{name}: {said}" for name, said in unrest.items() if said)
                if ends == before and not why:
                    return _at_rest(list(standings.values()))
                before, why = ends, why or "messages go round and round"
            await asyncio.sleep(PAUSE)
        raise Restless(f"no rest at {now.isoformat()} after {self.limit:.0f} s: {why}")

    async def _standings(self) -> dict[str, Standing]:
        said = await asyncio.gather(*(pool.fetchrow(STANDS) for pool in self.pools.values()))
        return {service: _standing(row) for service, row in zip(self.pools, said, strict=True)}

    async def _ends(self) -> Ends:
        found = await self.looker.end_offsets(self.places)
        return {(self.world.topics.short(place.topic), place.partition): end for place, end in found.items()}


def _standing(row: Any) -> Standing:
    read = {(topic, shard): offset for topic, shard, offset in json.loads(row["read"])}
    return Standing(read, *(row[name] for name in ("rows", "unpublished", "held", "parked", "next_due")))


def _at_rest(standings: Sequence[Standing]) -> AtRest:
    due = [each.next_due for each in standings if each.next_due]
    return AtRest(min(due, default=None), sum(each.parked for each in standings), sum(each.rows for each in standings))


def _deaf(member: Member, now: datetime) -> bool:
    """Whether a worker runs and does not say that it is this time."""
    if not alive(member.process):
        return False
    url = url_of(member)
    if url is None:
        return True
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=3)
    try:
        connection.request("GET", "/status")
        return bool(json.loads(connection.getresponse().read()).get("clock") != wire(now))
    except (OSError, http.client.HTTPException, ValueError):
        return True
    finally:
        connection.close()
