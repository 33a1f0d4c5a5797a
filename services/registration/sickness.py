"""Reported sick and well again. REG-07, REG-08, IM-06, IM-07."""

from datetime import date, datetime
from typing import Any

from contracts.registration.v1 import ReportRecovered, ReportSick, Speaker
from contracts.types import AbsenceKind
from services.registration import policy
from services.registration.absences import REFUSED, flagged_if_late, may_not_tell, may_tell
from services.registration.away import Absence
from services.registration.case import ONE_DAY, Case
from services.registration.consequences import follow
from services.registration.demand import last_missed
from services.registration.holiday import told
from services.registration.recovery import brought_back, out_for_sickness
from services.registration.register import Course
from services.registration.rules.again import passed_while_sick, shown_later
from services.registration.rules.sickness import NOT_OUT, NOT_WANTED, recovered
from services.registration.unwell_again import began, last_day, noted_again, puts_out, sick_anew
from shared.law.decision import Decision, Message, refused
from shared.law.rule import Applied
from shared.law.value import replace


def report_sick(case: Case, message: Message[ReportSick], today: date) -> Decision[Case]:
    """Absent from the first day of sickness; job-seekers are deregistered, each as the rule says."""
    on = message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    if case.standing_on(on) is None:
        return refused(case, "NOT_REGISTERED", on=on)
    said = may_tell(case, message, AbsenceKind.SICKNESS, on, today, Speaker.CITIZEN)
    if said.outcome in REFUSED:
        return may_not_tell(case, said)
    starts = on if policy.SICK_FROM_FIRST_DAY else today
    course, known = Course(case, message.id), part_of(case, starts, message.time)
    if known:
        if known.ends is not None or known.starts == starts or not puts_out(case, starts):
            return follow(noted_again(course, known, starts, message.time, said)).decided()
        course = told(course, replace(known, ends=last_day(known, starts)))
    course = told(course, began(case, starts, message.time), said)
    return follow(flagged_if_late(course, said, starts, today)).decided()


def part_of(case: Case, starts: date, at: datetime) -> Absence | None:
    """The known sickness that the report belongs to: of a day in it, or of the day of a recovery that was reported later."""
    over = (each for each in case.absences if each.over_at and at < each.over_at and each.ends == starts - ONE_DAY)
    return case.away(AbsenceKind.SICKNESS, starts) or next(over, None)


def report_recovered(case: Case, message: Message[ReportRecovered], today: date) -> Decision[Case]:
    """The sickness ends the day before. On Jobnet it registers again, elsewhere as the authority says; also when an authority
    that did not want it has reported the same recovery before."""
    on = message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    sick = ended_by(case, on, message.time)
    if sick is None:
        return refused(case, "NOT_SICK", on=on)
    allowed = may_tell(case, message, AbsenceKind.SICKNESS, sick.starts, sick.starts, Speaker.CITIZEN)
    if allowed.outcome in REFUSED:
        return may_not_tell(case, allowed)
    said = recovered(message.source, out_for_sickness(case, on, message.time), register=message.body.register)
    if sick.ends is not None and said.outcome in (NOT_OUT, NOT_WANTED):
        return Decision(case)
    if said.outcome == "report-recovery":
        return refused(case, "RECOVERY_ON_JOBNET", said)
    if on < today and not shown_later(message.source).ok:
        return refused(case, "DATE_IN_PAST", said, on=on, today=today)
    return follow(well_again(Course(case, message.id), sick, on, message, said)).decided()


def ended_by(case: Case, on: date, at: datetime) -> Absence | None:
    """The sickness of which one is well again that day: the one that lasts, or that was reported over from that day. One that was
    reported after that instant is not meant, where there is another."""
    sicknesses = (each for each in case.absences if each.kind is AbsenceKind.SICKNESS)
    over = next((each for each in sicknesses if last_day(each, on) == each.ends), None)
    lasting = case.away(AbsenceKind.SICKNESS, on)
    if lasting is None or lasting.ends is not None:
        return over
    return over if over and lasting.told_at and lasting.told_at > at else lasting


def well_again(course: Course, sick: Absence, on: date, message: Message[Any], said: Applied) -> Course:
    """Ends the absence, and brings back into the register whom the sickness kept out."""
    miss = last_missed(course.case, sick.starts, on)
    passed = passed_while_sick(sick.starts, miss.overdue_on if miss else None, on)
    if sick.ends is None:
        over = replace(sick, ends=last_day(sick, on), again=(), over_at=message.time)
        if said.outcome == NOT_OUT and said.inputs["register"]:
            over = replace(over, well_on=on, well_by=message.source)
        course = sick_anew(told(course, over, said, passed), sick, on, message.time)
    if said.outcome in (NOT_OUT, NOT_WANTED):
        return course
    return brought_back(course, on, message.source, said, message.time)
