"""The gateway as a process, between a real Kafka and a real PostgreSQL: a command in, its answer and the news out."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.registry import CONTRACTS
from deploy.embedded.world import World
from services.simulator.cpr import unborn
from tests.services.gateway.records import headers
from tests.support.stack import MakeWorld
from tests.support.wire import Outside, told
from tests.support.wire import headers as internal

NUMBER = unborn(77)
NOW = datetime(2024, 3, 4, 12, 0, tzinfo=UTC)
REGISTER = {"cpr": NUMBER, "group": "G1", "jobcentre": "46100", "akasse": "05", "insured": "full-time"}
SHORT = ("gateway.inbound", "gateway.events", "gateway.dead", "registration.commands", "deadlines.commands",
         "out.planner-46100", "out.jobcentre-70700")  # fmt: skip


async def until(outside: Outside, world: World, topic: str, count: int) -> list[Any]:
    """The records of a topic, once there are so many."""
    name = f"{world.prefix}{topic}.v1"
    async with asyncio.timeout(30):
        while len(found := await outside.read(name)) < count:
            await asyncio.sleep(0.05)
    return found


@pytest.mark.timeout(120)
async def test_a_command_comes_in_and_its_answer_goes_out(make_world: MakeWorld) -> None:
    world = await make_world("gw", services=("gateway",), start=True)
    inbox = world.topics.inbox("jobcentre-46100")
    async with Outside(world.servers.kafka, world.shards) as outside:
        await outside.tick(world.topics.clock, NOW)
        await outside.send(inbox, "ref-1", REGISTER, headers("RegisterCitizen", id="k-1"), partition=1)
        await outside.send(
            inbox, "ref-1", REGISTER | {"on": "2024-02-30"}, headers("RegisterCitizen", id="k-2"), partition=1
        )
        await outside.send(inbox, "ref-1", {"cpr": NUMBER, "due": "2024-03-12"}, headers(id="k-3"), partition=1)

        [registering] = await until(outside, world, "registration.commands", 1)
        [setting] = await until(outside, world, "deadlines.commands", 1)
        citizen = registering.key.decode()
        assert told(setting)["ce_after"] == "registration:1" and setting.key == registering.key
        assert told(registering).items() >= {"ce_id": "k-1", "ce_source": "jobcentre-46100", "ce_number": "1"}.items()

        [rejected] = await until(outside, world, "out.jobcentre-46100", 1)
        assert (
            json.loads(rejected.value).items()
            >= {"code": "FIELD_BROKEN", "fields": ["on"], "command_id": "k-2"}.items()
        )

        event = CONTRACTS["CitizenRegistered"].example | {"basis": []}
        facts = internal("CitizenRegistered", citizen, "registration", NOW, answers=1, sequence=1, origin="0:1")
        await outside.send(world.topics.events("registration"), citizen, event, facts)
        heard = {told(record)["ce_type"]: record for record in await until(outside, world, "out.jobcentre-46100", 3)}
        answer, news = heard[CONTRACTS["CommandAnswered"].type], heard[CONTRACTS["CitizenRegistered"].type]
        assert (
            json.loads(answer.value).items() >= {"command_id": "k-1", "outcome": "accepted", "repeated": False}.items()
        )
        assert told(answer)["ce_causationid"] == "in.jobcentre-46100/1@0"
        assert json.loads(news.value).items() >= {"citizen": citizen, "cpr": NUMBER, "message": event}.items()
        for reader in ("akasse-05", "jobnet"):
            [notice] = await until(outside, world, f"out.{reader}", 1)
            assert json.loads(notice.value)["cpr"] == NUMBER
        for topic in SHORT:
            for record in await outside.read(f"{world.prefix}{topic}.v1"):
                assert NUMBER.encode() not in record.key + record.value + repr(record.headers).encode(), topic
    logs = "".join(path.read_text() for path in world.folder.rglob("*.log"))
    assert "started" in logs and NUMBER not in logs


@pytest.mark.timeout(120)
async def test_two_megabytes_a_tombstone_and_a_broken_header_disturb_nobody(make_world: MakeWorld) -> None:
    world = await make_world("gw", services=("gateway",), start=True)
    inbox, good = world.topics.inbox("jobcentre-46100"), headers("RegisterCitizen", id="k-4")
    async with Outside(world.servers.kafka, world.shards) as outside:
        await outside.tick(world.topics.clock, NOW)
        await outside.send(inbox, "ref-1", b"x" * 2_000_000, headers("RegisterCitizen", id="k-1"), partition=2)
        await outside.send(inbox, "ref-1", None, headers("RegisterCitizen", id="k-2"), partition=2)
        await outside.send(inbox, "ref-1", REGISTER, [*good, ("x-odd", b"\xff")], partition=2)
        await outside.send(inbox, "ref-1", REGISTER, good, partition=2)

        [registering] = await until(outside, world, "registration.commands", 1)
        assert told(registering)["ce_id"] == "k-4"
        rejected = [json.loads(record.value) for record in await until(outside, world, "out.jobcentre-46100", 3)]
        assert {said["place"]: said["code"] for said in rejected} == {
            "in.jobcentre-46100/2@0": "TOO_LARGE",
            "in.jobcentre-46100/2@1": "TOMBSTONE",
            "in.jobcentre-46100/2@2": "HEADER_NOT_UTF8",
        }
        assert len(await outside.read(world.topics.dead("gateway"))) == 3
