"""What the gateway says itself: answers, rejections, relations."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.registry import event
from contracts.topics import Kind
from contracts.types import AkasseCode, Day, JobcentreCode


@event(
    "gateway",
    entity="relation",
    change="update",
    example={"jobcentre": "46100", "akasse": "05", "since": "2024-03-04"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class RelationsChanged:
    """Which jobcentre and which unemployment fund are related to the citizen from `since` on."""

    jobcentre: JobcentreCode | None
    akasse: AkasseCode | None
    since: date


@event(
    "gateway",
    feeds=set(Kind),
    example={
        "command": "SetDeadline",
        "command_id": "k-17",
        "outcome": "refused",
        "code": "DEADLINE_TOO_SHORT",
        "rule": "DL-01",
        "facts": {"visible_on": "2024-03-04", "due": "2024-03-11"},
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class CommandAnswered:
    """The one answer to a command, on the sender's `out` topic; `ce_causationid` names the record that it answers."""

    command: str
    command_id: str
    outcome: str
    code: str | None = None
    rule: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    repeated: bool = False


@event(
    "gateway",
    feeds=set(Kind),
    about="operations",
    example={
        "code": "NOT_JSON",
        "reason": "value is not JSON",
        "place": "in.jobcentre-46100/2@118",
        "command_id": "k-17",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRejected:
    """A record on an `in` topic could not be understood; told to the owner of that topic. Never quotes the record."""

    code: str
    reason: str
    place: str
    command_id: str | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The form of every feed message: DFDG's thin notice, the citizen's CPR number, and the event itself.

    The CPR number stands in it only on `out` topics, put in when it is sent.
    """

    entity: str
    entity_id: str
    version: int
    change: str
    business_date: Day
    citizen: str
    cpr: str | None
    message: dict[str, Any]
