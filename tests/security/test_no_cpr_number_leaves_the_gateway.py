"""After a play with all kinds of messages, good and bad: where do the citizens' CPR numbers stand?

Allowed are `in` topics, `out` topics, and the vault's ciphertext, which is not readable. Everything else is searched, byte
by byte: topics with keys and headers, every table of every database, logs, spans, metrics.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest_asyncio

from contracts.topics import SERVICES
from deploy.embedded.world import World
from services.simulator.outside import KafkaOutside
from services.simulator.player import Player
from services.simulator.rest import HttpRest
from services.simulator.scenario import read
from tests.support.stack import MakeWorld
from tests.support.wire import Outside

SCENARIOS = Path(__file__).parents[1] / "scenarios"
PLAYED = (
    "bad-input-is-turned-away-at-the-door",
    "books-before-midnight-but-the-message-comes-in-the-morning",
    "the-fund-answers-a-notice",
    "a-booking-known-late-takes-a-sanction-case-back",
)
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"


@dataclass
class Played:
    """A world in which four scenarios were played, and the numbers of their citizens in every common spelling."""

    world: World
    authorities: list[str]
    numbers: list[bytes]

    def found_in(self, data: bytes) -> bool:
        return any(number in data for number in self.numbers)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def played(make_session_world: MakeWorld) -> Played:
    scenarios = [read(SCENARIOS / f"{name}.yaml", number, together=True) for number, name in enumerate(PLAYED)]
    authorities = sorted({"jobnet", "digitalpost", "ops"}.union(*(scenario.authorities for scenario in scenarios)))
    world = await make_session_world(
        "cpr", authorities, services=SERVICES, start=True, extra_env={"SELVBOOKING_TRACE_SHARE": "1"}
    )
    async with KafkaOutside(world.servers.kafka, world.topics, authorities, world.shards) as outside:
        urls = [world.url(service) for service in SERVICES]
        watches = await Player(outside, HttpRest(urls), scenarios, lambda *_: None).play()
    assert not [failure for watch in watches for failure in watch.failures]
    cprs = [citizen.cpr for scenario in scenarios for citizen in scenario.citizens.values()]
    spellings = [spelling for cpr in cprs for spelling in (cpr, f"{cpr[:6]}-{cpr[6:]}", f"{cpr[:6]} {cpr[6:]}")]
    return Played(world, authorities, [spelling.encode() for spelling in spellings])


async def records(played: Played, topic: str, partitions: int) -> list[Any]:
    async with Outside(played.world.servers.kafka, partitions) as outside:
        return await outside.read(topic)


def bytes_of(record: Any) -> bytes:
    headers = b"".join(name.encode() + b"=" + (value or b"") + b"\n" for name, value in record.headers)
    return b"\n".join((record.key or b"", record.value or b"", headers))


async def test_the_search_itself_finds_them_where_they_may_stand(played: Played) -> None:
    inbox = await records(played, played.world.topics.inbox("jobcentre-46100"), played.world.shards)
    outbox = await records(played, played.world.topics.outbox("jobcentre-46100"), played.world.shards)
    assert any(played.found_in(bytes_of(record)) for record in inbox)
    assert any(played.found_in(bytes_of(record)) for record in outbox)


async def test_no_other_topic_holds_one(played: Played) -> None:
    seen = 0
    for spec in played.world.plan:
        short = played.world.topics.short(spec.name)
        if short.startswith(("in.", "out.")):
            continue
        found = await records(played, spec.name, spec.partitions)
        seen += len(found)
        assert not [record.offset for record in found if played.found_in(bytes_of(record))], short
    assert seen > 100


async def test_no_key_and_no_header_holds_one_not_even_on_in_and_out_topics(played: Played) -> None:
    for authority in played.authorities:
        for topic in (played.world.topics.inbox(authority), played.world.topics.outbox(authority)):
            for record in await records(played, topic, played.world.shards):
                around = b"".join([record.key or b"", *(value or b"" for _, value in record.headers)])
                assert not played.found_in(around), topic


async def test_no_database_holds_one_that_can_be_read(played: Played) -> None:
    tables = 0
    for service in SERVICES:
        connection = await asyncpg.connect(played.world.database_url(service))
        try:
            for (table,) in await connection.fetch(TABLES):
                content = BytesIO()
                await connection.copy_from_table(table, output=content, format="binary")
                assert not played.found_in(content.getvalue()), f"{service}.{table}"
                tables += 1
        finally:
            await connection.close()
    assert tables > 40


def written(played: Played) -> Iterator[tuple[str, bytes]]:
    for file in sorted(played.world.folder.iterdir()):
        if file.suffix in (".log", ".jsonl"):
            yield file.name, file.read_bytes()


async def test_no_log_and_no_span_holds_one(played: Played) -> None:
    texts = dict(written(played))
    assert any(name.endswith(".jsonl") and text for name, text in texts.items()), "no span was written"
    assert all(text for name, text in texts.items() if name.endswith(".log")), "a service logged nothing"
    assert not [name for name, text in texts.items() if played.found_in(text)]


async def test_no_metric_and_no_status_holds_one(played: Played) -> None:
    async with httpx.AsyncClient() as client:
        for service in SERVICES:
            for page in ("metrics", "status", "ready"):
                answer = await client.get(f"{played.world.url(service)}/{page}")
                assert answer.content
                assert not played.found_in(answer.content), f"{service}/{page}"
