"""A citizen's life at `sanctions`: what others tell, in the order it becomes known. Danish times."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Self

from contracts.deadlines.v1 import DeadlineOverdue, OverdueReversed
from contracts.registration.dagpenge_v1 import BenefitStarted, BenefitStopped
from contracts.registration.v1 import CitizenRegistered
from contracts.sanctions.v1 import DeductionCounted, RecordContact
from contracts.slots.v1 import InterviewBooked, InterviewHeld, InterviewHeldWithdrawn
from contracts.types import Form, Group, InterviewType
from services.sanctions.case import Case
from services.sanctions.decide import decide
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message, derived
from tests.services.deadlines.life import ANNA, JOBCENTRE, danish


def deadline(due: str) -> str:
    """The id of the deadline to that day."""
    return derived("deadline", due)


@dataclass
class Life:
    """What one tells of a citizen, and what the service says."""

    case: Case = field(default_factory=lambda: Case(ANNA))
    last: Decision[Case] = field(default_factory=lambda: Decision(Case(ANNA)))
    told: list[Any] = field(default_factory=list)
    count: int = 0

    def registered(self, group: Group, on: str) -> Self:
        event = CitizenRegistered(
            group=group, jobcentre="46100", akasse=None, insured=None, job_seeker=False, on=date.fromisoformat(on)
        )
        return self.hear(f"{on}T08:00", event, "registration")

    def overdue(self, due: str, owner: str = JOBCENTRE) -> Self:
        day = date.fromisoformat(due)
        event = DeadlineOverdue(deadline=deadline(due), due=day, overdue_on=day + timedelta(days=1), owner=owner)
        return self.hear(f"{due}T23:59", event, "deadlines")

    def reversed(self, due: str, because: str = "BOOKED_IN_TIME") -> Self:
        event = OverdueReversed(deadline=deadline(due), due=date.fromisoformat(due), because=because)
        return self.hear(f"{due}T23:59", event, "deadlines")

    def book(self, at: str) -> Self:
        event = InterviewBooked(
            interview=derived("interview", at),
            slot="t-1",
            supplier=JOBCENTRE,
            starts_at=danish(at) + timedelta(days=2),
            held_on=civil_date(danish(at)) + timedelta(days=2),
            booked_at=danish(at),
            booked_by="jobnet",
            staff="s-7",
            form=Form.IN_PERSON,
            interview_type=InterviewType.JOB,
        )
        return self.hear(at, event, "slots")

    def hold(self, on: str) -> Self:
        """An interview that nobody had booked."""
        event = InterviewHeld(
            interview=derived("interview", on),
            held_on=date.fromisoformat(on),
            held_by=JOBCENTRE,
            interview_type=InterviewType.JOB,
            form=Form.IN_PERSON,
            planned=False,
        )
        return self.hear(f"{on}T10:00", event, "slots")

    def never_held(self, on: str) -> Self:
        told = InterviewHeldWithdrawn(
            interview=derived("interview", on), held_on=date.fromisoformat(on), held_by=JOBCENTRE
        )
        return self.hear(f"{on}T12:00", told, "slots")

    def supported(self, on: str, inquiry_on: str | None = None) -> Self:
        told = BenefitStarted(on=date.fromisoformat(on), inquiry_on=date.fromisoformat(inquiry_on or on))
        return self.hear(f"{on}T08:00", told, "registration")

    def unsupported(self, on: str) -> Self:
        return self.hear(f"{on}T08:00", BenefitStopped(on=date.fromisoformat(on)), "registration")

    def contact(self, at: str, on: str | None = None) -> Self:
        return self.hear(at, RecordContact(on=date.fromisoformat(on) if on else None), JOBCENTRE)

    def hear(self, at: str, body: Any, source: str) -> Self:
        self.count += 1
        time = danish(at)
        message = Message(f"m-{self.count}", source, type(body).__name__, ANNA, time, body, time)
        self.last = decide(self.case, message, civil_date(time))
        self.case = self.last.case
        self.told += self.last.events
        return self

    @property
    def names(self) -> list[str]:
        return [type(event).__name__ for event in self.told]

    @property
    def rules(self) -> list[str]:
        return [each.rule for each in self.last.applied]

    def days(self) -> list[int]:
        """Of every count, in the order told."""
        return [event.days for event in self.told if type(event) is DeductionCounted]

    def only(self, kind: type[Any]) -> Any:
        """The one event of that kind."""
        (found,) = [event for event in self.told if type(event) is kind]
        return found


def anna(group: Group = Group.G3) -> Life:
    """Anna, in a group outside dagpenge."""
    return Life().registered(group, "2024-01-08")
