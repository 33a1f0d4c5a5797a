"""What the other services told of a citizen, as far as the status needs it. Each part comes from one service alone."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from contracts.deadlines.course_v1 import Calling
from contracts.registration.v1 import Reason
from contracts.types import Form, Group, InterviewType, Party
from shared.law.value import Value, replace


class Standing(StrEnum):
    """Where a deadline stands. Closed ones are kept for a while: a cancelled meeting may put one in play again."""

    OPEN = "OPEN"
    FULFILLED = "FULFILLED"
    OVERDUE = "OVERDUE"
    CLOSED = "CLOSED"


class Placement(Value, frozen=True):
    """Group and jobcentre from `since` on."""

    since: date
    group: Group
    jobcentre: str


class Right(Value, frozen=True):
    """Exempted from self-booking, or deprived of it, from `on` until and not including `until`."""

    id: str
    deprived: bool
    on: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.on <= day and (self.until is None or day < self.until)


class Period(Value, frozen=True):
    """Who is responsible from `since` on."""

    since: date
    party: Party
    authority: str


class Absence(Value, frozen=True):
    """Sick or on holiday, both days included; `ends` is None while nobody knows."""

    id: str
    starts: date
    ends: date | None


class Out(Value, frozen=True):
    """Out of the register since a day. Two may begin on one day, with a return between: the reason tells them apart."""

    since: date
    reason: Reason
    deadline: str | None = None


class Demand(Value, frozen=True):
    """What a re-registration demands, for which deadline; `registered`: it took effect without the booking (IM-06)."""

    requested_on: date
    hold_by: date
    registered: bool = False
    deadline: str | None = None


class Deadline(Value, frozen=True):
    """A deadline as `deadlines` told it. A miss stands, also while it is closed, until it is taken back."""

    id: str
    owner: str
    interview_type: InterviewType
    visible_on: date
    due: date
    hold_by: date
    missed: bool = False
    interview: str | None = None
    closed: bool = False

    @property
    def standing(self) -> Standing:
        if self.closed:
            return Standing.CLOSED
        if self.missed:
            return Standing.OVERDUE
        return Standing.OPEN if self.interview is None else Standing.FULFILLED


class Interview(Value, frozen=True):
    """A planned interview; `planned_on`: the day on which it was booked or summoned to."""

    id: str
    starts_at: datetime
    held_on: date
    interview_type: InterviewType
    form: Form
    supplier: str
    summoned: bool = False
    planned_on: date | None = None


class Due(Value, frozen=True):
    """The next interview of the contact course."""

    authority: str
    interview_type: InterviewType
    calling: Calling
    by: date | None = None


class Case(Value, frozen=True):
    """One citizen. Each tuple is in the order of its dates, deadlines in the order in which they were told."""

    citizen: str
    version: int = 0
    placements: tuple[Placement, ...] = ()
    rights: tuple[Right, ...] = ()
    periods: tuple[Period, ...] = ()
    absences: tuple[Absence, ...] = ()
    outs: tuple[Out, ...] = ()
    """Empty while registered."""
    back_on: date | None = None
    """The last return to it."""
    demand: Demand | None = None
    deadlines: tuple[Deadline, ...] = ()
    interviews: tuple[Interview, ...] = ()
    due: Due | None = None

    def with_deadline(self, id: str, **changes: Any) -> "Case":
        """One deadline with other fields; the case itself where nobody knows it."""
        found = tuple(replace(each, **changes) if each.id == id else each for each in self.deadlines)
        return self if found == self.deadlines else replace(self, deadlines=found)

    def group_on(self, day: date) -> Group | None:
        """The group that day; None before the first."""
        return next((each.group for each in reversed(self.placements) if each.since <= day), None)
