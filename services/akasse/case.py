"""One citizen's notices: membership over time, what registration said, what the funds were told and answered."""

from datetime import date, datetime
from enum import StrEnum

from contracts.akasse.v1 import NoticeKind
from contracts.registration.v1 import Reason
from shared.law.value import Value


class Membership(Value, frozen=True):
    """Member of `akasse` from `since` until the next one; None: of no fund that is to be told."""

    since: date
    akasse: str | None


class State(StrEnum):
    """What is left of a change that registration told of."""

    STANDS = "STANDS"
    VOID = "VOID"
    VOID_FIRST = "VOID_FIRST"
    """Taken back before it was told."""


class Change(Value, frozen=True):
    """Out of the register, or in again, from `event_date`. What tells two of a day apart: reason and deadline, or the way out.

    `reason` and `deadline` are of a deregistration, `out_since` of the one that a return ended.
    """

    number: int
    kind: NoticeKind
    event_date: date
    deadline: str | None = None
    out_since: date | None = None
    state: State = State.STANDS
    reason: Reason | None = None

    def same(self, other: "Change") -> bool:
        """The same fact, whatever became of it."""
        return (self.kind, self.event_date, self.deadline, self.out_since, self.reason) == (
            other.kind, other.event_date, other.deadline, other.out_since, other.reason,
        )  # fmt: skip


class Answer(Value, frozen=True):
    """What the fund said, and when."""

    at: datetime
    relevant: bool
    sanctioned: bool
    explanation: str | None = None


class Notice(Value, frozen=True):
    """What a fund was told of a change (by its number)."""

    number: int
    id: str
    change: int
    kind: NoticeKind
    akasse: str
    event_date: date
    retracted: bool = False
    answer: Answer | None = None


class Case(Value, frozen=True):
    """All that decides about a citizen's notices. Each tuple is in the order of its key: date or number."""

    citizen: str
    memberships: tuple[Membership, ...] = ()
    changes: tuple[Change, ...] = ()
    notices: tuple[Notice, ...] = ()

    def fund_on(self, day: date) -> str | None:
        """The fund to tell of something that happened that day."""
        return next((each.akasse for each in reversed(self.memberships) if each.since <= day), None)

    def notice(self, id: str) -> Notice | None:
        return next((each for each in self.notices if each.id == id), None)

    def way_out(self, back: Change) -> Change | None:
        """The deregistration that a return ended: of that day the last that was told before it."""
        outs = (e for e in self.changes if e.event_date == back.out_since and e.kind is NoticeKind.DEREGISTERED)
        return max((e for e in outs if e.number < back.number), key=lambda each: each.number, default=None)

    def told_of(self, change: Change) -> Notice | None:
        """The notice of a change that is not retracted."""
        found = (each for each in self.notices if each.change == change.number and not each.retracted)
        return next(found, None)
