"""What `slots` knows: of a citizen, and of an authority's supply of times."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TypeVar

from contracts.slots.v1 import Slot, SummonInterview
from contracts.types import InterviewType
from services.slots.interview import Interview
from services.slots.told import Told
from shared.law.calendar import civil_date
from shared.law.value import Value

ONE_AT_A_TIME = frozenset({InterviewType.JOB, InterviewType.FOLLOW_UP})
"""Types of which one may be planned at a time (BK-02)."""


class Claim(Value, frozen=True):
    """A time that was asked for; its supply has not answered yet. `summons`: an authority asked, and what it said."""

    interview: str
    slot: str
    supplier: str
    booked_at: datetime
    booked_by: str
    summons: SummonInterview | None = None


class Deadline(Value, frozen=True):
    """A booking deadline as `deadlines` told it. Whether it is overdue is seen by comparing dates."""

    id: str
    visible_on: date
    due: date
    hold_by: date
    interview_type: InterviewType
    fulfilled_by: str | None = None
    closed_at: datetime | None = None


class Demand(Value, frozen=True):
    """Re-registration waits for an interview held by this day (*straksbooking*); or, not `binding`, one is only asked for."""

    requested_on: date
    hold_by: date
    binding: bool = True

    @property
    def key(self) -> str:
        """By what its timer is known."""
        return f"{self.requested_on}/{self.hold_by}"

    def covers(self, day: date) -> bool:
        """Whether an interview of that day is what is demanded."""
        return self.requested_on <= day <= self.hold_by


class Citizen(Value, frozen=True):
    """One citizen: the claim in flight, the interviews, and what other services told; interviews and deadlines by id.

    `cancelled`: interviews that were cancelled, as long as they are remembered.
    """

    id: str
    jobcentre: str | None = None
    claim: Claim | None = None
    demand: Demand | None = None
    interviews: tuple[Interview, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    registered_on: date | None = None
    cancelled: tuple[Interview, ...] = ()
    told: Told = Told()

    def interview(self, id: str | None) -> Interview | None:
        """The interview of that id, unless it was cancelled."""
        return next((each for each in self.interviews if each.id == id), None)

    def deadline_for(self, interview_type: InterviewType, booked_at: datetime) -> Deadline | None:
        """The deadline that a booking at that instant falls under, by business time: what arrives late is judged the same.

        One that was not visible yet, had run out, was closed, or is met by another booking binds nobody. One whose
        booking was cancelled binds again, also before `deadlines` has said so (DL-07).
        """
        day = civil_date(booked_at)
        binding = (
            each
            for each in self.deadlines
            if each.interview_type == interview_type
            and each.visible_on <= day <= each.due
            and (each.closed_at is None or booked_at < each.closed_at)
            and not self.interview(each.fulfilled_by)
        )
        return max(binding, key=lambda each: (each.visible_on, each.due), default=None)


class Offer(Value, frozen=True):
    """A time (*mødetilbud*) and who has it; free when nobody does. One that a summons made is not `published`, and never free."""

    supplier: str
    slot: Slot
    interview: str | None = None
    citizen: str | None = None
    published: bool = True

    @property
    def ends_at(self) -> datetime:
        return self.slot.starts_at + timedelta(minutes=self.slot.minutes)


class Supply(Value, frozen=True):
    """The times of one authority by slot id: all of them, or those that the messages at hand can touch."""

    id: str
    offers: Mapping[str, Offer] = {}


Case = Citizen | Supply

Named = TypeVar("Named", Interview, Deadline)


def by_id(parts: Iterable[Named]) -> tuple[Named, ...]:
    """In the order in which they are read from the store."""
    return tuple(sorted(parts, key=lambda each: each.id))
