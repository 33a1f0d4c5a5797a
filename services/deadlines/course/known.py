"""What is known of one citizen's contact course, and what was told of it. Values only, each tuple in the order of time."""

from datetime import date, datetime

from contracts.deadlines.course_v1 import Calling, Step, Topic
from contracts.types import Benefit as Kind
from contracts.types import HourCount, Insured, InterviewType, Party
from shared.law.value import Value


class Placed(Value, frozen=True):
    """Placed in a dagpenge period (*indplaceret*) on that day."""

    on: date
    insured: Insured
    akasse: str
    running: bool = False


class Reported(Value, frozen=True):
    """Hours of the count of the course since the placement, as they stood when they were registered. `since`: counted from a
    placement of that day, which was taken back."""

    on: date
    hours: float
    since: date | None = None


class Benefit(Value, frozen=True):
    """Benefit from `on`, asked for on `inquiry`; without an inquiry it stopped on `on`. `kind`: which, where it was told."""

    on: date
    inquiry: date | None = None
    kind: Kind | None = None

    @property
    def stops(self) -> bool:
        return self.inquiry is None


class Held(Value, frozen=True):
    """An interview that was held, and whether by an a-kasse."""

    interview: str
    on: date
    interview_type: InterviewType
    by_fund: bool = False


class Choice(Value, frozen=True):
    """Whether the a-kasse is to take part in the next joint interview, or in a certain one."""

    at: datetime
    on: date
    participates: bool
    interview: str | None = None


class Due(Value, frozen=True):
    """The next interview, in the words of `NextInterviewDue`."""

    number: int
    missing: int
    step: Step
    party: Party
    authority: str
    interview_type: InterviewType = InterviewType.JOB
    calling: Calling = Calling.SELF_BOOKING
    by: date | None = None
    hours: float | None = None
    count: HourCount | None = None
    from_hours: float | None = None
    with_akasse: bool | None = None
    topics: tuple[Topic, ...] = ()


class Breach(Value, frozen=True):
    """A limit that was not kept. `start`: of the period it belongs to, or of the registration that it was counted from."""

    start: date
    step: Step
    authority: str


class Listed(Value, frozen=True):
    """On the follow-up list of an authority."""

    since: date
    authority: str


class Course(Value, frozen=True):
    """Facts first; then what was told: `due`, `breaches`, `listed`; then when time must bring something.

    `day`: the last day as of which it was judged. `wake`: when to judge it again, `look`: when to look for a plan.
    """

    placed: tuple[Placed, ...] = ()
    reported: tuple[Reported, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    held: tuple[Held, ...] = ()
    choices: tuple[Choice, ...] = ()
    requests: tuple[date, ...] = ()
    day: date | None = None
    due: Due | None = None
    breaches: tuple[Breach, ...] = ()
    listed: Listed | None = None
    wake: date | None = None
    look: date | None = None


NOTHING = Course()
"""Nothing is known of it; the course of most."""
