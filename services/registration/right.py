"""What is known of exemption, withdrawal, less intensive effort and control actions. Values, with their business dates."""

from datetime import date, datetime
from enum import StrEnum

from contracts.registration.effort_v1 import ControlStep, LessIntensiveGround
from contracts.registration.v1 import GuidanceTopic
from shared.law.value import Value


class End(Value, frozen=True):
    """No longer from and including `on`. `said_at`: when an authority said so, of `all` that held."""

    on: date
    because: str
    said_at: datetime | None = None
    all: bool = False


class Again(Value, frozen=True):
    """Said again at an instant, of a day `on` from which it held already."""

    on: date
    at: datetime
    by: str


class RightKind(StrEnum):
    """Why somebody does not book."""

    EXEMPTION = "EXEMPTION"
    WITHDRAWAL = "WITHDRAWAL"


class Right(Value, frozen=True):
    """A period of exemption or withdrawal. `ended`: as an authority said; `told`: the end that was told; `again`: when it was
    granted anew while it held."""

    id: str
    kind: RightKind
    ground: str
    by: str
    on: date
    ended: End | None = None
    told: End | None = None
    complain_by: date | None = None
    objected_on: date | None = None
    upheld: bool | None = None
    """The decision after the objection; None while there is none."""
    said_at: datetime | None = None
    again: tuple[Again, ...] = ()


class RefusedExemption(Value, frozen=True):
    """A request that was refused."""

    requested_on: date
    ground: str


class Effort(Value, frozen=True):
    """A less intensive effort. `denied`: decided that there is none after all; `again`: when it was reported anew."""

    id: str
    ground: LessIntensiveGround
    by: str
    on: date
    starts: date | None = None
    ended: End | None = None
    told: End | None = None
    denied: bool = False
    said_at: datetime | None = None
    again: tuple[Again, ...] = ()


class Step(Value, frozen=True):
    """What an authority owes because of a control, at the latest on `hold_by`."""

    kind: ControlStep
    number: int
    hold_by: date
    authority: str
    ask: str | None = None
    ends: date | None = None


class Control(Value, frozen=True):
    """Doubt from a control. `due` and `overdue`: the steps that were told to be so."""

    id: str
    notified_on: date
    abroad: bool = False
    due: tuple[Step, ...] = ()
    overdue: tuple[Step, ...] = ()


class Told(Value, frozen=True):
    """A topic of guidance, and when it was told first."""

    topic: GuidanceTopic
    on: date
