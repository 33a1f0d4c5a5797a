"""Every topic of the platform: its name, its key, its partitions, how long it is kept.

`selvbooking.in.jobcentre-46100.v1`, `selvbooking.deadlines.events.v1`: prefix, place, what, major version. The prefix is a
setting, so that several worlds can share one broker. All topics but the clock have one partition per shard, so that
partition *p* of every input belongs to the same worker.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from uuid import UUID, uuid5

SERVICES = ("gateway", "registration", "deadlines", "slots", "akasse", "sanctions", "citizens")
"""The services that a command can be sent to, in the order it meets them. `citizens` decides nothing, it tells."""

KEEP_FOR_EVER = "-1"
KEEP_TRAFFIC = str(30 * 24 * 3600 * 1000)
"""Milliseconds that commands and feeds stay: as long as a reader may be away."""
COMPACTED = frozenset({"citizens.status"})
"""Topics, by short name, of which the broker keeps the last record of each key."""
LAST_OF_EACH_KEY = {"cleanup.policy": "compact"}
LARGEST_INBOUND = 8 * 1024 * 1024
"""Bytes. An inbound record up to this size is answered with a dead letter, a larger one by the broker's own refusal."""


class Kind(StrEnum):
    """What kind of authority stands behind an `in` and an `out` topic."""

    JOBCENTRE = "jobcentre"
    AKASSE = "akasse"
    JOBNET = "jobnet"
    PLANNER = "planner"
    DIGITALPOST = "digitalpost"
    OPS = "ops"


CODED = frozenset({Kind.JOBCENTRE, Kind.AKASSE, Kind.PLANNER})
"""Kinds of which there are many, told apart by a code; of the others there is one."""
AKASSE_DIGITS = 2
"""A fund's code has two digits, a jobcentre's five; a planner's is that of the authority it plans for."""


@dataclass(frozen=True, slots=True)
class Authority:
    """`jobcentre-46100` (five digits), `akasse-05` (two digits), `planner-46100`, `planner-05`, `jobnet`, `digitalpost`, `ops`"""

    kind: Kind
    code: str = ""

    @classmethod
    def parse(cls, text: str) -> "Authority":
        """Reads the form that stands in topic names and in `ce_source`; ValueError for anything else."""
        kind, _, code = text.partition("-")
        authority = cls(Kind(kind), code)
        if (authority.kind in CODED) != bool(code) or not ((code.isascii() and code.isdigit()) or not code):
            raise ValueError(f"not an authority: {text!r}")
        return authority

    def __str__(self) -> str:
        return f"{self.kind}-{self.code}" if self.code else str(self.kind)


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """A topic to create: full name, partitions, broker settings."""

    name: str
    partitions: int
    config: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Topics:
    """Names under one prefix."""

    prefix: str = "selvbooking."

    def inbox(self, authority: Authority | str) -> str:
        """What an authority writes. Keyed by its own opaque reference."""
        return f"{self.prefix}in.{authority}.v1"

    def outbox(self, authority: Authority | str) -> str:
        """What an authority reads: answers, rejections, feeds. Keyed by citizen."""
        return f"{self.prefix}out.{authority}.v1"

    @property
    def inbound(self) -> str:
        """Checked commands without CPR numbers, from the gateway's door to its router."""
        return f"{self.prefix}gateway.inbound.v1"

    @property
    def supply(self) -> str:
        """Claims on slots, between a citizen's shard and the shard that owns the supply (inside `slots`)."""
        return f"{self.prefix}slots.supply.v1"

    @property
    def outages(self) -> str:
        """Whether Jobnet was down on a day, between a citizen's shard and the shard of that day (inside `deadlines`)."""
        return f"{self.prefix}deadlines.outages.v1"

    @property
    def clock(self) -> str:
        """Ticks of a virtual clock; empty where time is real. One partition."""
        return f"{self.prefix}clock.v1"

    def commands(self, service: str) -> str:
        """Commands that the router gave a number and sent to one service."""
        return f"{self.prefix}{service}.commands.v1"

    def events(self, service: str) -> str:
        """What a service decided, refusals included. Kept for replay."""
        return f"{self.prefix}{service}.events.v1"

    @property
    def status(self) -> str:
        """How each citizen stands (*borgerstatus*): the last record of a citizen stays, the broker removes those before it."""
        return f"{self.prefix}citizens.status.v1"

    def dead(self, service: str) -> str:
        """Records that could not be understood: original bytes, reason, place."""
        return f"{self.prefix}{service}.dead.v1"

    def short(self, topic: str) -> str:
        """The name without prefix and version, as it stands in books, metrics and logs."""
        return topic.removeprefix(self.prefix).rpartition(".v")[0]

    def full(self, short: str) -> str:
        """The reverse of `short`."""
        return f"{self.prefix}{short}.v1"

    def plan(self, authorities: Iterable[Authority], shards: int) -> list[TopicSpec]:
        """Every topic that must exist before a service starts."""
        kept = {"retention.ms": KEEP_FOR_EVER}
        passing = {"retention.ms": KEEP_TRAFFIC}
        large = {"max.message.bytes": str(LARGEST_INBOUND)}
        specs = [TopicSpec(self.clock, 1, kept)]
        specs += [TopicSpec(topic, shards, passing) for topic in (self.inbound, self.supply, self.outages)]
        for service in SERVICES:
            specs.append(TopicSpec(self.events(service), shards, kept))
            specs.append(TopicSpec(self.dead(service), shards, kept | large))
            if service != "gateway":
                specs.append(TopicSpec(self.commands(service), shards, passing))
        specs.append(TopicSpec(self.status, shards, LAST_OF_EACH_KEY))
        specs.append(TopicSpec(self.events("console"), shards, kept))
        specs.append(TopicSpec(self.dead("console"), shards, kept | large))
        for authority in authorities:
            specs.append(TopicSpec(self.inbox(authority), shards, passing | large))
            specs.append(TopicSpec(self.outbox(authority), shards, passing))
        return specs


def shard_of(subject: str, shards: int) -> int:
    """The partition of a subject on every topic: the last 32 bits of its UUID, modulo the number of shards."""
    return int(subject[-8:], 16) % shards


_DERIVED = UUID("5e1fb00c-0000-5000-8000-000000000001")
"""The namespace of every id that follows from something, as in `shared.law.decision`."""


def supplier_of(planner: str) -> str:
    """Whose times a planner publishes: `planner-46100` plans for `jobcentre-46100`, `planner-05` for `akasse-05`."""
    code = planner.partition("-")[2]
    return f"{Kind.AKASSE if len(code) == AKASSE_DIGITS else Kind.JOBCENTRE}-{code}"


def supply_of(authority: str) -> str:
    """The subject id of an authority's supply of times, the same everywhere: UUIDv5 of `supply/jobcentre-46100`."""
    return str(uuid5(_DERIVED, f"supply/{authority}"))


def outage_of(day: date) -> str:
    """The subject id of what is known of Jobnet's outages on a Danish date, the same everywhere."""
    return _outage_id(day.isoformat())


def askers_of(day: date, citizen: str) -> str:
    """The subject id of the list that keeps this citizen among those who want to know of a date's outages: one of 4,096."""
    return _outage_id(f"{day.isoformat()}/{citizen[-3:]}")


@lru_cache(maxsize=1 << 14)
def _outage_id(name: str) -> str:
    return str(uuid5(_DERIVED, f"outage/{name}"))
