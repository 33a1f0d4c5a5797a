"""What every service can say about a command or about its own trouble, and what an operator can tell it."""

from dataclasses import dataclass, field
from typing import Any

from contracts.registry import command, event
from contracts.topics import Kind
from contracts.types import Id, Reference, Text

OPERATIONS = {
    "service": "deadlines",
    "citizen": "0b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10",
    "message": "gateway/0b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10/deadlines.commands/4",
}


@event("any", example={"command": "RecordContact", "command_id": "k-17"})
@dataclass(frozen=True, slots=True, kw_only=True)
class CommandAccepted:
    """A command was taken and changed nothing that has an event of its own."""

    command: str
    command_id: str


@event(
    "any",
    example={
        "command": "SetDeadline",
        "command_id": "k-17",
        "code": "DEADLINE_TOO_SHORT",
        "rule": "DL-01",
        "facts": {"visible_on": "2024-03-04", "due": "2024-03-11"},
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRefused:
    """A rule said no to a command (*afvist*). Nothing was changed."""

    command: str
    command_id: str
    code: str
    rule: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@event("any", consequence=True, example={"message": OPERATIONS["message"], "type": "SetDeadline", "error": "KeyError"})
@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenParked:
    """A defect stopped one message; it and all later ones of the same citizen wait for an operator."""

    message: str
    type: str
    error: str


@event("any", example={"message": OPERATIONS["message"]})
@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedReleased:
    """An operator let the parked message run again."""

    message: str


@event("any", example={"message": OPERATIONS["message"], "reason": "Rettet manuelt i fagsystemet"})
@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedDiscarded:
    """An operator threw the parked message away; the later ones go on."""

    message: str
    reason: str


@command("any", {Kind.OPS}, about="operations", example=OPERATIONS)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseParked:
    """Run the parked message again, then those that wait behind it."""

    service: Reference
    citizen: Id
    message: str


@command("any", {Kind.OPS}, about="operations", example={**OPERATIONS, "reason": "Rettet manuelt i fagsystemet"})
@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardParked:
    """Throw the parked message away, with a reason, then run those that wait behind it."""

    service: Reference
    citizen: Id
    message: str
    reason: Text
