"""The right to book (*selvbooking*): exempted from it, deprived of it, given it back."""

from dataclasses import dataclass
from enum import StrEnum

from contracts.registration.v1 import DECIDERS, GUIDANCE, RECIPIENTS
from contracts.registry import command, event
from contracts.topics import Kind
from contracts.types import AuthorityId, Day, Id, Text

RIGHT = "5b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
REASONS = "Du har flyttet din jobsamtale seks gange i marts, og derfor er ingen samtale blevet holdt."


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


@command(
    "registration",
    DECIDERS,
    example={"ground": "LANGUAGE", "requested_on": "2024-03-08", "noted_on": "2024-03-08", "on": "2024-03-08"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptFromSelfBooking:
    """The citizen need not book (*fritagelse*) from `on`; the business date of the command when left out. BAB § 45.

    `requested_on`: when the citizen asked. `noted_on`: when exemption and reason were noted in the case system, where the
    reason stays; the business date of the command when left out. `declined`: the citizen does not want it (stk. 2).
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
