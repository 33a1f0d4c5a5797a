"""Times to book, and interviews."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from contracts.registry import command, event, internal
from contracts.topics import Kind
from contracts.types import AuthorityId, Channel, Clock, Day, Form, Id, Instant, InterviewType, Open, Reference, Text

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
AUTHORITIES = {Kind.JOBCENTRE, Kind.AKASSE}


class Letter(Open):
    """Which letter about a summons Digital Post is asked to send. May grow."""

    SUMMONS = "SUMMONS"
    SUMMONS_CANCELLED = "SUMMONS_CANCELLED"
    UNKNOWN = "UNKNOWN"


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
    """Offer times for the authority whose planner sends it: a jobcentre (`planner-46100`) or a fund (`planner-05`)."""

    slots: Annotated[tuple[Slot, ...], Field(min_length=1, max_length=500)]


@command("slots", {Kind.PLANNER}, about="supply", example={"slots": ["t-1001"]})
@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSlots:
    """Take back times that nobody has booked."""

    slots: Annotated[tuple[Reference, ...], Field(min_length=1, max_length=500)]


@command("slots", {Kind.JOBNET, Kind.JOBCENTRE}, example={"slot": "t-1001"})
@dataclass(frozen=True, slots=True, kw_only=True)
class BookInterview:
    """Book a time of the authority that is responsible, as a rule the own jobcentre. `ce_time` is when it was booked.

    `supplier`: whose time it is, where it is not that of whoever is responsible on the day of the booking.
    """

    slot: Reference
    supplier: AuthorityId | None = None


@command("slots", {Kind.JOBNET} | AUTHORITIES, example={"interview": INTERVIEW})
@dataclass(frozen=True, slots=True, kw_only=True)
class CancelInterview:
    """Cancel a planned interview; the one planned when left out."""

    interview: Id | None = None


@command("slots", AUTHORITIES, example={"starts_at": "2024-03-08T09:00:00Z", "staff": "s-7", "channel": "DIGITAL_POST"})
@dataclass(frozen=True, slots=True, kw_only=True)
class SummonInterview:
    """Set an interview oneself (*indkalde*), LAB § 34, stk. 2: at a published `slot`, or at `starts_at` with a member of `staff`.

    `form` and `interview_type` are those of the slot, or an interview in person of type JOB, when left out. `place`: where,
    if not at the authority's own address; `phone`: whom to call, if the citizen is to. `rebook_until`: until then the citizen
    may cancel it on Jobnet; never when left out. `with_akasse`: whether the fund takes part in a joint one.
    """

    slot: Reference | None = None
    starts_at: Instant | None = None
    minutes: Minutes = 45
    staff: Reference | None = None
    form: Form | None = None
    interview_type: InterviewType | None = None
    channel: Channel = Channel.DIGITAL_POST
    place: Text | None = None
    phone: Text | None = None
    about: Text | None = None
    with_akasse: bool | None = None
    rebook_until: Instant | None = None


@command("slots", AUTHORITIES | {Kind.PLANNER}, example={"interview": INTERVIEW})
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHeld:
    """An interview was held (*afholdt*): the planned one named or planned for that day, else an unplanned one (BK-06, BK-08).

    `on`: the day of the planned one, or of the command, when left out. Type and form are those planned, or JOB in person.
    """

    interview: Id | None = None
    on: Day | None = None
    interview_type: InterviewType | None = None
    form: Form | None = None
    with_akasse: bool = False


@command("slots", AUTHORITIES | {Kind.PLANNER}, example={"interview": INTERVIEW})
@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawHeld:
    """The unplanned interview named, or of `on`, was recorded in error: there was none. A planned one is told to be missed
    or cancelled instead."""

    interview: Id | None = None
    on: Day | None = None


@command("slots", AUTHORITIES | {Kind.PLANNER}, example={"interview": INTERVIEW})
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNoShow:
    """The citizen did not come (*udeblevet*) to the planned interview named, or planned for `on` (HOL-03)."""

    interview: Id | None = None
    on: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """Between these times of each day from `since` to and including `until` the citizen cannot come; why is not kept."""

    since: Day
    until: Day | None = None
    from_time: Clock = "00:00"
    to_time: Clock = "24:00"


HINDRANCE = {"since": "2024-03-04", "until": "2024-06-28", "from_time": "00:00", "to_time": "09:00"}


@command("slots", {Kind.JOBNET} | AUTHORITIES, example={"hindrances": [HINDRANCE]})
@dataclass(frozen=True, slots=True, kw_only=True)
class StateHindrances:
    """When the citizen cannot come, for childcare, health or another reasonable ground (*hensyn*), BAB § 46, stk. 2.

    Replaces what was stated before; an empty list takes it back.
    """

    hindrances: Annotated[tuple[Hindrance, ...], Field(max_length=20)]


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
    feeds=ALL,
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
    feeds=ALL,
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
        "minutes": 45,
        "slot": "t-1001",
        "channel": "DIGITAL_POST",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewSummoned:
    """The citizen is summoned to an interview (*indkaldt*) that an authority has set itself, LAB § 34, stk. 2.

    `slot` is unique within its `supplier`, also where no published time was taken. `channel`: how the citizen is told.
    """

    interview: Id
    supplier: AuthorityId
    starts_at: Instant
    held_on: Day
    summoned_at: Instant
    summoned_by: AuthorityId
    staff: str
    form: Form
    interview_type: InterviewType
    minutes: int | None = None
    slot: str | None = None
    channel: Channel | None = None
    place: str | None = None
    phone: str | None = None
    about: str | None = None
    with_akasse: bool | None = None
    rebook_until: Instant | None = None


@event(
    "slots",
    feeds={Kind.DIGITALPOST},
    consequence=True,
    entity="letter",
    example={
        "letter": "6b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10",
        "kind": "SUMMONS",
        "interview": INTERVIEW,
        "channel": "DIGITAL_POST",
        "text": "Du er indkaldt til en jobsamtale den 14. marts 2024 kl. 10.00.",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class SummonsLetterRequested:
    """A letter about a summons, to be sent by Digital Post, or on paper (`channel`). `text`: in Danish (databek. § 20)."""

    letter: Id
    kind: Letter
    interview: Id
    channel: Channel
    text: str


@event(
    "slots",
    feeds=AUTHORITIES | {Kind.JOBNET},
    entity="regard",
    change="update",
    example={"hindrances": [HINDRANCE]},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class HindrancesStated:
    """When the citizen cannot come, as stated last (*hensyn*), BAB § 46, stk. 2."""

    hindrances: tuple[Hindrance, ...]


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
    entity="interview",
    change="delete",
    example={"interview": INTERVIEW, "held_on": "2024-03-14", "held_by": "jobcentre-46100"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewHeldWithdrawn:
    """The unplanned interview was recorded in error and taken back, as if it had never been told."""

    interview: Id
    held_on: Day
    held_by: AuthorityId


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
    """When the re-registration was asked for, no time was free that would have been held by `hold_by` (IM-04).

    Where nobody publishes times it is told once `hold_by` has passed, with nothing offered.
    """

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
    """From a citizen's shard to the supply's: may this citizen have the time?

    `own`: a time that is not published, which a summons makes for the authority `supplier`.
    """

    slot: str
    interview: str
    citizen: str
    own: Slot | None = None
    supplier: str | None = None


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
    """From the supply's shard to the citizen's: no, and why. `interview_type`: of a time that exists. `clashing`: with what."""

    interview: str
    slot: str
    code: str
    interview_type: InterviewType | None = None
    clashing: tuple[str, ...] = ()


@internal("slots")
@dataclass(frozen=True, slots=True, kw_only=True)
class AskTimes:
    """From a citizen's shard to the supply's: which times are free from `since` up to `until`, and not begun at `now`?

    `known`: whether the diaries asked before this one, of another party, are known (a handover within the ten days).
    """

    citizen: str
    requested_on: Day
    hold_by: Day
    since: Instant
    until: Instant
    now: Instant
    known: bool = True


@internal("slots")
@dataclass(frozen=True, slots=True, kw_only=True)
class TimesFound:
    """From the supply's shard to the citizen's: the first free times; `any` if there were some that have begun since.

    `known`: the diary is open, that is a time from `since` on has been published, free or not.
    """

    requested_on: Day
    hold_by: Day
    until: Instant
    now: Instant
    slots: tuple[Slot, ...]
    any: bool
    known: bool
