"""Booking deadlines (*bookingfrister*)."""

from dataclasses import dataclass

from contracts.registry import command, event, internal
from contracts.topics import Kind
from contracts.types import AuthorityId, Day, Id, Instant, InterviewType, Open, Reference

READERS = {Kind.JOBCENTRE, Kind.JOBNET}
ALL = READERS | {Kind.AKASSE}
DEADLINE = "1b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
INTERVIEW = "3b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"


class Closed(Open):
    """Why a deadline was closed (*administrativt lukket*). May grow."""

    REPLACED = "REPLACED"
    BY_HAND = "BY_HAND"
    INTERVIEW_DAY = "INTERVIEW_DAY"
    EXEMPTED = "EXEMPTED"
    DEPRIVED = "DEPRIVED"
    STANDBY = "STANDBY"
    LESS_INTENSIVE = "LESS_INTENSIVE"
    NO_DUTY = "NO_DUTY"
    """The citizen's group no longer has the duty."""
    A_KASSE_COURSE = "A_KASSE_COURSE"
    """The a-kasse has the course from now on (DFDG's absence 75); the deadline was a jobcentre's or another a-kasse's."""
    HANDED_OVER = "HANDED_OVER"
    """The jobcentre has the course from now on; the deadline was an a-kasse's."""
    OBSOLETE = "OBSOLETE"
    """*Forældet*, OB-01, OB-02."""
    UNKNOWN = "UNKNOWN"


class Effect(Open):
    """What it means that an outage hindered a booking (*driftsforstyrrelse*). May grow."""

    REASONABLE_GROUND = "REASONABLE_GROUND"
    """There was a reasonable ground not to book; no deduction (OUT-02)."""
    DISPENSATION = "DISPENSATION"
    """The a-kasse may dispense from the lack of registration, RB § 7 (OUT-03)."""
    UNKNOWN = "UNKNOWN"


@command("deadlines", {Kind.JOBCENTRE, Kind.AKASSE}, example={"due": "2024-03-12"})
@dataclass(frozen=True, slots=True, kw_only=True)
class SetDeadline:
    """The citizen must book an interview on or before `due`.

    `visible_on`: when it is shown on Jobnet; the business date of the command when left out.
    """

    due: Day
    visible_on: Day | None = None
    interview_type: InterviewType = InterviewType.JOB


@command("deadlines", {Kind.JOBCENTRE, Kind.AKASSE}, example={"due": "2024-03-18"})
@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendDeadline:
    """Move the open deadline to a later `due` (*forlængelse*), DL-08."""

    due: Day


@command("deadlines", {Kind.JOBCENTRE, Kind.AKASSE}, example={})
@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDeadline:
    """Close the open or overdue deadline administratively; nothing more follows from it (*administrativt lukket*)."""


@command("deadlines", {Kind.JOBCENTRE, Kind.AKASSE}, example={"on": "2024-03-04"})
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWrittenNotice:
    """The citizen was told of the deadline in writing, otherwise than on Jobnet (*meddelt på anden vis*), DL-11.

    `on`: when it was sent; the business date of the command when left out.
    """

    on: Day | None = None


@command("deadlines", {Kind.JOBNET}, example={"sms": True, "email": False})
@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseReminders:
    """The citizen wants to be reminded of deadlines (*påmindelse*) in these ways, or in none any more, DL-03."""

    sms: bool = False
    email: bool = False


@event("deadlines", feeds={Kind.JOBNET}, entity="reminder", example={"sms": True, "email": False})
@dataclass(frozen=True, slots=True, kw_only=True)
class RemindersChosen:
    """How the citizen wants to be reminded from now on."""

    sms: bool
    email: bool


@event(
    "deadlines",
    feeds={Kind.JOBNET, Kind.DIGITALPOST},
    consequence=True,
    entity="reminder",
    example={"deadline": DEADLINE, "due": "2024-03-12", "on": "2024-03-09", "sms": True, "email": False},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRequested:
    """Remind the citizen that there is a deadline to look at on Jobnet; nothing more is to be said on an open channel."""

    deadline: Id
    due: Day
    on: Day
    sms: bool
    email: bool


@event(
    "deadlines",
    feeds=ALL,
    entity="deadline",
    example={
        "deadline": DEADLINE,
        "visible_on": "2024-03-04",
        "due": "2024-03-12",
        "hold_by": "2024-03-19",
        "interview_type": "JOB",
        "owner": "jobcentre-46100",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineSet:
    """Book on or before `due` an interview that is held on or before `hold_by` (DL-01, DL-02)."""

    deadline: Id
    visible_on: Day
    due: Day
    hold_by: Day
    interview_type: InterviewType
    owner: AuthorityId


@event(
    "deadlines",
    feeds=ALL,
    entity="deadline",
    change="update",
    example={"deadline": DEADLINE, "due": "2024-03-18", "hold_by": "2024-03-25"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineExtended:
    """The limit was moved; so is the last day the interview may be held."""

    deadline: Id
    due: Day
    hold_by: Day


@event(
    "deadlines",
    feeds=ALL,
    entity="deadline",
    change="update",
    example={
        "deadline": DEADLINE,
        "interview": INTERVIEW,
        "booked_at": "2024-03-06T09:30:00Z",
        "held_on": "2024-03-14",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineFulfilled:
    """A booking in time fulfils the deadline (*indfriet*), DL-04."""

    deadline: Id
    interview: Id
    booked_at: Instant
    held_on: Day


@event(
    "deadlines",
    feeds=ALL,
    entity="deadline",
    change="update",
    example={"deadline": DEADLINE, "interview": INTERVIEW},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineReopened:
    """The booking that fulfilled the deadline was cancelled; it is in play again (DL-07)."""

    deadline: Id
    interview: Id


@event(
    "deadlines",
    feeds=ALL,
    entity="deadline",
    change="delete",
    example={"deadline": DEADLINE, "reason": "REPLACED"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineClosed:
    """The deadline has no effect any more (*administrativt lukket*). `on`: from which day, where a change in the
    citizen's situation closed it; a miss before that day stands. Told again when another reason proves to have come first:
    the last one told counts."""

    deadline: Id
    reason: Closed
    on: Day | None = None


@event(
    "deadlines",
    feeds=ALL,
    entity="deadline",
    change="update",
    example={"deadline": DEADLINE, "because": "EXEMPTED"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineResumed:
    """What had closed the deadline turns out not to be so; it is in play again. `because`: the reason that has gone;
    `overdue`: a miss from before stands. That a booking fulfils it is told again."""

    deadline: Id
    because: Closed
    overdue: bool = False


@event("deadlines", feeds=ALL, entity="deadline", change="update", example={"deadline": DEADLINE, "on": "2024-03-04"})
@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNoticeRecorded:
    """The citizen was told of the deadline in writing on that day; without it a citizen free of active search is not
    bound by it (DL-11)."""

    deadline: Id
    on: Day


@event(
    "deadlines",
    feeds=ALL,
    entity="deadline",
    change="update",
    example={"since": "2024-05-02", "because": "OBSOLETE"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeadlineNeeded:
    """A task for the responsible party: give a new deadline, or summon (*ny frist*), OB-01, HOL-03.

    `because`: `OBSOLETE`, `NO_SHOW`, `HOLIDAY`, `JOB_EDUCATION` (the deadline's day lies in one that was told later). May
    grow.
    """

    since: Day
    because: str


@event(
    "deadlines",
    feeds=ALL,
    entity="deadline",
    change="update",
    example={"deadline": DEADLINE, "due": "2024-03-12", "overdue_on": "2024-03-13", "owner": "jobcentre-46100"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineOverdue:
    """Nothing was booked in time (*overskredet*), DL-10; overdue from the day after `due`."""

    deadline: Id
    due: Day
    overdue_on: Day
    owner: AuthorityId


@event(
    "deadlines",
    feeds=ALL,
    consequence=True,
    entity="deadline",
    change="update",
    example={
        "deadline": DEADLINE,
        "due": "2024-03-12",
        "interview": INTERVIEW,
        "booked_at": "2024-03-12T21:40:00Z",
        "because": "BOOKED_IN_TIME",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueReversed:
    """What was done in time became known late: the deadline was not missed after all, and what followed is taken back.

    `because`: `BOOKED_IN_TIME` (with `interview` and `booked_at`), `EXTENDED_IN_TIME`, `CLOSED_IN_TIME`,
    `REPLACED_IN_TIME`; a reason of `DeadlineClosed` (`EXEMPTED`) where that had closed it by then; `NOT_NOTIFIED` (DL-11).
    May grow.
    """

    deadline: Id
    due: Day
    interview: Id | None = None
    booked_at: Instant | None = None
    because: str = "BOOKED_IN_TIME"


WINDOW = {"outage": "d-17", "starts_at": "2024-03-12T17:00:00Z", "ends_at": "2024-03-12T23:00:00Z"}


@command("deadlines", {Kind.OPS}, about="day", example=WINDOW)
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOutage:
    """Nobody could book on Jobnet from `starts_at` until `ends_at` (*driftsforstyrrelse*), OUT-01 to OUT-03.

    Recorded again with the same `outage` and a start on the same Danish date it replaces, if it was said later; without length it
    takes back.
    """

    outage: Reference
    starts_at: Instant
    ends_at: Instant


@event("deadlines", about="day", example=WINDOW)
@dataclass(frozen=True, slots=True, kw_only=True)
class OutageRecorded:
    """Nobody could book on Jobnet in that time; what is told last of an `outage` counts."""

    outage: str
    starts_at: Instant
    ends_at: Instant


@command("deadlines", {Kind.JOBNET}, example={})
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttempt:
    """The citizen tried to book on Jobnet and could not; the command's `ce_time` is when."""


@event(
    "deadlines", feeds=ALL, entity="deadline", change="update",
    example={"deadline": DEADLINE, "at": "2024-03-12T19:00:00Z"},
)  # fmt: skip
@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRecorded:
    """The citizen tried to book under that deadline, and could not."""

    deadline: Id
    at: Instant


@event(
    "deadlines",
    feeds=ALL,
    consequence=True,
    entity="deadline",
    change="update",
    example={
        "deadline": DEADLINE,
        "due": "2024-03-12",
        "effect": "REASONABLE_GROUND",
        "starts_at": "2024-03-12T17:00:00Z",
        "ends_at": "2024-03-12T23:00:00Z",
        "attempted_at": "2024-03-12T19:00:00Z",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class MissHindered:
    """An outage hindered the booking before the deadline ended; the miss stands, `effect` says what follows.

    `attempted_at`: when the citizen tried in vain; without it the outage lasted until the deadline ended. Told again it
    replaces; it falls away with the miss.
    """

    deadline: Id
    due: Day
    effect: Effect
    starts_at: Instant
    ends_at: Instant
    attempted_at: Instant | None = None


@event(
    "deadlines",
    feeds=ALL,
    consequence=True,
    entity="deadline",
    change="update",
    example={"deadline": DEADLINE, "due": "2024-03-12"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class MissHinderedWithdrawn:
    """No outage hindered the booking after all."""

    deadline: Id
    due: Day


@internal("deadlines")
@dataclass(frozen=True, slots=True, kw_only=True)
class AskOutages:
    """From a citizen to a list of the date, or from a list to the date: tell me of every outage on it, now and later."""

    citizen: str
    day: Day


@internal("deadlines")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOutage:
    """From the shard of the date on which an outage began to that of another date that it reaches, or no longer does."""

    outage: str
    day: Day
    starts_at: Instant
    ends_at: Instant


@internal("deadlines")
@dataclass(frozen=True, slots=True, kw_only=True)
class OutagesOfDay:
    """From the date to its lists, and from these to citizens: all outages known of the day, as pairs of start and end."""

    day: Day
    windows: tuple[tuple[Instant, Instant], ...]
