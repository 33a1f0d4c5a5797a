"""When a municipal benefit starts and stops, as the jobcentre says. What follows for the contact course is `deadlines`'."""

from datetime import date

from contracts.registration.dagpenge_v1 import BenefitStarted, BenefitStopped, StartBenefit, StopBenefit
from contracts.registration.v1 import RegisterCitizen
from contracts.types import Group
from services.registration.case import Case
from services.registration.member import Support
from services.registration.rules.benefit import CASH, STUDY, cash_or_study, counted_by_benefit, flexible_job
from shared.law.decision import Decision, Message, refused
from shared.law.rule import Applied
from shared.law.value import replace


def held_against(command: RegisterCitizen, day: date) -> tuple[Applied, ...]:
    """The rules that hold a group against the facts that were sent with it; none where none were sent."""
    given = (command.benefit, command.age, command.qualifying_education, command.introduction_programme)
    if command.group in CASH | STUDY and given != (None, None, None, None):
        return (cash_or_study(day, command.group, *given),)
    if command.group is Group.G9 and command.benefit is not None:
        return (flexible_job(day, command.group, command.benefit),)
    return ()


def start_benefit(case: Case, message: Message[StartBenefit], today: date) -> Decision[Case]:
    """Kept by its date, also where a benefit is known to run: a stop before it may become known later."""
    command, on = message.body, message.body.on or today
    inquiry = command.inquiry_on or on
    told = BenefitStarted(on=on, inquiry_on=inquiry, benefit=command.benefit)
    return supported(case, Support(on, True, inquiry, command.benefit), told, today)


def stop_benefit(case: Case, message: Message[StopBenefit], today: date) -> Decision[Case]:
    on = message.body.on or today
    return supported(case, Support(on, False), BenefitStopped(on=on), today)


def supported(case: Case, new: Support, told: BenefitStarted | BenefitStopped, today: date) -> Decision[Case]:
    """The case with what was said last of that date."""
    if new.on > today or (new.inquiry_on and new.inquiry_on > today):
        return refused(case, "DATE_IN_FUTURE", on=new.on, inquiry_on=new.inquiry_on, today=today)
    standing = case.standing_on(new.on) or next(iter(case.standings), None)
    if standing is None:
        return refused(case, "NOT_REGISTERED", on=new.on)
    counted = counted_by_benefit(standing.group)
    if not counted.ok:
        return refused(case, "NOT_COUNTED_BY_BENEFIT", counted)
    if new in case.supports:
        return Decision(case, applied=(counted,))
    others = (each for each in case.supports if each.on != new.on)
    case = replace(case, supports=tuple(sorted((*others, new), key=lambda each: each.on)))
    return Decision(case, (told,), applied=(counted,))
