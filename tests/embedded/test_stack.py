"""The servers: found, not doubled; repaired, not lost; stopped, nothing left."""

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from redis import Redis

from contracts.topics import TopicSpec
from deploy.embedded import stack, topics
from deploy.embedded.home import StackError
from deploy.embedded.kafka import WARNING
from deploy.embedded.process import Process, alive, family, spawn, stop
from deploy.embedded.server import read_state, write_state

ProcessOf = Callable[[str], Process]
LIGHT = frozenset({"postgres", "redis"})


def test_a_second_up_finds_what_the_first_started(home: Path) -> None:
    first = stack.up(home, only=LIGHT)
    before = read_state(home)
    said: list[str] = []
    assert stack.up(home, said.append, LIGHT) == first
    assert read_state(home) == before
    assert said == []
    assert stack.running(home, LIGHT) == first


def test_a_home_may_have_spaces_and_danish_letters_in_its_path_also_for_a_plain_locale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    home = tmp_path / "æ ø å"
    try:
        stack.up(home)
        assert stack.status(home).well
    finally:
        stack.down(home)


def test_two_ups_at_once_start_each_server_once(home: Path) -> None:
    starts: list[str] = []
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: stack.up(home, starts.append, {"redis"}), range(2)))
    assert both[0] == both[1]
    assert starts.count("redis: starting") == 1


def test_postgres_alone_can_be_started(home: Path) -> None:
    servers = stack.up(home, only={"postgres"})
    assert servers.postgres.port
    assert not servers.kafka
    assert not servers.redis
    assert [server.name for server in stack.status(home).servers] == ["postgres"]


def test_down_leaves_nothing_running_and_nothing_on_disk(home: Path, process_of: ProcessOf) -> None:
    stack.up(home, only=LIGHT)
    state = read_state(home)
    processes = [process_of(name) for name in LIGHT]
    stack.down(home)
    assert not any(alive(process) for process in processes)
    assert not any(Path(server.data).exists() for server in state.values())
    assert [file.name for file in home.iterdir()] == ["stack.lock"]
    assert stack.running(home, LIGHT) is None
    assert stack.status(home).servers == ()


def test_servers_listen_on_loopback_only(home: Path) -> None:
    stack.up(home, only=LIGHT)
    ports = [server.port for server in stack.status(home).servers]
    others = {row[4][0] for row in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        for port in ports:
            with pytest.raises(OSError), socket.create_connection((str(address), port or 0), 1):
                pass


def test_passwords_are_for_the_owner_only(home: Path) -> None:
    stack.up(home, only={"redis"})
    for file in (home / "stack.json", home / "redis" / "redis.conf"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_a_killed_broker_is_reported_and_comes_back_with_its_records(home: Path, process_of: ProcessOf) -> None:
    servers = stack.up(home, only={"kafka"})
    await topics.create(servers, [TopicSpec("kept", 2)])
    producer = AIOKafkaProducer(bootstrap_servers=servers.kafka)
    await producer.start()
    await producer.send_and_wait("kept", b"before", partition=1)
    await producer.stop()

    process = process_of("kafka")
    os.kill(process.pid, signal.SIGKILL)
    stop([process])
    [broken] = stack.status(home).servers
    assert broken.problem == f"process {process.pid} is gone"
    assert stack.running(home, {"kafka"}) is None

    said: list[str] = []
    assert stack.up(home, said.append, {"kafka"}) == servers
    assert said[0] == f"kafka: process {process.pid} is gone; starting it again"
    assert stack.status(home).well
    consumer = AIOKafkaConsumer("kept", bootstrap_servers=servers.kafka, auto_offset_reset="earliest")
    await consumer.start()
    record = await consumer.getone()
    await consumer.stop()
    assert (record.partition, record.value) == (1, b"before")


async def test_a_killed_database_server_comes_back_with_its_rows(home: Path, process_of: ProcessOf) -> None:
    servers = stack.up(home, only={"postgres"})
    connection = await asyncpg.connect(servers.postgres.url())
    await connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    os.kill(process_of("postgres").pid, signal.SIGKILL)
    assert stack.up(home, only={"postgres"}) == servers
    connection.terminate()
    connection = await asyncpg.connect(servers.postgres.url())
    assert await connection.fetchval("SELECT n FROM kept") == 7
    await connection.close()


def test_a_frozen_server_is_reported_and_replaced(home: Path, process_of: ProcessOf) -> None:
    servers = stack.up(home, only={"redis"})
    frozen = process_of("redis")
    os.kill(frozen.pid, signal.SIGSTOP)
    assert "does not answer" in (stack.status(home).servers[0].problem or "")
    assert stack.up(home, only={"redis"}) == servers
    assert not alive(frozen)
    assert stack.status(home).well


def test_a_process_that_got_a_dead_servers_pid_is_not_signalled(home: Path, tmp_path: Path) -> None:
    stack.up(home, only={"redis"})
    [server] = read_state(home).values()
    assert server.process
    stop([server.process])
    bystander = spawn(["sleep", "60"], tmp_path / "sleep.log")
    reused = replace(server.process, pid=bystander.pid)
    write_state(home, {"redis": server.running_as(reused)})

    assert stack.status(home).servers[0].problem == f"process {bystander.pid} is gone"
    stack.down(home)
    assert alive(bystander)
    stop([bystander])


def test_a_process_that_ignores_the_request_to_stop_is_killed_with_its_children(tmp_path: Path) -> None:
    script = "trap '' TERM; sleep 60 & echo there; while :; do sleep 0.05; done"
    stubborn = spawn(["bash", "-c", script], tmp_path / "log")
    while "there" not in (tmp_path / "log").read_text():
        assert alive(stubborn)
    members = family(stubborn)
    assert len(members) > 1
    stop([stubborn], limit=0.3)
    assert not any(alive(member) for member in members)


def test_a_server_that_fails_to_start_is_quoted(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "bin" / "redis-server"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\nsleep 0.1; echo 'no room left on device' >&2; exit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{broken.parent}:{os.environ['PATH']}")
    with pytest.raises(StackError, match=r"ended while starting(.|\n)*no room left on device"):
        stack.up(home, only={"redis"})


def test_servers_named_by_the_environment_are_used_and_never_stopped(
    home: Path, servers: stack.Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {"KAFKA": servers.kafka, "POSTGRES": servers.postgres.url(), "REDIS": servers.redis}
    for name, url in named.items():
        monkeypatch.setenv(f"SELVBOOKING_STACK_{name}", url)
    used = stack.up(home)
    assert (used.kafka, used.postgres, used.redis) == (servers.kafka, servers.postgres, servers.redis)
    described = stack.status(home).servers
    assert [server.implementation for server in described] == [f"named by SELVBOOKING_STACK_{name}" for name in named]
    assert not any(server.pid or server.problem for server in described)
    stack.down(home)
    assert Redis.from_url(servers.redis).ping()


def test_a_named_server_that_does_not_answer_is_an_error(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.embedded.stack.NAMED_LIMIT", 0.2)
    monkeypatch.setenv("SELVBOOKING_STACK_REDIS", "redis://127.0.0.1:1/0")
    with pytest.raises(StackError, match="named by SELVBOOKING_STACK_REDIS does not answer"):
        stack.up(home, only={"redis"})


async def test_without_java_and_jars_the_stand_in_warns_and_works(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("SELVBOOKING_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    said: list[str] = []
    servers = stack.up(home, said.append, {"kafka"})
    assert WARNING in said
    assert "in-memory" in stack.status(home).servers[0].implementation
    plan = [TopicSpec("one", 1), TopicSpec("four", 4)]
    await topics.create(servers, plan)
    await topics.create(servers, plan)
    producer = AIOKafkaProducer(bootstrap_servers=servers.kafka)
    await producer.start()
    sent = await producer.send_and_wait("four", b"x", partition=3)
    await producer.stop()
    assert (sent.partition, sent.offset) == (3, 0)


SESSION = """
import sys, time
from pathlib import Path
from deploy.embedded import stack
with stack.session(Path(sys.argv[1]), only={"redis"}):
    print("there", flush=True)
    time.sleep(60)
"""


def test_a_session_ends_what_it_started_and_leaves_what_it_found(home: Path, process_of: ProcessOf) -> None:
    stack.up(home, only={"redis"})
    with stack.session(home, only=LIGHT):
        started = process_of("postgres")
    assert not alive(started)
    assert alive(process_of("redis"))


def test_the_last_of_two_sessions_stops_the_servers(home: Path, process_of: ProcessOf) -> None:
    with stack.session(home, only={"redis"}):
        with stack.session(home, only={"redis"}):
            shared = process_of("redis")
        assert alive(shared)
    assert not alive(shared)


def test_a_killed_session_takes_its_servers_with_it(home: Path, process_of: ProcessOf) -> None:
    argv = [sys.executable, "-c", SESSION, str(home)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        assert owner.stdout.readline() == "there\n"
        server = process_of("redis")
        owner.kill()
    assert gone_within(server, seconds=10)


def gone_within(process: Process, seconds: float) -> bool:
    """Waits for an end that others bring about."""
    for _ in range(int(seconds / 0.05)):
        if not alive(process):
            return True
        subprocess.run(["sleep", "0.05"], check=True)
    return False
