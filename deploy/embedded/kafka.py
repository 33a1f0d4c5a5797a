"""Kafka on loopback: the real broker in KRaft mode on one node, or where that cannot be had, a stand-in in memory."""

import base64
import os
import socket
import struct
import sys
import uuid
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from deploy.embedded import jars
from deploy.embedded.home import REPOSITORY, Progress, StackError
from deploy.embedded.process import free_port, spawn
from deploy.embedded.server import Record, Server, now, wait_until_it_answers

LIMIT = 90
"""Seconds. A start takes three on an idle machine; this is for one that is swamped."""

STAND_IN = "librdkafka's in-memory broker"
WARNING = (
    "WARNING: no Kafka can run here, so librdkafka's in-memory broker stands in. It is NOT durable, has NO access "
    "control, and forgets all but the newest 5 MB of a partition."
)

JVM = ("-XX:+UseSerialGC", "-Xms256m", "-Xmx512m", "-Xss512k", "-Djava.awt.headless=true")

# Timeouts far below the defaults: a killed broker is back in 4 s instead of 13, a killed consumer is replaced in 1.5 s.
PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={data}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
auto.create.topics.enable=false
log.index.size.max.bytes=1048576
log.cleaner.dedupe.buffer.size=16777216
"""


def start(folder: Path, log: Path, before: Server | None, progress: Progress, record: Record) -> Server:
    """Starts the best broker that this machine can run, on the port and the data of `before` if there was one."""
    try:
        found = jars.find(progress)
    except StackError as reason:
        progress(f"{reason}")
        progress(WARNING)
        return start_stand_in(folder, log, record)
    (port, controller), data = ports(before), folder / "log"
    if not (data / "meta.properties").exists():
        data.mkdir(parents=True, exist_ok=True)
        (data / "meta.properties").write_text(
            f"version=1\ncluster.id={_kafka_id()}\nnode.id=1\ndirectory.id={_kafka_id()}\n"
        )
    properties = folder / "server.properties"
    properties.write_text(PROPERTIES.format(port=port, controller=controller, data=data.name))
    settings = REPOSITORY / "deploy" / "embedded" / "log4j2.xml"
    argv = [str(found.java), *JVM, f"-Dlog4j2.configurationFile={settings.as_uri()}"]
    argv += ["-cp", f"{found.jars}/*", "kafka.Kafka", properties.name]
    server = Server("kafka", found.implementation, f"127.0.0.1:{port}", now(), None, str(log), str(folder))
    server = server.running_as(spawn(argv, log, cwd=folder, env={**os.environ, "LC_ALL": "C.UTF-8"}))
    record(server)
    wait_until_it_answers(server, answers, LIMIT)
    return server


def ports(before: Server | None) -> tuple[int, int]:
    """The broker's, which stays as it was, and the controller's, which is another one."""
    known = urlsplit(f"//{before.url}").port if before and not before.topic_door else None
    port = known or free_port()
    return port, free_port(port)


def start_stand_in(folder: Path, log: Path, record: Record) -> Server:
    """The in-memory broker, in a process of its own. A new start forgets everything."""
    folder.mkdir(parents=True, exist_ok=True)
    announce = folder / "stand-in.txt"
    announce.unlink(missing_ok=True)
    argv = [sys.executable, "-m", "deploy.embedded.stand_in", str(announce)]
    server = Server("kafka", STAND_IN, "", now(), spawn(argv, log, cwd=REPOSITORY), str(log), str(folder))
    record(server)
    wait_until_it_answers(server, lambda _: None if announce.exists() else "not there yet", LIMIT)
    url, door = announce.read_text().split()
    server = replace(server, url=url, topic_door=door)
    record(server)
    wait_until_it_answers(server, answers, LIMIT)
    return server


def _kafka_id() -> str:
    return base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")


def answers(server: Server) -> str | None:
    """Asks the first bootstrap server for its API versions: an open port alone says less."""
    host, _, port = server.url.split(",")[0].rpartition(":")
    request = struct.pack(">hhih", 18, 0, 1, 4) + b"ping"
    try:
        with socket.create_connection((host, int(port)), 2) as connection:
            connection.sendall(struct.pack(">i", len(request)) + request)
            return None if connection.recv(4) else "closed the connection without an answer"
    except (OSError, ValueError) as error:
        return f"{server.url}: {error}"
