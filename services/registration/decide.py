"""What registration does with each message. Pure: a case and a message in, a decision out."""

from datetime import date, timedelta

from contracts.deadlines.v1 import Closed, DeadlineClosed, DeadlineOverdue, DeadlineResumed, OverdueReversed
from contracts.registration.v1 import (
    CitizenRegistered,
    DecideEducationTarget,
    Deregister,
    GuidanceRecorded,
    Reason,
    RecordGuidance,
    RecordPlacement,
    RegisterCitizen,
    ReportHours,
    ReRegister,
    StartBenefit,
    StopBenefit,
)
from contracts.slots.v1 import InterviewBooked, InterviewCancelled
from contracts.types import Group
from services.registration.benefit import held_against, start_benefit, stop_benefit
from services.registration.case import Case, Interview, Miss, Standing, Verdict
from services.registration.consequences import Course, ask, deregister, follow, re_register, settle
from services.registration.education import decide_education_target
from services.registration.placement import record_placement, report_hours
from services.registration.responsible import telling
from services.registration.rules.again import may_re_register, shown_later
from services.registration.rules.guidance import may_guide
from services.registration.rules.missed import deadline_of_a_jobcentre, job_seeker, missed_booking
from shared.law.calendar import civil_date
from shared.law.decision import Decider, Decision, Message, refused
from shared.law.value import replace


def register_citizen(case: Case, message: Message[RegisterCitizen], today: date) -> Decision[Case]:
    """Into the contact course, or a change from `on`. A deregistered citizen stays so until re-registered."""
    command, on = message.body, message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    if command.group is Group.G1 and command.akasse is None:
        return refused(case, "AKASSE_MISSING", group=command.group)
    if command.group is not Group.G1 and (command.akasse or command.insured):
        return refused(case, "AKASSE_ONLY_FOR_G1", group=command.group, akasse=command.akasse, insured=command.insured)
    facts = held_against(command)
    if wrong := next((each for each in facts if not each.ok), None):
        return refused(case, "GROUP_MISMATCH", wrong)
    seeker = job_seeker(command.group)
    new = Standing(on, command.group, command.jobcentre, command.akasse, command.insured)
    known = case.standing_on(on)
    if known and replace(known, since=on) == new:
        return Decision(case, applied=(*facts, seeker))
    others = (each for each in case.standings if each.since != on)
    case = replace(case, standings=tuple(sorted((*others, new), key=lambda each: each.since)))
    event = CitizenRegistered(
        group=new.group, jobcentre=new.jobcentre, akasse=new.akasse, insured=new.insured,
        job_seeker=case.registered_on(on), on=on,
    )  # fmt: skip
    return follow(Course(case, message.id, (event,), (*facts, seeker))).decided()


def record_guidance(case: Case, message: Message[RecordGuidance], today: date) -> Decision[Case]:
    """The earliest guidance counts; a later one is taken and changes nothing."""
    on = message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    if not case.standings:
        return refused(case, "NOT_REGISTERED", on=on)
    standing = case.standing_on(on) or case.standings[0]
    allowed = may_guide(message.source, standing.group, standing.akasse)
    if not allowed.ok:
        return refused(case, "MAY_NOT_GUIDE", allowed)
    if case.guided_on and case.guided_on <= on:
        return Decision(case, applied=(allowed,))
    return Decision(replace(case, guided_on=on), (GuidanceRecorded(on=on),), applied=(allowed,))


def deregister_on_request(case: Case, message: Message[Deregister], today: date) -> Decision[Case]:
    """Leaves the register. One that was sent before a deregistration took effect, and came after it, comes first."""
    on = message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    standing = case.standing_on(on)
    if standing is None:
        return refused(case, "NOT_REGISTERED", on=on)
    seeker = job_seeker(standing.group)
    if not seeker.ok:
        return refused(case, "NOT_A_JOBSEEKER", seeker)
    if not case.registered_on(on):
        return refused(case, "NOT_REGISTERED", seeker, on=on)
    later = min((each.effective for each in case.later(on)), default=None)
    if later and today >= later:
        return refused(case, "LATER_CHANGE", seeker, on=on, later=later)
    course = deregister(Course(case, message.id), on, Reason.OWN_REQUEST, None, seeker)
    return follow(course).decided()


def re_register_on_request(case: Case, message: Message[ReRegister], today: date) -> Decision[Case]:
    """Comes back: on Jobnet perhaps only with a booking (IM-02), through an authority at once (IM-05)."""
    on = message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    standing = case.standing_on(on)
    if standing is None:
        return refused(case, "NOT_REGISTERED", on=on)
    seeker = job_seeker(standing.group)
    if not seeker.ok:
        return refused(case, "NOT_A_JOBSEEKER", seeker)
    if not case.open:
        return refused(case, "ALREADY_REGISTERED", seeker, on=on)
    since = max(each.effective for each in case.open)
    if on < since:
        return refused(case, "NOT_DEREGISTERED", seeker, on=on, deregistered_on=since)
    allowed = may_re_register(message.source, standing.akasse, on, today)
    if not allowed.ok:
        return refused(case, "NOT_YOUR_MEMBER" if allowed.outcome == "not-its-member" else "DATE_IN_PAST", allowed)
    course, later = Course(case, message.id, applied=(seeker, allowed)), shown_later(message.source)
    return (re_register(course, on, later) if later.ok else ask(course, on)).decided()


def deadline_overdue(case: Case, message: Message[DeadlineOverdue], today: date) -> Decision[Case]:
    """Remembered whoever it concerns; a G1 who is registered that day is deregistered (REG-01)."""
    event = message.body
    known = case.miss(event.deadline)
    if known and known.stands:
        return Decision(case)
    miss = Miss(event.deadline, event.overdue_on, event.owner, Verdict.OVERDUE)
    if known and known.verdict is Verdict.REVERSED_FIRST:
        miss = replace(miss, verdict=Verdict.REVERSED, because=known.because)
    course = follow(Course(with_miss(case, miss), message.id))
    if course.events:
        return course.decided()
    day, owner = miss.overdue_on, deadline_of_a_jobcentre(miss.owner)
    said = missed_booking(case.group_on(day), case.registered_on(day), day) if owner.ok else owner
    return Decision(course.case, applied=(said,))


def overdue_reversed(case: Case, message: Message[OverdueReversed], today: date) -> Decision[Case]:
    """The deadline was met after all: what followed from the miss is taken back, and what is demanded because of it."""
    event = message.body
    known = case.miss(event.deadline)
    if known is None:
        early = Miss(event.deadline, event.due + timedelta(days=1), "", Verdict.REVERSED_FIRST, event.because)
        return Decision(with_miss(case, early))
    if not known.stands:
        return Decision(case)
    case = with_miss(case, replace(known, verdict=Verdict.REVERSED, because=event.because))
    return follow(Course(case, message.id)).decided()


def deadline_closed(case: Case, message: Message[DeadlineClosed], today: date) -> Decision[Case]:
    """Closed by hand, or by a change in the citizen's situation (DL-14), it is annulled (V1 2.9.3): it demands no booking
    any more, from today. The deregistration stands."""
    known = case.miss(message.body.deadline)
    if known is None or known.annulled or message.body.reason in (Closed.REPLACED, Closed.INTERVIEW_DAY):
        return Decision(case)
    return follow(Course(with_miss(case, replace(known, annulled=True)), message.id), fallback=today).decided()


def deadline_resumed(case: Case, message: Message[DeadlineResumed], today: date) -> Decision[Case]:
    """The change had not been: the miss demands a booking again of who comes back from now on."""
    known = case.miss(message.body.deadline)
    return Decision(with_miss(case, replace(known, annulled=False)) if known and known.annulled else case)


def interview_booked(case: Case, message: Message[InterviewBooked], today: date) -> Decision[Case]:
    """Remembered, and perhaps what a re-registration waits for."""
    event = message.body
    cancelled = any(each.cancelled for each in case.interviews if each.id == event.interview)
    interview = Interview(event.interview, event.held_on, civil_date(event.booked_at), event.interview_type, cancelled)
    return settle(Course(with_interview(case, interview), message.id)).decided()


def interview_cancelled(case: Case, message: Message[InterviewCancelled], today: date) -> Decision[Case]:
    """It meets no demand from now on. A re-registration that it brought stands: no source takes it back."""
    event = message.body
    known = next((each for each in case.interviews if each.id == event.interview), None)
    interview = known or Interview(event.interview, event.held_on, None, None)
    return Decision(with_interview(case, replace(interview, cancelled=True)))


def with_miss(case: Case, miss: Miss) -> Case:
    """Replaces what is known of the same deadline."""
    others = (each for each in case.misses if each.deadline != miss.deadline)
    return replace(case, misses=tuple(sorted((*others, miss), key=lambda each: each.deadline)))


def with_interview(case: Case, interview: Interview) -> Case:
    """Replaces what is known of the same interview."""
    others = (each for each in case.interviews if each.id != interview.id)
    return replace(case, interviews=tuple(sorted((*others, interview), key=lambda each: each.id)))


decide: Decider[Case] = Decider(
    telling(
        {
            RegisterCitizen: register_citizen,
            RecordGuidance: record_guidance,
            Deregister: deregister_on_request,
            ReRegister: re_register_on_request,
            DeadlineOverdue: deadline_overdue,
            OverdueReversed: overdue_reversed,
            DeadlineClosed: deadline_closed,
            DeadlineResumed: deadline_resumed,
            InterviewBooked: interview_booked,
            InterviewCancelled: interview_cancelled,
            RecordPlacement: record_placement,
            ReportHours: report_hours,
            DecideEducationTarget: decide_education_target,
            StartBenefit: start_benefit,
            StopBenefit: stop_benefit,
        }
    )
)
