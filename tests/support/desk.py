"""Where a test of the runtime sits: it writes what the router and other services would write to the tally service, moves
the clock, and looks at what became of it on the topics, in the database and over HTTP."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import asyncpg
import httpx

from contracts.envelope import Origin
from contracts.topics import shard_of
from deploy.embedded.world import World
from shared.runtime.database import prepare
from shared.runtime.wire import instant
from tests.support.eventually import eventually
from tests.support.wire import Outside, citizen, headers, told

GATEWAY = 0
"""The shard of the gateway's journal that a test speaks from."""


class Desk:
    """One world's desk. Every citizen it hands out is new; every message has an origin of its own."""

    def __init__(self, world: World, outside: Outside, db: "asyncpg.Connection[asyncpg.Record]") -> None:
        self.world, self.outside, self.db = world, outside, db
        self.topics = world.topics
        self.now = datetime(2024, 3, 4, 9, tzinfo=UTC)
        self._people, self._origins = count(1), count(1)
        self._numbers: dict[str, int] = defaultdict(int)

    def citizens(self, number: int, shard: int | None = None) -> list[str]:
        """New citizens, all of one shard if asked."""
        found: list[str] = []
        while len(found) < number:
            one = citizen(next(self._people))
            if shard is None or shard_of(one, self.world.shards) == shard:
                found.append(one)
        return found

    async def send(
        self,
        name: str,
        who: str,
        body: dict[str, Any] | bytes | None = None,
        *,
        topic: str = "deadlines.commands",
        **more: Any,
    ) -> dict[str, str]:
        """A message as the router (a command: the citizen's next number) or another service sends it. Gives its headers."""
        if topic == "deadlines.commands" and "number" not in more:
            self._numbers[who] += 1
            more["number"] = self._numbers[who]
        place = more.pop("origin", None) or f"{GATEWAY}:{next(self._origins)}"
        source = more.pop("source", "gateway" if topic.endswith("commands") else topic.split(".")[0])
        known = {"recordedtime": instant(self.now), "correlationid": f"jobcentre-46100/k-{place}", **more}
        written = headers(name, who, source, known.pop("time", self.now), origin=place, **known)
        await self.outside.send(self.topics.full(topic), who, {} if body is None else body, written)
        return {key: value.decode() for key, value in written}

    async def count(self, who: str, due: date | str = "2024-03-12", **more: Any) -> dict[str, str]:
        """`SetDeadline`, which the tally counts."""
        return await self.send("SetDeadline", who, {"due": str(due)}, **more)

    async def wake(self, who: str, on: date | str, **more: Any) -> dict[str, str]:
        """`ExtendDeadline`, which sets the tally's timer at the start of that day."""
        return await self.send("ExtendDeadline", who, {"due": str(on)}, **more)

    async def guide(self, who: str, **more: Any) -> dict[str, str]:
        """An event of registration."""
        return await self.send("GuidanceRecorded", who, {"on": "2024-03-01"}, topic="registration.events", **more)

    async def operate(self, name: str, who: str, message: str, **more: Any) -> None:
        """An operator's order; it has no number."""
        body = {"service": "deadlines", "citizen": who, "message": message, **more}
        await self.send(name, who, body, number=0, correlationid=f"ops/{name}-{message}")

    async def tick(self, now: datetime | None = None, **later: float) -> None:
        """Moves the clock to an instant, or on by days, hours, minutes."""
        self.now = now or self.now + timedelta(**later)
        await self.outside.tick(self.topics.clock, self.now)

    # --- what became of it ---

    async def status(self, worker: str = "1") -> dict[str, Any]:
        """What the worker says of itself."""
        async with httpx.AsyncClient(timeout=15) as http:
            found: dict[str, Any] = (await http.get(self.world.url("deadlines", worker) + "/status")).json()
            return found

    async def get(self, path: str, worker: str = "1") -> httpx.Response:
        async with httpx.AsyncClient(timeout=15) as http:
            return await http.get(self.world.url("deadlines", worker) + path)

    async def settled(self, *workers: str, seconds: float = 30) -> None:
        """Waits until the workers have read, decided and sent everything, timers up to now included."""

        async def idle() -> bool:
            said = [await self.status(worker) for worker in workers or ("1",)]
            owned = [shard for each in said for shard in each.get("shards", ())]
            there = all(each["idle"] and each["clock"] == instant(self.now) for each in said)
            return there and sorted(owned) == list(range(self.world.shards))

        await eventually(idle, "everything handled", seconds)

    async def metric(self, name: str, worker: str = "1", **labels: str) -> float:
        """The sum of a metric's samples with these labels."""
        wanted = [f'{key}="{value}"' for key, value in labels.items()]
        lines = (await self.get("/metrics", worker)).text.splitlines()
        return sum(
            float(line.rpartition(" ")[2])
            for line in lines
            if line.startswith((f"{name} ", f"{name}{{")) and all(label in line for label in wanted)
        )

    async def tally(self, *people: str) -> list[int]:
        """How far each citizen's count is."""
        found = {row[0]: row[1] for row in await self.db.fetch("SELECT citizen, count FROM tally")}
        return [found.get(who, 0) for who in people]

    async def events(self, *people: str, topic: str = "deadlines.events") -> list[Any]:
        """Records of these citizens (of all, if none is named), those published twice only once."""
        seen: set[str] = set()
        found = []
        for record in await self.outside.read(self.topics.full(topic)):
            origin = told(record)["ce_origin"]
            if origin not in seen and (not people or record.key.decode() in people):
                found.append(record)
            seen.add(origin)
        return found

    async def types(self, who: str) -> list[str]:
        """The short names of a citizen's events, in order."""
        return [kind(record) for record in await self.events(who)]

    async def assert_sound(self) -> None:
        """Guarantee 4, whatever has happened: positions without gaps, all published, the topics say what the journal says."""
        for shard in range(self.world.shards):
            rows = await self.db.fetch("SELECT position, topic FROM journal WHERE shard = $1 ORDER BY position", shard)
            assert [row["position"] for row in rows] == list(range(1, len(rows) + 1)), f"gaps in shard {shard}"
            at = await self.db.fetchrow("SELECT position, cursor FROM shard WHERE shard = $1", shard)
            assert at is None or (at["position"], at["cursor"]) == (len(rows), len(rows))
        for topic in ("deadlines.events", "deadlines.dead"):
            written = await self.db.fetch(
                "SELECT shard, position, key, body FROM journal WHERE topic = $1 ORDER BY shard, position", topic
            )
            lanes: dict[tuple[int, int], list[Any]] = defaultdict(list)
            for row in written:
                lanes[shard_of(row["key"], self.world.shards), row["shard"]].append((row["position"], row["body"]))
            sent: dict[tuple[int, int], list[Any]] = defaultdict(list)
            for record in await self.events(topic=topic):
                origin = Origin.parse(told(record)["ce_origin"])
                sent[record.partition, origin.shard].append((origin.position, record.value))
            assert sent == lanes, f"{topic} is not what the journal says"


def kind(record: Any) -> str:
    """`DeadlineSet`"""
    return told(record)["ce_type"].split(".")[2]


def counts(records: Sequence[Any]) -> list[str]:
    """The counts that a citizen's events tell, in order: `["1", "2"]`."""
    said = (json.loads(record.value).get("owner", "") for record in records if kind(record) == "DeadlineSet")
    return [owner.removeprefix("jobcentre-") for owner in said]


@asynccontextmanager
async def desk_of(world: World) -> AsyncIterator[Desk]:
    """A desk, and its connections for as long as the block lasts."""
    db = await asyncpg.connect(world.database_url("deadlines"))
    await prepare(db)
    try:
        async with Outside(world.servers.kafka, world.shards) as outside:
            yield Desk(world, outside, db)
    finally:
        await db.close()
