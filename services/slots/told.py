"""What registration told of a citizen, and what the citizen stated, as far as planning an interview needs it."""

from datetime import date
from enum import StrEnum

from contracts.types import Group, Party
from shared.law.value import Value


class Period(Value, frozen=True):
    """Who is responsible from `since` until the next period (AK-01). `known`: by a placement; else the jobcentre, as a guess.

    `old`: the course of the time before 2024, with its cv-samtale in the a-kasse (CC-07).
    """

    since: date
    party: Party
    authority: str
    known: bool = True
    old: bool = False


class Kind(StrEnum):
    """Why somebody does not book: need not, or may not."""

    EXEMPT = "exempt"
    DEPRIVED = "deprived"


class Right(Value, frozen=True):
    """Exempt or deprived from `on` up to but not including `until`."""

    id: str
    kind: Kind
    on: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.on <= day and (self.until is None or day < self.until)


class Hours(Value, frozen=True):
    """Between these times of each of these days the citizen cannot come; `until` is the last of them."""

    since: date
    until: date | None
    from_time: str
    to_time: str

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class Told(Value, frozen=True):
    """Group and fund of the latest date told; periods, rights and hindrances by date."""

    group: Group | None = None
    akasse: str | None = None
    periods: tuple[Period, ...] = ()
    rights: tuple[Right, ...] = ()
    hindrances: tuple[Hours, ...] = ()

    def period_on(self, day: date) -> Period | None:
        """The last period that began by then."""
        return next((each for each in reversed(self.periods) if each.since <= day), None)

    def barred_on(self, day: date) -> Right | None:
        """The exemption or withdrawal of that day."""
        return next((each for each in self.rights if each.covers(day)), None)
