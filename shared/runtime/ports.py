"""What the runtime asks of a service, and what it hands to it. Everything else it does itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeAlias, TypeVar, runtime_checkable

import asyncpg
import msgspec

from shared.law.decision import Message
from shared.law.value import Value

C = TypeVar("C")
Transaction: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
"""The batch's connection. What is written on it is one transaction; what is read needs none, since only an owner writes."""


class Record(Value, frozen=True):
    """A Kafka record as it came. `topic` is short: `in.jobcentre-46100`, `deadlines.commands`."""

    topic: str
    shard: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]

    @property
    def place(self) -> str:
        """`in.jobcentre-46100/2@118`"""
        return f"{self.topic}/{self.shard}@{self.offset}"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that a door wants in the journal: short topic, key that decides the partition, CloudEvents headers, bytes.

    The runtime adds `ce_specversion`, `ce_origin` and, where it is missing, `ce_id`.
    """

    topic: str
    key: str
    type: str
    body: bytes
    headers: Mapping[str, str]
    metric: str = "out"
    """How it is counted: `out`, `dead`, `refused`."""


class Row(Value, frozen=True):
    """A journal row on its way to Kafka."""

    shard: int
    position: int
    topic: str
    key: str
    type: str
    body: bytes
    headers: dict[str, str] = msgspec.field(default_factory=dict)


class Store(Protocol[C]):
    """A service's own tables, read and written a whole batch at a time. SQL is set-based (`= ANY($1)`, `unnest`).

    For cases that are large or that others ask for by more than their subject; any other is one of `Documents`.
    """

    def empty(self, subject: str) -> C:
        """The case of a subject never seen."""

    async def load(self, tx: Transaction, wanted: Mapping[str, Sequence[Message[Any]]]) -> dict[str, C]:
        """The case of every subject in `wanted`; the messages tell which part of a large case is needed."""

    async def save(self, tx: Transaction, cases: Mapping[str, tuple[C, C]]) -> None:
        """Writes the cases that changed: subject → (as loaded, as it is now)."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a store writes, as parts of a `WITH`, each on a table of its own, and the values of their parameters. The SQL is
    always the same text, so that PostgreSQL plans it once."""

    parts: str
    values: Sequence[Any]


@runtime_checkable
class QuickStore(Protocol):
    """A store whose changes can be written in the one statement that writes a batch."""

    def changes(self, cases: Mapping[str, tuple[Any, Any]]) -> Changes | None:
        """What `save` would write; None where that takes more than one statement."""


class Door(Protocol):
    """Turns records of the outside world into our own messages. Only the gateway has one."""

    async def translate(
        self, tx: Transaction, records: Sequence[Record], now: datetime
    ) -> list[tuple[Record, Outgoing]]:
        """What goes into the journal for each record, in order. Never raises for what a record says."""


class Render(Protocol):
    """Last hand on a message before it is sent: puts in what must not stand in the journal."""

    async def __call__(self, rows: Sequence[Row]) -> list[bytes]:
        """The bytes to send for each row, in order."""


async def as_it_stands(rows: Sequence[Row]) -> list[bytes]:
    """The usual `Render`: the journal's own bytes."""
    return [row.body for row in rows]
