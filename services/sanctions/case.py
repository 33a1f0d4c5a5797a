"""What is known of one citizen: groups, contacts, missed deadlines. What follows from them is in `settle.py`."""

from datetime import date

from contracts.types import Group
from shared.law.value import Value, replace


class Placement(Value, frozen=True):
    """The target group from `since` on."""

    since: date
    group: Group


class Miss(Value, frozen=True):
    """A deadline of a jobcentre that was missed. `cause`: the message that told of it.

    `taken_back` says why it was no miss after all. The rest is what has been said: the group of the open case, and the
    day until which days were counted.
    """

    cause: str
    deadline: str
    missed_on: date
    opened_on: date
    taken_back: str | None = None
    group: Group | None = None
    restored_on: date | None = None
    ground: str | None = None
    """A reasonable ground that `deadlines` told of (OUT-02)."""
    noted: str | None = None
    """The ground that was said of the open case."""


class Case(Value, frozen=True):
    """One citizen. `contacts`: the days on which an interview was booked or contact recorded. All in the order of time."""

    citizen: str
    placements: tuple[Placement, ...] = ()
    contacts: tuple[date, ...] = ()
    misses: tuple[Miss, ...] = ()

    def group_on(self, day: date) -> Group | None:
        """The group that day; None before the first."""
        return next((each.group for each in reversed(self.placements) if each.since <= day), None)

    def contact_after(self, day: date) -> date | None:
        """The first day after that one with a booking or contact."""
        return next((each for each in self.contacts if each > day), None)

    def with_placement(self, placement: Placement) -> "Case":
        """One group per date: what is said last of a date counts."""
        others = [each for each in self.placements if each.since != placement.since]
        return replace(self, placements=tuple(sorted([*others, placement], key=lambda each: each.since)))

    def with_contact(self, day: date) -> "Case":
        if day in self.contacts:
            return self
        return replace(self, contacts=tuple(sorted([*self.contacts, day])))

    def with_miss(self, miss: Miss) -> "Case":
        """Adds it, or puts it in the place of the one with the same cause."""
        others = [each for each in self.misses if each.cause != miss.cause]
        ordered = sorted([*others, miss], key=lambda each: (each.missed_on, each.cause))
        return replace(self, misses=tuple(ordered))
