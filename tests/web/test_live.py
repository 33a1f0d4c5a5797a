"""The console as a process, with a real Kafka: from an event on a topic to a button, and to the record on `in.ops`."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import asyncpg
import httpx
import pytest

from contracts.registry import CONTRACTS
from tests.support.stack import MakeWorld
from tests.support.wire import Outside, citizen, headers, told
from tests.web.visitors import ANNA_TOKEN, TOKENS, mark_of, page_of

ANNA = citizen(7)
NOW = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
MESSAGE = f"gateway/{ANNA}/slots.commands/4"
BASIS = {"rule": "DL-01", "citations": ["BAB § 44, stk. 1"], "inputs": {}, "outcome": "ok"}


@pytest.mark.timeout(120)
async def test_a_parked_citizen_is_shown_and_the_button_sends_her_release(make_world: MakeWorld) -> None:
    tokens = {"SELVBOOKING_TOKENS": TOKENS}
    world = await make_world("web", services=("console",), start=True, extra_env=tokens)
    async with (
        Outside(world.servers.kafka, world.shards) as outside,
        httpx.AsyncClient(base_url=world.url("console")) as anna,
    ):
        assert (await anna.get("/")).status_code == 503, "a virtual clock has no time yet"
        await outside.tick(world.topics.clock, NOW)

        async def tell(service: str, name: str, position: int, body: object) -> None:
            facts = headers(name, ANNA, service, NOW, sequence=position, origin=f"0:{position}")
            await outside.send(world.topics.events(service), ANNA, body, facts)

        async def shown(path: str, wanted: str) -> httpx.Response:
            async with asyncio.timeout(30):
                while wanted not in (answer := await anna.get(path)).text:
                    await asyncio.sleep(0.05)
            return answer

        parked = {"message": MESSAGE, "type": "BookInterview", "error": "KeyError"}
        await tell("slots", "CitizenParked", 1, {**parked, "basis": []})
        await tell("deadlines", "DeadlineSet", 1, CONTRACTS["DeadlineSet"].example | {"basis": [BASIS]})
        await shown("/log-ind", "Adgangsnøgle")
        assert (await anna.post("/log-ind", data={"token": ANNA_TOKEN})).status_code == 303
        page = await shown("/parkeret", MESSAGE)
        assert "KeyError" in page_of(page).text
        assert "BAB § 44, stk. 1" in page_of(await shown(f"/borger/{ANNA}", "Bookingfrist sat")).text

        form = {"mark": mark_of(page), "service": "slots", "citizen": ANNA, "message": MESSAGE}
        assert (await anna.post("/parkeret/frigiv", data=form)).status_code == 303
        [record] = await outside.read(world.topics.inbox("ops"))
        assert json.loads(record.value) == {"service": "slots", "citizen": ANNA, "message": MESSAGE}
        assert record.key.decode() == ANNA
        facts = told(record)
        assert len(facts.pop("ce_id")) == 36
        assert facts == {
            "ce_specversion": "1.0",
            "ce_source": "ops",
            "ce_type": CONTRACTS["ReleaseParked"].type,
            "ce_time": "2024-03-04T09:00:00Z",
            "content-type": "application/json",
        }

        await tell("slots", "ParkedReleased", 2, {"message": MESSAGE, "basis": []})
        await shown("/parkeret", "Ingen er parkeret.")
        assert await outside.read(world.topics.events("console")) == []
        assert await outside.read(world.topics.dead("console")) == []


@pytest.mark.timeout(120)
async def test_an_emptied_read_model_fills_again_from_the_topics_and_the_audit_stays(make_world: MakeWorld) -> None:
    env = {"SELVBOOKING_TOKENS": TOKENS}
    world = await make_world("fill", clock="real", services=("console",), start=True, extra_env=env)
    program = {"authorization": f"Bearer {ANNA_TOKEN}"}

    async def overview() -> dict[str, Any]:
        async with httpx.AsyncClient(base_url=world.url("console"), headers=program) as client, asyncio.timeout(30):
            while not (told := (await client.get("/api/overview")).json()).get("consequences"):
                await asyncio.sleep(0.05)
        return {name: told[name] for name in ("events", "refusals", "consequences")}

    async with Outside(world.servers.kafka, world.shards) as outside:
        facts = headers("JobseekerDeregistered", ANNA, "registration", NOW, sequence=1, origin="0:1")
        body = CONTRACTS["JobseekerDeregistered"].example | {"basis": [BASIS]}
        await outside.send(world.topics.events("registration"), ANNA, body, facts)
    before = await overview()
    await world.stop("console")
    connection = await asyncpg.connect(world.database_url("console"))
    try:
        tables = [
            row[0] for row in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        await connection.execute(f"TRUNCATE {', '.join(set(tables) - {'audit', 'migration'})}")
        assert await connection.fetchval("SELECT count(*) FROM entry") == 0
    finally:
        await connection.close()
    world.start("console", extra_env=env)
    await world.wait_ready()
    assert await overview() == before and before["consequences"][0]["citizen"] == ANNA
