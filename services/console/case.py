"""What the console knows of a subject while it reads: the summary, what is parked, and the lines added in this batch."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

KEPT = 8
"""Deadlines and interviews kept in a summary, the latest; the timeline has them all."""


class Standing(StrEnum):
    """Where a deadline stands."""

    OPEN = "OPEN"
    FULFILLED = "FULFILLED"
    OVERDUE = "OVERDUE"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True)
class Deadline:
    id: str
    due: date
    hold_by: date
    standing: Standing = Standing.OPEN


@dataclass(frozen=True, slots=True)
class Interview:
    id: str
    starts_at: datetime
    type: str
    form: str


@dataclass(frozen=True, slots=True)
class Summary:
    """How things stand. `registered`: job-seeker now (None: not yet told), `since` when, and `why` not."""

    group: str | None = None
    jobcentre: str | None = None
    akasse: str | None = None
    insured: str | None = None
    registered: bool | None = None
    since: date | None = None
    why: str | None = None
    immediate_by: date | None = None
    deadlines: tuple[Deadline, ...] = ()
    interviews: tuple[Interview, ...] = ()

    @property
    def deadline(self) -> Deadline | None:
        """The one in play, or else the one that was last."""
        live = [each for each in self.deadlines if each.standing is not Standing.CLOSED]
        return next(reversed(live or self.deadlines), None)

    def with_deadline(self, new: Deadline) -> "Summary":
        """Puts it in its place, or last."""
        known = {each.id: each for each in self.deadlines} | {new.id: new}
        return replace(self, deadlines=tuple(known.values())[-KEPT:])

    def with_interview(self, new: Interview) -> "Summary":
        others = self.without_interview(new.id).interviews
        return replace(self, interviews=tuple(sorted((*others, new), key=lambda each: each.starts_at))[-KEPT:])

    def without_interview(self, id: str) -> "Summary":
        return replace(self, interviews=tuple(each for each in self.interviews if each.id != id))


@dataclass(frozen=True, slots=True)
class Parked:
    """A message that stands still in a service; a service parks a subject behind one message at a time."""

    service: str
    message: str
    type: str
    error: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline: an event as it was told. `code`: of a refusal."""

    id: str
    service: str
    sequence: int
    type: str
    time: datetime
    day: date
    code: str
    consequence: bool
    body: dict[str, Any]
    basis: Any


@dataclass(frozen=True, slots=True)
class Case:
    """`added` is empty when loaded: the timeline itself is never read here."""

    subject: str
    summary: Summary = field(default_factory=Summary)
    parked: tuple[Parked, ...] = ()
    added: tuple[Entry, ...] = ()
