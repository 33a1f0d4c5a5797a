"""What the funds hear of one citizen. Times are Danish."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from contracts.akasse.v1 import AnswerNotice, NoticeIssued, NoticeRetracted
from contracts.registration.v1 import (
    CitizenRegistered,
    DeregistrationReversed,
    JobseekerDeregistered,
    JobseekerReRegistered,
    Reason,
)
from contracts.types import Group
from services.akasse.case import Case
from services.akasse.decide import decide
from shared.law.calendar import COPENHAGEN, civil_date
from shared.law.decision import Decision, Message, derived

CITIZEN, DEADLINE = derived("anna"), derived("deadline")


def day(text: str) -> date:
    return date.fromisoformat(text)


@dataclass
class Life:
    """The case so far, and what time it is."""

    case: Case = field(default_factory=lambda: Case(CITIZEN))
    now: datetime = datetime(2024, 3, 13, 0, 15, tzinfo=COPENHAGEN)
    count: int = 0
    decisions: list[Decision[Case]] = field(default_factory=list)

    def at(self, time: str) -> "Life":
        self.now = datetime.fromisoformat(time).replace(tzinfo=COPENHAGEN)
        return self

    def give(self, source: str, body: Any) -> Decision[Case]:
        self.count += 1
        time = self.now.astimezone(UTC)
        message = Message(f"m-{self.count}", source, type(body).__name__, CITIZEN, time, body, recorded=time)
        decision = decide(self.case, message, civil_date(time))
        self.case = decision.case
        self.decisions.append(decision)
        return decision

    def member(self, akasse: str | None, since: str = "2024-01-08") -> Decision[Case]:
        group = Group.G1 if akasse else Group.G2
        body = CitizenRegistered(
            group=group, jobcentre="46100", akasse=akasse, insured=None, job_seeker=True, on=day(since)
        )
        return self.give("registration", body)

    def out(self, effective: str, deadline: str | None = DEADLINE) -> Decision[Case]:
        reason = Reason.MISSED_BOOKING if deadline else Reason.OWN_REQUEST
        body = JobseekerDeregistered(effective=day(effective), reason=reason, deadline=deadline)
        return self.give("registration", body)

    def back(self, effective: str, out_since: str) -> Decision[Case]:
        days = (day(effective) - day(out_since)).days
        body = JobseekerReRegistered(effective=day(effective), deregistered_on=day(out_since), days_unregistered=days)
        return self.give("registration", body)

    def never_out(self, effective: str, deadline: str | None = DEADLINE) -> Decision[Case]:
        body = DeregistrationReversed(
            effective=day(effective), reason=Reason.MISSED_BOOKING, deadline=deadline, because="BOOKED_IN_TIME"
        )
        return self.give("registration", body)

    def answers(
        self, notice: str, by: str = "akasse-05", sanctioned: bool = False, explanation: str | None = None
    ) -> Decision[Case]:
        body = AnswerNotice(notice=notice, relevant=True, sanctioned=sanctioned, explanation=explanation)
        return self.give(by, body)

    def told(self) -> set[tuple[str, str, str]]:
        """What the funds believe: kind, fund and day of every notice that was issued and not retracted."""
        found: dict[str, tuple[str, str, str]] = {}
        for event in (event for decision in self.decisions for event in decision.events):
            if isinstance(event, NoticeIssued):
                found[event.notice] = (str(event.kind), event.akasse, str(event.event_date))
            if isinstance(event, NoticeRetracted):
                del found[event.notice]
        return set(found.values())


def code(decision: Decision[Case]) -> str | None:
    return decision.refusal.code if decision.refusal else None
