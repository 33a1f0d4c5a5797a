"""What is known of one citizen's deadlines. Values only; what follows from them is in `decide.py` and `settle.py`."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from contracts.deadlines.v1 import Closed, Effect
from contracts.types import Group, Insured, InterviewType
from services.deadlines.course.known import NOTHING, Course
from services.deadlines.situation import QUIET, Situation
from shared.law.calendar import end_of_day, start_of_day
from shared.law.value import Value, replace

FUND = "akasse-"
"""How the name of an a-kasse begins."""


class Status(StrEnum):
    """Where a deadline stands."""

    OPEN = "OPEN"
    FULFILLED = "FULFILLED"
    OVERDUE = "OVERDUE"
    CLOSED = "CLOSED"


class Placement(Value, frozen=True):
    """The target group and the jobcentre from `since` on; of a dagpenge recipient how she is `insured`."""

    since: date
    group: Group
    jobcentre: str = ""
    insured: Insured | None = None


class Booking(Value, frozen=True):
    """An interview that was booked, or to which the citizen was `summoned`; `cancelled_at` when it was given up, `held`
    when it was registered that it took place. `by_fund`: in an a-kasse."""

    interview: str
    interview_type: InterviewType
    booked_at: datetime
    held_on: date
    cancelled_at: datetime | None = None
    held: bool = False
    summoned: bool = False
    by_fund: bool = False

    def stood_at(self, instant: datetime) -> bool:
        """Whether it had not been cancelled before that instant."""
        return self.cancelled_at is None or self.cancelled_at >= instant

    @property
    def stood_on_its_day(self) -> bool:
        """Whether its day came before it was cancelled."""
        return self.stood_at(start_of_day(self.held_on))


class Window(Value, frozen=True):
    """A time in which nobody could book on Jobnet."""

    starts_at: datetime
    ends_at: datetime


class Extension(Value, frozen=True):
    """When a later day was asked for, instead of which, and that day."""

    at: datetime
    was: date
    due: date


class Again(Value, frozen=True):
    """That it was asked for again: when, until which day, and the name of that command."""

    at: datetime
    due: date
    command: str


class Notice(Value, frozen=True):
    """A letter about the deadline, told `at` an instant, sent `on` a day."""

    at: datetime
    on: date


class Deadline(Value, frozen=True):
    """A booking deadline. `judged`: its end has been looked at; `missed`: it was said to be overdue, and that stands.

    `closed` is what somebody did to it, `lapsed` what the citizen's situation did (DL-14, OB-01, OB-02).
    """

    id: str
    owner: str
    interview_type: InterviewType
    set_at: datetime
    visible_on: date
    due: date
    extensions: tuple[Extension, ...] = ()
    judged: bool = False
    missed: bool = False
    fulfilled_by: str | None = None
    closed: Closed | None = None
    closed_at: datetime | None = None
    closings: tuple[datetime, ...] = ()
    """When it was asked to be closed by hand."""
    closed_by: str | None = None
    """The interview on whose day it was closed (DL-05)."""
    lapsed: Closed | None = None
    lapsed_at: datetime | None = None
    notified_on: date | None = None
    """Told of it in writing, otherwise than on Jobnet (DL-11): the first of its `notices`."""
    notices: tuple[Notice, ...] = ()
    reminded_on: date | None = None
    """The last day for which a reminder is done with (DL-03)."""
    attempts: tuple[datetime, ...] = ()
    """When the citizen tried to book and could not."""
    outages: tuple[Window, ...] = ()
    """Those of the day on which it ended, once it was missed."""
    hindered: Effect | None = None
    """What was said of them."""
    again: tuple[Again, ...] = ()
    """Words that change nothing, as long as nothing else was said before them."""
    register_spoke: bool = False
    """The register has said what followed from the miss, though that may have been taken back (REG-06)."""
    beside: int = 0
    """How many of its owner's of the same instant came before it: one breath counts in the order of its coming."""

    @property
    def in_play(self) -> bool:
        """Neither closed nor lapsed."""
        return self.closed is None and self.lapsed is None

    @property
    def place(self) -> tuple[datetime, str, int]:
        """Its place among the others: in the order in which they were set."""
        return self.set_at, self.owner, self.beside

    def due_at(self, instant: datetime) -> date:
        """Its day as it was by then."""
        return next((each.was for each in self.extensions if each.at > instant), self.due)

    @property
    def ended_at(self) -> datetime | None:
        """When it was closed or lapsed, the first of the two."""
        if self.closed_at is None or self.lapsed_at is None:
            return self.closed_at or self.lapsed_at
        return min(self.closed_at, self.lapsed_at)

    @property
    def status(self) -> Status:
        if not self.in_play:
            return Status.CLOSED
        if self.missed:
            return Status.OVERDUE
        return Status.OPEN if self.fulfilled_by is None else Status.FULFILLED

    @property
    def closed_in_time(self) -> bool:
        """Closed before its day ended, so that nothing can follow from it."""
        ended_at = self.ended_at
        return ended_at is not None and ended_at < end_of_day(self.due)


def with_notices(deadline: Deadline, notices: tuple[Notice, ...]) -> Deadline:
    """Of several letters the first counts."""
    return replace(deadline, notices=notices, notified_on=min((each.on for each in notices), default=None))


class Reminders(Value, frozen=True):
    """How the citizen wants to be reminded."""

    sms: bool
    email: bool


class OutageDay(Value, frozen=True):
    """What is known of a Danish date instead of a citizen: its outages by name (of one that began on another date with that date
    before it), when each was `said` that began on it, and who asked for them: the date's lists.

    Of a list: the outages as the date told them, and the citizens who asked, in order.
    """

    on: date
    windows: Mapping[str, Window] = {}
    askers: tuple[str, ...] = ()
    said: Mapping[str, datetime] = {}


class Case(Value, frozen=True):
    """One citizen. At most one deadline is not closed (DL-09). Each tuple is in the order of time.

    The case of a Danish date, or of one of its lists, has nothing but `outage_day` (ADR 12).
    """

    citizen: str
    guided_on: date | None = None
    placements: tuple[Placement, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    bookings: tuple[Booking, ...] = ()
    situation: Situation = QUIET
    reminders: Reminders | None = None
    course: Course = NOTHING
    outage_day: OutageDay | None = None

    @property
    def in_play(self) -> Deadline | None:
        """The deadline that is not closed."""
        for each in reversed(self.deadlines):
            if each.closed is None and each.lapsed is None:
                return each
        return None

    def in_play_at(self, instant: datetime) -> Deadline | None:
        """The deadline that a command of that instant meant, though it may have been closed since."""
        found = [
            each
            for each in self.deadlines
            if each.set_at <= instant and ((ended_at := each.ended_at) is None or ended_at > instant)
        ]
        return found[-1] if found else None

    def deadline(self, id: str) -> Deadline | None:
        return next((each for each in self.deadlines if each.id == id), None)

    def booking(self, interview: str) -> Booking | None:
        return next((each for each in self.bookings if each.interview == interview), None)

    def group_on(self, day: date) -> Group | None:
        """The group that day; None before the first."""
        for each in reversed(self.placements):
            if each.since <= day:
                return each.group
        return None

    def office_on(self, day: date) -> str:
        """The jobcentre that day; empty before the first."""
        code = next((each.jobcentre for each in reversed(self.placements) if each.since <= day), "")
        return f"jobcentre-{code}" if code else ""

    def with_placement(self, placement: Placement) -> "Case":
        """One group per date: what is said last of a date counts."""
        others = [each for each in self.placements if each.since != placement.since]
        return replace(self, placements=tuple(sorted([*others, placement], key=lambda each: each.since)))

    def with_booking(self, booking: Booking) -> "Case":
        others = [each for each in self.bookings if each.interview != booking.interview]
        ordered = sorted([*others, booking], key=lambda each: (each.booked_at, each.interview))
        return replace(self, bookings=tuple(ordered))

    def with_deadline(self, deadline: Deadline) -> "Case":
        """Adds it, or puts it in the place of the one with the same id."""
        others = [each for each in self.deadlines if each.id != deadline.id]
        ordered = sorted([*others, deadline], key=lambda each: each.place)
        return replace(self, deadlines=tuple(ordered))
