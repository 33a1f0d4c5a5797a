"""Registration: who is registered, in which group, and what became of it."""

from dataclasses import dataclass

from contracts.registry import command, event
from contracts.topics import Kind
from contracts.types import (
    AbsenceKind,
    AkasseCode,
    AuthorityId,
    Day,
    Group,
    HourCount,
    Hours,
    Id,
    Insured,
    JobcentreCode,
    Month,
    Open,
    Party,
    Regime,
)

RECIPIENTS = {Kind.JOBCENTRE, Kind.AKASSE, Kind.JOBNET}
DEADLINE = "1b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
ABSENCE = "4b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
RIGHT = "5b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"


class Reason(Open):
    """Why somebody was deregistered (*afmeldeårsag*). May grow."""

    MISSED_BOOKING = "MISSED_BOOKING"
    OWN_REQUEST = "OWN_REQUEST"
    SICKNESS = "SICKNESS"
    UNKNOWN = "UNKNOWN"


class Letter(Open):
    """Which letter Digital Post is asked to send. May grow."""

    DEREGISTRATION = "DEREGISTRATION"
    DEREGISTRATION_REVERSED = "DEREGISTRATION_REVERSED"
    UNKNOWN = "UNKNOWN"


@command(
    "registration",
    {Kind.JOBCENTRE},
    example={"group": "G1", "jobcentre": "46100", "akasse": "05", "insured": "full-time", "on": "2024-01-08"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCitizen:
    """Take a citizen into the contact course (*kontaktforløb*), or change group, fund or insurance.

    `on`: from which date; the business date of the command when left out. `akasse` and `insured` only for G1.
    """

    group: Group
    jobcentre: JobcentreCode
    akasse: AkasseCode | None = None
    insured: Insured | None = None
    on: Day | None = None


@command("registration", {Kind.JOBCENTRE, Kind.AKASSE}, example={"on": "2024-01-09"})
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordGuidance:
    """The citizen has been guided about self-booking and its effects (*vejledt*), GUI-01, GUI-02."""

    on: Day | None = None


@command("registration", {Kind.JOBNET, Kind.JOBCENTRE, Kind.AKASSE}, example={"on": "2024-03-15"})
@dataclass(frozen=True, slots=True, kw_only=True)
class ReRegister:
    """Register again as a job-seeker (*gentilmelding*). `on`: the business date of the command when left out."""

    on: Day | None = None


@command("registration", {Kind.JOBNET, Kind.JOBCENTRE}, example={"on": "2024-02-10"})
@dataclass(frozen=True, slots=True, kw_only=True)
class Deregister:
    """Leave the register on one's own request (*afmelding*)."""

    on: Day | None = None


@event(
    "registration",
    feeds=RECIPIENTS,
    entity="registration",
    example={
        "group": "G1",
        "jobcentre": "46100",
        "akasse": "05",
        "insured": "full-time",
        "job_seeker": True,
        "on": "2024-01-08",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenRegistered:
    """Group, jobcentre and fund from `on`. `job_seeker`: registered as a job-seeker (*tilmeldt*), TG-04."""

    group: Group
    jobcentre: JobcentreCode
    akasse: AkasseCode | None
    insured: Insured | None
    job_seeker: bool
    on: Day


@event("registration", feeds=RECIPIENTS, entity="guidance", example={"on": "2024-01-09"})
@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceRecorded:
    """From the day after `on` a deadline binds (GUI-01)."""

    on: Day


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="registration",
    change="delete",
    example={"effective": "2024-03-13", "reason": "MISSED_BOOKING", "deadline": DEADLINE},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class JobseekerDeregistered:
    """Out of the register (*afmeldt*) from and including `effective`; for a missed booking, the deadline missed."""

    effective: Day
    reason: Reason
    deadline: Id | None = None


@event(
    "registration",
    feeds={Kind.DIGITALPOST},
    consequence=True,
    entity="letter",
    example={
        "letter": "2b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10",
        "kind": "DEREGISTRATION",
        "about": "2024-03-13",
        "text": "Du er afmeldt som arbejdssøgende fra den 13. marts 2024, fordi du ikke har booket en jobsamtale.",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRequested:
    """A letter to the citizen, to be sent by Digital Post. `about`: the date it concerns; `text`: in Danish (REG-03)."""

    letter: Id
    kind: Letter
    about: Day
    text: str


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="re-registration",
    example={"requested_on": "2024-03-15", "hold_by": "2024-03-25", "deadline": DEADLINE},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ImmediateBookingRequired:
    """Re-registration takes effect only with an interview booked and held at the latest on `hold_by` (*straksbooking*)."""

    requested_on: Day
    hold_by: Day
    deadline: Id | None = None


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="re-registration",
    change="delete",
    example={"requested_on": "2024-03-15", "hold_by": "2024-03-25"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ImmediateBookingWithdrawn:
    """The demand is gone without a re-registration: the deregistration was taken back, or the group has changed."""

    requested_on: Day
    hold_by: Day


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="registration",
    example={"effective": "2024-03-15", "deregistered_on": "2024-03-13", "days_unregistered": 2},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class JobseekerReRegistered:
    """Registered again from `effective`; days from `deregistered_on` up to but not including it were unregistered."""

    effective: Day
    deregistered_on: Day
    days_unregistered: int


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="registration",
    change="update",
    example={
        "effective": "2024-03-13",
        "reason": "MISSED_BOOKING",
        "deadline": DEADLINE,
        "because": "BOOKED_IN_TIME",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeregistrationReversed:
    """The deregistration from `effective` is taken back, as if it had never been."""

    effective: Day
    reason: Reason
    deadline: Id | None
    because: str


@event(
    "registration",
    feeds=RECIPIENTS,
    entity="placement",
    example={"placed_on": "2024-01-08", "akasse": "05", "insured": "full-time", "running": False, "trial": False},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPlaced:
    """Placed in a dagpenge period (*indplaceret*) from `placed_on`; what is said last of a date counts.

    `running`: placed anew in the middle of a spell of unemployment (*løbende genindplacering*). `trial`: taken into the
    a-kasse trial (TR-02).
    """

    placed_on: Day
    akasse: AkasseCode
    insured: Insured
    running: bool
    trial: bool


@event(
    "registration",
    feeds=RECIPIENTS,
    entity="hour-count",
    example={"count": "CONSUMPTION", "hours": 420.0, "registered_on": "2024-06-10", "month": "2024-05"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class HoursReported:
    """The total of one count as it stood when it was registered, since the placement in force then. `month`: paid for."""

    count: HourCount
    hours: Hours
    registered_on: Day
    month: Month | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsiblePeriod:
    """From `since` until the next period; `authority` is the fund or the jobcentre."""

    since: Day
    party: Party
    authority: AuthorityId
    regime: Regime | None = None
    education: bool = False
    """In the target group for an education order (AK-04)."""


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="responsibility",
    change="update",
    example={
        "periods": [
            {"since": "2024-01-08", "party": "A_KASSE", "authority": "akasse-05", "regime": "NEW", "education": False},
            {
                "since": "2024-07-01",
                "party": "JOBCENTRE",
                "authority": "jobcentre-46100",
                "regime": "NEW",
                "education": False,
            },
        ],
        "handover": "2024-06-30",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityChanged:
    """Who is responsible from when (AK-01): all periods as they are known now, which replace what was told before.

    `handover`: the a-kasse's last day (*overgang*, AK-02), when there is one. Before the first period nobody is known.
    """

    periods: tuple[ResponsiblePeriod, ...]
    handover: Day | None = None


@event("registration", feeds=RECIPIENTS, entity="benefit", example={"on": "2024-05-03", "inquiry_on": "2024-05-03"})
@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitStarted:
    """Benefit from `on`; `inquiry_on`: the first inquiry for help (*første henvendelse*), from which CC-05 counts."""

    on: Day
    inquiry_on: Day


@event("registration", feeds=RECIPIENTS, entity="benefit", change="delete", example={"on": "2024-04-01"})
@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitStopped:
    """No benefit from and including `on` (CC-04)."""

    on: Day


@event(
    "registration",
    feeds=RECIPIENTS,
    entity="absence",
    example={
        "absence": ABSENCE,
        "kind": "HOLIDAY",
        "starts": "2024-07-15",
        "ends": "2024-08-02",
        "notified_on": "2024-07-01",
        "approved": True,
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRecorded:
    """Away, or free of something, from `starts` to and including `ends`; told again with the same `absence` it replaces.

    `ends` is None while it is not known. `approved` False: told, but not granted (a late holiday, HOL-01); it excuses nothing.
    """

    absence: Id
    kind: AbsenceKind
    starts: Day
    ends: Day | None
    notified_on: Day
    approved: bool = True


@event("registration", feeds=RECIPIENTS, entity="absence", change="delete", example={"absence": ABSENCE})
@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceWithdrawn:
    """The absence is taken back, as if it had never been told."""

    absence: Id


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="right",
    example={"right": RIGHT, "ground": "LANGUAGE", "by": "jobcentre-46100", "on": "2024-03-08"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class SelfBookingExempted:
    """Need not book from and including `on` (*fritaget*), BAB § 45; `right` names this period of exemption."""

    right: Id
    ground: str
    by: AuthorityId
    on: Day


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="right",
    example={"right": RIGHT, "ground": "FREQUENT_REBOOKING", "by": "jobcentre-46100", "on": "2024-03-08"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class SelfBookingDeprived:
    """May not book from and including `on` (*frataget*), LAB § 35; `right` names this period of withdrawal."""

    right: Id
    ground: str
    by: AuthorityId
    on: Day


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="right",
    change="delete",
    example={"right": RIGHT, "on": "2024-07-01", "because": "HANDOVER"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class SelfBookingRestored:
    """The exemption or withdrawal no longer holds from and including `on`. `because`: a code; may grow."""

    right: Id
    on: Day
    because: str
