"""The next interview that the law asks for on a day, or why there is none."""

from collections.abc import Iterator
from datetime import date

from contracts.deadlines.course_v1 import Calling, NothingDue, Step
from contracts.types import AbsenceKind, Group, InterviewType, Party
from services.deadlines.case import Case
from services.deadlines.course.dagpenge import next_due, old, standing
from services.deadlines.course.known import Due
from services.deadlines.course.spans import Span, kind_on, period_on, span_on
from services.deadlines.course.tally import Holds, asked_for, counted, in_period
from services.deadlines.rules.course_benefit import FOUR, first_within_a_week, four_in_six_months
from services.deadlines.rules.course_hours import shifts_the_dates
from services.deadlines.rules.course_later import may_follow, on_request, summoned_instead
from services.deadlines.rules.course_pause import frees_of_interviews, goes_on, interviews_owed
from services.deadlines.rules.course_which import Kind
from shared.law.rule import Applied
from shared.law.value import replace

Next = tuple[Due | NothingDue, tuple[Applied, ...]]


def next_interview(case: Case, day: date) -> Next:
    """By all that is known, as it stands on that day. Who need not or may not book is summoned."""
    found, why = by_law(case, day)
    if case.situation.right_on(day) is None or not isinstance(found, Due) or found.calling is Calling.SUMMONS:
        return found, why
    return replace(found, calling=Calling.SUMMONS), (*why, summoned_instead(True))


def joint_is_due(case: Case, day: date) -> bool:
    """Whether the next job interview is a joint one (IM-08, OB-01). The cv-samtale before it is none (CC-07); the one at 16
    months is due for so long that another may come before it."""
    found, _ = by_law(case, day)
    due, span = found if isinstance(found, Due) else None, span_on(case, day)
    if due and due.step is Step.CV and span:
        due, _ = old(standing(case, span, Kind.OLD, day))
    return due is not None and due.interview_type is InterviewType.JOINT and due.step is not Step.SIXTEEN_MONTHS


def by_law(case: Case, day: date) -> Next:
    """Which it is, before anybody's rights."""
    kind, course = kind_on(case, day), case.course
    if kind is Kind.NONE or not case.office_on(day):
        return NothingDue.NO_COURSE, ()
    if not case.situation.owed_interviews(day, kind is not Kind.BENEFIT):
        free = frees_of_interviews(AbsenceKind.STANDBY) if kind is Kind.BENEFIT else interviews_owed(True, day)
        return NothingDue.EXEMPT, (free,)
    if kind is Kind.BENEFIT:
        return with_a_benefit(case, day)
    if case.situation.out_on(day):
        return NothingDue.DEREGISTERED, (goes_on(Group.G1, False, len(course.held)),)
    span = span_on(case, day)
    if span is None or kind is Kind.UNKNOWN:
        return NothingDue.NO_COURSE, ()
    now = standing(case, span, kind, day)
    asked = asked_for(case, day)
    due, why = next_due(case, now)
    why = (*why, *of_the_number(case, span, now.held.all, day))
    if due and due.step is Step.SIXTEEN_MONTHS and asked:
        due, why = None, ()
    return (due, why) if due else requested(case, day, asked, len(now.held.all), now.past(6), why)


def of_the_number(case: Case, span: Span, held: Holds, day: date) -> Iterator[Applied]:
    """Why the last one held counts (CC-17), however soon it followed (CC-15), and that being away moves nothing (CC-18)."""
    if held:
        yield counted(span, held[-1])
    if len(held) > 1:
        yield may_follow(held[-2].on, held[-1].on)
    if case.situation.away(AbsenceKind.TEMPORARY_WORK, day):
        yield shifts_the_dates(AbsenceKind.TEMPORARY_WORK)


def with_a_benefit(case: Case, day: date) -> Next:
    """Four in six months, the first within a week of the inquiry; then by agreement."""
    period = period_on(case, day)
    if period is None:
        return NothingDue.NO_BENEFIT, ()
    held = in_period(case, period)
    office = case.office_on(day)
    if period.inquiry is not None and not held:
        first = first_within_a_week(period.inquiry, None, day)
        by, calling = first.inputs["by"], Calling.SUMMONS
        return Due(1, FOUR, Step.FIRST, Party.JOBCENTRE, office, calling=calling, by=by), (first, *period.anew)
    four = four_in_six_months(period.start, len(held), day)
    if four.outcome == "due":
        missing, by = FOUR - len(held), four.inputs["by"]
        return Due(len(held) + 1, missing, Step.INDIVIDUAL, Party.JOBCENTRE, office, by=by), (four, *period.anew)
    return requested(case, day, asked_for(case, day), len(held), day >= period.ends, (four,))


def requested(case: Case, day: date, asked: date | None, held: int, later: bool, applied: tuple[Applied, ...]) -> Next:
    """Nothing is due but what the person asks for. `later`: the first 6 months are over."""
    said = on_request(asked, None)
    if asked is None:
        return (NothingDue.BY_AGREEMENT if later else NothingDue.HELD), (*applied, said)
    period = case.situation.period_on(day) if case.group_on(day) is Group.G1 else None
    party, office = (period.party, period.authority) if period else (Party.JOBCENTRE, case.office_on(day))
    return Due(held + 1, 1, Step.REQUESTED, party, office), (*applied, said)
