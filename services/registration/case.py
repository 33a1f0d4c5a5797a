"""One citizen's registration: what was said of it, and what followed. Business dates throughout."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from contracts.registration.v1 import Reason
from contracts.types import AbsenceKind, Group, Insured, InterviewType
from services.registration.away import Absence
from services.registration.member import Education, Placement, Report, Responsibility, Support
from services.registration.right import Control, Effort, RefusedExemption, Right, Told
from shared.law.value import Value, replace

ONE_DAY = timedelta(days=1)
JOB_SEEKERS = frozenset({Group.G1, Group.G2, Group.G4O})
"""Groups that are registered as job-seekers (*tilmeldt*), TG-04."""


def group_of(day: date) -> str:
    """What a word is about that says who a citizen is from a day on (`Case.said`)."""
    return f"group {day}"


def placement_of(day: date) -> str:
    """Of one that places a member, or takes that back."""
    return f"placement {day}"


def jobcentre_of(day: date) -> str:
    """The same of one that says where the citizen lives."""
    return f"jobcentre {day}"


class Standing(Value, frozen=True):
    """Group, jobcentre, fund and insurance from `since` until the next one. `moved`: only the jobcentre was said of that day; all
    else is as it was before."""

    since: date
    group: Group
    jobcentre: str
    akasse: str | None = None
    insured: Insured | None = None
    moved: bool = False

    def of(self, day: date) -> "Standing":
        """As it would be said of a day."""
        return replace(self, since=day, moved=False)


class Deregistration(Value, frozen=True):
    """Out of the register from `effective` until and not including `ended`; void when `taken_back` says why.

    `deadline` or `absence`: the missed deadline or the sickness that it follows from; of one that somebody asked for `said_at`.
    `corrected_on`: when the jobcentre said that it was its own error. `ended_at`: when the return that ended it was said.
    """

    number: int
    effective: date
    reason: Reason
    deadline: str | None = None
    ended: date | None = None
    taken_back: str | None = None
    absence: str | None = None
    corrected_on: date | None = None
    said_at: datetime | None = None
    ended_at: datetime | None = None

    def lasts(self, day: date) -> bool:
        """Whether that day lies in it, taken back or not."""
        return self.effective <= day and (self.ended is None or day < self.ended)

    def covers(self, day: date) -> bool:
        """Whether it keeps the citizen out of the register on that day."""
        return self.taken_back is None and self.lasts(day)

    @property
    def is_open(self) -> bool:
        return self.taken_back is None and self.ended is None


class Verdict(StrEnum):
    """What `deadlines` has said of a deadline that ran out."""

    OVERDUE = "OVERDUE"
    REVERSED = "REVERSED"
    REVERSED_FIRST = "REVERSED_FIRST"
    """The reversal came before what it reverses."""


class Miss(Value, frozen=True):
    """A deadline that ran out. `because`: why that was taken back. `annulled`: the jobcentre closed it by hand afterwards.

    `closed`: for any reason. `corrected`: deregistering for it was the jobcentre's error (REG-06).
    """

    deadline: str
    overdue_on: date
    owner: str
    verdict: Verdict
    because: str | None = None
    annulled: bool = False
    closed: bool = False
    corrected: bool = False

    @property
    def stands(self) -> bool:
        return self.verdict is Verdict.OVERDUE


class State(StrEnum):
    """Where a request for re-registration is."""

    PENDING = "PENDING"
    SICK = "SICK"
    """It gave way to a sickness that was reported while it waited; what had happened before the sickness may still meet it."""
    MET = "MET"
    DROPPED = "DROPPED"


class Request(Value, frozen=True):
    """A re-registration that takes effect only with a booking (*straksbooking*); or, not `binding`, that only asks for one.

    `receipt`: it followed from a recovery. `no_times`: no time was free within `hold_by`. `met_on`: the day from which it took
    effect.
    """

    number: int
    requested_on: date
    hold_by: date
    deadline: str | None
    state: State = State.PENDING
    binding: bool = True
    receipt: bool = False
    no_times: bool = False
    met_on: date | None = None


class Interview(Value, frozen=True):
    """An interview that `slots` told of; cancelled ones are kept, so that a late booking cannot revive them."""

    id: str
    held_on: date
    booked_on: date | None
    interview_type: InterviewType | None
    cancelled: bool = False
    summoned: bool = False


class Case(Value, frozen=True):
    """All that decides about a citizen's registration. Each tuple is in the order of its key: date, number or id."""

    citizen: str
    guided_on: date | None = None
    standings: tuple[Standing, ...] = ()
    deregistrations: tuple[Deregistration, ...] = ()
    misses: tuple[Miss, ...] = ()
    requests: tuple[Request, ...] = ()
    interviews: tuple[Interview, ...] = ()
    placements: tuple[Placement, ...] = ()
    unplaced: tuple[date, ...] = ()
    """The days of placements that were taken back."""
    reports: tuple[Report, ...] = ()
    educations: tuple[Education, ...] = ()
    supports: tuple[Support, ...] = ()
    told: Responsibility | None = None
    """What was told of who is responsible; nothing yet means the jobcentre."""
    absences: tuple[Absence, ...] = ()
    topics: tuple[Told, ...] = ()
    rights: tuple[Right, ...] = ()
    refusals: tuple[RefusedExemption, ...] = ()
    efforts: tuple[Effort, ...] = ()
    controls: tuple[Control, ...] = ()
    control_interviews: tuple[date, ...] = ()
    control_offers: tuple[date, ...] = ()
    said: Mapping[str, datetime] = {}
    """When the word that counts was said of a day, where another can take its place."""

    def standing_on(self, day: date) -> Standing | None:
        """What held on that day; none before the first."""
        return next((each for each in reversed(self.standings) if each.since <= day), None)

    def group_on(self, day: date) -> Group | None:
        standing = self.standing_on(day)
        return standing.group if standing else None

    def registered_on(self, day: date, but_for: Deregistration | None = None) -> bool:
        """Registered as a job-seeker that day, leaving one deregistration out of account."""
        out = (each for each in self.deregistrations if each != but_for and each.covers(day))
        return self.group_on(day) in JOB_SEEKERS and next(out, None) is None

    def registered_at_the_start_of(self, day: date, but_for: Deregistration | None) -> bool:
        """The same before a sickness or a return of that day: a deadline ran out at the midnight before."""
        others = [each for each in self.deregistrations if each != but_for]
        out = any(each.covers(day - ONE_DAY) for each in others)
        left = any(each.covers(day) and each.effective == day and not each.absence for each in others)
        return self.group_on(day) in JOB_SEEKERS and not out and not left

    def kept_out_in_error(self, day: date) -> bool:
        """Whether the register said that day that the citizen was out, by an error that was corrected only afterwards."""
        wrong = (each for each in self.deregistrations if each.corrected_on and each.lasts(day))
        return any(each.corrected_on and each.corrected_on > day for each in wrong)

    @property
    def open(self) -> tuple[Deregistration, ...]:
        """The deregistrations that still last: one, or two when an earlier one became known late."""
        return tuple(each for each in self.deregistrations if each.is_open)

    def out_by(self, day: date, at: datetime | None = None) -> tuple[Deregistration, ...]:
        """Those of them that a return of that day ends, which was said at that instant: one of the day itself only if it was said
        before."""
        same_day = (each for each in self.open if each.effective == day and (at is None or self.known_at(each, at)))
        return (*(each for each in self.open if each.effective < day), *same_day)

    def known_at(self, left: Deregistration, at: datetime) -> bool:
        """Whether what it follows from had been said by then; a deadline ran out at a midnight."""
        sick = next((each for each in self.absences if left.absence and each.id == left.absence), None)
        said_at = sick.told_at if sick else left.said_at
        return said_at is None or said_at <= at

    def returned_after(self, day: date, at: datetime | None = None) -> date | None:
        """The first return into the register after that day, or on it if it was said after that instant: it stands, also where
        what it ended turns out never to have been."""
        same_day = (each.ended for each in self.deregistrations if at and each.ended_at and each.ended_at > at)
        if day in same_day:
            return day
        return min((each.ended for each in self.deregistrations if each.ended and each.ended > day), default=None)

    def back_after(self, day: date, at: datetime) -> Deregistration | None:
        """The one that ended first by a return of that day or later, which was said after that instant."""
        found = (each for each in self.deregistrations if each.ended and each.ended >= day and each.taken_back is None)
        said = [(each.ended_at, each.number, each) for each in found if each.ended_at and each.ended_at > at]
        return min(said)[2] if said else None

    def later(self, day: date) -> tuple[Deregistration, ...]:
        """The deregistrations that begin on that day or after it, and do not end on it."""
        standing = (each for each in self.deregistrations if each.taken_back is None and each.effective >= day)
        return tuple(each for each in standing if each.ended is None or each.ended > day)

    @property
    def pending(self) -> tuple[Request, ...]:
        """The re-registrations that wait for a booking."""
        return tuple(each for each in self.requests if each.state is State.PENDING and each.binding)

    @property
    def asked(self) -> tuple[Request, ...]:
        """The bookings that are demanded of who is registered already."""
        return tuple(each for each in self.requests if each.state is State.PENDING and not each.binding)

    def away(self, kind: AbsenceKind, day: date) -> Absence | None:
        """The absence of that kind on that day, the latest begun."""
        found = (each for each in self.absences if each.kind is kind and each.covers(day))
        return max(found, key=lambda each: (each.starts, each.id), default=None)

    @property
    def gave_way(self) -> tuple[Request, ...]:
        """The re-registrations that no longer wait, since a sickness was reported."""
        return tuple(each for each in self.requests if each.state is State.SICK)

    def because_of_sickness(self, absence: Absence) -> Deregistration | None:
        """The standing deregistration that a sickness led to."""
        return next((d for d in self.deregistrations if d.absence == absence.id and d.taken_back is None), None)

    def because_of(self, miss: Miss) -> Deregistration | None:
        """The standing deregistration that a missed deadline led to."""
        found = (d for d in self.deregistrations if d.deadline == miss.deadline and d.taken_back is None)
        return next(found, None)

    def miss(self, deadline: str) -> Miss | None:
        """What is known of a deadline that ran out."""
        return next((each for each in self.misses if each.deadline == deadline), None)
