"""How a citizen stands (*borgerstatus*), as whoever shows it to the citizen asks for it."""

from dataclasses import dataclass

from contracts.deadlines.course_v1 import Calling
from contracts.registry import event
from contracts.types import AuthorityId, Day, Form, Id, Instant, InterviewType, Open, Party

DEADLINE = "1b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
INTERVIEW = "3b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"


class DeadlineState(Open):
    """Where a deadline stands (*friststatus*); one that is closed has no effect and is not shown. May grow."""

    OPEN = "OPEN"
    FULFILLED = "FULFILLED"
    OVERDUE = "OVERDUE"
    UNKNOWN = "UNKNOWN"


class WhyNot(Open):
    """Why a citizen may not self-book. May grow."""

    NOT_IN_COURSE = "NOT_IN_COURSE"
    """Not taken into the contact course yet."""
    OTHER_GROUP = "OTHER_GROUP"
    """In a group that the rules of self-booking leave out (G6)."""
    EXEMPTED = "EXEMPTED"
    DEPRIVED = "DEPRIVED"
    UNKNOWN = "UNKNOWN"


class WhyNow(Open):
    """Why an interview must be booked at once (*straksbooking*). May grow."""

    RE_REGISTRATION = "RE_REGISTRATION"
    """The re-registration takes effect only with a booking (IM-02)."""
    DEADLINE_RUN_OUT = "DEADLINE_RUN_OUT"
    """A deadline ended without a booking (IM-01)."""
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfBooking:
    """From `since` until the next one: may the citizen book interviews (*kan selvbooke*)? `reason`: why not."""

    since: Day
    may: bool
    reason: WhyNot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenDeadline:
    """A deadline that is not closed (*frist*). It is shown from `visible_on`; `interview` is the booking that fulfils it."""

    deadline: Id
    state: DeadlineState
    interview_type: InterviewType
    visible_on: Day
    book_by: Day
    hold_by: Day
    owner: AuthorityId
    interview: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Sick or on holiday, both days included; `ends` is None while nobody knows."""

    starts: Day
    ends: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImmediateBooking:
    """From and including `since` until and not including `until`, but not in a pause, an interview must be booked at once.

    `hold_by`: its last day, where the law sets one; once that is past, the re-registration has to be asked for anew.
    `until`: from then on a re-registration demands nothing (IM-03).
    """

    since: Day
    reason: WhyNow
    hold_by: Day | None = None
    pauses: tuple[Pause, ...] = ()
    until: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible:
    """Who holds the contact course from `since` until the next one (AK-01)."""

    since: Day
    party: Party
    authority: AuthorityId


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedInterview:
    """An interview that was booked or summoned (`summoned`); past when `held_on` is."""

    interview: Id
    starts_at: Instant
    held_on: Day
    interview_type: InterviewType
    form: Form
    supplier: AuthorityId
    summoned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DueInterview:
    """The next interview that the law asks `authority` for; `by`: its last day, where a date is known."""

    authority: AuthorityId
    interview_type: InterviewType
    calling: Calling
    by: Day | None = None


@event(
    "citizens",
    topic="status",
    example={
        "version": 7,
        "self_booking": [{"since": "2024-01-08", "may": True, "reason": None}],
        "deadlines": [
            {
                "deadline": DEADLINE,
                "state": "OVERDUE",
                "interview_type": "JOB",
                "visible_on": "2024-03-04",
                "book_by": "2024-03-12",
                "hold_by": "2024-03-19",
                "owner": "jobcentre-46100",
                "interview": None,
            }
        ],
        "immediate_booking": {
            "since": "2024-03-15",
            "reason": "RE_REGISTRATION",
            "hold_by": "2024-03-25",
            "pauses": [],
            "until": "2024-06-13",
        },
        "responsible": [{"since": "2024-01-08", "party": "JOBCENTRE", "authority": "jobcentre-46100"}],
        "interviews": [],
        "next_interview": None,
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenStatus:
    """How a citizen stands (*borgerstatus*): the last record of a citizen is all that holds now, the earlier ones may be gone.

    What only the passing of a day changes is told as dates, so that nothing is sent at midnight: of `self_booking` and
    `responsible` the last entry that has begun holds, before the first nothing. `version` rises with each record.
    """

    version: int
    self_booking: tuple[SelfBooking, ...]
    deadlines: tuple[CitizenDeadline, ...]
    immediate_booking: ImmediateBooking | None
    responsible: tuple[Responsible, ...]
    interviews: tuple[PlannedInterview, ...]
    next_interview: DueInterview | None = None
