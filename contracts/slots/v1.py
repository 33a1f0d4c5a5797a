"""Times to book, and interviews."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from contracts.registry import command, event, internal
from contracts.topics import Kind
from contracts.types import AuthorityId, Day, Form, Id, Instant, InterviewType, Reference

READERS = {Kind.JOBCENTRE, Kind.JOBNET, Kind.PLANNER}
ALL = READERS | {Kind.AKASSE}
INTERVIEW = "3b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
SLOT = {
    "slot": "t-1001",
    "starts_at": "2024-03-14T09:00:00Z",
    "minutes": 45,
    "staff": "s-7",
    "form": "IN_PERSON",
    "interview_type": "JOB",
}
Minutes = Annotated[int, Field(ge=5, le=480, description="length in minutes")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time that can be booked (*mødetilbud*). `slot` is the planner's own id, unique within its authority."""

    slot: Reference
    starts_at: Instant
    minutes: Minutes
    staff: Reference
    form: Form = Form.IN_PERSON
    interview_type: InterviewType = InterviewType.JOB


@command("slots", {Kind.PLANNER}, about="supply", example={"slots": [SLOT]})
@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSlots:
    """Offer times for the authority whose planner sends it (`planner-46100` plans for `jobcentre-46100`)."""

    slots: Annotated[tuple[Slot, ...], Field(min_length=1, max_length=500)]


@command("slots", {Kind.PLANNER}, about="supply", example={"slots": ["t-1001"]})
@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSlots:
    """Take back times that nobody has booked."""

    slots: Annotated[tuple[Reference, ...], Field(min_length=1, max_length=500)]


@command("slots", {Kind.JOBNET, Kind.JOBCENTRE}, example={"slot": "t-1001"})
@dataclass(frozen=True, slots=True, kw_only=True)
class BookInterview:
    """Book a time at the citizen's own jobcentre. The command's `ce_time` is when it was booked."""

    slot: Reference


@command("slots", {Kind.JOBNET, Kind.JOBCENTRE}, example={"interview": INTERVIEW})
@dataclass(frozen=True, slots=True, kw_only=True)
class CancelInterview:
    """Cancel a planned interview; the one planned when left out."""

    interview: Id | None = None


@event("slots", feeds={Kind.JOBNET, Kind.PLANNER}, about="supply", entity="slot",
       example={"supplier": "jobcentre-46100", "slots": [SLOT]})  # fmt: skip
@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsPublished:
    """Times that can be booked from now on."""

    supplier: AuthorityId
    slots: tuple[Slot, ...]


@event("slots", feeds={Kind.JOBNET, Kind.PLANNER}, about="supply", entity="slot", change="delete",
       example={"supplier": "jobcentre-46100", "slots": ["t-1001"]})  # fmt: skip
@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsWithdrawn:
    """Times that can no longer be booked."""

    supplier: AuthorityId
    slots: tuple[str, ...]


@event(
    "slots",
    feeds=READERS,
    entity="interview",
    example={
        "interview": INTERVIEW,
        "slot": "t-1001",
        "supplier": "jobcentre-46100",
        "starts_at": "2024-03-14T09:00:00Z",
        "held_on": "2024-03-14",
        "booked_at": "2024-03-06T09:30:00Z",
        "booked_by": "jobnet",
        "staff": "s-7",
        "form": "IN_PERSON",
        "interview_type": "JOB",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewBooked:
    """An interview is planned. `booked_at`: when it was booked, by the sender's time; `held_on`: the meeting's date."""

    interview: Id
    slot: str
    supplier: AuthorityId
    starts_at: Instant
    held_on: Day
    booked_at: Instant
    booked_by: AuthorityId
    staff: str
    form: Form
    interview_type: InterviewType


@event(
    "slots",
    feeds=READERS,
    entity="interview",
    change="delete",
    example={
        "interview": INTERVIEW,
        "slot": "t-1001",
        "held_on": "2024-03-14",
        "cancelled_by": "jobnet",
        "supplier": "jobcentre-46100",
        "cancelled_at": "2024-03-08T08:15:00Z",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewCancelled:
    """A planned interview will not be held; its time is free again. `slot` is unique within its `supplier`.

    `cancelled_at`: when it was cancelled, by the sender's time.
    """

    interview: Id
    slot: str
    held_on: Day
    cancelled_by: AuthorityId
    supplier: AuthorityId | None = None
    cancelled_at: Instant | None = None


@event(
    "slots",
    feeds=ALL,
    consequence=True,
    entity="interview",
    example={
        "interview": INTERVIEW,
        "supplier": "jobcentre-46100",
        "starts_at": "2024-03-14T09:00:00Z",
        "held_on": "2024-03-14",
        "summoned_at": "2024-03-04T09:30:00Z",
        "summoned_by": "jobcentre-46100",
        "staff": "s-7",
        "form": "IN_PERSON",
        "interview_type": "JOB",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewSummoned:
    """The citizen is summoned to an interview (*indkaldt*) that an authority has set itself, LAB § 34, stk. 2."""

    interview: Id
    supplier: AuthorityId
    starts_at: Instant
    held_on: Day
    summoned_at: Instant
    summoned_by: AuthorityId
    staff: str
    form: Form
    interview_type: InterviewType


@event(
    "slots",
    feeds=ALL,
    entity="interview",
    change="update",
    example={
        "interview": INTERVIEW,
        "held_on": "2024-03-14",
        "held_by": "jobcentre-46100",
        "interview_type": "JOB",
        "form": "IN_PERSON",
        "with_akasse": False,
        "planned": True,
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewHeld:
    """An interview was held (*afholdt*). `planned`: it had been booked or summoned; else an unplanned one (*uopfordret*).

    `with_akasse`: the fund took part in a jobcentre's interview.
    """

    interview: Id
    held_on: Day
    held_by: AuthorityId
    interview_type: InterviewType
    form: Form
    with_akasse: bool = False
    planned: bool = True


@event(
    "slots",
    feeds=ALL,
    consequence=True,
    entity="interview",
    change="update",
    example={
        "interview": INTERVIEW,
        "held_on": "2024-03-14",
        "supplier": "jobcentre-46100",
        "interview_type": "JOB",
        "registered_by": "jobcentre-46100",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewMissed:
    """The citizen did not come (*udeblevet*); the authority that was to hold it has registered so."""

    interview: Id
    held_on: Day
    supplier: AuthorityId
    interview_type: InterviewType
    registered_by: AuthorityId


@event(
    "slots",
    feeds={Kind.JOBNET, Kind.JOBCENTRE},
    consequence=True,
    entity="offer",
    example={"requested_on": "2024-03-15", "hold_by": "2024-03-25"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoImmediateTimes:
    """When the re-registration was asked for, no time was free that would have been held by `hold_by` (IM-04)."""

    requested_on: Day
    hold_by: Day


@event(
    "slots",
    feeds={Kind.JOBNET},
    entity="offer",
    example={"requested_on": "2024-03-15", "hold_by": "2024-03-25", "slots": [SLOT]},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ImmediateTimesOffered:
    """A few times for *straksbooking*, the soonest first; any other free time within `hold_by` may be booked as well."""

    requested_on: Day
    hold_by: Day
    slots: tuple[Slot, ...]


@internal("slots")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSlot:
    """From a citizen's shard to the supply's: may this citizen have the time?"""

    slot: str
    interview: str
    citizen: str


@internal("slots")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSlot:
    """From a citizen's shard to the supply's: the time is free again."""

    slot: str
    interview: str


@internal("slots")
@dataclass(frozen=True, slots=True, kw_only=True)
class SlotGranted:
    """From the supply's shard to the citizen's: yes."""

    interview: str
    supplier: str
    slot: Slot


@internal("slots")
@dataclass(frozen=True, slots=True, kw_only=True)
class SlotDenied:
    """From the supply's shard to the citizen's: no, and why. `interview_type`: of a time that exists."""

    interview: str
    slot: str
    code: str
    interview_type: InterviewType | None = None
