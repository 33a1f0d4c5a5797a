"""What docs/integrate.md and docs/operate.md show, done as they show it, on a real platform."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from deploy.embedded.addresses import Postgres
from deploy.embedded.databases import drop
from deploy.embedded.home import REPOSITORY
from deploy.embedded.stack import Servers
from deploy.embedded.topics import delete, partitions
from deploy.embedded.world import World
from deploy.kafka.create import TopicSettings
from deploy.kafka.create import create as create_topics
from deploy.postgres.create import OWNERS, DatabaseSettings
from deploy.postgres.create import create as create_databases
from tests.support.stack import MakeWorld

GUIDE = (REPOSITORY / "docs" / "integrate.md").read_text()
RUNBOOKS = (REPOSITORY / "docs" / "operate.md").read_text()
BLOCKS = dict(re.findall(r"```(python|bash)\n(.*?)```", GUIDE, re.DOTALL))


@pytest_asyncio.fixture(scope="session")
async def platform(make_session_world: MakeWorld) -> World:
    """On real time, as an integrator meets it."""
    services = ("gateway", "registration", "deadlines")
    return await make_session_world(
        "guide", ("jobcentre-46100", "akasse-05"), shards=2, clock="real", services=services, start=True
    )


async def run(platform: World, *argv: str, **more: str) -> str:
    """What a program prints that is given the platform's address as the guide gives it."""
    own = {"KAFKA": platform.servers.kafka, "PREFIX": platform.prefix}
    ours = {f"SELVBOOKING_{name}": value for name, value in own.items()}
    env = {**os.environ, **own, **ours, **more}
    done = await asyncio.to_thread(
        subprocess.run, argv, env=env, cwd=REPOSITORY, capture_output=True, text=True, timeout=90
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_the_python_example_sends_and_reads_what_the_guide_says(platform: World) -> None:
    said = await run(platform, sys.executable, "-c", BLOCKS["python"])
    told: list[tuple[str, dict[str, Any]]] = [
        (line.partition(" ")[0], json.loads(line.partition(" ")[2])) for line in said.splitlines()
    ]
    answers = [(body["command"], body["outcome"], body["code"]) for name, body in told if name == "CommandAnswered"]
    assert sorted(answers) == [
        ("RecordGuidance", "accepted", None),
        ("RegisterCitizen", "accepted", None),
        ("SetDeadline", "accepted", None),
        ("SetDeadline", "refused", "NOT_GUIDED"),
    ]
    [registered] = [body for name, body in told if name == "CitizenRegistered"]
    assert registered["cpr"] == "3112576000" and registered["message"]["basis"]


async def test_the_kcat_example_does_too(platform: World) -> None:
    if shutil.which("kcat") is None:
        pytest.skip("kcat is not on the path (Debian: package kcat), so its example is not run")
    said = await run(platform, "bash", "-euo", "pipefail", "-c", BLOCKS["bash"])
    assert '"command":"RegisterCitizen","command_id":"k-17","outcome":"accepted"' in said


async def test_a_dead_letter_of_the_gateway_opens_with_the_vaults_key_and_not_without(platform: World) -> None:
    from confluent_kafka import Producer

    headers = {"ce_specversion": "1.0", "ce_id": "k-99", "ce_source": "jobcentre-46100", "ce_time": "2026-01-01T00:00Z"}
    producer = Producer({"bootstrap.servers": platform.servers.kafka})
    topic = platform.topics.inbox("jobcentre-46100")
    producer.produce(topic, key="sag-1", value=b'{"cpr": "3112576000"', headers={**headers, "ce_type": "x"})
    producer.flush()
    show = (sys.executable, "-m", "deploy.kafka.dead", "gateway")
    async with asyncio.timeout(30):
        while not (sealed := await run(platform, *show)):
            await asyncio.sleep(0.2)
    assert json.loads(sealed)["code"] == "TYPE_UNKNOWN" and "3112576000" not in sealed
    opened = json.loads(await run(platform, *show, "--open", SELVBOOKING_VAULT_KEY=platform.vault_key))
    assert opened["key"] == "sag-1" and opened["value"] == '{"cpr": "3112576000"'
    assert opened["headers"]["ce_id"] == "k-99"


async def test_the_queries_of_the_runbooks_find_who_waits(platform: World) -> None:
    queries = [line for block in re.findall(r"```sql\n(.*?)```", RUNBOOKS, re.DOTALL) for line in block.splitlines()]
    connection = await asyncpg.connect(platform.database_url("deadlines"))
    trial = connection.transaction()
    await trial.start()
    await connection.execute(
        "INSERT INTO subject (subject, shard, book, parked) VALUES (gen_random_uuid(), 0, '{}', 'm-1')"
    )
    message = b'{"id": "m-1", "after": "registration:5"}'
    for why in ("parked", "held"):
        await connection.execute("INSERT INTO waiting VALUES (gen_random_uuid(), 1, 0, $1, $2)", why, message)
    found = [list(row.values())[-1] for query in queries for row in await connection.fetch(query)]
    await trial.rollback()
    await connection.close()
    assert found == ["m-1", "m-1", "registration:5"]


async def test_the_one_shot_jobs_make_what_the_services_need_and_may_run_again(servers: Servers) -> None:
    settings = TopicSettings(kafka=servers.kafka, prefix="one-shot.", shards=2, authorities="jobnet, akasse-05")
    passwords = dict.fromkeys(OWNERS, "first")
    told = {"postgres": servers.postgres.url(), "passwords": passwords}
    try:
        assert await create_topics(settings) == await create_topics(settings)
        wanted = ["one-shot.in.jobnet.v1", "one-shot.sanctions.commands.v1", "one-shot.clock.v1"]
        assert list((await partitions(servers, wanted)).values()) == [2, 2, 1]
        names = await create_databases(DatabaseSettings.model_validate(told), "one_shot_")
        again = {**told, "passwords": {**passwords, "slots": "changed"}}
        assert names == await create_databases(DatabaseSettings.model_validate(again), "one_shot_")
        assert await connects(servers.postgres, "one_shot_slots", "changed", "one_shot_slots")
        assert not await connects(servers.postgres, "one_shot_slots", "first", "one_shot_slots")
        assert not await connects(servers.postgres, "one_shot_slots", "changed", "one_shot_gateway")
    finally:
        await drop(servers.postgres, [f"one_shot_{owner}" for owner in OWNERS])
        await delete(servers, "one-shot.")


async def connects(postgres: Postgres, user: str, password: str, database: str) -> bool:
    try:
        connection = await asyncpg.connect(Postgres(postgres.host, postgres.port, user, password).url(database))
    except asyncpg.PostgresError:
        return False
    await connection.close()
    return True


async def test_a_service_without_a_password_is_named(servers: Servers) -> None:
    settings = DatabaseSettings.model_validate({"postgres": servers.postgres.url(), "passwords": {"gateway": "x"}})
    with pytest.raises(ValueError, match="no password for registration"):
        await create_databases(settings)
