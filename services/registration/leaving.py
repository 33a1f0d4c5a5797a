"""Out of the register and back into it, as somebody asks, and the jobcentre's own errors. REG-05, REG-06, IM-02, IM-05."""

from datetime import date
from functools import reduce

from contracts.registration.v1 import CorrectDeregistration, Deregister, Reason, ReRegister, Speaker
from contracts.types import AbsenceKind
from services.registration.absences import REFUSED, may_not_tell, may_tell
from services.registration.case import Case, Deregistration
from services.registration.consequences import follow
from services.registration.entering import may_not_register
from services.registration.holiday import told
from services.registration.register import Course, deregister, re_register, take_back
from services.registration.returning import ask, dropped
from services.registration.rules import letters
from services.registration.rules.again import shown_later
from services.registration.rules.missed import job_seeker
from services.registration.rules.parties import may_register
from services.registration.rules.sickness import FLAGGED, jobcentre_error, recovered
from services.registration.sickness import well_again
from services.registration.unwell import keeps_out
from services.registration.unwell_again import last_day
from shared.law.decision import Decision, Message, refused
from shared.law.value import replace


def deregister_on_request(case: Case, message: Message[Deregister], today: date) -> Decision[Case]:
    """Leaves the register. One that was sent before a deregistration took effect, and came after it, comes first.

    Who is out and waits for a booking gives the request up by it (INF: nobody is registered who has said that they are not to
    be). The deregistration stays the one that it is, and demands a booking of a later return (BAB § 30, stk. 3). Known only when
    the booking has brought her back, which stands, it puts her out from that day.
    """
    on = message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    standing = case.standing_on(on)
    if standing is None:
        return refused(case, "NOT_REGISTERED", on=on)
    seeker = job_seeker(standing.group)
    if not seeker.ok:
        return refused(case, "NOT_A_JOBSEEKER", seeker)
    if message.body.reason is Reason.SICKNESS:
        return refused(case, "REPORT_SICK_INSTEAD", seeker)
    said = may_tell(case, message, message.body.reason, on, on, message.body.party)
    if said.outcome in REFUSED:
        return may_not_tell(case, said)
    if not case.registered_on(on):
        given_up = [each for each in (*case.pending, *case.gave_way) if each.requested_on <= on]
        if given_up:
            return follow(reduce(dropped, given_up, Course(case, message.id, applied=(seeker, said)))).decided()
        back = came_back(case, on)
        if back is None:
            return refused(case, "NOT_REGISTERED", seeker, on=on)
        on = back
    later = min((each.effective for each in case.later(on)), default=None)
    if later and today >= later:
        return refused(case, "LATER_CHANGE", seeker, on=on, later=later)
    course = deregister(
        Course(case, message.id), Deregistration(0, on, message.body.reason, said_at=message.time), seeker, said
    )
    sharing = course.case.away(AbsenceKind.WORK_SHARING, on)
    if sharing and message.body.reason is Reason.WORK_SHARING_ENDED:
        course = told(course, replace(sharing, ends=last_day(sharing, on)))
    return follow(course).decided()


def came_back(case: Case, left: date) -> date | None:
    """From when a request took effect that was waiting on the day on which the citizen left, and would have been given up."""
    met = (each.met_on for each in case.requests if each.met_on and each.requested_on <= left < each.met_on)
    return next((day for day in met if case.registered_on(day)), None)


def re_register_on_request(case: Case, message: Message[ReRegister], today: date) -> Decision[Case]:
    """Comes back: on Jobnet perhaps only with a booking (IM-02), through an authority at once (IM-05). Who has left since it was
    said, and had not before, was registered then."""
    on = message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    standing = case.standing_on(on)
    if standing is None:
        return refused(case, "NOT_REGISTERED", on=on)
    seeker = job_seeker(standing.group)
    if not seeker.ok:
        return refused(case, "NOT_A_JOBSEEKER", seeker)
    out = [each for each in case.open if case.known_at(each, message.time)]
    if not out:
        return refused(case, "ALREADY_REGISTERED", seeker, on=on)
    since = min(each.effective for each in out)
    if on < since:
        return refused(case, "NOT_DEREGISTERED", seeker, on=on, deregistered_on=since)
    body, sharing = message.body, case.away(AbsenceKind.WORK_SHARING, on) is not None
    employer = body.party is Speaker.EMPLOYER
    allowed = may_register(message.source, standing.akasse, on, today, employer, sharing, body.by_phone, body.first_day)
    if not allowed.ok:
        return may_not_register(case, allowed)
    course, later = Course(case, message.id, applied=(seeker, allowed)), shown_later(message.source)
    if sick := keeps_out(case, on, message.time):
        said = recovered(message.source, True, reported=False)
        if said.outcome != FLAGGED:
            return refused(case, "RECOVERY_NOT_REPORTED", said)
        return follow(well_again(course, sick, on, message, said)).decided()
    back = re_register(course, on, later, at=message.time) if later.ok else ask(course, on, message.time)
    return follow(back).decided()


def correct_deregistration(case: Case, message: Message[CorrectDeregistration], today: date) -> Decision[Case]:
    """The jobcentre's own error: the deregistrations of that day never were, nor is anything demanded for them."""
    day = message.body.effective
    wrong = [each for each in case.deregistrations if each.effective == day]
    if not wrong:
        return refused(case, "NOT_DEREGISTERED", on=day)
    said = jobcentre_error(day, today)
    course = Course(case, message.id, applied=(said,))
    for each in wrong:
        course = corrected(course, each, today) if each.taken_back is None else forgiven(course, each)
    return follow(course).decided()


def forgiven(course: Course, found: Deregistration) -> Course:
    """Nothing is demanded for its deadline, also where another deregistration has taken its place."""
    misses = (replace(e, corrected=True) if e.deadline == found.deadline else e for e in course.case.misses)
    return course.then(replace(course.case, misses=tuple(misses)))


def corrected(course: Course, found: Deregistration, today: date) -> Course:
    """Remembers that what it rests on deregisters nobody; one that somebody asked for is taken back at once."""
    wrong = replace(found, corrected_on=today)
    known = tuple(wrong if each == found else each for each in course.case.deregistrations)
    case = replace(course.case, deregistrations=known)
    if wrong.deadline:
        return forgiven(course.then(case), wrong)
    if wrong.absence:
        absences = tuple(replace(e, corrected=True) if e.id == wrong.absence else e for e in case.absences)
        return course.then(replace(case, absences=absences))
    return take_back(course.then(case), wrong, letters.JOBCENTRE_ERROR)
