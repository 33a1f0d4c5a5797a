"""Registration: who is registered, in which group, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum

from contracts.registry import command, event
from contracts.topics import Kind
from contracts.types import (
    AbsenceKind,
    Age,
    AkasseCode,
    AuthorityId,
    Benefit,
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
    Reference,
    Regime,
    Text,
)

RECIPIENTS = {Kind.JOBCENTRE, Kind.AKASSE, Kind.JOBNET}
DEADLINE = "1b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
ABSENCE = "4b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
RIGHT = "5b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
EFFORT = "6b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
CONTROL = "7b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
REASONS = "Du har flyttet din jobsamtale seks gange i marts, og derfor er ingen samtale blevet holdt."
GUIDANCE = "Du kan klage til os. Fastholder vi afgørelsen, sender vi din klage videre."


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


class ExemptionGround(StrEnum):
    """Why somebody need not book (*fritagelse*): BAB § 45, stk. 1, nr. 1-3, and stk. 2."""

    IT_SKILLS = "IT_SKILLS"
    LANGUAGE = "LANGUAGE"
    IMPAIRMENT = "IMPAIRMENT"
    PREMISES = "PREMISES"
    INTERPRETER = "INTERPRETER"


class WithdrawalGround(StrEnum):
    """Why the right to book is withdrawn (*fratagelse*), LAB § 35; V1 2.11.2 and V2 4.2 give the cases."""

    OTHERWISE_THAN_AGREED = "OTHERWISE_THAN_AGREED"
    ATTENDANCE_BAN = "ATTENDANCE_BAN"
    POLICE_PRESENT = "POLICE_PRESENT"
    TOO_MANY = "TOO_MANY"
    TOO_CLOSE = "TOO_CLOSE"
    FREQUENT_REBOOKING = "FREQUENT_REBOOKING"


class LessIntensiveGround(StrEnum):
    """Why somebody has a less intensive effort (*mindre intensiv indsats*), LAB § 106, stk. 1, nr. 1-4."""

    FULL_TIME_JOB = "FULL_TIME_JOB"
    FLEX_JOB = "FLEX_JOB"
    MATERNITY = "MATERNITY"
    EARLY_RETIREMENT = "EARLY_RETIREMENT"
    """*Efterløn*."""
    FLEX_BENEFIT = "FLEX_BENEFIT"
    """*Fleksydelse*."""
    EARLY_PENSION = "EARLY_PENSION"
    """*Tidlig pension*."""
    SENIOR_PENSION = "SENIOR_PENSION"
    STATE_PENSION = "STATE_PENSION"
    """*Folkepension*."""
    STUDY = "STUDY"
    SENT_HOME = "SENT_HOME"
    """*Hjemsendt* for weather or lack of material."""
    WORK_SHARING = "WORK_SHARING"
    """*Arbejdsfordeling*."""


class DenialGround(StrEnum):
    """Why somebody keeps all duties although a ground is there, LAB § 106, stk. 3."""

    ADVANTAGE = "ADVANTAGE"
    """The duties are to the person's advantage."""
    ABUSE = "ABUSE"
    """Abuse of, or speculation in, being freed (*misbrug eller spekulation*)."""


class ControlStep(StrEnum):
    """What an authority owes after doubt from a control (*kontrolaktion*), LAB § 38."""

    INTERVIEW = "INTERVIEW"
    OFFER = "OFFER"


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


@command("registration", {Kind.AKASSE}, example={"placed_on": "2024-01-08", "insured": "full-time"})
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlacement:
    """The member is placed in a dagpenge period (*indplaceret*) from `placed_on`; said again of a date, it corrects.

    `running`: placed anew in the middle of a spell of unemployment (*løbende genindplacering*). `trial`: the contact course
    began in the fund's trial (*a-kasseforsøg*, TR-02).
    """

    placed_on: Day
    insured: Insured
    running: bool = False
    trial: bool = False


@command("registration", {Kind.AKASSE}, example={"placed_on": "2024-01-08"})
@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPlacement:
    """The fund takes its own placement of `placed_on` back (*indplacering taget tilbage*): it was told in error, or of
    another date."""

    placed_on: Day


@command(
    "registration",
    {Kind.AKASSE, Kind.JOBCENTRE},
    example={"count": "CONSUMPTION", "hours": 420.0, "registered_on": "2024-06-10", "month": "2024-05"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHours:
    """The total of a count since the placement in force, as it stood when registered; a lower one later corrects it.

    `CONSUMPTION` comes from the fund alone (AK-03). `registered_on`: the business date of the command when left out.
    `month`: which month was paid for.
    """

    count: HourCount
    hours: Hours
    registered_on: Day | None = None
    month: Month | None = None


@command(
    "registration",
    {Kind.AKASSE},
    example={"age_at_registration": 23, "qualifying_education": False, "children_at_home": False, "on": "2024-01-16"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DecideEducationTarget:
    """The fund has looked whether its member is in the target group for an education order (*visitering*), AK-04, AK-05.

    Who is under 25, without qualifying education and without children at home whom they must support goes to the
    jobcentre's contact course from `on`, and stays there. `age_at_registration`: on the day of registration as a job-seeker;
    `age`: on the day of the decision, for those who read the law so.
    """

    age_at_registration: Age
    qualifying_education: bool
    children_at_home: bool
    age: Age | None = None
    on: Day | None = None


@command(
    "registration",
    {Kind.JOBCENTRE},
    example={"on": "2024-05-03", "inquiry_on": "2024-05-03", "benefit": "KONTANTHJAELP"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class StartBenefit:
    """A municipal benefit from `on` (*ydelsesstart*), also a change of benefit (CC-03).

    `inquiry_on`: the first inquiry for help (*første henvendelse*); `on` when left out.
    """

    on: Day | None = None
    inquiry_on: Day | None = None
    benefit: Benefit | None = None


@command("registration", {Kind.JOBCENTRE}, example={"on": "2024-04-01"})
@dataclass(frozen=True, slots=True, kw_only=True)
class StopBenefit:
    """No benefit from and including `on` (*ydelsesstop*), CC-04."""

    on: Day | None = None


DECIDERS = {Kind.JOBCENTRE, Kind.AKASSE}


@command(
    "registration",
    DECIDERS,
    example={"ground": "LANGUAGE", "requested_on": "2024-03-08", "noted_on": "2024-03-08", "on": "2024-03-08"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptFromSelfBooking:
    """The citizen need not book (*fritagelse*) from `on`; the business date of the command when left out. BAB § 45.

    `requested_on`: when the citizen asked. `noted_on`: when exemption and reason were noted in the case system, where the
    reason stays. `declined`: the citizen does not want it (stk. 2).
    """

    ground: ExemptionGround
    requested_on: Day | None = None
    noted_on: Day | None = None
    declined: bool = False
    on: Day | None = None


@command(
    "registration",
    DECIDERS,
    example={
        "ground": "IT_SKILLS",
        "requested_on": "2024-03-08",
        "reasons": "Du har booket dine seneste fire samtaler på Jobnet uden hjælp.",
        "complaint_guidance": GUIDANCE,
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseExemption:
    """A request for exemption is refused (*afslag på fritagelse*). `reasons` and `complaint_guidance` go into the letter."""

    ground: ExemptionGround
    requested_on: Day
    reasons: Text | None = None
    complaint_guidance: Text | None = None


@command("registration", DECIDERS | {Kind.JOBNET}, example={"on": "2024-03-11"})
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectToExemption:
    """The citizen disagrees with being exempted (*uenig i fritagelsen*); a decision in writing is due, V1 2.11.1."""

    on: Day | None = None


@command(
    "registration",
    DECIDERS,
    example={
        "upheld": True,
        "reasons": "Samtalerne kræver tolk, som jobcenteret skal bestille.",
        "complaint_guidance": GUIDANCE,
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DecideExemption:
    """The decision after an objection (*afgørelse om fritagelse*): the exemption is upheld, or it ends."""

    upheld: bool
    reasons: Text | None = None
    complaint_guidance: Text | None = None


@command("registration", DECIDERS, example={"on": "2024-06-03"})
@dataclass(frozen=True, slots=True, kw_only=True)
class EndExemption:
    """The citizen is to book again from `on`. `right`: which exemption; all that hold when left out."""

    on: Day | None = None
    right: Id | None = None


@command(
    "registration",
    DECIDERS,
    example={"ground": "FREQUENT_REBOOKING", "reasons": REASONS, "complaint_guidance": GUIDANCE},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSelfBooking:
    """Take the right to book away (*fratagelse*), from the business date of the command, LAB § 35.

    A decision: it needs `reasons` and `complaint_guidance`, which go into the letter.
    """

    ground: WithdrawalGround
    reasons: Text | None = None
    complaint_guidance: Text | None = None


@command("registration", DECIDERS, example={"on": "2024-06-03"})
@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreSelfBooking:
    """Give the right to book back from `on`. `right`: which withdrawal ends; all that hold when left out."""

    on: Day | None = None
    right: Id | None = None


@command(
    "registration",
    DECIDERS,
    example={"ground": "FULL_TIME_JOB", "documented": True, "starts": "2024-05-01", "on": "2024-03-25"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLessIntensive:
    """A less intensive effort (*mindre intensiv indsats*) from `on`, LAB § 106.

    `starts`: when the job, leave, pension or study begins, or the work-sharing began. `documented`: the proof was seen.
    """

    ground: LessIntensiveGround
    documented: bool = False
    starts: Day | None = None
    on: Day | None = None


@command("registration", DECIDERS, example={"on": "2024-04-15"})
@dataclass(frozen=True, slots=True, kw_only=True)
class EndLessIntensive:
    """All duties hold again from `on`: the job came to nothing, the work-sharing is over."""

    on: Day | None = None


@command(
    "registration",
    DECIDERS,
    example={
        "ground": "ADVANTAGE",
        "reasons": "Starten på dit job er udskudt tre gange.",
        "complaint_guidance": GUIDANCE,
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DenyLessIntensive:
    """Decide that the citizen has no less intensive effort after all, LAB § 106, stk. 3; all duties hold again."""

    ground: DenialGround
    reasons: Text | None = None
    complaint_guidance: Text | None = None


@command("registration", DECIDERS, example={"notified_on": "2024-04-30", "abroad": True})
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportControlDoubt:
    """Another authority's control has raised doubt of the general availability (*kontrolaktion*), LAB § 38.

    `notified_on`: when its notice was received. `abroad`: because of a stay abroad.
    """

    notified_on: Day | None = None
    abroad: bool = False


@command("registration", DECIDERS, example={"held_on": "2024-05-07"})
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordControlInterview:
    """An interview because of a control was held, LAB § 38, stk. 1."""

    held_on: Day | None = None


@command("registration", {Kind.JOBCENTRE}, example={"offered_on": "2024-05-17"})
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordControlOffer:
    """The citizen has got an offer because of a control (*tilbud*), LAB § 38, stk. 2."""

    offered_on: Day | None = None


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
    """The demand is gone without a re-registration: the deregistration was taken back, the group has changed, or the citizen
    gave the request up."""

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


@event("registration", feeds=RECIPIENTS, entity="placement", change="delete", example={"placed_on": "2024-01-08"})
@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementWithdrawn:
    """The placement of `placed_on` is taken back, as if it had never been told. Who is responsible is told anew."""

    placed_on: Day


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


@event(
    "registration",
    feeds=RECIPIENTS,
    entity="education-target",
    example={"on": "2024-01-16", "target": True, "late": False},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class EducationTargetDecided:
    """In the target group for an education order (*målgruppe for uddannelsespålæg*, årsagskode 45) from `on`, or not.

    `late`: decided more than 14 days after the registration as a job-seeker (AK-05). What is said last of a date counts.
    """

    on: Day
    target: bool
    late: bool


@event(
    "registration",
    feeds=RECIPIENTS,
    entity="benefit",
    example={"on": "2024-05-03", "inquiry_on": "2024-05-03", "benefit": "KONTANTHJAELP"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitStarted:
    """Benefit from `on`; `inquiry_on`: the first inquiry for help (*første henvendelse*), from which CC-05 counts.

    Of a date what is said last counts, start or stop. Told also to whoever has a benefit already: a change of `benefit`
    begins a new period (CC-03), the same one again does not.
    """

    on: Day
    inquiry_on: Day
    benefit: Benefit | None = None


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


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="right",
    example={"right": RIGHT, "ground": "LANGUAGE", "by": "jobcentre-46100", "on": "2024-03-08"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class SelfBookingExempted:
    """Need not book from and including `on` (*fritaget*), BAB § 45; `right` names this period of exemption.

    Told again with the same `right` after an end was told: that end does not stand, and the exemption holds on.
    """

    right: Id
    ground: str
    by: AuthorityId
    on: Day


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="right",
    example={
        "right": RIGHT,
        "ground": "FREQUENT_REBOOKING",
        "by": "jobcentre-46100",
        "on": "2024-03-08",
        "complain_by": "2024-04-05",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class SelfBookingDeprived:
    """May not book from and including `on` (*frataget*), LAB § 35; `right` names this period of withdrawal.

    `complain_by`: the last day to complain (CMP-01). Told again with the same `right` after an end was told: that end does
    not stand, and the withdrawal holds on.
    """

    right: Id
    ground: str
    by: AuthorityId
    on: Day
    complain_by: Day | None = None


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
    """The exemption or withdrawal no longer holds from and including `on`; told again with the same `right` it replaces.

    `because`: ENDED, OBJECTION (the decision after one), HANDOVER (another party is responsible, EX-06); may grow.
    """

    right: Id
    on: Day
    because: str


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="right",
    change="update",
    example={"right": RIGHT, "objected_on": "2024-03-11", "authority": "jobcentre-46100"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionDecisionRequired:
    """The citizen disagrees with an exemption: `authority` must decide in writing, with reasons and complaint guidance."""

    right: Id
    objected_on: Day
    authority: AuthorityId


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="right",
    change="update",
    example={
        "right": RIGHT,
        "upheld": True,
        "on": "2024-03-14",
        "by": "jobcentre-46100",
        "complain_by": "2024-04-11",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionDecided:
    """The decision after an objection: the exemption is upheld, or ends on `on`."""

    right: Id
    upheld: bool
    on: Day
    by: AuthorityId
    complain_by: Day


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="right",
    change="delete",
    example={
        "ground": "IT_SKILLS",
        "requested_on": "2024-03-08",
        "on": "2024-03-14",
        "by": "jobcentre-46100",
        "complain_by": "2024-04-11",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionRefused:
    """A request for exemption was refused; the citizen goes on booking."""

    ground: str
    requested_on: Day
    on: Day
    by: AuthorityId
    complain_by: Day


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="effort",
    example={
        "effort": EFFORT,
        "ground": "WORK_SHARING",
        "on": "2024-01-08",
        "by": "akasse-05",
        "starts": "2024-01-08",
        "search_duty_from": "2024-02-19",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class LessIntensiveStarted:
    """From and including `on` no interviews and offers are owed (*mindre intensiv indsats*), LAB § 106; `effort` names it.

    `search_duty_from`: the first day of active search again (work-sharing); None: none while it lasts. Told again with the
    same `effort` after an end was told: that end does not stand.
    """

    effort: Id
    ground: str
    on: Day
    by: AuthorityId
    starts: Day | None = None
    search_duty_from: Day | None = None


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="effort",
    change="delete",
    example={"effort": EFFORT, "on": "2024-05-01", "because": "BEGUN"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class LessIntensiveEnded:
    """All duties hold again from and including `on`; told again with the same `effort` it replaces.

    `because`: BEGUN (what was to begin has begun), ENDED, DENIED (decided so), LEFT_GROUP (no dagpenge recipient any more).
    """

    effort: Id
    on: Day
    because: str


@event(
    "registration",
    feeds=RECIPIENTS,
    consequence=True,
    entity="effort",
    change="update",
    example={
        "effort": EFFORT,
        "ground": "ADVANTAGE",
        "on": "2024-04-05",
        "by": "akasse-05",
        "complain_by": "2024-05-03",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class LessIntensiveDenied:
    """It was decided that the citizen has no less intensive effort after all, from and including `on`."""

    effort: Id
    ground: str
    on: Day
    by: AuthorityId
    complain_by: Day


@event(
    "registration",
    feeds=DECIDERS,
    entity="control",
    example={"control": CONTROL, "notified_on": "2024-04-30", "abroad": True},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ControlDoubtReported:
    """A control has raised doubt of the general availability; what is owed because of it comes as `ControlStepDue`."""

    control: Id
    notified_on: Day
    abroad: bool


@event("registration", feeds=DECIDERS, entity="control", example={"held_on": "2024-05-07", "by": "akasse-05"})
@dataclass(frozen=True, slots=True, kw_only=True)
class ControlInterviewHeld:
    """An interview because of a control was held."""

    held_on: Day
    by: AuthorityId


@event("registration", feeds=DECIDERS, entity="control", example={"offered_on": "2024-05-17", "by": "jobcentre-46100"})
@dataclass(frozen=True, slots=True, kw_only=True)
class ControlOfferGiven:
    """An offer because of a control was given."""

    offered_on: Day
    by: AuthorityId


@event(
    "registration",
    feeds=DECIDERS,
    consequence=True,
    entity="control",
    change="update",
    example={
        "control": CONTROL,
        "step": "INTERVIEW",
        "number": 2,
        "hold_by": "2024-05-21",
        "authority": "akasse-05",
        "ends": "2024-08-07",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ControlStepDue:
    """What is owed next because of a control, at the latest on `hold_by`; told again for the same step it replaces.

    `authority`: whose it is, as far as is known. An offer is the jobcentre's; `ask`: the a-kasse that must ask it for one.
    `ends`: the last day of the fortnightly interviews.
    """

    control: Id
    step: ControlStep
    number: int
    hold_by: Day
    authority: AuthorityId
    ask: AuthorityId | None = None
    ends: Day | None = None


@event(
    "registration",
    feeds=DECIDERS,
    consequence=True,
    entity="control",
    change="update",
    example={
        "control": CONTROL,
        "step": "INTERVIEW",
        "number": 2,
        "hold_by": "2024-05-21",
        "authority": "akasse-05",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ControlStepOverdue:
    """A step was not taken in time. It concerns the authority alone; nothing follows for the citizen."""

    control: Id
    step: ControlStep
    number: int
    hold_by: Day
    authority: AuthorityId


@event(
    "registration",
    feeds=DECIDERS,
    consequence=True,
    entity="control",
    change="delete",
    example={"control": CONTROL, "step": "INTERVIEW", "hold_by": "2024-05-21", "because": "TAKEN_IN_TIME"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ControlStepLifted:
    """What was told to be due or overdue on `hold_by` is not so. `because`: TAKEN_IN_TIME, NOT_OWED, MOVED; may grow."""

    control: Id
    step: ControlStep
    hold_by: Day
    because: str
