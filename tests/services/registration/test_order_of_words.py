"""Two things said of one day: the one said last counts, whichever comes first. Business times as their senders gave them."""

from itertools import permutations
from typing import Any

import pytest

from contracts.registration.dagpenge_v1 import (
    DecideEducationTarget,
    RecordPlacement,
    ReportHours,
    StartBenefit,
    StopBenefit,
    WithdrawPlacement,
)
from contracts.registration.v1 import CitizenRegistered, DecideHoliday, MoveCitizen, RecordAbsence, RegisterCitizen
from contracts.types import AbsenceKind, Group, HourCount, Insured
from services.registration.case import Case
from shared.law.value import replace
from tests.services.registration.life import FUND, JOBCENTRE, Life, day

D = day("2024-02-28")


def education(age: int) -> DecideEducationTarget:
    return DecideEducationTarget(age_at_registration=age, qualifying_education=False, children_at_home=False, on=D)


def placement(insured: Insured) -> RecordPlacement:
    return RecordPlacement(placed_on=D, insured=insured)


def hours(total: float) -> ReportHours:
    return ReportHours(count=HourCount.CONSUMPTION, hours=total, registered_on=D)


def course(starts: str, ends: str, kind: AbsenceKind = AbsenceKind.COURSE) -> RecordAbsence:
    return RecordAbsence(reference="k-1", kind=kind, starts=day(starts), ends=day(ends))


PAIRS = {
    "education": (FUND, education(23), education(26)),
    "placement": (FUND, placement(Insured.FULL_TIME), placement(Insured.PART_TIME)),
    "hours": (FUND, hours(480.0), hours(400.0)),
    "jobcentre": (JOBCENTRE, MoveCitizen(jobcentre="70700", on=D), MoveCitizen(jobcentre="75100", on=D)),
    "absence": (JOBCENTRE, course("2024-03-11", "2024-03-15"), course("2024-03-18", "2024-03-29")),
    "group": (
        JOBCENTRE,
        RegisterCitizen(group=Group.G6, jobcentre="46100", on=D),
        RegisterCitizen(group=Group.G2, jobcentre="46100", on=D),
    ),
}


def lived(group: Group, *said: tuple[str, str, Any]) -> Case:
    life = Life().at("2024-01-08 09:00")
    life.registered(group)
    if group is Group.G1:
        life.placed("2024-01-08")
    for at, source, body in said:
        assert life.at(at).give(source, body).refusal is None
    return replace(life.case, said={})


@pytest.mark.parametrize("pair", PAIRS)
def test_of_two_words_about_one_day_the_one_said_last_counts_whichever_arrives_first(pair: str) -> None:
    source, first, last = PAIRS[pair]
    one, two = ("2024-02-28 12:00", source, first), ("2024-02-28 13:00", source, last)
    assert lived(Group.G1, one, two) == lived(Group.G1, two, one)


def test_a_benefit_that_started_and_stopped_on_one_day_goes_by_the_word_said_last() -> None:
    one, two = ("2024-02-28 12:00", JOBCENTRE, StartBenefit(on=D)), ("2024-02-28 13:00", JOBCENTRE, StopBenefit(on=D))
    assert lived(Group.G3, one, two) == lived(Group.G3, two, one)


def test_a_placement_that_was_taken_back_is_not_revived_by_an_older_word() -> None:
    life = Life().at("2024-01-08 09:00")
    life.registered()
    life.at("2024-02-28 12:00").give(FUND, placement(Insured.FULL_TIME))
    life.at("2024-02-28 14:00").give(FUND, WithdrawPlacement(placed_on=D))
    late = life.at("2024-02-28 13:00").give(FUND, placement(Insured.PART_TIME))
    assert (late.refusal, late.events, life.case.placements) == (None, (), ())


def register_of(life: Life) -> list[tuple[str, Group, str]]:
    return [(str(each.since), each.group, each.jobcentre) for each in life.case.standings]


@pytest.mark.parametrize(
    ("group_said_at", "end"),
    [("11:00", ("2024-02-28", Group.G2, "70700")), ("13:00", ("2024-02-28", Group.G2, "46100"))],
)
@pytest.mark.parametrize("moved_first", [True, False])
def test_where_she_lives_and_who_she_is_are_said_apart(
    group_said_at: str, end: tuple[str, Group, str], moved_first: bool
) -> None:
    """The group of a day names the jobcentre too: said after the move it counts for both, said before it only for the group."""
    life = Life().at("2024-01-08 09:00")
    life.registered(Group.G3)
    moved = ("12:00", MoveCitizen(jobcentre="70700", on=D))
    other_group = (group_said_at, RegisterCitizen(group=Group.G2, jobcentre="46100", on=D))
    for at, body in (moved, other_group) if moved_first else (other_group, moved):
        assert life.at(f"2024-02-28 {at}").give(JOBCENTRE, body).refusal is None
    assert register_of(life) == [("2024-01-08", Group.G3, "46100"), end]


def test_a_group_of_before_the_move_that_is_told_after_it_holds_also_in_the_new_place() -> None:
    told, late = Life().at("2024-01-08 09:00"), Life().at("2024-01-08 09:00")
    for life in (told, late):
        life.registered(Group.G3)
    told.at("2024-02-28").registered(Group.G2, on="2024-02-20")
    told.at("2024-03-01").moves("70700")
    late.at("2024-03-01").moves("70700")
    said = late.at("2024-03-04").registered(Group.G2, on="2024-02-20")
    assert register_of(told) == register_of(late)
    assert register_of(late)[-1] == ("2024-03-01", Group.G2, "70700")
    events = [(str(each.on), each.group, each.jobcentre) for each in said.events if type(each) is CitizenRegistered]
    assert events == [("2024-02-20", Group.G2, "46100"), ("2024-03-01", Group.G2, "70700")]


def test_she_lives_where_she_said_last_also_where_that_changed_nothing_when_it_was_said() -> None:
    ends = list[list[tuple[str, Group, str]]]()
    said = [("2024-02-20", "70700"), ("2024-03-01", "46100")]
    for words in (said, said[::-1]):
        life = Life().at("2024-01-08 09:00")
        life.registered(Group.G3)
        for on, jobcentre in words:
            body = RegisterCitizen(group=Group.G3, jobcentre=jobcentre, on=day(on))
            life.at(f"{on} 12:00").give(JOBCENTRE, MoveCitizen(jobcentre=jobcentre) if on > "2024-03" else body)
        ends.append(register_of(life))
    assert ends[0] == ends[1] and ends[0][-1] == ("2024-03-01", Group.G3, "46100")


def holiday(life: Life, at: str, starts: str, ends: str) -> None:
    assert life.at(at).give(JOBCENTRE, course(starts, ends, AbsenceKind.HOLIDAY)).refusal is None


@pytest.mark.parametrize("shortened_first", [True, False])
def test_a_holiday_that_was_shortened_counts_as_told_when_it_was_told_first(shortened_first: bool) -> None:
    life = Life().at("2024-01-08 09:00")
    life.registered()
    words = [("2024-07-01 09:00", "2024-07-15", "2024-08-02"), ("2024-07-10 09:00", "2024-07-15", "2024-07-26")]
    for word in reversed(words) if shortened_first else words:
        holiday(life, *word)
    (known,) = life.case.absences
    assert (known.ends, known.notified_on, known.approved) == (day("2024-07-26"), day("2024-07-01"), True)
    holiday(life, "2024-06-28 09:00", "2024-09-02", "2024-09-06")
    assert [replace(each, words=known.words) for each in life.case.absences] == [known]


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize(
    ("last", "since"), [(("2024-07-20", "2024-07-26"), "2024-07-10"), (("2024-09-03", "2024-09-05"), "2024-07-08")]
)
def test_a_holiday_that_was_changed_twice_counts_as_told_since_the_same_day_in_any_order(
    order: tuple[int, ...], last: tuple[str, str], since: str
) -> None:
    life = Life().at("2024-01-08 09:00")
    life.registered()
    words = [
        ("2024-07-01 09:00", "2024-07-15", "2024-08-02"),
        ("2024-07-08 09:00", "2024-09-02", "2024-09-06"),
        ("2024-07-10 09:00", *last),
    ]
    for each in order:
        holiday(life, *words[each])
    (known,) = life.case.absences
    assert (known.starts, known.ends, known.notified_on) == (day(last[0]), day(last[1]), day(since))
    assert known.approved is (since == "2024-07-08")


@pytest.mark.parametrize("taken_back_late", [True, False])
def test_a_holiday_told_anew_after_it_was_taken_back_counts_as_told_then(taken_back_late: bool) -> None:
    life = Life().at("2024-01-08 09:00")
    life.registered()
    holiday(life, "2024-06-03 09:00", "2024-07-15", "2024-08-02")
    for anew in (True, False) if taken_back_late else (False, True):
        if anew:
            holiday(life, "2024-07-10 09:00", "2024-07-15", "2024-07-26")
        else:
            life.at("2024-06-10 09:00").not_away(JOBCENTRE, "k-1")
    known = next(each for each in life.case.absences if not each.withdrawn)
    assert (known.notified_on, known.approved) == (day("2024-07-10"), False)


def test_of_two_decisions_about_a_holiday_the_one_said_last_counts() -> None:
    ends = set[bool]()
    for order in ([True, False], [False, True]):
        life = Life().at("2024-01-08 09:00")
        life.registered()
        holiday(life, "2024-07-10 09:00", "2024-07-15", "2024-07-26")
        (known,) = life.case.absences
        for approved in order:
            life.at(f"2024-07-11 1{int(approved)}:00").give(
                JOBCENTRE, DecideHoliday(absence=known.id, approved=approved)
            )
        ends.add(life.case.absences[0].approved)
    assert ends == {True}
