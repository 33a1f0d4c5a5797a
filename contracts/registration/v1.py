"""Registration: who is registered, in which group, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum

from contracts.registry import command, event
from contracts.topics import Kind
from contracts.types import (
    AbsenceKind,
    Age,
    AkasseCode,
    Benefit,
    Day,
    Group,
    Id,
    Insured,
    JobcentreCode,
    Open,
    Reference,
)

RECIPIENTS = {Kind.JOBCENTRE, Kind.AKASSE, Kind.JOBNET}
DEADLINE = "1b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
ABSENCE = "4b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
GUIDANCE = "Du kan klage til os. Fastholder vi afgørelsen, sender vi din klage videre."
DECIDERS = {Kind.JOBCENTRE, Kind.AKASSE}


class Reason(Open):
    """Why somebody was deregistered (*afmeldeårsag*). May grow."""

    MISSED_BOOKING = "MISSED_BOOKING"
    OWN_REQUEST = "OWN_REQUEST"
    SICKNESS = "SICKNESS"
    WORK = "WORK"
    EDUCATION = "EDUCATION"
    MATERNITY = "MATERNITY"
    PENSION = "PENSION"
    """Also *efterløn* and *fleksydelse*."""
    ABROAD = "ABROAD"
    WORK_SHARING_ENDED = "WORK_SHARING_ENDED"
    """The *arbejdsfordeling* is over."""
    BAB_28 = "BAB_28"
    """A case of BAB § 28, of which no letter is sent (REG-03)."""
    UNKNOWN = "UNKNOWN"


class Speaker(StrEnum):
    """Who speaks on Jobnet: the citizen, or an employer in work-sharing (*arbejdsfordeling*), BAB § 18, stk. 5."""

    CITIZEN = "CITIZEN"
    EMPLOYER = "EMPLOYER"


class Flag(Open):
    """What was not done as the rules want it; nothing follows by itself. May grow."""

    LATE_REPORT = "LATE_REPORT"
    RECOVERY_NOT_ON_JOBNET = "RECOVERY_NOT_ON_JOBNET"
    UNKNOWN = "UNKNOWN"


class Letter(Open):
    """Which letter Digital Post is asked to send. May grow."""

    DEREGISTRATION = "DEREGISTRATION"
    DEREGISTRATION_REVERSED = "DEREGISTRATION_REVERSED"
    EXEMPTION_REFUSED = "EXEMPTION_REFUSED"
    EXEMPTION_DECIDED = "EXEMPTION_DECIDED"
    SELF_BOOKING_WITHDRAWN = "SELF_BOOKING_WITHDRAWN"
    SELF_BOOKING_RESTORED = "SELF_BOOKING_RESTORED"
    SELF_BOOKING_NOT_RESTORED = "SELF_BOOKING_NOT_RESTORED"
    """The letter before it is void: the handover that it told of was none, or comes later."""
    LESS_INTENSIVE_DENIED = "LESS_INTENSIVE_DENIED"
    RECEIPT = "RECEIPT"
    """Of a re-registration after sickness (*kvittering*), BAB § 30, stk. 2."""
    UNKNOWN = "UNKNOWN"


class GuidanceTopic(StrEnum):
    """What guidance about self-booking is to tell (*vejledning*), VB § 7, stk. 2."""

    KEEP_UP = "KEEP_UP"
    """To keep up with deadlines on Jobnet, and with Digital Post or letters."""
    BOOK = "BOOK"
    """To book interviews with the jobcentre, another actor and the a-kasse."""
    CONSEQUENCES = "CONSEQUENCES"
    """What a missed booking leads to: a dagpenge recipient is deregistered."""
    EXEMPTION = "EXEMPTION"
    """That one may be exempted."""


@command(
    "registration",
    {Kind.JOBCENTRE, Kind.AKASSE, Kind.JOBNET},
    example={"group": "G1", "jobcentre": "46100", "akasse": "05", "insured": "full-time", "on": "2024-01-08"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCitizen:
    """Take a citizen into the contact course (*kontaktforløb*), or change group, fund or insurance.

    `on`: from which date; the business date of the command when left out. `akasse` and `insured` only for G1. `age` (on that
    day) and the two fields after it are not kept: where they are given, the group is held against them (TG-02, TG-03).
    `jobcentre`: that of the municipality of residence, whoever registers; an employer in work-sharing names that of the
    firm's municipality, and `until` when it ends. `by_phone`: with the jobcentre's permission, on the first day of
    unemployment (`first_day`; the day itself when left out). Only the citizen's own jobcentre may change what is known.
    """

    group: Group
    jobcentre: JobcentreCode
    akasse: AkasseCode | None = None
    insured: Insured | None = None
    on: Day | None = None
    benefit: Benefit | None = None
    age: Age | None = None
    qualifying_education: bool | None = None
    """*Erhvervskompetencegivende uddannelse*."""
    introduction_programme: bool | None = None
    """In the *introduktionsprogram* (or *selvforsørgelses- og hjemrejseprogram*) of integrationsloven."""
    party: Speaker = Speaker.CITIZEN
    until: Day | None = None
    by_phone: bool = False
    first_day: Day | None = None


@command("registration", {Kind.JOBCENTRE, Kind.JOBNET}, example={"jobcentre": "46100", "on": "2024-05-01"})
@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCitizen:
    """The citizen has moved house: from `on` another jobcentre's (*opholdskommune*). Not the new one says so, but the
    old one or the citizen."""

    jobcentre: JobcentreCode
    on: Day | None = None


@command("registration", {Kind.JOBCENTRE, Kind.AKASSE}, example={"on": "2024-01-09"})
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordGuidance:
    """The citizen has been guided about self-booking and its effects (*vejledt*), GUI-01, GUI-02.

    `topics`: the checklist; guided when all four have been told, on one day or several. Left out, all were.
    """

    on: Day | None = None
    topics: tuple[GuidanceTopic, ...] | None = None


@command("registration", {Kind.JOBNET, Kind.JOBCENTRE, Kind.AKASSE}, example={"on": "2024-03-15"})
@dataclass(frozen=True, slots=True, kw_only=True)
class ReRegister:
    """Register again as a job-seeker (*gentilmelding*). `on`: the business date of the command when left out.

    Any jobcentre may. `by_phone`, `first_day` and `party` as in RegisterCitizen.
    """

    on: Day | None = None
    party: Speaker = Speaker.CITIZEN
    by_phone: bool = False
    first_day: Day | None = None


@command("registration", {Kind.JOBNET, Kind.JOBCENTRE, Kind.AKASSE}, example={"on": "2024-02-10", "reason": "WORK"})
@dataclass(frozen=True, slots=True, kw_only=True)
class Deregister:
    """Leave the register (*afmelding*). Sickness is told with ReportSick, a missed booking follows by itself."""

    on: Day | None = None
    reason: Reason = Reason.OWN_REQUEST
    party: Speaker = Speaker.CITIZEN


@command("registration", {Kind.JOBNET, Kind.JOBCENTRE, Kind.AKASSE}, example={"on": "2024-03-10"})
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSick:
    """Sick from and including `on` (*sygemelding*), REG-07; the business date of the command when left out."""

    on: Day | None = None


@command("registration", {Kind.JOBNET, Kind.JOBCENTRE, Kind.AKASSE}, example={"on": "2024-04-05"})
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRecovered:
    """Well from and including `on` (*raskmelding*), REG-08. On Jobnet it registers again.

    `register`: what a jobcentre or a fund says of whether to; on Jobnet it is not asked.
    """

    on: Day | None = None
    register: bool = True


@command(
    "registration",
    {Kind.JOBNET, Kind.JOBCENTRE, Kind.AKASSE},
    example={"reference": "f-1", "kind": "HOLIDAY", "starts": "2024-07-15", "ends": "2024-08-02"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAbsence:
    """Away, or free of something, for a time (*fravær*), REG-10; holiday (*ferie*), HOL-01.

    `reference` is the sender's own: told again with the same one, it changes the absence. `notified_on`: when an
    authority was told; the business date of the command when left out. `earned`: only for a holiday.
    """

    reference: Reference
    kind: AbsenceKind
    starts: Day
    ends: Day | None = None
    notified_on: Day | None = None
    earned: bool = True
    party: Speaker = Speaker.CITIZEN


@command("registration", {Kind.JOBNET, Kind.JOBCENTRE, Kind.AKASSE}, example={"reference": "f-1"})
@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAbsence:
    """The sender takes its own absence back."""

    reference: Reference


@command("registration", {Kind.JOBCENTRE, Kind.AKASSE}, example={"absence": ABSENCE, "approved": True})
@dataclass(frozen=True, slots=True, kw_only=True)
class DecideHoliday:
    """Approves or refuses a holiday to which there is no right (HOL-01). `absence`: as told in AbsenceRecorded."""

    absence: Id
    approved: bool


@command("registration", {Kind.JOBCENTRE}, example={"effective": "2024-03-13"})
@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectDeregistration:
    """The deregistration from `effective` was the jobcentre's own error (*jobcenterets fejl*), REG-06: it never was."""

    effective: Day


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
    """Re-registration takes effect only with an interview booked and held at the latest on `hold_by` (*straksbooking*).

    `registered`: the booking is demanded, but the registration does not wait for it (G2 and G4o, IM-06).
    """

    requested_on: Day
    hold_by: Day
    deadline: Id | None = None
    registered: bool = False


@event("registration", entity="re-registration", example={"requested_on": "2024-03-15", "hold_by": "2024-03-25"})
@dataclass(frozen=True, slots=True, kw_only=True)
class ImmediateBookingAskedAgain:
    """Asked again on the same day while the registration waits: nothing is demanded anew, but which times are free is."""

    requested_on: Day
    hold_by: Day


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
    """The demand is gone without a re-registration: the deregistration was taken back, the group has changed, the citizen gave
    the request up, or reported sick (recovery asks anew)."""

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
    """Registered again from `effective`; days from `deregistered_on` up to but not including it were unregistered.

    `out_again`: a return of long ago that is told late, or anew; a later deregistration stands, and what is demanded for it.
    """

    effective: Day
    deregistered_on: Day
    days_unregistered: int
    out_again: bool = False


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
    feeds={Kind.JOBCENTRE, Kind.AKASSE},
    entity="report",
    example={"flag": "LATE_REPORT", "about": "2024-03-10", "reported_on": "2024-03-14"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFlagged:
    """Something was told late or in another way than the rules want (REG-08, REG-10). For caseworkers to judge."""

    flag: Flag
    about: Day
    reported_on: Day
