"""What a citizen is away from, or free of, for a time: sickness, holiday, work. Business dates."""

from datetime import date, datetime

from contracts.types import AbsenceKind
from shared.law.value import Value, replace


class Again(Value, frozen=True):
    """Reported sick from `on`, at an instant, by who was known to be sick already."""

    on: date
    at: datetime


class Word(Value, frozen=True):
    """What was said of an absence at an instant: its days, and when it was told. `withdrawn`: that it is not."""

    at: datetime
    starts: date
    ends: date | None
    notified_on: date
    withdrawn: bool = False


def within(one: "Word | Absence", other: "Word | Absence") -> bool:
    """Whether it takes up no day that the other does not."""
    return one.starts >= other.starts and (one.ends or date.max) <= (other.ends or date.max)


def told_since(words: tuple[Word, ...]) -> date:
    """Of words in order: since when what was said last has been told. Since the word before it, if it takes up no day more, and
    so on."""
    first, *later = words
    for each in later:
        first = replace(each, notified_on=first.notified_on) if within(each, first) and not first.withdrawn else each
    return first.notified_on


class Absence(Value, frozen=True):
    """From `starts` to and including `ends`; no end while it is not known. Told with `approved` last.

    `words`: all that was said of it, where it can be said anew. `decided`: what an authority decided of a holiday. `corrected`:
    deregistering for it was the jobcentre's error. `again`: what else was reported of a sickness that lasts; `told_at` and
    `over_at`: when it and its end were reported. `well_by`: who reported, on `well_on`, a recovery that registered nobody,
    since no job-seeker was known to be out.
    """

    id: str
    kind: AbsenceKind
    starts: date
    ends: date | None
    notified_on: date
    approved: bool = True
    earned: bool = True
    decided: bool | None = None
    withdrawn: bool = False
    corrected: bool = False
    again: tuple[Again, ...] = ()
    told_at: datetime | None = None
    over_at: datetime | None = None
    well_on: date | None = None
    well_by: str = ""
    words: tuple[Word, ...] = ()

    def covers(self, day: date) -> bool:
        """Whether the citizen is away that day."""
        return not self.withdrawn and self.starts <= day and (self.ends is None or day <= self.ends)
