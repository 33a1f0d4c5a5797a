"""How a service starts and stops: it waits for what is not there yet and says so, refuses what is wrong, leaves in order."""

import asyncio
import signal

import pytest

from contracts.topics import Authority, Topics
from deploy.embedded import topics
from shared.runtime.settings import Settings, read_settings
from tests.runtime.conftest import AUTHORITIES, FreshDesk
from tests.support.desk import counts
from tests.support.eventually import eventually
from tests.support.launch import Launched, launched
from tests.support.proxy import Proxy
from tests.support.wire import Outside, citizen, headers


async def says(service: Launched, words: str) -> bool:
    return words in await service.why()


async def well(service: Launched) -> bool:
    return (await service.get("/ready")).status_code == 200


async def test_it_waits_for_the_database_then_for_kafka_then_for_topics_and_then_works(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    servers = desk.world.servers
    kafka_host, _, kafka_port = servers.kafka.rpartition(":")
    later = Topics(f"{desk.world.prefix.removesuffix('.')}-later.")
    who = citizen(1)
    async with Proxy(servers.postgres.host, servers.postgres.port) as sql, Proxy(kafka_host, int(kafka_port)) as kafka:
        await sql.cut()
        await kafka.cut()
        database = desk.world.database_url("deadlines").replace(f":{servers.postgres.port}/", f":{sql.port}/")
        async with launched(
            desk.world, database=database, kafka=f"127.0.0.1:{kafka.port}", prefix=later.prefix
        ) as service:
            await eventually(lambda: says(service, "waiting for PostgreSQL"), "no database", 40)
            assert (await service.get("/ready")).status_code == 503
            assert (await service.get("/live")).status_code == 200
            await sql.mend()
            await eventually(lambda: says(service, "waiting for Kafka"), "no broker")
            await kafka.mend()
            await eventually(lambda: says(service, "waiting for topics: " + later.prefix), "no topics", 40)
            plan = later.plan([Authority.parse(name) for name in AUTHORITIES], desk.world.shards)
            await topics.create(servers, plan)
            try:
                async with Outside(servers.kafka, 4) as outside:
                    written = headers("SetDeadline", who, "gateway", desk.now, number=1)
                    await outside.send(later.commands("deadlines"), who, {"due": "2024-03-12"}, written)
                    await outside.tick(later.clock, desk.now)
                    await eventually(lambda: counted(desk.db, who), "the command decided", 40)
                await eventually(lambda: well(service), "ready")
            finally:
                service.child.kill()
                await service.child.wait()
                await topics.delete(servers, later.prefix)


async def counted(db: object, who: str) -> bool:
    return bool(await db.fetchval("SELECT count FROM tally WHERE citizen = $1", who))  # type: ignore[attr-defined]


async def test_topics_with_another_number_of_partitions_stop_the_start(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    async with launched(desk.world, shards="3") as service:
        assert await service.status() == 2
    assert "has 4 partitions, SELVBOOKING_SHARDS says 3" in service.said


async def test_a_migration_that_was_changed_stops_the_start(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    await desk.db.execute("CREATE TABLE migration (name text PRIMARY KEY, sha256 text NOT NULL)")
    await desk.db.execute("INSERT INTO migration VALUES ('runtime/0001_pre_runtime.sql', 'another')")
    async with launched(desk.world) as service:
        assert await service.status() == 2
    assert "runtime/0001_pre_runtime.sql was changed" in service.said


async def test_a_broken_setting_stops_the_start_and_only_its_name_is_said(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    async with launched(desk.world, shards="many-secrets", clock="secret-sundial", kafka="") as service:
        assert await service.status() == 2
    for name in ("SHARDS", "CLOCK", "KAFKA"):
        assert f"setting SELVBOOKING_{name}: " in service.said
    assert "secret" not in service.said


BROKEN = {
    "DATABASE": None, "KAFKA": None, "PREFIX": "Secret", "BATCH": "0", "HTTP": "secret", "WORKER": "a/secret",
    "SESSION_MS": "secret", "TRACE_SHARE": "secret", "LOG_LEVEL": "secret",
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_every_broken_or_missing_setting_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for each, value in {"KAFKA": "host:1", "DATABASE": "postgresql://u:secret@h/d", name: BROKEN[name]}.items():
        monkeypatch.delenv(f"SELVBOOKING_{each}", raising=False)
        if value is not None:
            monkeypatch.setenv(f"SELVBOOKING_{each}", value)
    with pytest.raises(SystemExit) as stopped:
        read_settings(Settings)
    said = capsys.readouterr().err
    assert stopped.value.code == 2
    assert said.startswith(f"setting SELVBOOKING_{name}: ") and said.count("\n") == 1
    assert "ecret" not in said


async def test_a_stop_ends_with_status_0_in_time_and_loses_nothing(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    people = desk.citizens(20)
    async with launched(desk.world, grace_seconds="10") as service:
        await eventually(lambda: well(service), "ready", 40)
        for _ in range(10):
            for who in people:
                await desk.count(who)
        service.child.send_signal(signal.SIGTERM)
        assert await service.status(12) == 0
    committed = sum(await desk.tally(*people))
    assert len(await desk.events()) == committed, "what was committed was sent before the end"
    async with launched(desk.world, "2") as service:
        await eventually(lambda: well(service), "ready", 40)
        await eventually(lambda: all_counted(desk, people), "the rest", 40)
        service.child.send_signal(signal.SIGTERM)
        assert await service.status(25) == 0
    for who in people:
        assert counts(await desk.events(who)) == [str(number) for number in range(1, 11)]
    assert len(await desk.outside.read(desk.topics.events("deadlines"))) == 200, "an orderly stop repeats nothing"
    await desk.assert_sound()


async def all_counted(desk: object, people: list[str]) -> bool:
    return await desk.tally(*people) == [10] * len(people)  # type: ignore[attr-defined,no-any-return]


async def test_a_stop_while_it_still_waits_ends_with_status_0(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    async with launched(desk.world, prefix="nowhere.") as service:
        await eventually(lambda: says(service, "waiting for topics"), "no topics", 40)
        service.child.send_signal(signal.SIGTERM)
        assert await service.status(10) == 0


class Fitful(Proxy):
    """Hangs up on the second who comes, the fourth, and so on up to the twelfth."""

    came = 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came += 1
        if self.came % 2 == 0 and self.came <= 12:
            writer.transport.abort()
        else:
            await super()._serve(reader, writer)


async def test_a_broker_that_goes_away_in_the_midst_of_a_start_is_waited_for(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    who = citizen(1)
    host, _, port = desk.world.servers.kafka.rpartition(":")
    await desk.count(who)
    kafka = Fitful(host, int(port))
    async with kafka, launched(desk.world, kafka=f"127.0.0.1:{kafka.port}") as service:
        await eventually(lambda: counted(desk.db, who), "the command decided", 90)
        await eventually(lambda: well(service), "ready", 40)
        assert kafka.came > 12, "producer, looker, clock and consumer have each come in vain"
        service.child.send_signal(signal.SIGTERM)
        assert await service.status(25) == 0


class Silent(Proxy):
    """Answers the first few who come; the others may knock, and hear nothing."""

    FEW = 4
    came = 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came += 1
        if self.came > self.FEW:
            self._writers.add(writer)
        else:
            await super()._serve(reader, writer)


async def test_a_stop_does_not_wait_for_a_broker_that_keeps_the_start_waiting(fresh_desk: FreshDesk) -> None:
    desk = await fresh_desk()
    host, _, port = desk.world.servers.kafka.rpartition(":")
    kafka = Silent(host, int(port))
    async with kafka, launched(desk.world, kafka=f"127.0.0.1:{kafka.port}", grace_seconds="4") as service:

        async def knocked() -> bool:
            return kafka.came > kafka.FEW

        await eventually(knocked, "check, producer, looker and clock have begun, reading has not", 60)
        assert (await service.get("/ready")).json()["why"] == "no assignment from Kafka yet"
        service.child.send_signal(signal.SIGTERM)
        assert await service.status(25) == 0
