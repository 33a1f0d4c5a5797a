"""What every check of one audit shares: the snapshots of the databases, the topics, the report, the progress."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aiokafka.errors import KafkaError
from asyncpg import (
    InsufficientResourcesError,
    InterfaceError,
    OperatorInterventionError,
    PostgresConnectionError,
)

from contracts.topics import shard_of
from deploy.audit.report import Report
from deploy.audit.sources import Topics
from shared.runtime.database import Connection
from shared.runtime.intake import Handling
from shared.runtime.service import Service

BAR = 30
AWAY = (
    OSError,
    InterfaceError,
    PostgresConnectionError,
    OperatorInterventionError,
    InsufficientResourcesError,
    KafkaError,
)
"""A server that does not answer ends the audit; any other error is about what is stored, and a finding."""
_SHARD_OF = re.compile(r"[0-9a-f]{8}\Z")


@dataclass(slots=True)
class Meter:
    """Says how far the audit is, at most once a second. `total` is what it will come to, roughly."""

    tell: Callable[[str], None]
    total: int = 0
    done: int = 0
    _said: float = field(default_factory=time.monotonic)

    def add(self, number: int, what: str) -> None:
        self.done += number
        if time.monotonic() - self._said >= 1:
            self._said = time.monotonic()
            self.say(what)

    def say(self, what: str) -> None:
        full = BAR * self.done // max(self.total, self.done, 1)
        self.tell(f"[{'#' * full}{'.' * (BAR - full)}] {self.done:,} of about {max(self.total, self.done):,}  {what}")


@dataclass(frozen=True, slots=True)
class ShardRow:
    """What the database says of a shard."""

    position: int
    cursor: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A service under audit, its database as of one moment. `render` is told a connection of its own."""

    service: Service
    handling: Handling
    tx: Connection
    at: Mapping[int, ShardRow]
    offsets: Mapping[tuple[str, int], int]

    @property
    def name(self) -> str:
        return self.service.name

    @property
    def size(self) -> int:
        """About how many rows and records there are to look at: all rows twice, and what was read."""
        behind_no_door = (at for (topic, _), at in self.offsets.items() if topic not in self.service.doors)
        return 2 * sum(at.position for at in self.at.values()) + sum(behind_no_door)

    def offset(self, topic: str, shard: int) -> int:
        """The first record of a topic not yet handled; 0 when the shard was never taken."""
        return self.offsets.get((topic, shard), 0)


@dataclass(frozen=True, slots=True)
class Run:
    """One audit. `now`: by which no timer may be due when all is at rest; None: not known."""

    services: Mapping[str, Opened]
    topics: Topics
    shards: int
    at_rest: bool
    now: datetime | None
    report: Report
    meter: Meter

    @property
    def partition(self) -> str:
        """SQL for `contracts.topics.shard_of(key)`; -1 for a key that has no partition."""
        number = f"('x' || right(key, 8))::bit(32)::bigint % {self.shards}"
        return f"CASE WHEN key ~ '[0-9a-f]{{8}}$' THEN {number} ELSE -1 END"

    def partition_of(self, key: str) -> int:
        """The same in Python."""
        return shard_of(key, self.shards) if _SHARD_OF.search(key) else -1

    def upto(self, of: Opened, shard: int) -> int:
        """The journal position up to which everything must be on its topic."""
        at = of.at.get(shard)
        return 0 if at is None else at.position if self.at_rest else at.cursor


SHARDS = "SELECT shard, position, cursor FROM shard ORDER BY shard"
OFFSETS = "SELECT topic, shard, next_offset FROM shard_offset"


async def opened(service: Service, handling: Handling, tx: Connection) -> Opened:
    """Takes the snapshot: what is committed later is not seen."""
    at = {row["shard"]: ShardRow(row["position"], row["cursor"]) for row in await tx.fetch(SHARDS)}
    offsets = {(row["topic"], row["shard"]): row["next_offset"] for row in await tx.fetch(OFFSETS)}
    return Opened(service, handling, tx, at, offsets)
