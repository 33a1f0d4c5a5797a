"""What is known of one citizen: groups, contacts, missed deadlines. What follows from them is in `settle.py`."""

from datetime import date

from contracts.types import Group
from shared.law.value import Value, replace


class Placement(Value, frozen=True):
    """The target group from `since` on."""

    since: date
    group: Group


class Benefit(Value, frozen=True):
    """Benefit from `on`, asked for on `inquiry`; without an inquiry it stopped on `on`."""

    on: date
    inquiry: date | None = None


class Held(Value, frozen=True):
    """An interview that took place."""

    interview: str
    on: date


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
    benefits: tuple[Benefit, ...] = ()
    held: tuple[Held, ...] = ()

    def group_on(self, day: date) -> Group | None:
        """The group that day; None before the first."""
        return next((each.group for each in reversed(self.placements) if each.since <= day), None)

    def contact_after(self, day: date) -> date | None:
        """The first day after that one with a booking, an interview or contact."""
        return min((each for each in (*self.contacts, *(held.on for held in self.held)) if each > day), default=None)

    def supported_on(self, day: date) -> bool:
        """Whether the citizen received or had asked for benefit that day, as far as anybody has told."""
        last = next((each for each in reversed(self.benefits) if each.on <= day), None)
        asked = any(each.inquiry is not None and each.inquiry <= day < each.on for each in self.benefits)
        return last is None or last.inquiry is not None or asked

    def with_benefit(self, benefit: Benefit) -> "Case":
        """What is said last of a date counts."""
        others = [each for each in self.benefits if each.on != benefit.on]
        return replace(self, benefits=tuple(sorted([*others, benefit], key=lambda each: each.on)))

    def with_held(self, interview: str, on: date | None) -> "Case":
        """Held on that day, or not at all."""
        others = [each for each in self.held if each.interview != interview]
        now = [*others, Held(interview, on)] if on else others
        return replace(self, held=tuple(sorted(now, key=lambda each: (each.on, each.interview))))

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
