"""Absences as they are told, changed, taken back and decided on. REG-10, HOL-01."""

from datetime import date
from typing import Any

from contracts.registration.v1 import AbsenceWithdrawn, DecideHoliday, Flag, RecordAbsence, ReportFlagged, Speaker
from contracts.registration.v1 import WithdrawAbsence as Withdraw
from contracts.types import AbsenceKind
from services.registration.away import Absence, Word, told_since, within
from services.registration.case import JOB_SEEKERS, Case
from services.registration.consequences import follow
from services.registration.holiday import RIGHT, approved, judged, kept, told
from services.registration.register import Course
from services.registration.rules.absence import LATE, report
from shared.law.decision import Decision, Message, derived, refused
from shared.law.rule import Applied
from shared.law.value import replace

REFUSED = {
    "not-its-member": "NOT_YOUR_MEMBER",
    "not-in-work-sharing": "NOT_IN_WORK_SHARING",
    "not-theirs-to-tell": "NOT_YOURS_TO_TELL",
    "only-g1": "ONLY_FOR_G1",
}
"""What a sender is answered that may not tell an absence or a reason to leave, by the rule's outcome."""


def record_absence(case: Case, message: Message[RecordAbsence], today: date) -> Decision[Case]:
    """Remembers an absence, or changes the one of the same reference. What is known already is taken without event."""
    command, notified_on = message.body, message.body.notified_on or today
    if notified_on > today:
        return refused(case, "DATE_IN_FUTURE", notified_on=notified_on, today=today)
    if command.ends is not None and command.ends < command.starts:
        return refused(case, "ENDS_BEFORE_IT_STARTS", starts=command.starts, ends=command.ends)
    if command.kind is AbsenceKind.HOLIDAY and command.ends is None:
        return refused(case, "END_MISSING", kind=command.kind)
    if case.standing_on(today) is None:
        return refused(case, "NOT_REGISTERED", on=today)
    said = may_tell(case, message, command.kind, command.starts, notified_on, command.party)
    if said.outcome in REFUSED:
        return may_not_tell(case, said)
    if notified_on < today and not message.source.startswith(("jobcentre-", "akasse-")):
        return refused(case, "DATE_IN_PAST", said, notified_on=notified_on, today=today)
    if command.kind is AbsenceKind.SICKNESS and case.group_on(command.starts) in JOB_SEEKERS:
        return refused(case, "REPORT_SICK_INSTEAD", said)
    return recorded(Course(case, message.id), absence_of(case, message, notified_on), said, today)


def absence_of(case: Case, message: Message[RecordAbsence], notified_on: date) -> Absence:
    """As it was told."""
    command, id = message.body, derived(case.citizen, "absence", message.source, message.body.reference)
    word = Word(message.time, command.starts, command.ends, notified_on)
    return Absence(id, command.kind, command.starts, command.ends, notified_on, earned=command.earned, words=(word,))


def told_before(case: Case, message: Message[RecordAbsence], today: date) -> Decision[Case]:
    """What is known was said after this. Of the same days it was told by then."""
    before = absence_of(case, message, message.body.notified_on or today)
    known = next((each for each in case.absences if each.id == before.id and not each.withdrawn), None)
    return (
        Decision(case) if known is None or known.kind is not before.kind else worded(case, message, known, before.words)
    )


def withdrawn_before(case: Case, message: Message[Withdraw], today: date) -> Decision[Case]:
    """What is known was said after this, of something new."""
    id = derived(case.citizen, "absence", message.source, message.body.reference)
    known = next((each for each in case.absences if each.id == id and not each.withdrawn), None)
    if known is None:
        return Decision(case)
    word = Word(message.time, known.starts, known.ends, known.notified_on, withdrawn=True)
    return worded(case, message, known, (word,))


def worded(case: Case, message: Message[Any], known: Absence, words: tuple[Word, ...]) -> Decision[Case]:
    """With what else was said of it, which may change since when it has been told."""
    words = in_order(*known.words, *words)
    now = replace(known, words=words, notified_on=told_since(words))
    course = Course(case, message.id)
    return follow(told(course, now) if now.notified_on != known.notified_on else kept(course, now)).decided()


def in_order(*words: Word) -> tuple[Word, ...]:
    return tuple(sorted(words, key=lambda each: each.at))


def recorded(course: Course, new: Absence, said: Applied, today: date) -> Decision[Case]:
    """Told, flagged when late, and what follows from it."""
    known = next((each for each in course.case.absences if each.id == new.id and not each.withdrawn), None)
    if known and known.kind is new.kind:
        words = in_order(*known.words, *new.words)
        new = replace(new, words=words, notified_on=told_since(words))
    if known and (known.kind, known.starts, known.ends, known.earned) == (new.kind, new.starts, new.ends, new.earned):
        return kept(course, replace(known, words=new.words), said).decided()
    if known and known.kind is new.kind and within(new, known):
        new = replace(new, decided=known.decided)
    basis: tuple[Applied, ...] = (said,)
    if new.kind is AbsenceKind.HOLIDAY:
        right = judged(course.case, new)
        new, basis = replace(new, approved=approved(new, right)), (said, right)
    return follow(flagged_if_late(told(course, new, *basis), said, new.starts, today)).decided()


def flagged_if_late(course: Course, said: Applied, about: date, today: date) -> Course:
    """A flag for caseworkers when it should have been told before."""
    if said.outcome != LATE:
        return course
    return course.then(course.case, ReportFlagged(flag=Flag.LATE_REPORT, about=about, reported_on=today))


def withdraw_absence(case: Case, message: Message[Withdraw], today: date) -> Decision[Case]:
    """As if it had never been told. A sickness that deregistered somebody is not withdrawn: CorrectDeregistration."""
    id = derived(case.citizen, "absence", message.source, message.body.reference)
    known = next((each for each in case.absences if each.id == id), None)
    if known is None:
        return refused(case, "ABSENCE_UNKNOWN", reference=message.body.reference)
    if known.withdrawn:
        return Decision(case)
    absences = tuple(replace(each, withdrawn=True) if each == known else each for each in case.absences)
    return follow(Course(replace(case, absences=absences), message.id, (AbsenceWithdrawn(absence=id),))).decided()


def decide_holiday(case: Case, message: Message[DecideHoliday], today: date) -> Decision[Case]:
    """An authority approves or refuses. What there is a right to nobody refuses."""
    command = message.body
    known = next((each for each in case.absences if each.id == command.absence and not each.withdrawn), None)
    if known is None or known.kind is not AbsenceKind.HOLIDAY:
        return refused(case, "ABSENCE_UNKNOWN", absence=command.absence)
    allowed = may_tell(case, message, known.kind, known.starts, known.notified_on, Speaker.CITIZEN)
    if allowed.outcome in REFUSED:
        return may_not_tell(case, allowed)
    said = judged(case, known)
    if said.outcome == RIGHT and not command.approved:
        return refused(case, "HOLIDAY_IS_A_RIGHT", said)
    decided = replace(known, decided=command.approved, approved=command.approved)
    if decided == known:
        return Decision(case, applied=(said,))
    return follow(told(Course(case, message.id), decided, said)).decided()


def may_tell(case: Case, message: Message[Any], what: str, starts: date, told_on: date, party: Speaker) -> Applied:
    """Whether this sender may tell it, and whether in time."""
    standing = case.standing_on(starts) or case.standings[0]
    sharing = case.away(AbsenceKind.WORK_SHARING, starts) or case.away(AbsenceKind.WORK_SHARING, told_on)
    return report(
        str(what), message.source, standing.group, standing.akasse, starts, told_on,
        party is Speaker.EMPLOYER, sharing is not None,
    )  # fmt: skip


def may_not_tell(case: Case, said: Applied) -> Decision[Case]:
    """The refusal of one who may not."""
    return refused(case, REFUSED[said.outcome], said)
