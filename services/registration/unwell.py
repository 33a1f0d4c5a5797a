"""Which sickness puts a job-seeker out of the register, from which day, and keeps them out. REG-07, REG-08."""

from datetime import date, datetime

from contracts.types import AbsenceKind
from services.registration.away import Absence
from services.registration.case import Case, Deregistration, Request
from services.registration.rules.sickness import DEREGISTERED, NOT_REGISTERED, sick
from shared.law.rule import Applied


def judged(case: Case, absence: Absence, day: date) -> Applied:
    """What REG-07 says of a sickness that is looked at on that day, leaving out of account what followed from it."""
    subsidised = case.away(AbsenceKind.SUBSIDISED_JOB, day) is not None
    registered = case.registered_on(day, case.because_of_sickness(absence))
    return sick(case.group_on(day), registered, subsidised, day)


def out_from(case: Case, absence: Absence, done: Deregistration | None) -> date:
    """Its first day; or the day on which somebody came back into the register in it, by a request that had waited, or by a return
    that was made before the sickness was told. Any other return was a recovery."""
    if case.registered_on(absence.starts, done):
        return absence.starts
    waited = {each.met_on for each in case.requests}
    ended = (each.ended for each in case.deregistrations if each.ended and each != done and each.taken_back is None)
    found = (day for day in ended if day > absence.starts and absence.covers(day))
    known = (day for day in found if day in waited or day <= absence.notified_on)
    return min((day for day in known if case.registered_on(day, done)), default=absence.starts)


def keeps_out(case: Case, day: date, at: datetime) -> Absence | None:
    """The sickness, begun by that day, reported by then and not reported over, in which a job-seeker is not registered."""
    lasting = (each for each in case.absences if each.ends is None and each.starts <= day)
    told = (each for each in lasting if each.told_at is None or each.told_at <= at)
    return next((each for each in told if counts(case, each)), None)


def gives_way_to(case: Case, request: Request) -> Absence | None:
    """The sickness for which a request gives way: one that begins while it waits, or was not over when it was made."""
    asked = request.requested_on
    found = (each for each in case.absences if each.starts > asked or each.ends is None or each.ends > asked)
    return min((each for each in found if counts(case, each)), key=lambda each: each.starts, default=None)


def counts(case: Case, absence: Absence) -> bool:
    """Whether it is a sickness that puts a job-seeker out, or would if they were not out already, and no return has ended it."""
    if absence.kind is not AbsenceKind.SICKNESS or absence.withdrawn or absence.corrected:
        return False
    done = case.because_of_sickness(absence)
    if done and done.ended:
        return False
    return judged(case, absence, absence.starts).outcome in (DEREGISTERED, NOT_REGISTERED)
