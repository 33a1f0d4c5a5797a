"""What is due, what was broken and who is listed follow from what happened, not from when it was heard."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from contracts.types import Group, Insured, InterviewType, Party, Regime
from services.deadlines.rules.course_which import Kind, which
from tests.services.deadlines.course_life import AKASSE, NEW_A, NEW_J, CourseLife
from tests.services.deadlines.life import JOBCENTRE

Fact = Callable[[CourseLife, str], object]
"""Told on a day on which it is known."""
BEGIN = date(2024, 1, 8)
END = "2026-06-01T00:00"
JOB, JOINT = InterviewType.JOB, InterviewType.JOINT


def after(days: int) -> str:
    return (BEGIN + timedelta(days=days)).isoformat()


def grouped(group: Group, on: int) -> Fact:
    return lambda life, known: life.member(after(on), group, known)


def placed(on: int, insured: Insured = Insured.FULL_TIME, running: bool = False) -> Fact:
    return lambda life, known: life.placed(after(on), insured, running, known)


def hours(on: int, hours: float) -> Fact:
    return lambda life, known: life.hours(after(on), hours, known=known)


def held(on: int, kind: InterviewType = JOB, by: str = JOBCENTRE) -> Fact:
    return lambda life, known: life.held(after(on), kind, by, known)


def benefit(on: int) -> Fact:
    return lambda life, known: life.benefit(after(on), known=known)


def no_benefit(on: int) -> Fact:
    return lambda life, known: life.no_benefit(after(on), known)


def away(on: int, days: int) -> Fact:
    return lambda life, known: life.out(after(on), known).back(
        after(on + days), after(on), max(known, after(on + days))
    )


def periods(handover: int) -> Fact:
    return lambda life, known: life.course_of(known, (after(0), *NEW_A), (after(handover), *NEW_J))


def requested(on: int) -> Fact:
    return lambda life, known: life.request(max(known, after(on)), after(on))


days = some.integers(0, 400)
FACTS = some.one_of(
    some.builds(grouped, some.sampled_from([Group.G1, Group.G1, Group.G2, Group.G3, Group.G8]), days),
    some.builds(placed, days, some.sampled_from(Insured), some.booleans()),
    some.builds(hours, days, some.sampled_from([100.0, 480.99, 500.0, 800.0, 961.98, 1500.0, 2565.28])),
    some.builds(held, days, some.sampled_from([JOB, JOB, JOINT]), some.sampled_from([AKASSE, JOBCENTRE])),
    some.builds(held, days, some.sampled_from([JOB, JOB, JOINT]), some.sampled_from([AKASSE, JOBCENTRE])),
    some.builds(benefit, days),
    some.builds(no_benefit, days),
    some.builds(requested, days),
)


def lived(facts: Sequence[Fact], known: str) -> CourseLife:
    """Everything heard on one day."""
    life = CourseLife()
    for fact in facts:
        fact(life, known)
    return life.until(END)


def told(life: CourseLife) -> tuple[object, ...]:
    course = life.case.course
    listed = course.listed.authority if course.listed else None
    return course.due, set(course.breaches), listed, {each.breach for each in life.breaches}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(FACTS, min_size=2, max_size=9), some.randoms(use_true_random=False), some.booleans())
def test_the_order_in_which_facts_are_heard_changes_nothing(facts: list[Fact], chance: object, fund: bool) -> None:
    """Two facts of one kind and date are one: what is heard last of it counts, so such lives say nothing of order."""
    whole = [periods(150), *facts] if fund else facts
    first = lived([grouped(Group.G1, 0), placed(0), *whole], after(420))
    if len(first.case.course.held) + len(first.case.placements) < 2 or clash(first, whole):
        return
    mixed = list(whole)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert told(lived([grouped(Group.G1, 0), placed(0), *mixed], after(420))) == told(first)


def clash(life: CourseLife, facts: Sequence[Fact]) -> bool:
    """Whether one of the facts has given way to another of its date."""
    case, course = life.case, life.case.course
    kept = len(case.placements) + len(course.placed) + len(course.reported) + len(course.held)
    periods_told = 1 if case.situation.periods else 0
    return kept + len(course.benefits) + len(course.requests) + periods_told != len(facts) + 2


@pytest.mark.parametrize("late", [30, 80, 160, 200, 300])
def test_heard_in_time_or_late_the_same_stands_in_the_end(late: int) -> None:
    facts = [
        periods(151),
        held(10, by=AKASSE),
        held(60, by=AKASSE),
        away(65, 20),
        held(150, by=AKASSE),
        hours(250, 970.0),
    ]
    dates = [100, 10, 60, 86, 150, 250]
    before = [grouped(Group.G1, 0), placed(0)]
    expected = lived([*before, *facts], after(300))
    assert expected.broken == [("JOBCENTRE", after(250))], "a life in which something happens"
    for order in list(permutations(zip(facts, dates, strict=True)))[::37]:
        life = CourseLife()
        for fact in before:
            fact(life, after(0))
        for fact, on in order:
            fact(life, after(max(on, late)))
        assert told(life.until(END)) == told(expected)


def test_every_group_has_exactly_one_course_on_every_day_or_none_by_law() -> None:
    day, kinds = date(2016, 9, 1), set()
    while day <= date(2027, 12, 31):
        for group in Group:
            for regime in (None, *Regime):
                for education in (False, True):
                    kind = which(group, regime, education, day)
                    assert isinstance(kind, Kind)
                    assert (kind is Kind.NONE) == (group is Group.G6)
                    assert (kind is Kind.BENEFIT) == (group not in (Group.G1, Group.G6))
                    assert kind is not Kind.UNKNOWN or (regime is None and day >= date(2024, 1, 1))
                    assert kind is not Kind.EDUCATION or (education and day >= date(2024, 1, 1))
                    kinds.add(kind)
        day += timedelta(days=1)
    assert kinds == set(Kind)


@pytest.mark.parametrize("group", list(Group))
@pytest.mark.parametrize("insured", list(Insured))
def test_a_life_of_eleven_years_is_judged_on_every_day(group: Group, insured: Insured) -> None:
    """Whatever the year, something is due or there is a reason; time alone brings no defect."""
    life = CourseLife().member("2016-09-01", group)
    if group is Group.G1:
        life.placed("2016-09-01", insured).course_of("2016-09-01", ("2016-09-01", Party.JOBCENTRE, Regime.OLD, False))
    else:
        life.benefit("2016-09-01")
    for year in range(2017, 2028):
        life.held(f"{year}-02-28").until(f"{year}-12-31T00:00")
        if group is Group.G1:
            life.placed(f"{year}-12-31", insured).hours(f"{year}-12-31", 10)
    assert (life.next is None) == (group is Group.G6)
