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
from contracts.registration.v1 import DecideHoliday, MoveCitizen, RecordAbsence, RegisterCitizen, WithdrawAbsence
from services.registration.absences import told_before, withdrawn_before
from services.registration.case import Case, group_of, jobcentre_of, placement_of
from services.registration.member import hours_of
from shared.law.decision import Decision, Message
from shared.law.value import replace

Decide = Callable[[Case, Message[Any], date], Decision[Case]]
About = Callable[[Any, date, str], tuple[str, ...]]
ABOUT: dict[type, About] = {
    RegisterCitizen: lambda said, today, by: (group_of(said.on or today),),
    MoveCitizen: lambda said, today, by: (jobcentre_of(said.on or today), group_of(said.on or today)),
    RecordPlacement: lambda said, today, by: (placement_of(said.placed_on),),
    WithdrawPlacement: lambda said, today, by: (placement_of(said.placed_on),),
    ReportHours: lambda said, today, by: (hours_of(said.count, said.registered_on or today, said.month),),
    DecideEducationTarget: lambda said, today, by: (f"education {said.on or today}",),
    StartBenefit: lambda said, today, by: (f"benefit {said.on or today}",),
    StopBenefit: lambda said, today, by: (f"benefit {said.on or today}",),
    RecordAbsence: lambda said, today, by: (f"absence {by} {said.reference}",),
    WithdrawAbsence: lambda said, today, by: (f"absence {by} {said.reference}",),
    DecideHoliday: lambda said, today, by: (f"holiday {said.absence}",),
}
"""What a command of a sender is about: another about the same takes its place. And what else says the same, and more."""
OLDER: dict[type, Decide] = {RecordAbsence: told_before, WithdrawAbsence: withdrawn_before}
"""What still follows from a word that another has taken the place of; from most nothing."""


def as_said(messages: Mapping[type, Decide]) -> dict[type, Decide]:
    """The functions, of which those that another command can take the place of know when it did."""
    return {kind: in_order(decide, ABOUT[kind]) if kind in ABOUT else decide for kind, decide in messages.items()}


def in_order(decide: Decide, about: About) -> Decide:
    def decided(case: Case, message: Message[Any], today: date) -> Decision[Case]:
        decision, keys = decide(case, message, today), about(message.body, today, message.source)
        if decision.refusal is not None:
            return decision
        if any(message.time < case.said[key] for key in keys if key in case.said):
            older = OLDER.get(type(message.body))
            return older(case, message, today) if older else Decision(case, applied=decision.applied)
        return replace(decision, case=replace(decision.case, said={**decision.case.said, keys[0]: message.time}))

    return decided
