"""Which interviews count for which part of a course."""

from datetime import date
from itertools import pairwise

from contracts.types import InterviewType, Party
from services.deadlines import policy
from services.deadlines.case import Case
from services.deadlines.course.days import after
from services.deadlines.course.known import Held
from services.deadlines.course.spans import Period, Span, hours_on, kind_on, limit_on
from services.deadlines.rules.course_hours import (
    counts_since_placement,
    counts_toward_the_akasse,
    months_reached,
    which_joint,
)
from services.deadlines.rules.course_which import Kind, law_of
from shared.law.rule import Applied
from shared.law.value import Value

Holds = tuple[Held, ...]


class Tally(Value, frozen=True):
    """The interviews of a dagpenge period, each in the order of time. `all`: every one that counts at all (CC-17)."""

    all: Holds
    before_six: Holds
    individual: Holds
    joint_1: Holds
    joint_2: Holds
    later_joint: Holds
    cv: Holds


def tally(case: Case, span: Span, kind: Kind) -> Tally:
    """The months go by the hours registered on the day of the interview. `kind`: the course for which they are counted."""
    since = [each for each in case.course.held if counts(span, each)]
    cv = tuple(each for each in since if is_cv(case, each))
    every = tuple(each for each in since if each not in cv)
    early = tuple(each for each in every if not past_six(case, span, each.on))
    joint = tuple(each for each in every if each.interview_type is InterviewType.JOINT)
    which = {each: joint_by(case, span, each.on, law_of(kind, each.on)).outcome for each in joint}
    return Tally(
        every,
        early,
        tuple(each for each in early if each not in joint),
        tuple(each for each in joint if which[each] == "joint-1"),
        tuple(each for each in joint if which[each] == "joint-2"),
        tuple(each for each in joint if each not in early),
        cv,
    )


def past_six(case: Case, span: Span, day: date) -> bool:
    """Whether six months in hours had passed that day."""
    return months_reached(hours_on(case, span, day), limit_on(case, span, 6, day)).outcome == "reached"


def joint_by(case: Case, span: Span, day: date, law_of: date) -> Applied:
    """Which joint interview belongs to the hours of that day."""
    three, six = (limit_on(case, span, months, day) for months in (3, 6))
    return which_joint(hours_on(case, span, day), three, six, law_of)


def counts(span: Span, held: Held) -> bool:
    within = span.until is None or held.on < span.until
    return within and counted(span, held).outcome == "counts"


def counted(span: Span, held: Held) -> Applied:
    """CC-17 for an interview."""
    return counts_since_placement(span.start, held.on, held.interview_type)


def is_cv(case: Case, held: Held) -> bool:
    """What an a-kasse held alone in the old course was the cv-samtale (CC-07)."""
    return held.by_fund and held.interview_type is InterviewType.JOB and kind_on(case, held.on) is Kind.OLD


def toward_the_akasse(found: Tally, handover: date | None, day: date, trial: bool) -> Holds:
    """Of the a-kasse's three, counted on that day. Before TR-07 what an a-kasse held itself; in the trial all (INF)."""

    def has_counted(held: Held) -> bool:
        said = counts_toward_the_akasse(held.on, handover, False, day)
        before = (trial or held.by_fund) and (handover is None or held.on <= handover)
        return said.outcome == "counts" if said.in_force else before

    return tuple(each for each in found.all if has_counted(each))


def after_handover(found: Tally, handover: date | None) -> Holds:
    """Of the jobcentre's three."""
    return tuple(each for each in found.before_six if handover is not None and each.on > handover)


def handover_of(case: Case, span: Span) -> date | None:
    """The a-kasse's last day in that dagpenge period (AK-02), as it was told.

    Who is off dagpenge for a time has no regime meanwhile and comes back to the a-kasse: that is no handover.
    """
    last = None
    for period, following in pairwise(case.situation.periods):
        if period.party is Party.A_KASSE:
            last = after(following.since, -1)
        over = following.party is Party.JOBCENTRE and following.regime is not None
        if over and last is not None:
            if span.covers(last) and not following.education:
                return last
            last = None
    return None


def in_period(case: Case, period: Period) -> Holds:
    """The interviews of a benefit's period."""
    return tuple(
        each
        for each in case.course.held
        if period.counts_from <= each.on
        and (period.until is None or each.on < period.until)
        and each.interview_type in policy.JOB_INTERVIEWS
    )


def asked_for(case: Case, day: date) -> date | None:
    """The last request up to that day that no interview has answered yet (CC-12)."""
    asked = max((each for each in case.course.requests if each <= day), default=None)
    if asked is None:
        return None
    answered = any(each.on >= asked and each.interview_type in policy.JOB_INTERVIEWS for each in case.course.held)
    return None if answered else asked


def choice(case: Case) -> bool | None:
    """Whether the a-kasse is to come to the next joint interview; None where nobody has chosen (GM-02).

    A choice is spent when the interview is held that it was about.
    """
    last = case.course.choices[-1] if case.course.choices else None
    if last is None or any(spends(case, last.on, last.interview, each) for each in case.course.held):
        return None
    return last.participates


def spends(case: Case, on: date, interview: str | None, held: Held) -> bool:
    if interview is not None:
        return held.interview == interview
    return held.on >= on and (held.interview_type is InterviewType.JOINT or first_with_the_jobcentre(case, held))


def first_with_the_jobcentre(case: Case, held: Held) -> bool:
    """The one of CC-14."""
    period = case.situation.period_on(held.on)
    if period is None or period.party is not Party.JOBCENTRE or held.by_fund:
        return False
    return not any(period.since <= each.on < held.on for each in case.course.held if not each.by_fund)
