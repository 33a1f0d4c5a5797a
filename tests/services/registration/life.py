"""A citizen's life, told line by line: `life.at("2024-03-13 00:10").overdue("2024-03-12")`. Times are Danish."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from contracts.deadlines.v1 import Closed, DeadlineClosed, DeadlineOverdue, OverdueReversed
from contracts.registration.dagpenge_v1 import (
    DecideEducationTarget,
    RecordPlacement,
    ReportHours,
    StartBenefit,
    StopBenefit,
    WithdrawPlacement,
)
from contracts.registration.v1 import (
    CorrectDeregistration,
    DecideHoliday,
    Deregister,
    MoveCitizen,
    Reason,
    RecordAbsence,
    RecordGuidance,
    RegisterCitizen,
    ReportRecovered,
    ReportSick,
    ReRegister,
    Speaker,
    WithdrawAbsence,
)
from contracts.slots.v1 import (
    InterviewBooked,
    InterviewCancelled,
    InterviewHeld,
    InterviewHeldWithdrawn,
    InterviewSummoned,
    NoImmediateTimes,
)
from contracts.types import AbsenceKind, Benefit, Form, Group, HourCount, Insured, InterviewType
from services.registration.case import Case
from services.registration.decide import decide
from shared.law.calendar import COPENHAGEN, civil_date
from shared.law.decision import Decision, Message, derived

CITIZEN = derived("anna")
JOBCENTRE, JOBNET, FUND = "jobcentre-46100", "jobnet", "akasse-05"


def day(text: str) -> date:
    return date.fromisoformat(text)


def instant(text: str) -> datetime:
    """A Danish time, or one with its own offset."""
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=COPENHAGEN)).astimezone(UTC)


def deadline(due: str) -> str:
    return derived("deadline", due)


def interview(held_on: str) -> str:
    return derived("interview", held_on)


@dataclass
class Life:
    """The case so far, what time it is, and everything that was decided."""

    case: Case = field(default_factory=lambda: Case(CITIZEN))
    now: datetime = field(default_factory=lambda: instant("2024-01-08 09:00"))
    count: int = 0
    decisions: list[Decision[Case]] = field(default_factory=list)

    def at(self, time: str) -> Self:
        self.now = instant(time if " " in time or "T" in time else f"{time} 10:00")
        return self

    def give(self, source: str, body: Any) -> Decision[Case]:
        self.count += 1
        message = Message(f"m-{self.count}", source, type(body).__name__, CITIZEN, self.now, body, recorded=self.now)
        decision = decide(self.case, message, civil_date(self.now))
        self.case = decision.case
        self.decisions.append(decision)
        return decision

    def registered(
        self,
        group: Group = Group.G1,
        on: str | None = None,
        akasse: str | None = "05",
        insured: Insured = Insured.FULL_TIME,
        **facts: Any,
    ) -> Decision[Case]:
        member = group is Group.G1
        body = RegisterCitizen(
            group=group,
            jobcentre="46100",
            akasse=akasse if member else None,
            insured=insured if member else None,
            on=day(on) if on else None,
            **facts,
        )
        return self.give(JOBCENTRE, body)

    def placed(
        self,
        on: str,
        insured: Insured = Insured.FULL_TIME,
        running: bool = False,
        trial: bool = False,
        by: str = FUND,
    ) -> Decision[Case]:
        return self.give(by, RecordPlacement(placed_on=day(on), insured=insured, running=running, trial=trial))

    def not_placed(self, on: str, by: str = FUND) -> Decision[Case]:
        return self.give(by, WithdrawPlacement(placed_on=day(on)))

    def hours(
        self,
        hours: float,
        on: str | None = None,
        count: HourCount = HourCount.CONSUMPTION,
        month: str | None = None,
        by: str = FUND,
    ) -> Decision[Case]:
        body = ReportHours(count=count, hours=hours, registered_on=day(on) if on else None, month=month)
        return self.give(by, body)

    def looked_at(
        self, age: int = 23, education: bool = False, children: bool = False, on: str | None = None, by: str = FUND
    ) -> Decision[Case]:
        body = DecideEducationTarget(
            age_at_registration=age,
            qualifying_education=education,
            children_at_home=children,
            on=day(on) if on else None,
        )
        return self.give(by, body)

    def supported(
        self, on: str | None = None, inquiry_on: str | None = None, benefit: Benefit | None = None
    ) -> Decision[Case]:
        inquiry = day(inquiry_on) if inquiry_on else None
        return self.give(JOBCENTRE, StartBenefit(on=day(on) if on else None, inquiry_on=inquiry, benefit=benefit))

    def unsupported(self, on: str | None = None) -> Decision[Case]:
        return self.give(JOBCENTRE, StopBenefit(on=day(on) if on else None))

    def guided(self, by: str = FUND, on: str | None = None) -> Decision[Case]:
        return self.give(by, RecordGuidance(on=day(on) if on else None))

    def leaves(
        self, by: str = JOBNET, on: str | None = None, reason: Reason = Reason.OWN_REQUEST, employer: bool = False
    ) -> Decision[Case]:
        party = Speaker.EMPLOYER if employer else Speaker.CITIZEN
        return self.give(by, Deregister(on=day(on) if on else None, reason=reason, party=party))

    def sick(self, by: str = JOBNET, on: str | None = None) -> Decision[Case]:
        return self.give(by, ReportSick(on=day(on) if on else None))

    def well(self, by: str = JOBNET, on: str | None = None, register: bool = True) -> Decision[Case]:
        return self.give(by, ReportRecovered(on=day(on) if on else None, register=register))

    def away(
        self,
        kind: AbsenceKind,
        starts: str,
        ends: str | None = None,
        by: str = JOBNET,
        reference: str = "f-1",
        **more: Any,
    ) -> Decision[Case]:
        last = day(ends) if ends else None
        return self.give(by, RecordAbsence(reference=reference, kind=kind, starts=day(starts), ends=last, **more))

    def not_away(self, by: str = JOBNET, reference: str = "f-1") -> Decision[Case]:
        return self.give(by, WithdrawAbsence(reference=reference))

    def decided(self, absence: str, approved: bool, by: str = JOBCENTRE) -> Decision[Case]:
        return self.give(by, DecideHoliday(absence=absence, approved=approved))

    def corrected(self, effective: str) -> Decision[Case]:
        return self.give(JOBCENTRE, CorrectDeregistration(effective=day(effective)))

    def moves(self, to: str, by: str = JOBCENTRE, on: str | None = None) -> Decision[Case]:
        return self.give(by, MoveCitizen(jobcentre=to, on=day(on) if on else None))

    def summoned(self, held_on: str, kind: InterviewType = InterviewType.JOINT) -> Decision[Case]:
        body = InterviewSummoned(
            interview=interview(held_on),
            supplier=JOBCENTRE,
            starts_at=instant(f"{held_on} 10:00"),
            held_on=day(held_on),
            summoned_at=self.now,
            summoned_by=JOBCENTRE,
            staff="s-7",
            form=Form.IN_PERSON,
            interview_type=kind,
        )
        return self.give("slots", body)

    def never_held(self, held_on: str) -> Decision[Case]:
        told = InterviewHeldWithdrawn(interview=interview(held_on), held_on=day(held_on), held_by=JOBCENTRE)
        return self.give("slots", told)

    def held(self, held_on: str, planned: bool = False) -> Decision[Case]:
        body = InterviewHeld(
            interview=interview(held_on),
            held_on=day(held_on),
            held_by=JOBCENTRE,
            interview_type=InterviewType.JOB,
            form=Form.IN_PERSON,
            planned=planned,
        )
        return self.give("slots", body)

    def no_times(self, requested_on: str) -> Decision[Case]:
        asked = day(requested_on)
        return self.give("slots", NoImmediateTimes(requested_on=asked, hold_by=asked + timedelta(days=10)))

    def returns(self, by: str = JOBNET, on: str | None = None) -> Decision[Case]:
        return self.give(by, ReRegister(on=day(on) if on else None))

    def overdue(self, due: str, owner: str = JOBCENTRE, name: str | None = None) -> Decision[Case]:
        after = day(due) + timedelta(days=1)
        return self.give(
            "deadlines", DeadlineOverdue(deadline=deadline(name or due), due=day(due), overdue_on=after, owner=owner)
        )

    def met_after_all(self, due: str, because: str = "BOOKED_IN_TIME") -> Decision[Case]:
        return self.give("deadlines", OverdueReversed(deadline=deadline(due), due=day(due), because=because))

    def closed(self, due: str, reason: Closed = Closed.BY_HAND) -> Decision[Case]:
        return self.give("deadlines", DeadlineClosed(deadline=deadline(due), reason=reason))

    def books(
        self, held_on: str, booked_at: str | None = None, kind: InterviewType = InterviewType.JOB
    ) -> Decision[Case]:
        body = InterviewBooked(
            interview=interview(held_on),
            slot="t-1",
            supplier=JOBCENTRE,
            starts_at=instant(f"{held_on} 10:00"),
            held_on=day(held_on),
            booked_at=instant(booked_at) if booked_at else self.now,
            booked_by=JOBNET,
            staff="s-7",
            form=Form.IN_PERSON,
            interview_type=kind,
        )
        return self.give("slots", body)

    def cancels(self, held_on: str) -> Decision[Case]:
        body = InterviewCancelled(
            interview=interview(held_on), slot="t-1", held_on=day(held_on), cancelled_by=JOBNET, supplier=JOBCENTRE
        )
        return self.give("slots", body)

    @property
    def events(self) -> list[Any]:
        return [event for decision in self.decisions for event in decision.events]

    def out_on(self, text: str) -> bool:
        return not self.case.registered_on(day(text))


def names(decision: Decision[Case]) -> list[str]:
    """What kinds of events were decided."""
    return [type(event).__name__ for event in decision.events]


def rules(decision: Decision[Case]) -> list[str]:
    return [each.rule for each in decision.applied]


def code(decision: Decision[Case]) -> str | None:
    return decision.refusal.code if decision.refusal else None


def only(decision: Decision[Case], kind: type[Any]) -> Any:
    """The one event of that kind."""
    (found,) = [event for event in decision.events if type(event) is kind]
    return found
