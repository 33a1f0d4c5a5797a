"""The contact course (*kontaktforløb*): which interview is due next, what was not held in time, who is left without any."""

from dataclasses import dataclass

from contracts.registry import command, event
from contracts.topics import Kind
from contracts.types import AuthorityId, Day, HourCount, Hours, Id, InterviewType, Open, Party

OFFICES = {Kind.JOBCENTRE, Kind.AKASSE}
ALL = OFFICES | {Kind.JOBNET}
INTERVIEW = "3b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
BREACH = "6b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"


class Step(Open):
    """Which of the course's interviews. May grow."""

    CV = "CV"
    """*Cv-samtale* in the a-kasse, until 2023 (CC-07)."""
    FIRST = "FIRST"
    """The first one: a week after the inquiry (CC-05), or two weeks after the registration in the a-kasse (CC-09)."""
    INDIVIDUAL = "INDIVIDUAL"
    """One of four in the first 6 months (CC-01)."""
    JOINT_1 = "JOINT_1"
    JOINT_2 = "JOINT_2"
    """Joint interviews (*fællessamtaler*) of the old course (CC-06)."""
    A_KASSE = "A_KASSE"
    """One of three in the a-kasse before the handover (CC-08)."""
    JOBCENTRE = "JOBCENTRE"
    """One of three in the jobcentre after the handover (CC-10), or of six where the jobcentre has the whole course."""
    EDUCATION = "EDUCATION"
    """One of six in the jobcentre for those in target for an education order (CC-11)."""
    SIXTEEN_MONTHS = "SIXTEEN_MONTHS"
    """*16-måneders samtale* (CC-13)."""
    REQUESTED = "REQUESTED"
    """Asked for by the person, after 6 months (CC-12)."""
    UNKNOWN = "UNKNOWN"


class Calling(Open):
    """How the person comes to the interview: summoned, self-booked, or as the jobcentre chooses (SUM-06). May grow."""

    SUMMONS = "SUMMONS"
    SELF_BOOKING = "SELF_BOOKING"
    EITHER = "EITHER"
    UNKNOWN = "UNKNOWN"


class Topic(Open):
    """What the interview must deal with beside job and job search (CC-19). May grow."""

    MIN_PLAN = "MIN_PLAN"
    COMPETENCES = "COMPETENCES"
    JOB_LOG = "JOB_LOG"
    EDUCATION_STEP = "EDUCATION_STEP"
    INTENSIVE_EFFORT = "INTENSIVE_EFFORT"
    CV = "CV"
    UNKNOWN = "UNKNOWN"


class NothingDue(Open):
    """Why no interview is due. May grow."""

    HELD = "HELD"
    """All that the law asks for now have been held."""
    BY_AGREEMENT = "BY_AGREEMENT"
    """The first 6 months are over; interviews are agreed individually (CC-12)."""
    DEREGISTERED = "DEREGISTERED"
    EXEMPT = "EXEMPT"
    """Standby (FORM-05) or a less intensive effort (LI-02)."""
    NO_BENEFIT = "NO_BENEFIT"
    NO_COURSE = "NO_COURSE"
    """A group without a contact course here, or a dagpenge recipient whose placement is not known."""
    UNKNOWN = "UNKNOWN"


@command("deadlines", ALL, example={"on": "2024-09-02"})
@dataclass(frozen=True, slots=True, kw_only=True)
class RequestInterview:
    """The person asks for an interview (*anmoder om jobsamtale*); it must be held, LAB § 32, stk. 1 (CC-12)."""

    on: Day | None = None


@command("deadlines", OFFICES, example={"participates": False})
@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseAkasseParticipation:
    """The person wants the a-kasse to take part in the next joint interview, or not (*til- eller fravalg*), CC-14, GM-03.

    `interview`: which planned one; the next that the a-kasse can take part in when left out. It holds for that one only.
    """

    participates: bool
    interview: Id | None = None


@event("deadlines", feeds=OFFICES, entity="interview-request", example={"on": "2024-09-02", "by": "jobnet"})
@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewRequested:
    """The person has asked for an interview; one must be held on or after `on` (CC-12)."""

    on: Day
    by: AuthorityId


@event(
    "deadlines",
    feeds=OFFICES,
    entity="participation",
    change="update",
    example={"participates": False, "interview": None, "on": "2024-05-02", "by": "akasse-05"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class AkasseParticipationChosen:
    """Whether the a-kasse takes part in the next joint interview, or in `interview`; both offices see it (GM-02)."""

    participates: bool
    interview: Id | None
    on: Day
    by: AuthorityId


@event(
    "deadlines",
    feeds=ALL,
    entity="next-interview",
    change="update",
    example={
        "number": 2,
        "missing": 2,
        "step": "A_KASSE",
        "party": "A_KASSE",
        "authority": "akasse-05",
        "interview_type": "JOB",
        "calling": "SELF_BOOKING",
        "by": None,
        "hours": 410.0,
        "count": "CONSUMPTION",
        "from_hours": None,
        "with_akasse": None,
        "topics": [],
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class NextInterviewDue:
    """The next interview of the contact course that the law asks for; replaces what was told before.

    `number`: in the course, counting those held. `missing`: how many of the step are not held yet, this one included.
    `by`: the last day, where a date is known; else `hours` of `count`, and `from_hours` where it must not be held sooner.
    Neither: no limit in law. `with_akasse`: whether the a-kasse takes part, where that is a question. It obliges
    `authority`, not the citizen.
    """

    number: int
    missing: int
    step: Step
    party: Party
    authority: AuthorityId
    interview_type: InterviewType
    calling: Calling
    by: Day | None = None
    hours: Hours | None = None
    count: HourCount | None = None
    from_hours: Hours | None = None
    with_akasse: bool | None = None
    topics: tuple[Topic, ...] = ()


@event("deadlines", feeds=ALL, entity="next-interview", change="delete", example={"because": "HELD"})
@dataclass(frozen=True, slots=True, kw_only=True)
class NoInterviewDue:
    """The law asks for no interview now."""

    because: NothingDue


@event(
    "deadlines",
    feeds=OFFICES,
    entity="course-breach",
    example={
        "breach": BREACH,
        "step": "A_KASSE",
        "party": "A_KASSE",
        "authority": "akasse-05",
        "held": 2,
        "needed": 3,
        "limit_on": "2024-06-30",
        "hours": None,
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class CourseBreached:
    """An authority has not held what the law asks for by its limit. It concerns the authority; nobody is sanctioned.

    `limit_on`: the last day; for a limit in `hours`, the day on which they were registered.
    """

    breach: Id
    step: Step
    party: Party
    authority: AuthorityId
    held: int
    needed: int
    limit_on: Day
    hours: Hours | None = None


@event(
    "deadlines",
    feeds=OFFICES,
    entity="course-breach",
    change="delete",
    example={"breach": BREACH, "step": "A_KASSE", "authority": "akasse-05"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class CourseBreachReversed:
    """What became known late shows that the limit was kept, or that there was none: as if it had never been told."""

    breach: Id
    step: Step
    authority: AuthorityId


@event(
    "deadlines",
    feeds=OFFICES,
    entity="follow-up",
    example={"since": "2024-03-20", "authority": "jobcentre-46100"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpListed:
    """On the follow-up list (*opfølgningsliste*): unemployed, with neither deadline nor planned interview (DL-12).

    `authority`: whose list; told again when another becomes responsible.
    """

    since: Day
    authority: AuthorityId


@event(
    "deadlines",
    feeds=OFFICES,
    entity="follow-up",
    change="delete",
    example={"authority": "jobcentre-46100", "because": "DEADLINE"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpCleared:
    """Off the list. `because`: `DEADLINE`, `INTERVIEW`, `NOT_UNEMPLOYED` or `EXEMPT`. May grow."""

    authority: AuthorityId
    because: str
