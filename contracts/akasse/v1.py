"""Notices to the unemployment funds (a-kasser) and their answers."""

from dataclasses import dataclass

from contracts.registry import command, event
from contracts.topics import Kind
from contracts.types import AkasseCode, Day, Id, Open, Text

READERS = {Kind.AKASSE, Kind.JOBCENTRE}
NOTICE = "4b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"


class NoticeKind(Open):
    """What the fund is told. Til- and afmelding are a message family of their own beside NUPH. May grow."""

    DEREGISTERED = "DEREGISTERED"
    RE_REGISTERED = "RE_REGISTERED"
    UNKNOWN = "UNKNOWN"


@event(
    "akasse",
    feeds=READERS,
    consequence=True,
    entity="notice",
    example={"notice": NOTICE, "kind": "DEREGISTERED", "akasse": "05", "event_date": "2024-03-13"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeIssued:
    """The member's fund is told of a fact; it alone decides about dagpenge (REG-04)."""

    notice: Id
    kind: NoticeKind
    akasse: AkasseCode
    event_date: Day


@event(
    "akasse",
    feeds=READERS,
    consequence=True,
    entity="notice",
    change="delete",
    example={"notice": NOTICE, "kind": "DEREGISTERED", "akasse": "05", "event_date": "2024-03-13"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRetracted:
    """The fact told in a notice is no longer so."""

    notice: Id
    kind: NoticeKind
    akasse: AkasseCode
    event_date: Day


@command(
    "akasse",
    {Kind.AKASSE},
    example={"notice": NOTICE, "relevant": True, "sanctioned": False, "explanation": "Ingen konsekvens for dagpengene"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNotice:
    """The fund closes a notice: relevant or not, sanction or not (NU-03)."""

    notice: Id
    relevant: bool
    sanctioned: bool
    explanation: Text | None = None


@event(
    "akasse",
    feeds=READERS,
    entity="notice",
    change="update",
    example={"notice": NOTICE, "relevant": True, "sanctioned": False, "explanation": None},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAnswered:
    """The fund's answer, for the jobcentre."""

    notice: Id
    relevant: bool
    sanctioned: bool
    explanation: str | None = None
