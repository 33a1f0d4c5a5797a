"""A life in which booking is not owed: exemption, withdrawal, less intensive effort, controls; and time that passes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from contracts.registration.effort_v1 import (
    DenialGround,
    DenyLessIntensive,
    EndLessIntensive,
    LessIntensiveGround,
    RecordControlInterview,
    RecordControlOffer,
    ReportControlDoubt,
    ReportLessIntensive,
)
from contracts.registration.self_booking_v1 import (
    DecideExemption,
    EndExemption,
    ExemptFromSelfBooking,
    ExemptionGround,
    ObjectToExemption,
    RefuseExemption,
    RestoreSelfBooking,
    WithdrawalGround,
    WithdrawSelfBooking,
)
from contracts.registry import BY_MODEL
from services.registration.case import Case
from services.registration.decide import decide
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message, Timer, TimerFired
from tests.services.registration.life import CITIZEN, FUND, JOBCENTRE, JOBNET, Life, day, instant

REASONS, GUIDANCE = "Du har flyttet din samtale seks gange.", "Du kan klage til os."


def maybe(text: str | None) -> Any:
    return day(text) if text else None


@dataclass
class Free(Life):
    """Timers are kept as the runtime keeps them. A message of an earlier day than the last one came late."""

    timers: dict[tuple[str, str], datetime] = field(default_factory=dict)
    clock: datetime = field(default_factory=lambda: instant("2016-01-01"))

    def give(self, source: str, body: Any) -> Decision[Case]:
        self.until(self.now)
        self.count += 1
        said = Message(f"m-{self.count}", source, type(body).__name__, CITIZEN, self.now, body, recorded=self.clock)
        return self.take(said)

    def take(self, message: Message[Any]) -> Decision[Case]:
        decision = decide(self.case, message, civil_date(message.time))
        self.case = decision.case
        assert decision.applied or not any(BY_MODEL[type(each)].consequence for each in decision.events), "no basis"
        self.decisions.append(self.kept(decision))
        return decision

    def kept(self, decision: Decision[Case]) -> Decision[Case]:
        for each in decision.timers:
            if isinstance(each, Timer):
                self.timers[each.kind, each.key] = each.due_at
            else:
                self.timers.pop((each.kind, each.key), None)
        return decision

    def until(self, time: datetime | str) -> Self:
        """Lets time pass; a date: to its end."""
        self.clock = max(self.clock, instant(f"{time} 23:59") if isinstance(time, str) else time)
        while due := min(((at, name) for name, at in self.timers.items() if at <= self.clock), default=None):
            at, (kind, key) = due
            del self.timers[kind, key]
            self.take(
                Message(f"time/{kind}/{key}/{at}", "time", "timer", CITIZEN, at, TimerFired(kind, key, at), recorded=at)
            )
        return self

    def since(self, count: int) -> list[Any]:
        """What was told after the first `count` decisions."""
        return [event for decision in self.decisions[count:] for event in decision.events]

    def exempted(
        self,
        ground: ExemptionGround = ExemptionGround.LANGUAGE,
        by: str = JOBCENTRE,
        on: str | None = None,
        noted: str | None = "",
        requested: str | None = "",
        declined: bool = False,
    ) -> Decision[Case]:
        """Asked and noted on the day from which it holds, unless said otherwise."""
        same = day(on) if on else civil_date(self.now)
        body = ExemptFromSelfBooking(
            ground=ground,
            requested_on=same if requested == "" else maybe(requested),
            noted_on=same if noted == "" else maybe(noted),
            declined=declined,
            on=maybe(on),
        )
        return self.give(by, body)

    def refused_exemption(
        self,
        asked: str,
        by: str = JOBCENTRE,
        reasons: str | None = REASONS,
        guidance: str | None = GUIDANCE,
    ) -> Decision[Case]:
        ground = ExemptionGround.IT_SKILLS
        body = RefuseExemption(ground=ground, requested_on=day(asked), reasons=reasons, complaint_guidance=guidance)
        return self.give(by, body)

    def objects(self, by: str = JOBNET, on: str | None = None) -> Decision[Case]:
        return self.give(by, ObjectToExemption(on=maybe(on)))

    def answered(
        self, upheld: bool, by: str = JOBCENTRE, reasons: str | None = REASONS, guidance: str | None = GUIDANCE
    ) -> Decision[Case]:
        return self.give(by, DecideExemption(upheld=upheld, reasons=reasons, complaint_guidance=guidance))

    def exemption_ends(self, by: str = JOBCENTRE, on: str | None = None, right: str | None = None) -> Decision[Case]:
        return self.give(by, EndExemption(on=maybe(on), right=right))

    def deprived(
        self,
        ground: WithdrawalGround = WithdrawalGround.FREQUENT_REBOOKING,
        by: str = JOBCENTRE,
        reasons: str | None = REASONS,
        guidance: str | None = GUIDANCE,
    ) -> Decision[Case]:
        return self.give(by, WithdrawSelfBooking(ground=ground, reasons=reasons, complaint_guidance=guidance))

    def restored(self, by: str = JOBCENTRE, on: str | None = None, right: str | None = None) -> Decision[Case]:
        return self.give(by, RestoreSelfBooking(on=maybe(on), right=right))

    def lighter(
        self,
        ground: LessIntensiveGround = LessIntensiveGround.FULL_TIME_JOB,
        starts: str | None = None,
        on: str | None = None,
        by: str = JOBCENTRE,
        documented: bool = True,
    ) -> Decision[Case]:
        body = ReportLessIntensive(ground=ground, documented=documented, starts=maybe(starts), on=maybe(on))
        return self.give(by, body)

    def lighter_ends(self, by: str = JOBCENTRE, on: str | None = None) -> Decision[Case]:
        return self.give(by, EndLessIntensive(on=maybe(on)))

    def denied(
        self, by: str = JOBCENTRE, reasons: str | None = REASONS, guidance: str | None = GUIDANCE
    ) -> Decision[Case]:
        body = DenyLessIntensive(ground=DenialGround.ADVANTAGE, reasons=reasons, complaint_guidance=guidance)
        return self.give(by, body)

    def doubted(self, on: str | None = None, abroad: bool = False, by: str = JOBCENTRE) -> Decision[Case]:
        return self.give(by, ReportControlDoubt(notified_on=maybe(on), abroad=abroad))

    def control_held(self, on: str | None = None, by: str = JOBCENTRE) -> Decision[Case]:
        return self.give(by, RecordControlInterview(held_on=maybe(on)))

    def control_offered(self, on: str | None = None, by: str = JOBCENTRE) -> Decision[Case]:
        return self.give(by, RecordControlOffer(offered_on=maybe(on)))


def in_the_fund(handover: str | None = "2024-06-10") -> Free:
    """Placed on 8 January 2024; the fund's last day is the end of the month of the hours, if they are reported."""
    life = Free()
    life.at("2024-01-08").registered()
    life.placed("2024-01-08")
    if handover:
        life.at(handover).hours(420.0)
    return life


__all__ = ["FUND", "GUIDANCE", "JOBCENTRE", "JOBNET", "REASONS", "Free", "in_the_fund"]
