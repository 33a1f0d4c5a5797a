"""A world is one whole platform apart from all others: topics, databases, settings, processes."""

import asyncio
import http.client
import json
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
import pytest_asyncio
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from redis.asyncio import Redis

from contracts.topics import LARGEST_INBOUND
from deploy.embedded import topics
from deploy.embedded.home import StackError
from deploy.embedded.members import problem_of
from deploy.embedded.process import alive
from deploy.embedded.stack import Servers
from deploy.embedded.world import World
from deploy.embedded.world_file import members_of, worlds
from tests.support.stack import MakeWorld

TINY = "tests.support.tiny_service"
FEW = ("jobcentre-46100", "akasse-05", "ops")


@pytest_asyncio.fixture
async def world(make_world: MakeWorld) -> AsyncIterator[World]:
    yield await make_world("room", FEW, shards=2)


async def test_every_planned_topic_is_there_with_its_partitions_and_settings(world: World, servers: Servers) -> None:
    planned = {spec.name: spec.partitions for spec in world.plan}
    assert await topics.partitions(servers, list(planned)) == planned
    assert await topics.existing(servers, world.prefix) == sorted(planned)

    inbox, clock = world.topics.inbox("ops"), world.topics.clock
    admin = AIOKafkaAdminClient(bootstrap_servers=servers.kafka)
    await admin.start()
    answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in (inbox, clock)])
    await admin.close()
    settings = {
        (name, key): value
        for answer in answers
        for _, _, _, name, entries in answer.resources
        for key, value, *_ in entries
    }
    assert settings[inbox, "max.message.bytes"] == str(LARGEST_INBOUND)
    assert settings[clock, "retention.ms"] == "-1"


async def test_a_service_owns_its_database_and_may_enter_no_other(world: World, servers: Servers) -> None:
    own = await asyncpg.connect(world.database_url("slots"))
    await own.execute("CREATE TABLE mine (n int)")
    await own.close()
    slots, akasse = world.database("slots"), world.database("akasse")
    for database in (akasse.name, "postgres"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
            connection = await asyncpg.connect(host="127.0.0.1", port=servers.postgres.port, user=slots.name,
                                               password=slots.password, database=database)  # fmt: skip
            await connection.execute("CREATE TABLE foreign_soil (n int)")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(host="127.0.0.1", port=servers.postgres.port, user=slots.name,
                              password=akasse.password, database=slots.name)  # fmt: skip


async def test_creating_a_world_twice_finds_the_first_and_adds_what_is_new(world: World, servers: Servers) -> None:
    again = await World.create(servers, world.home, world.name, [*FEW, "akasse-11"], shards=2)
    assert again.vault_key == world.vault_key
    assert again.passwords == world.passwords
    assert world.topics.inbox("akasse-11") in await topics.existing(servers, world.prefix)
    with pytest.raises(StackError, match="has 2 shards"):
        await World.create(servers, world.home, world.name, FEW, shards=3)


async def test_a_topic_with_other_partitions_than_planned_is_an_error(world: World, servers: Servers) -> None:
    with pytest.raises(StackError, match="has 2 partitions, not 5"):
        await topics.create(servers, world.topics.plan([], 5))


async def test_dropping_a_world_removes_topics_databases_roles_keys_and_files(
    servers: Servers, stack_home: Path
) -> None:
    world = await World.create(servers, stack_home, "brief", FEW)
    async with Redis.from_url(servers.redis) as redis:
        await redis.set(f"{world.prefix}hold", "1")
        await redis.set("another.world", "1")
        await world.drop()
        assert await redis.keys(f"{world.prefix}*") == []
        assert await redis.delete("another.world") == 1
    assert await topics.existing(servers, world.prefix) == []
    connection = await asyncpg.connect(servers.postgres.url())
    left = await connection.fetch(
        "SELECT datname FROM pg_database WHERE datname LIKE 'sb_brief_%'"
        " UNION ALL SELECT rolname FROM pg_roles WHERE rolname LIKE 'sb_brief_%'"
    )
    await connection.close()
    assert left == []
    assert "brief" not in worlds(stack_home)
    assert not world.folder.exists()


async def test_a_service_is_told_its_own_settings_and_only_the_gateway_the_vault_key(world: World) -> None:
    world.start("gateway", module=TINY)
    world.start("slots", worker="a2", module=TINY, extra_env={"TINY_READY_AFTER": "0.4"})
    await world.wait_ready()
    gateway, slots = told(world.url("gateway")), told(world.url("slots", "a2"))
    assert gateway["SELVBOOKING_VAULT_KEY"] == world.vault_key
    assert "SELVBOOKING_VAULT_KEY" not in slots
    assert slots["SELVBOOKING_DATABASE"] == world.database_url("slots")
    assert slots["SELVBOOKING_WORKER"] == "a2"
    assert slots["SELVBOOKING_PREFIX"] == world.prefix
    assert slots["SELVBOOKING_AUTHORITIES"] == ",".join(FEW)
    assert slots["SELVBOOKING_CLOCK"] == "virtual"
    assert slots["SELVBOOKING_SHARDS"] == "2"
    assert [member.problem for member in world.status()] == [None, None]


async def test_a_service_that_ends_while_starting_is_quoted(world: World) -> None:
    world.start("slots", module=TINY, extra_env={"TINY_FAILS": "1"})
    with pytest.raises(StackError, match=r"slots-1 ended while starting(.|\n)*cannot read the tea leaves"):
        await world.wait_ready()


async def test_a_service_that_never_gets_ready_says_why(world: World) -> None:
    world.start("slots", module=TINY, extra_env={"TINY_READY_AFTER": "60"})
    with pytest.raises(StackError, match=r"not ready after 1 s: not ready \(503\):.*warming up"):
        await world.wait_ready(timeout=1)


async def test_a_started_service_is_not_doubled_and_a_stopped_one_can_start_again(world: World) -> None:
    first = world.start("slots", module=TINY)
    assert world.start("slots", module=TINY) == first
    await world.stop("slots")
    assert not alive(first.process)
    assert world.start("slots", module=TINY).process != first.process
    await world.wait_ready()


async def test_another_process_can_open_the_world_and_stop_its_services(world: World, servers: Servers) -> None:
    member = world.start("slots", module=TINY)
    await world.wait_ready()
    seen = World.open(world.home, world.name, servers)
    assert seen.members == world.members
    assert problem_of(seen.members["slots-1"]) is None
    await seen.stop()
    assert not alive(member.process)
    assert members_of(world.home, world.name) == []


OWNER = """
import asyncio, os, sys
from pathlib import Path
from deploy.embedded import stack
from deploy.embedded.world import World

home = Path(sys.argv[1])

async def main():
    world = World.open(home, sys.argv[2])
    world.tied = True
    world.start("slots", module="tests.support.tiny_service")
    await world.wait_ready()
    print("ready", flush=True)
    os.kill(os.getpid(), 9)

asyncio.run(main())
"""


async def test_the_services_of_a_world_end_with_their_owner_even_when_it_is_killed(world: World) -> None:
    argv = [sys.executable, "-c", OWNER, str(world.home), world.name]
    owner = await asyncio.create_subprocess_exec(*argv, stdout=asyncio.subprocess.PIPE)
    out, _ = await owner.communicate()
    assert out == b"ready\n"
    assert owner.returncode == -signal.SIGKILL
    [member] = members_of(world.home, world.name)
    for _ in range(200):
        if not alive(member.process):
            break
        await asyncio.sleep(0.05)
    assert not alive(member.process)


def told(url: str) -> dict[str, str]:
    """The settings that a tiny service was started with."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
    connection.request("GET", "/told")
    settings: dict[str, str] = json.loads(connection.getresponse().read())
    connection.close()
    return settings
