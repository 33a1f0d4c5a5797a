"""Records as an authority writes them, and messages as the router and the feeds get them."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from contracts.registry import BY_MODEL, CONTRACTS
from contracts.topics import Authority
from services.gateway.case import Case
from services.gateway.decide import decider
from services.gateway.door import GatewayDoor
from services.simulator.cpr import unborn
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message, To
from shared.law.value import replace
from shared.runtime.ports import Outgoing, Record, Transaction

MASTER_KEY = bytes(range(32))
NOW = datetime(2024, 3, 4, 12, 0, tzinfo=UTC)
ANNA = "0b9c2f6e-6a4f-4c1b-9d3e-2f1a7c5e8b10"
JOBCENTRE, AKASSE, PLANNER = "jobcentre-46100", "akasse-05", "planner-46100"
EVERYBODY = tuple(
    Authority.parse(name)
    for name in (
        JOBCENTRE,
        "jobcentre-70700",
        AKASSE,
        "akasse-46",
        PLANNER,
        "planner-70700",
        "planner-05",
        "jobnet",
        "digitalpost",
        "ops",
    )
)
decide = decider(EVERYBODY)
_numbers, _places, _citizens = count(1000), count(1), count(1)


def fresh_number() -> str:
    """A CPR number that nobody has, and no other test."""
    return unborn(next(_numbers))


def fresh_citizen() -> str:
    """A citizen of this test only."""
    return str(UUID(int=(0xD << 124) | next(_citizens)))


def headers(name: str = "SetDeadline", source: str = JOBCENTRE, **other: str | None) -> list[tuple[str, bytes]]:
    """What a well-behaved sender writes; `id="k-1"` becomes `ce_id`, None leaves a header out."""
    told: dict[str, str | None] = {
        "specversion": "1.0",
        "id": f"k-{next(_places)}",
        "source": source,
        "type": CONTRACTS[name].type,
        "time": "2024-03-04T10:00:00+01:00",
        **other,
    }
    return [(f"ce_{key}", value.encode()) for key, value in told.items() if value is not None]


def record(
    name: str = "SetDeadline", body: Any = None, *, source: str = JOBCENTRE, cpr: str | None = None, **other: str | None
) -> Record:
    """A record on the sender's topic. `body` is the contract's example when left out; `cpr` is put into it."""
    value = dict(CONTRACTS[name].example if body is None else body) | ({"cpr": cpr} if cpr else {})
    told = headers(name, source, **other)
    return Record(f"in.{source}", 2, next(_places), b"ref-17", json.dumps(value).encode(), told)


async def through(door: GatewayDoor, tx: Transaction, records: list[Record]) -> list[Outgoing]:
    """What the door makes of records; that each stands beside the record it is made of is seen to on the way."""
    translated = await door.translate(tx, records, NOW)
    assert [record for record in records for of, _ in translated if of is record] == [of for of, _ in translated]
    return [outgoing for _, outgoing in translated]


def with_header(base: Record, name: str, value: bytes | None) -> Record:
    """The record with one more header."""
    more: list[Any] = [(name, value)]
    return replace(base, headers=[*base.headers, *more])


def command(body: Any, source: str = JOBCENTRE, *, id: str | None = None, subject: str = ANNA, time: datetime = NOW,
            place: str | None = None) -> Message[Any]:  # fmt: skip
    """A command as it comes from the door."""
    id = id or f"k-{next(_places)}"
    cause = place or f"in.{source}/2@{next(_places)}"
    return Message(
        id, source, BY_MODEL[type(body)].name, subject, time, body, time, correlation=f"{source}/{id}", cause=cause
    )


def event(body: Any, source: str, *, answers: int | None = None, subject: str = ANNA, time: datetime = NOW,
          sequence: int = 1, correlation: str = "") -> Message[Any]:  # fmt: skip
    """An event of a service."""
    name = BY_MODEL[type(body)].name
    return Message(
        f"{source}/{subject}/{source}.events/{sequence}", source, name, subject, time, body, time, answers=answers,
        correlation=correlation, sequence=sequence, basis=[{"rule": "DL-01"}],
    )  # fmt: skip


class Life:
    """One subject and what the gateway decided about it, message by message."""

    def __init__(self, subject: str = ANNA) -> None:
        self.case = Case(subject)

    def hears(self, message: Message[Any]) -> Decision[Case]:
        """Decides a message and goes on from there."""
        decision = decide(self.case, message, civil_date(message.time))
        self.case = decision.case
        return decision

    def sends(self, body: Any, source: str = JOBCENTRE, **more: Any) -> Decision[Case]:
        return self.hears(command(body, source, subject=self.case.subject, **more))

    def learns(self, body: Any, source: str, **more: Any) -> Decision[Case]:
        return self.hears(event(body, source, subject=self.case.subject, **more))


def out(decision: Decision[Any], topic: str) -> list[Any]:
    """What a decision sends to a topic."""
    return [sent.body for sent in decision.events if isinstance(sent, To) and sent.topic == topic]


def topics(decision: Decision[Any]) -> list[str]:
    """Where a decision sends something."""
    return [sent.topic for sent in decision.events if isinstance(sent, To)]


def said(decision: Decision[Any]) -> list[Any]:
    """The gateway's own events in a decision."""
    return [event for event in decision.events if not isinstance(event, To)]


def at(day: date, hours: int = 12) -> datetime:
    """Some hour (UTC) of a day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hours)
