"""A citizen's life as the outside world can see it: only from what the platform published."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random  # noqa: TID251  (drawn from a seed)
from typing import Any

from contracts.topics import Authority
from services.simulator.population import Resident
from services.simulator.wire import Seen


@dataclass(slots=True)
class Life:
    """What is known of one resident, and what the resident means to do."""

    resident: Resident
    seed: int
    id: str = ""
    deadlines: int = 0
    deadline: str | None = None
    due: date | None = None
    hold_by: date | None = None
    met: bool = False
    overdue: date | None = None
    out_since: date | None = None
    demand: date | None = None
    counting: bool = False
    interviews: dict[str, tuple[str, date, str]] = field(default_factory=dict)
    """Slot, day, and whose it is."""
    holders: list[tuple[date, str]] = field(default_factory=list)
    """Who is responsible from when, where registration told of it."""
    rights: set[str] = field(default_factory=set)
    """Exempted from booking, or deprived of it."""
    notices: list[tuple[str, date]] = field(default_factory=list)
    plans: list["Plan"] = field(default_factory=list)

    def draw(self, *about: object) -> Random:
        """A source of chance of this decision's own, so that no other decision moves it."""
        return Random(":".join(str(part) for part in (self.seed, self.resident.index, *about)))

    def planned(self, day: date) -> bool:
        """Whether an interview is still to come."""
        return any(held_on >= day for _, held_on, _ in self.interviews.values())

    def holder(self, day: date) -> Authority:
        """Who is responsible that day; the own jobcentre where nothing was told."""
        told = [name for since, name in self.holders if since <= day]
        return Authority.parse(told[-1]) if told else self.resident.office

    def learn(self, seen: Seen) -> None:
        """Takes in one event."""
        if teach := LESSONS.get(seen.name):
            teach(self, seen.body, seen)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a citizen means to do, on which day and in which phase. `happened_on`: the evening on which it was really done."""

    day: date
    phase: int
    what: str
    happened_on: date | None = None


Body = Any


def _set(life: Life, body: Body, seen: Seen) -> None:
    life.deadlines += 1
    life.deadline, life.met, life.overdue = body["deadline"], False, None
    life.due, life.hold_by = date.fromisoformat(body["due"]), date.fromisoformat(body["hold_by"])


def _extended(life: Life, body: Body, seen: Seen) -> None:
    life.due, life.hold_by = date.fromisoformat(body["due"]), date.fromisoformat(body["hold_by"])


def _met(life: Life, body: Body, seen: Seen) -> None:
    life.met = life.met or body["deadline"] == life.deadline


def _reopened(life: Life, body: Body, seen: Seen) -> None:
    life.met = life.met and body["deadline"] != life.deadline


def _closed(life: Life, body: Body, seen: Seen) -> None:
    if body["deadline"] == life.deadline:
        life.deadline = life.due = life.hold_by = life.overdue = None


def _overdue(life: Life, body: Body, seen: Seen) -> None:
    if body["deadline"] == life.deadline:
        life.overdue = date.fromisoformat(body["overdue_on"])


def _in_time_after_all(life: Life, body: Body, seen: Seen) -> None:
    if body["deadline"] == life.deadline:
        life.overdue, life.met = None, True


def _booked(life: Life, body: Body, seen: Seen) -> None:
    held_on = date.fromisoformat(body["held_on"])
    life.interviews[body["interview"]] = (body.get("slot", ""), held_on, body["supplier"])


def _cancelled(life: Life, body: Body, seen: Seen) -> None:
    life.interviews.pop(body["interview"], None)


def _out(life: Life, body: Body, seen: Seen) -> None:
    life.out_since = date.fromisoformat(body["effective"])


def _in_again(life: Life, body: Body, seen: Seen) -> None:
    life.out_since = life.demand = None


def _must_book(life: Life, body: Body, seen: Seen) -> None:
    life.demand = date.fromisoformat(body["hold_by"])


def _told(life: Life, body: Body, seen: Seen) -> None:
    if body["kind"] == "DEREGISTERED":
        life.notices.append((body["notice"], date.fromisoformat(body["event_date"])))


def _counting(life: Life, body: Body, seen: Seen) -> None:
    life.counting = seen.name == "SanctionCaseOpened"


def _held_by(life: Life, body: Body, seen: Seen) -> None:
    life.holders = [(date.fromisoformat(each["since"]), each["authority"]) for each in body["periods"]]


def _right(life: Life, body: Body, seen: Seen) -> None:
    life.rights.add(body["right"])


def _restored(life: Life, body: Body, seen: Seen) -> None:
    life.rights.discard(body["right"])


LESSONS: dict[str, Callable[[Life, Body, Seen], None]] = {
    "DeadlineSet": _set,
    "DeadlineExtended": _extended,
    "DeadlineFulfilled": _met,
    "DeadlineReopened": _reopened,
    "DeadlineResumed": _reopened,
    "DeadlineClosed": _closed,
    "DeadlineOverdue": _overdue,
    "OverdueReversed": _in_time_after_all,
    "InterviewBooked": _booked,
    "InterviewSummoned": _booked,
    "InterviewCancelled": _cancelled,
    "ResponsibilityChanged": _held_by,
    "SelfBookingExempted": _right,
    "SelfBookingDeprived": _right,
    "SelfBookingRestored": _restored,
    "JobseekerDeregistered": _out,
    "JobseekerReRegistered": _in_again,
    "DeregistrationReversed": _in_again,
    "ImmediateBookingRequired": _must_book,
    "NoticeIssued": _told,
    "SanctionCaseOpened": _counting,
    "DeductionCounted": _counting,
    "SanctionCaseReversed": _counting,
}
