"""Back into the register by a recovery (*raskmelding*), also where the group of that day becomes known after it. REG-08."""

from datetime import date, datetime

from contracts.registration.v1 import Flag, ReportFlagged
from services.registration import policy
from services.registration.away import Absence
from services.registration.case import JOB_SEEKERS, Case
from services.registration.register import Course, re_register
from services.registration.returning import ask
from services.registration.rules.again import shown_later
from services.registration.rules.sickness import FLAGGED, NOT_OUT, recovered
from shared.law.rule import Applied


def brought_back(course: Course, on: date, source: str, said: Applied, at: datetime | None) -> Course:
    """On Jobnet perhaps only with a booking; through an authority at once, and flagged."""
    if said.outcome != FLAGGED:
        return ask(course, on, at, receipt=True)
    flag = ReportFlagged(flag=Flag.RECOVERY_NOT_ON_JOBNET, about=on, reported_on=on)
    return re_register(course.then(course.case, flag), on, shown_later(source), at=at)


def brought_back_after_all(course: Course) -> Course:
    """The citizen turns out to have been a job-seeker on the day of a recovery that has registered nobody."""
    for each in course.case.absences:
        if each.well_on is None or not kept_out_by(course.case, each):
            continue
        said = recovered(each.well_by, out_for_sickness(course.case, each.well_on, each.over_at))
        if said.outcome != NOT_OUT:
            course = brought_back(
                course.then(course.case, applied=(said,)), each.well_on, each.well_by, said, each.over_at
            )
    return course


def kept_out_by(case: Case, sickness: Absence) -> bool:
    """Whether the deregistration that it led to still lasts."""
    done = case.because_of_sickness(sickness)
    return done is not None and done.is_open


def out_for_sickness(case: Case, on: date, at: datetime | None) -> bool:
    """Whether nothing but sickness, or what policy treats alike, keeps a job-seeker out of the register that day, by what had
    been said by then."""
    reasons = {each.reason for each in case.out_by(on, at)}
    return case.group_on(on) in JOB_SEEKERS and bool(reasons) and reasons <= policy.RECOVERY_ENDS
