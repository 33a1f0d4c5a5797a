"""Into the contact course, from one jobcentre to another. REG-05, TG-04."""

from datetime import date

from contracts.registration.v1 import CitizenRegistered, MoveCitizen, RegisterCitizen, Speaker
from contracts.types import AbsenceKind, Group
from services.registration.away import Absence
from services.registration.benefit import held_against
from services.registration.case import Case, Standing, jobcentre_of
from services.registration.consequences import follow
from services.registration.holiday import told
from services.registration.recovery import brought_back_after_all
from services.registration.register import Course
from services.registration.rules.missed import job_seeker
from services.registration.rules.parties import may_register
from shared.law.decision import Decision, Message, derived, refused
from shared.law.rule import Applied
from shared.law.value import replace

NOT_REGISTERED_BY = {
    "not-its-member": "NOT_YOUR_MEMBER",
    "backdated": "DATE_IN_PAST",
    "not-in-work-sharing": "NOT_IN_WORK_SHARING",
    "not-by-phone": "NOT_BY_PHONE",
}
"""What a sender is answered that may not register somebody, by the rule's outcome."""


def register_citizen(case: Case, message: Message[RegisterCitizen], today: date) -> Decision[Case]:
    """Into the contact course, or a change from `on`. A deregistered citizen stays so until re-registered."""
    command, on = message.body, message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    if command.group is Group.G1 and command.akasse is None:
        return refused(case, "AKASSE_MISSING", group=command.group)
    if command.group is not Group.G1 and (command.akasse or command.insured):
        return refused(case, "AKASSE_ONLY_FOR_G1", group=command.group, akasse=command.akasse, insured=command.insured)
    facts = held_against(command, on)
    if wrong := next((each for each in facts if not each.ok), None):
        return refused(case, "GROUP_MISMATCH", wrong)
    seeker, employer = job_seeker(command.group), command.party is Speaker.EMPLOYER
    allowed = may_register(
        message.source, command.akasse, on, today, employer, command.group is Group.G1, command.by_phone,
        command.first_day,
    )  # fmt: skip
    own = message.source.startswith("jobcentre-")
    if not allowed.ok:
        return may_not_register(case, allowed)
    if not own and not seeker.ok:
        return refused(case, "NOT_A_JOBSEEKER", seeker)
    known = case.standing_on(on)
    moved = known if known and case.said.get(jobcentre_of(on), message.time) > message.time else command
    new = Standing(on, command.group, moved.jobcentre, command.akasse, command.insured)
    if known and known.of(on) == new:
        return Decision(confirmed(case, new) if own else case, applied=(*facts, seeker))
    if case.standings and not own:
        return refused(case, "ALREADY_REGISTERED", allowed, on=on)
    course = stands(Course(case, message.id, applied=(*facts, seeker, allowed)), new)
    course = follow(in_work_sharing(course, message, on) if employer else course)
    return follow(brought_back_after_all(course)).decided()


def stands(course: Course, new: Standing) -> Course:
    """From a day on this group, jobcentre, fund and insurance. What was said of a later day holds from that day all the same."""
    before, case = course.case.standing_on(new.since), moved_on(confirmed(course.case, new))
    following = next((each for each in case.standings if each.since > new.since), None)
    untold = [following] if before and following and following.of(before.since) == before.of(before.since) else []
    changed = (each for each in case.standings if each.moved and each not in course.case.standings and each != new)
    return course.then(case, *(event(case, each) for each in (new, *untold, *changed)))


def confirmed(case: Case, new: Standing) -> Case:
    """With what was said of a day. It is kept though nothing changes by it: something else may come to be known before it."""
    others = (each for each in case.standings if each.since != new.since)
    return replace(case, standings=tuple(sorted((*others, new), key=lambda each: each.since)))


def moved_on(case: Case) -> Case:
    """Where only the jobcentre was said of a day, all else is as before it."""
    standings = list[Standing]()
    for each in case.standings:
        last = standings[-1] if standings else each
        standings.append(replace(last, since=each.since, jobcentre=each.jobcentre, moved=True) if each.moved else each)
    return replace(case, standings=tuple(standings))


def event(case: Case, standing: Standing) -> CitizenRegistered:
    """As the others are told."""
    return CitizenRegistered(
        group=standing.group, jobcentre=standing.jobcentre, akasse=standing.akasse, insured=standing.insured,
        job_seeker=case.registered_on(standing.since), on=standing.since,
    )  # fmt: skip


def in_work_sharing(course: Course, message: Message[RegisterCitizen], on: date) -> Course:
    """The employer's announcement is itself what says that there is work-sharing (BAB § 18, stk. 5)."""
    id = derived(course.case.citizen, "work-sharing", on)
    return told(course, Absence(id, AbsenceKind.WORK_SHARING, on, message.body.until, on))


def move_citizen(case: Case, message: Message[MoveCitizen], today: date) -> Decision[Case]:
    """To another jobcentre, because the citizen lives elsewhere now. All else stays as it is."""
    on = message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    known = case.standing_on(on)
    if known is None:
        return refused(case, "NOT_REGISTERED", on=on)
    new = replace(known, since=on, jobcentre=message.body.jobcentre, moved=known.moved or known.since < on)
    if known.jobcentre == new.jobcentre:
        return Decision(confirmed(case, new))
    if later := next((each.since for each in case.standings if each.since > on), None):
        return refused(case, "LATER_CHANGE", on=on, later=later)
    allowed = may_register(message.source, known.akasse, on, today)
    if not allowed.ok:
        return may_not_register(case, allowed)
    return follow(stands(Course(case, message.id, applied=(allowed,)), new)).decided()


def may_not_register(case: Case, said: Applied) -> Decision[Case]:
    """The refusal of one who may not."""
    return refused(case, NOT_REGISTERED_BY[said.outcome], said)
