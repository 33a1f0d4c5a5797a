"""A dagpenge recipient's course as it stands on a day, and the next interview in it."""

from datetime import date

from contracts.deadlines.course_v1 import Calling, Step, Topic
from contracts.types import HourCount, InterviewType, Party, Regime
from services.deadlines.case import Case
from services.deadlines.course.first import cv_interview, first_interview, spell_on
from services.deadlines.course.known import Due
from services.deadlines.course.spans import Span, hours_on, insured_on, limit_on
from services.deadlines.course.tally import (
    Tally,
    after_handover,
    choice,
    handover_of,
    joint_by,
    tally,
    toward_the_akasse,
)
from services.deadlines.rules import course_new, course_old
from services.deadlines.rules.course_hours import counts_toward_the_akasse, months_reached
from services.deadlines.rules.course_later import at_sixteen_months, how_called, type_of_joint
from services.deadlines.rules.course_which import Kind, law_of
from shared.law.rule import Applied
from shared.law.value import Value, replace

HANDOVER_AT = {"full-time": 410.0, "part-time": 333.0}
"""AK-02: the a-kasse's own count; the limit of its three as long as the handover has no date."""
Found = tuple[Due | None, tuple[Applied, ...]]
"""The next interview, or none; and why."""


class Now(Value, frozen=True):
    """A dagpenge period as it stands on a day. `chosen`: whether the a-kasse is to come to the next joint interview."""

    case: Case
    span: Span
    kind: Kind
    day: date
    hours: float
    held: Tally
    handover: date | None
    chosen: bool | None
    party: Party
    authority: str

    @property
    def trial(self) -> bool:
        """Whether the a-kasse has the course as a trial (TR-02)."""
        period = self.case.situation.period_on(self.day)
        return period is not None and period.regime is Regime.TRIAL

    @property
    def law_of(self) -> date:
        """The day whose law holds: for who keeps the old course the last of 2023 at the latest (TR-03)."""
        return law_of(self.kind, self.day)

    def limit(self, months: int) -> float:
        """So many months in hours."""
        return limit_on(self.case, self.span, months, self.day)

    def past(self, months: int) -> bool:
        return months_reached(self.hours, self.limit(months)).outcome == "reached"

    def due(self, step: Step, missing: int, months: int | None = None) -> Due:
        """Self-booked, by so many months in hours."""
        due = Due(len(self.held.all) + 1, missing, step, self.party, self.authority)
        return replace(due, hours=self.limit(months), count=HourCount.COURSE) if months else due


def standing(case: Case, span: Span, kind: Kind, day: date) -> Now:
    period = case.situation.period_on(day)
    party, authority = (period.party, period.authority) if period else (Party.JOBCENTRE, case.office_on(day))
    hours, handover = hours_on(case, span, day), handover_of(case, span)
    return Now(case, span, kind, day, hours, tally(case, span, kind), handover, choice(case), party, authority)


def next_due(case: Case, now: Now) -> Found:
    """The a-kasse owes its three to the handover, whatever the hours of the course: løntilskud is in these alone (AK-03)."""
    theirs = in_the_akasse(case, now) if now.kind is Kind.NEW and now.party is Party.A_KASSE else None
    if theirs and (theirs[0] or not now.past(6)):
        return theirs
    if now.past(6):
        return sixteen_months(now)
    if now.kind is Kind.OLD:
        return cv_first(case, now) or old(now)
    return in_the_jobcentre(now)


def cv_first(case: Case, now: Now) -> Found | None:
    """The cv-samtale comes before the course."""
    spell = spell_on(case, now.span, now.day)
    said = cv_interview(case, spell, now.held, now.day) if spell else None
    if said is None or said.outcome != "due":
        return None
    due = Due(1, 1, Step.CV, Party.A_KASSE, now.span.placed.akasse, calling=Calling.SUMMONS)
    return replace(due, by=said.inputs["by"], topics=(Topic.CV,)), (said,)


def old(now: Now) -> Found:
    """Four individual and two joint ones; the joint ones are summoned."""
    individual = len(now.held.individual)
    four = course_old.four_with_the_jobcentre(individual, False, now.law_of)
    why = joint_now(now)
    following = course_old.next_of_the_six(
        individual if four.in_force else course_old.FOUR,
        bool(now.held.joint_1) or not why.in_force,
        bool(now.held.joint_2) or not why.in_force,
        now.past(3),
    )
    if following == "met":
        return None, (four,)
    if following == "individual":
        return now.due(Step.INDIVIDUAL, course_old.FOUR - individual, 6), (four,)
    first, opted_out = following == "joint-1", now.chosen is False
    due = now.due(Step.JOINT_1, 1, 3) if first else now.due(Step.JOINT_2, 1, 6)
    due = replace(due, interview_type=InterviewType.JOINT, calling=Calling.SUMMONS, with_akasse=not opted_out)
    why_type = course_new.joint_type(Regime.OLD, False, False, now.day), type_of_joint(opted_out)
    return due if first else replace(due, from_hours=now.limit(3)), (why, *why_type)


def joint_now(now: Now) -> Applied:
    """CC-06 by the hours of the day, in the law of the course."""
    return joint_by(now.case, now.span, now.day, now.law_of)


def in_the_akasse(case: Case, now: Now) -> Found:
    """Three before the handover, the first of them summoned."""
    theirs = toward_the_akasse(now.held, now.handover, now.day, now.trial)
    held, said = len(theirs), course_new.three_in_the_akasse(len(theirs), now.handover, now.day)
    last = next((each.on for each in reversed(theirs) if not each.by_fund), None)
    why = (said, counts_toward_the_akasse(last, now.handover, False, now.day)) if last else (said,)
    if held >= course_new.THREE:
        return None, why
    due = replace(now.due(Step.A_KASSE, course_new.THREE - held), by=now.handover)
    if now.handover is None:
        due = replace(due, hours=HANDOVER_AT[insured_on(case, now.span, now.day)], count=HourCount.CONSUMPTION)
    if now.held.all or now.span.placed.running:
        return due, why
    first, topics = first_interview(case, now.span, now.held, now.day), topics_of(now.day, akasse=True, first=True)
    due = replace(due, step=Step.FIRST, calling=Calling.SUMMONS)
    if topics.in_force:
        due = replace(due, topics=tuple(map(Topic, topics.outcome.split(","))))
    if first is not None and first.in_force and first.outcome != "none":
        due = replace(due, by=first.inputs["by"], hours=None, count=None)
    return due, (*([first] if first else []), said, topics)


def in_the_jobcentre(now: Now) -> Found:
    """Six for an education order, six where the jobcentre has had it all, else three after the handover."""
    if now.kind is Kind.EDUCATION:
        held = len(now.held.before_six)
        said, topics = course_new.six_for_education(held, False, now.day), topics_of(now.day, education=True)
        due = replace(now.due(Step.EDUCATION, course_new.SIX - held, 6), topics=(Topic.EDUCATION_STEP,))
        return (due if said.outcome == "due" else None), (said, topics)
    if now.kind is Kind.REST or now.handover is None:
        return with_the_jobcentre(now, len(now.held.before_six), course_new.SIX)
    held = len(after_handover(now.held, now.handover))
    found, why = with_the_jobcentre(now, held, course_new.THREE)
    if found is None or held:
        return found, why
    choice = course_new.akasse_at_the_first(False, now.chosen, now.day)
    if not choice.in_force:
        return found, why
    joins = choice.outcome == "takes-part"
    kind, called = course_new.joint_type(Regime.NEW, False, joins, now.day), how_called(joins, now.day)
    due = replace(found, with_akasse=joins, interview_type=InterviewType(kind.outcome), calling=Calling(called.outcome))
    return due, (*why, choice, kind, called)


def with_the_jobcentre(now: Now, held: int, needed: int) -> Found:
    said = course_new.with_the_jobcentre(held, needed, False, now.day)
    return (now.due(Step.JOBCENTRE, needed - held, 6) if held < needed else None), (said,)


def sixteen_months(now: Now) -> Found:
    """The jobcentre's joint interview with the offer of an intensive effort; due until it is held."""
    now = replace(now, party=Party.JOBCENTRE, authority=now.case.office_on(now.day))
    opted_out = now.chosen is False
    said = at_sixteen_months(bool(now.held.later_joint), now.hours, now.limit(16), opted_out)
    if said.outcome == "met":
        return None, (said,)
    kind, called = type_of_joint(opted_out), how_called(True, now.day)
    due = replace(now.due(Step.SIXTEEN_MONTHS, 1, 16), interview_type=InterviewType.JOINT, with_akasse=not opted_out)
    due = replace(
        due, calling=Calling(called.outcome) if called.in_force else Calling.SUMMONS, topics=(Topic.INTENSIVE_EFFORT,)
    )
    return due, (said, kind, called, topics_of(now.day, sixteen_months=True))


def topics_of(
    day: date, akasse: bool = False, first: bool = False, education: bool = False, sixteen_months: bool = False
) -> Applied:
    return course_new.must_deal_with(akasse, first, education, sixteen_months, day)
