"""The municipality's assessment when somebody outside dagpenge misses a deadline."""

from dataclasses import dataclass

from contracts.registry import command, event
from contracts.topics import Kind
from contracts.types import Day, Group, Id

READERS = {Kind.JOBCENTRE}
CASE = "5b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
DEADLINE = "1b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"


@command("sanctions", {Kind.JOBCENTRE}, example={"on": "2024-03-15"})
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordContact:
    """The citizen has been in contact (*kontakt genoprettet*); the count of days stops there."""

    on: Day | None = None


@event(
    "sanctions",
    feeds=READERS,
    consequence=True,
    entity="sanction",
    example={
        "case": CASE,
        "deadline": DEADLINE,
        "group": "G3",
        "missed_on": "2024-03-12",
        "opened_on": "2024-03-13",
        "provision": "LAS § 13, stk. 2, nr. 5",
        "manual": False,
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionCaseOpened:
    """The municipality must assess entitlement (SAN-01). `manual`: the sources quote no provision for the group (G10)."""

    case: Id
    deadline: Id
    group: Group
    missed_on: Day
    opened_on: Day
    provision: str | None
    manual: bool


@event(
    "sanctions",
    feeds=READERS,
    consequence=True,
    entity="sanction",
    change="update",
    example={
        "case": CASE,
        "missed_on": "2024-03-12",
        "restored_on": "2024-03-15",
        "days": 3,
        "provision": "LAS § 37 a",
    },
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionCounted:
    """The days a deduction would cover: from `missed_on` up to but not including `restored_on`, at least one (SAN-03)."""

    case: Id
    missed_on: Day
    restored_on: Day
    days: int
    provision: str


@event(
    "sanctions",
    feeds=READERS,
    consequence=True,
    entity="sanction",
    change="update",
    example={"case": CASE, "missed_on": "2024-03-12", "restored_on": "2024-03-15", "days": 3},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionWithdrawn:
    """The contact that ended the days was none (an interview recorded in error): they run on, and are counted again when there is
    one (*fradragsdage bortfaldet*)."""

    case: Id
    missed_on: Day
    restored_on: Day
    days: int


@event(
    "sanctions",
    feeds=READERS,
    consequence=True,
    entity="sanction",
    change="update",
    example={"case": CASE, "deadline": DEADLINE, "ground": "OUTAGE"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonableGroundNoted:
    """There was a reasonable ground (*rimelig grund*) for the miss: no deduction, days counted before fall away (SAN-04).

    `ground`: `OUTAGE` (OUT-02). May grow.
    """

    case: Id
    deadline: Id
    ground: str


@event(
    "sanctions",
    feeds=READERS,
    consequence=True,
    entity="sanction",
    change="update",
    example={"case": CASE, "deadline": DEADLINE, "ground": "OUTAGE"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonableGroundWithdrawn:
    """The ground was none after all; days are counted again."""

    case: Id
    deadline: Id
    ground: str


@event(
    "sanctions",
    feeds=READERS,
    consequence=True,
    entity="sanction",
    change="delete",
    example={"case": CASE, "deadline": DEADLINE, "because": "BOOKED_IN_TIME"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionCaseReversed:
    """The case and all days counted in it are taken back."""

    case: Id
    deadline: Id
    because: str
