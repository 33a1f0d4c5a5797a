"""A citizen's life at `deadlines`: messages in the order they become known, timers when they are due. Danish times."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Self

from contracts.deadlines.course_v1 import RequestInterview
from contracts.deadlines.v1 import CloseDeadline, ExtendDeadline, SetDeadline
from contracts.registration.dagpenge_v1 import ResponsibilityChanged, ResponsiblePeriod
from contracts.registration.self_booking_v1 import SelfBookingDeprived, SelfBookingExempted, SelfBookingRestored
from contracts.registration.v1 import AbsenceRecorded, AbsenceWithdrawn, CitizenRegistered, GuidanceRecorded
from contracts.slots.v1 import InterviewBooked, InterviewCancelled, InterviewHeld, InterviewSummoned
from contracts.types import AbsenceKind, Form, Group, InterviewType, Party, Regime
from services.deadlines.case import Case, Status
from services.deadlines.decide import decide
from shared.law.calendar import COPENHAGEN, civil_date
from shared.law.decision import Decision, Message, Timer, TimerFired, To, derived

ANNA = "0b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
JOBCENTRE, FUND = "jobcentre-46100", "akasse-05"
COURSE = RequestInterview.__module__


def danish(text: str) -> datetime:
    """`2024-03-12T23:40`, or with an offset where the night has two of that hour."""
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=COPENHAGEN)).astimezone(UTC)


BEGINNING = danish("2016-01-01T00:00")


@dataclass
class Life:
    """What one does to a citizen, and what the service says."""

    case: Case = field(default_factory=lambda: Case(ANNA))
    now: datetime = BEGINNING
    timers: dict[tuple[str, str], datetime] = field(default_factory=dict)
    last: Decision[Case] = field(default_factory=lambda: Decision(Case(ANNA)))
    told: list[tuple[datetime, Any]] = field(default_factory=list)
    """Of the deadlines."""
    course: list[tuple[datetime, Any]] = field(default_factory=list)
    """Of the contact course."""
    sent: list[To] = field(default_factory=list)
    count: int = 0
    id: str = ""

    # --- what happens ---

    def registered(self, group: Group, on: str, at: str | None = None) -> Self:
        event = CitizenRegistered(
            group=group,
            jobcentre="46100",
            akasse=None,
            insured=None,
            job_seeker=False,
            on=date.fromisoformat(on),
        )
        return self.hear(at or f"{on}T08:00", event, "registration")

    def guided(self, on: str) -> Self:
        return self.hear(f"{on}T09:00", GuidanceRecorded(on=date.fromisoformat(on)), "registration")

    def set(
        self,
        at: str,
        due: str,
        visible_on: str | None = None,
        wanted: InterviewType = InterviewType.JOB,
        known: str | None = None,
        by: str = JOBCENTRE,
    ) -> Self:
        shown = date.fromisoformat(visible_on) if visible_on else None
        command = SetDeadline(due=date.fromisoformat(due), visible_on=shown, interview_type=wanted)
        return self.hear(at, command, by, known)

    def extend(self, at: str, due: str, known: str | None = None, by: str = JOBCENTRE) -> Self:
        return self.hear(at, ExtendDeadline(due=date.fromisoformat(due)), by, known)

    def close(self, at: str, known: str | None = None, by: str = JOBCENTRE) -> Self:
        return self.hear(at, CloseDeadline(), by, known)

    def exempted(self, on: str, at: str | None = None, name: str = "a", deprived: bool = False) -> Self:
        kind = SelfBookingDeprived if deprived else SelfBookingExempted
        told = kind(right=derived("right", name), ground="LANGUAGE", by=JOBCENTRE, on=date.fromisoformat(on))
        return self.hear(at or f"{on}T08:00", told, "registration")

    def restored(self, on: str, at: str | None = None, name: str = "a") -> Self:
        told = SelfBookingRestored(right=derived("right", name), on=date.fromisoformat(on), because="REQUEST")
        return self.hear(at or f"{on}T08:00", told, "registration")

    def responsible(self, at: str, *periods: tuple[str, str], regime: Regime | None = Regime.NEW) -> Self:
        """Periods as (from when, which authority)."""
        told = tuple(
            ResponsiblePeriod(
                since=date.fromisoformat(since),
                party=Party.A_KASSE if who.startswith("akasse-") else Party.JOBCENTRE,
                authority=who,
                regime=regime,
            )
            for since, who in periods
        )
        return self.hear(at, ResponsibilityChanged(periods=told), "registration")

    def absent(
        self, at: str, kind: AbsenceKind, starts: str, ends: str | None = None, name: str = "a", approved: bool = True
    ) -> Self:
        """Told, and known, `at`."""
        told = AbsenceRecorded(
            absence=derived("absence", name),
            kind=kind,
            starts=date.fromisoformat(starts),
            ends=date.fromisoformat(ends) if ends else None,
            notified_on=civil_date(danish(at)),
            approved=approved,
        )
        return self.hear(at, told, "registration")

    def not_absent(self, at: str, name: str = "a") -> Self:
        return self.hear(at, AbsenceWithdrawn(absence=derived("absence", name)), "registration")

    def summon(self, at: str, held_on: str, kind: InterviewType = InterviewType.JOB, name: str = "summons") -> Self:
        event = InterviewSummoned(
            interview=interview(name),
            supplier=JOBCENTRE,
            starts_at=danish(f"{held_on}T10:00"),
            held_on=date.fromisoformat(held_on),
            summoned_at=danish(at),
            summoned_by=JOBCENTRE,
            staff="s-7",
            form=Form.IN_PERSON,
            interview_type=kind,
        )
        return self.hear(at, event, "slots")

    def hold(self, at: str, on: str, kind: InterviewType = InterviewType.JOB, name: str = "first") -> Self:
        """Registered `at` as held on a day; of an interview that is not known it was unplanned."""
        event = InterviewHeld(
            interview=interview(name),
            held_on=date.fromisoformat(on),
            held_by=JOBCENTRE,
            interview_type=kind,
            form=Form.IN_PERSON,
            planned=self.case.booking(interview(name)) is not None,
        )
        return self.hear(at, event, "slots")

    def book(
        self,
        at: str,
        held_on: str,
        known: str | None = None,
        kind: InterviewType = InterviewType.JOB,
        name: str = "first",
    ) -> Self:
        """`known`: when the platform hears of it; at once when left out."""
        event = InterviewBooked(
            interview=interview(name),
            slot="t-1001",
            supplier=JOBCENTRE,
            starts_at=danish(f"{held_on}T10:00"),
            held_on=date.fromisoformat(held_on),
            booked_at=danish(at),
            booked_by="jobnet",
            staff="s-7",
            form=Form.IN_PERSON,
            interview_type=kind,
        )
        return self.hear(known or at, event, "slots")

    def cancel(self, at: str, known: str | None = None, name: str = "first") -> Self:
        event = InterviewCancelled(
            interview=interview(name),
            slot="t-1001",
            held_on=date(2024, 3, 19),
            cancelled_by="jobnet",
            cancelled_at=danish(at),
        )
        return self.hear(known or at, event, "slots")

    def hear(self, at: str, body: Any, source: str, known: str | None = None) -> Self:
        """A message of business time `at` arrives when it is `known`, after the timers that were due by then."""
        self.until(known or at)
        self.count += 1
        arrived, id = danish(known or at), self.id or f"m-{self.count}"
        return self.take(Message(id, source, type(body).__name__, ANNA, danish(at), body, arrived))

    def named(self, id: str) -> Self:
        """The id of what is sent from now on."""
        self.id = id
        return self

    def until(self, at: str) -> Self:
        """Lets time pass."""
        self.now = max(self.now, danish(at))
        while due := min(((when, key) for key, when in self.timers.items() if when <= self.now), default=None):
            when, (kind, key) = due
            del self.timers[kind, key]
            self.take(Message(f"{kind}/{key}/{when}", "time", "timer", ANNA, when, TimerFired(kind, key, when), when))
        return self

    def take(self, message: Message[Any]) -> Self:
        """Decides it, and keeps the timers as the runtime does."""
        self.last = decide(self.case, message, civil_date(message.time))
        self.case = self.last.case
        for event in self.last.events:
            if isinstance(event, To):
                self.sent.append(event)
            else:
                (self.course if type(event).__module__ == COURSE else self.told).append((message.recorded, event))
        for timer in self.last.timers:
            if isinstance(timer, Timer):
                self.timers[timer.kind, timer.key] = timer.due_at
            else:
                self.timers.pop((timer.kind, timer.key), None)
        return self

    # --- what can be seen ---

    @property
    def names(self) -> list[str]:
        return [type(event).__name__ for _, event in self.told]

    @property
    def refusal(self) -> str | None:
        return self.last.refusal.code if self.last.refusal else None

    @property
    def rules(self) -> list[str]:
        return [each.rule for each in self.last.applied]

    def status(self) -> Status:
        """Of the deadline set last."""
        return self.case.deadlines[-1].status

    def only(self, kind: type[Any]) -> Any:
        """The one event of that kind."""
        (found,) = [event for _, event in self.told if type(event) is kind]
        return found

    def none(self, kind: type[Any]) -> bool:
        return not any(type(event) is kind for _, event in self.told)


def interview(name: str) -> str:
    return derived("interview", name)


def anna(group: Group = Group.G3) -> Life:
    """Anna, in a group with the duty, guided in good time."""
    return Life().registered(group, "2021-01-04").guided("2021-01-05")
