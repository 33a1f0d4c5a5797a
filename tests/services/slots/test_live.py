"""The service as a process, with Kafka, PostgreSQL and Redis: what a planner and a citizen send, and what becomes of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest_asyncio

from contracts.topics import shard_of
from deploy.embedded.world import World
from tests.services.slots.world import ANNA, BO, SUPPLY, at
from tests.support.stack import MakeWorld
from tests.support.wire import Outside, headers, told

SLOT = {"slot": "t-1", "starts_at": "2024-03-14T10:00:00+01:00", "minutes": 45, "staff": "s-7"}
REGISTERED = {
    "group": "G1",
    "jobcentre": "46100",
    "akasse": None,
    "insured": None,
    "job_seeker": True,
    "on": "2024-01-08",
}
NOW = at("2024-03-04 10:00")


class Running:
    """A world in which only `slots` runs; the test plays the router."""

    def __init__(self, world: World, outside: Outside) -> None:
        self.world, self.outside, self.count = world, outside, 0

    async def send(self, name: str, subject: str, source: str, body: Any, topic: str = "slots.commands") -> int:
        """One record; gives the number of a command. A citizen's commands come after what registration has told."""
        self.count += 1
        more = {"origin": f"{shard_of(subject, 4)}:{self.count}", "correlationid": f"{source}/k-{self.count}"}
        if topic == "registration.events":
            more |= {"answers": "1"}
        else:
            more |= {"number": str(self.count), "after": "" if subject == SUPPLY else "registration:1"}
        name_of_topic = self.world.topics.full(topic)
        await self.outside.send(name_of_topic, subject, body, headers(name, subject, source, NOW, **more))
        return self.count

    async def answer(self, number: int) -> tuple[str, Any]:
        """The event that answers a command: its type and body. Waits for it, and fails if there are two."""
        for _ in range(200):
            found = await self.outside.read(self.world.topics.full("slots.events"))
            mine = [record for record in found if told(record).get("ce_answers") == str(number)]
            if mine:
                (record,) = mine
                return told(record)["ce_type"].split(".")[2], json.loads(record.value)
            await asyncio.sleep(0.05)
        raise AssertionError(f"no answer to command {number}")

    async def free(self) -> list[str]:
        """What `GET /v1/slots` says."""
        question = {"supplier": "jobcentre-46100", "from": "2024-03-14", "to": "2024-03-14"}
        async with httpx.AsyncClient(base_url=self.world.url("slots")) as client:
            answer = await client.get("/v1/slots", params=question)
        assert answer.status_code == 200, answer.text
        return [slot["slot"] for slot in answer.json()["slots"]]

    async def soon_free(self, wanted: list[str]) -> None:
        """The read model follows right after what was published; waits for it, well below the time of a rereading."""
        for _ in range(100):
            if await self.free() == wanted:
                return
            await asyncio.sleep(0.05)
        assert await self.free() == wanted


@pytest_asyncio.fixture
async def running(make_world: MakeWorld) -> AsyncIterator[Running]:
    world = await make_world("slots", clock="real", services=["slots"], start=True)
    async with Outside(world.servers.kafka, world.shards) as outside:
        yield Running(world, outside)


async def test_a_time_is_published_booked_by_one_refused_to_another_and_cancelled(running: Running) -> None:
    for citizen in (ANNA, BO):
        await running.send("CitizenRegistered", citizen, "registration", REGISTERED, "registration.events")
    published = await running.send("PublishSlots", SUPPLY, "planner-46100", {"slots": [SLOT]})
    assert (await running.answer(published))[0] == "SlotsPublished"
    await running.soon_free(["t-1"])

    first = await running.send("BookInterview", ANNA, "jobnet", {"slot": "t-1"})
    kind, booked = await running.answer(first)
    assert (kind, booked["held_on"], booked["booked_at"]) == ("InterviewBooked", "2024-03-14", "2024-03-04T10:00:00Z")
    assert [each["rule"] for each in booked["basis"]] == ["BK-01", "BK-02"]
    await running.soon_free([])

    second = await running.send("BookInterview", BO, "jobnet", {"slot": "t-1"})
    kind, refused = await running.answer(second)
    assert (kind, refused["command"], refused["code"]) == ("CommandRefused", "BookInterview", "SLOT_TAKEN")
    assert refused["command_id"] == f"k-{second}"

    cancelled = await running.send("CancelInterview", ANNA, "jobnet", {})
    assert (await running.answer(cancelled))[0] == "InterviewCancelled"
    await running.soon_free(["t-1"])
    third = await running.send("BookInterview", BO, "jobnet", {"slot": "t-1"})
    assert (await running.answer(third))[0] == "InterviewBooked"
