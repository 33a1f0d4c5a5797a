"""Less intensive effort (*mindre intensiv indsats*), and what follows when a control casts doubt (*rådighed*)."""

from dataclasses import dataclass
from enum import StrEnum

from contracts.registration.v1 import DECIDERS, GUIDANCE, RECIPIENTS
from contracts.registry import command, event
from contracts.topics import Kind
from contracts.types import AuthorityId, Day, Id, Text

EFFORT = "6b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
CONTROL = "7b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"


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
    DECIDERS,
    example={"ground": "FULL_TIME_JOB", "documented": True, "starts": "2024-05-01", "on": "2024-03-25"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLessIntensive:
    """A less intensive effort (*mindre intensiv indsats*) from `on`, LAB § 106.

    `starts`: when the job, leave, pension or study begins, or the work-sharing began (`on` when left
    out). `documented`: the proof was seen.
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
