"""What is said twice of one day: the later word counts, in the order in which they were said, not in which they arrived."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from contracts.registration.dagpenge_v1 import (
    DecideEducationTarget,
    RecordPlacement,
    ReportHours,
    StartBenefit,
    StopBenefit,
    WithdrawPlacement,
)
from contracts.registration.v1 import RegisterCitizen
from services.registration.case import Case
from shared.law.decision import Decision, Message
from shared.law.value import replace

Decide = Callable[[Case, Message[Any], date], Decision[Case]]
ABOUT: dict[type, Callable[[Any, date], str]] = {
    RegisterCitizen: lambda said, today: f"group {said.on or today}",
    RecordPlacement: lambda said, today: f"placement {said.placed_on}",
    WithdrawPlacement: lambda said, today: f"placement {said.placed_on}",
    ReportHours: lambda said, today: f"{said.count} {said.registered_on or today} {said.month or ''}",
    DecideEducationTarget: lambda said, today: f"education {said.on or today}",
    StartBenefit: lambda said, today: f"benefit {said.on or today}",
    StopBenefit: lambda said, today: f"benefit {said.on or today}",
}
"""What a command is about; another about the same takes its place."""


def as_said(messages: Mapping[type, Decide]) -> dict[type, Decide]:
    """The functions, of which those that another command can take the place of know when it did."""
    return {kind: in_order(decide, ABOUT[kind]) if kind in ABOUT else decide for kind, decide in messages.items()}


def in_order(decide: Decide, about: Callable[[Any, date], str]) -> Decide:
    def decided(case: Case, message: Message[Any], today: date) -> Decision[Case]:
        decision, key = decide(case, message, today), about(message.body, today)
        if decision.refusal is not None:
            return decision
        last = case.said.get(key)
        if last is not None and message.time < last:
            return Decision(case, applied=decision.applied)
        return replace(decision, case=replace(decision.case, said={**decision.case.said, key: message.time}))

    return decided
