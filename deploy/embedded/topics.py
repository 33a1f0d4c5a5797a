"""Creates, compares and deletes the topics of a world. The admin client answers with codes, not exceptions: all are read."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import for_code

from contracts.topics import TopicSpec
from deploy.embedded.addresses import Servers
from deploy.embedded.home import StackError

ALREADY_THERE = 36
NOT_THERE = 3
LIMIT = 30
"""Seconds for all topics of a plan."""


@asynccontextmanager
async def _admin(servers: Servers) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(bootstrap_servers=servers.kafka, request_timeout_ms=LIMIT * 1000)
    await admin.start()
    try:
        yield admin
    finally:
        await admin.close()


async def create(servers: Servers, plan: Sequence[TopicSpec]) -> None:
    """Creates what is missing and waits until all can be used. A topic with other partitions than planned is an error."""
    if servers.topic_door:
        await _order(servers.topic_door, plan)
    else:
        async with _admin(servers) as admin:
            copies = min(3, len((await admin.describe_cluster())["brokers"]))
            wanted = [NewTopic(spec.name, spec.partitions, copies, topic_configs=spec.config) for spec in plan]
            answer = await admin.create_topics(wanted)
            _refuse({topic: code for topic, code, *_ in answer.topic_errors if code != ALREADY_THERE}, "create")
    await _all_there(servers, plan)


async def _all_there(servers: Servers, plan: Sequence[TopicSpec]) -> None:
    until = asyncio.get_running_loop().time() + LIMIT
    wanted = {spec.name: spec.partitions for spec in plan}
    while (found := await partitions(servers, list(wanted))) != wanted:
        other = [name for name, count in found.items() if count != wanted[name]]
        if other:
            raise StackError(
                f"topic {other[0]} has {found[other[0]]} partitions, not {wanted[other[0]]}; drop the world"
            )
        if asyncio.get_running_loop().time() > until:
            raise StackError(f"topics still missing after {LIMIT} s: {sorted(wanted.keys() - found.keys())[:5]}")
        await asyncio.sleep(0.05)


async def partitions(servers: Servers, names: Sequence[str]) -> dict[str, int]:
    """The number of partitions of each of these topics that exists and has a leader everywhere."""
    async with _admin(servers) as admin:
        described = await admin.describe_topics(list(names))
    return {
        topic["topic"]: len(topic["partitions"])
        for topic in described
        if not topic["error_code"] and all(not part["error_code"] for part in topic["partitions"])
    }


async def existing(servers: Servers, prefix: str) -> list[str]:
    """The names that start with the prefix."""
    async with _admin(servers) as admin:
        return sorted(name for name in await admin.list_topics() if name.startswith(prefix))


async def delete(servers: Servers, prefix: str) -> None:
    """Deletes every topic under the prefix. The stand-in broker cannot; it forgets them when it ends."""
    until = asyncio.get_running_loop().time() + LIMIT
    while names := [] if servers.topic_door else await existing(servers, prefix):
        async with _admin(servers) as admin:
            answer = await admin.delete_topics(names)
        _refuse({topic: code for topic, code, *_ in answer.topic_error_codes if code != NOT_THERE}, "delete")
        if asyncio.get_running_loop().time() > until:
            raise StackError(f"topics still there after {LIMIT} s: {names[:5]}")
        await asyncio.sleep(0.05)


def _refuse(codes: dict[str, int], what: str) -> None:
    refused = {topic: code for topic, code in codes.items() if code}
    for topic, code in refused.items():
        raise StackError(f"could not {what} {len(refused)} topics, first {topic}: {for_code(code).__name__} ({code})")


async def _order(door: str, plan: Sequence[TopicSpec]) -> None:
    host, _, port = door.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        for spec in plan:
            writer.write(f"{spec.name} {spec.partitions}\n".encode())
            if (said := (await reader.readline()).decode().strip()) != "ok":
                raise StackError(f"could not create {spec.name}: {said or 'the broker hung up'}")
    finally:
        writer.close()
