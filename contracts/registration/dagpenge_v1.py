"""Dagpenge (*dagpenge*): placement, hours, benefit, education order, and who is responsible for the contact course."""

from dataclasses import dataclass

from contracts.registration.v1 import RECIPIENTS
from contracts.registry import command, event
from contracts.topics import Kind
from contracts.types import Age, AkasseCode, AuthorityId, Benefit, Day, HourCount, Hours, Insured, Month, Party, Regime


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
    """The total of one count as it stood when it was registered, since the placement in force then. `month`: paid for.
    `counted_from`: a placement that was taken back; then it is no correction of those before it. Told again when that changes.
    """

    count: HourCount
    hours: Hours
    registered_on: Day
    month: Month | None = None
    counted_from: Day | None = None


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
