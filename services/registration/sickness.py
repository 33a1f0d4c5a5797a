"""Reported sick and well again. REG-07, REG-08, IM-06, IM-07."""

from datetime import date, datetime
from typing import Any

from contracts.registration.v1 import ReportRecovered, ReportSick, Speaker
from contracts.types import AbsenceKind
from services.registration import policy
from services.registration.absences import REFUSED, flagged_if_late, may_not_tell, may_tell
from services.registration.away import Absence, Again
from services.registration.case import ONE_DAY, Case
from services.registration.consequences import follow
from services.registration.demand import last_missed
from services.registration.holiday import told
from services.registration.recovery import brought_back, out_for_sickness
from services.registration.register import Course
from services.registration.rules.again import passed_while_sick, shown_later
from services.registration.rules.sickness import DEREGISTERED, NOT_OUT, NOT_WANTED, recovered, sick
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message, derived, refused
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
            return Decision(noted_again(case, known, starts, message.time), applied=(said,))
        course = told(course, replace(known, ends=last_day(known, starts)))
    course = told(course, began(case, starts, message.time), said)
    return follow(flagged_if_late(course, said, starts, today)).decided()


def puts_out(case: Case, starts: date) -> bool:
    """Whether a sickness from that day deregisters. Reported by a registered job-seeker in the midst of one that did not, it is
    a new one (INF): of another group when it began, or in a subsidised job."""
    subsidised = case.away(AbsenceKind.SUBSIDISED_JOB, starts) is not None
    return sick(case.group_on(starts), case.registered_on(starts), subsidised, starts).outcome == DEREGISTERED


def part_of(case: Case, starts: date, at: datetime) -> Absence | None:
    """The known sickness that the report belongs to: of a day in it, or of the day of a recovery that was reported later."""
    over = (each for each in case.absences if each.over_at and at < each.over_at and each.ends == starts - ONE_DAY)
    return case.away(AbsenceKind.SICKNESS, starts) or next(over, None)


def noted_again(case: Case, known: Absence, starts: date, at: datetime) -> Case:
    """It may prove to be another sickness, when a recovery before it becomes known."""
    if known.ends is not None or starts == known.starts:
        return case
    noted = replace(known, again=tuple(sorted({*known.again, Again(starts, at)}, key=lambda each: (each.on, each.at))))
    return replace(case, absences=tuple(noted if each == known else each for each in case.absences))


def began(case: Case, starts: date, at: datetime) -> Absence:
    """A new sickness; or the one known, when it is told now that it began before. That may prove to be another one as well."""
    sicknesses = [each for each in case.absences if each.kind is AbsenceKind.SICKNESS and not each.withdrawn]
    later = min((each for each in sicknesses if each.starts > starts), key=lambda each: each.starts, default=None)
    if later:
        other = (Again(later.starts, later.told_at),) if later.told_at and later.ends is None else ()
        return replace(later, starts=starts, told_at=at, again=(*other, *later.again))
    id = derived(case.citizen, "sickness", len(sicknesses) + 1)
    return Absence(id, AbsenceKind.SICKNESS, starts, None, civil_date(at), told_at=at)


def report_recovered(case: Case, message: Message[ReportRecovered], today: date) -> Decision[Case]:
    """The sickness ends the day before. On Jobnet it registers again, elsewhere as the authority says; also when an authority
    that did not want it has reported the same recovery before."""
    on = message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    sick = ended_by(case, on)
    if sick is None:
        return refused(case, "NOT_SICK", on=on)
    allowed = may_tell(case, message, AbsenceKind.SICKNESS, sick.starts, sick.starts, Speaker.CITIZEN)
    if allowed.outcome in REFUSED:
        return may_not_tell(case, allowed)
    said = recovered(message.source, out_for_sickness(case, on), register=message.body.register)
    if sick.ends is not None and said.outcome in (NOT_OUT, NOT_WANTED):
        return Decision(case)
    if said.outcome == "report-recovery":
        return refused(case, "RECOVERY_ON_JOBNET", said)
    if on < today and not shown_later(message.source).ok:
        return refused(case, "DATE_IN_PAST", said, on=on, today=today)
    return follow(well_again(Course(case, message.id), sick, on, message, said)).decided()


def ended_by(case: Case, on: date) -> Absence | None:
    """The sickness of which one is well again that day: the one that lasts, or that was reported over from that day."""
    lasting = case.away(AbsenceKind.SICKNESS, on)
    if lasting and lasting.ends is None:
        return lasting
    sicknesses = (each for each in case.absences if each.kind is AbsenceKind.SICKNESS)
    return next((each for each in sicknesses if last_day(each, on) == each.ends), None)


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
    return brought_back(course, on, message.source, said)


def sick_anew(course: Course, was: Absence, on: date, at: datetime) -> Course:
    """A sickness reported after the recovery, of which only now is known that it is another one."""
    later = next((each for each in was.again if each.on > on or (each.on == on and each.at > at)), None)
    if later is None:
        return course
    new = began(course.case, later.on, later.at)
    return told(course, replace(new, again=tuple(each for each in was.again if each.on > later.on)))


def last_day(sick: Absence, on: date) -> date:
    """The last day of a sickness of which one is well again `on`; its first day at least."""
    return max(sick.starts, on - ONE_DAY)
