"""What our service makes of one command: the event, its headers, its journal row. The others write as many bytes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition

STATE = "SELECT pg_column_size(subject.*) FROM subject WHERE subject = $1"
LAST = "SELECT headers, body, applied, input FROM journal ORDER BY position DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Sample:
    """Of one `DeadlineSet`: the record as it stands on the topic, and what the same commit writes to the database."""

    headers: list[tuple[str, str]]
    value: str
    basis: msgspec.Raw
    journal_headers: str
    journal_applied: bytes
    journal_input: bytes
    state: bytes
    """As many bytes as all rows of state that the command leaves."""


def file(home: Path) -> Path:
    """Where the contestants' processes find it."""
    return home / "bench-sample.json"


def read(path: Path) -> Sample:
    return msgspec.json.decode(path.read_bytes(), type=Sample)


async def keep(home: Path, kafka: str, topic: str, database: str, citizen: str) -> None:
    """Takes the sample from a world in which only one command, of one citizen, was handled, and writes it down."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, auto_offset_reset="earliest")
    await consumer.start()
    consumer.assign([TopicPartition(topic, 0)])
    record = await consumer.getone()
    await consumer.stop()
    connection = await asyncpg.connect(database)
    row: Any = await connection.fetchrow(LAST)
    size: Any = await connection.fetchval(STATE, citizen)
    await connection.close()
    taken = Sample(
        [(name, value.decode()) for name, value in record.headers],
        record.value.decode(),
        msgspec.json.decode(record.value, type=dict[str, msgspec.Raw])["basis"],
        row["headers"],
        row["applied"] or b"",
        row["input"] or b"",
        bytes(size),
    )
    file(home).write_bytes(msgspec.json.encode(taken))
