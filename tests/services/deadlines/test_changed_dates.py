"""A rule of the course whose date is changed, in its decorator only: whose decisions change, and whose do not."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from contracts.deadlines.course_v1 import NextInterviewDue, Step
from contracts.types import Group, HourCount, InterviewType, Party, Regime
from services.deadlines.rules.absence import after_no_show
from services.deadlines.rules.course_hours import counts_toward_the_akasse, which_joint
from services.deadlines.rules.course_new import first_in_the_akasse, three_in_the_akasse
from services.deadlines.rules.course_old import cv_talk, four_with_the_jobcentre
from services.deadlines.rules.course_pause import interviews_owed
from tests.services.deadlines.course_life import AKASSE, CourseLife, new_member
from tests.support.dates import concerned, dated

OLD = (Party.JOBCENTRE, Regime.OLD, False)
TRIAL = (Party.A_KASSE, Regime.TRIAL, False)


def seen(life: CourseLife) -> Any:
    return life.told, life.course, life.sent, life.timers, life.case


def old() -> CourseLife:
    """In the old course since December 2023, and over New Year; two individual interviews held."""
    return begun().held("2023-12-14").until("2024-01-10T00:00")


def begun() -> CourseLife:
    """One of them."""
    life = CourseLife().member("2023-12-04").course_of("2023-12-04", ("2023-12-04", *OLD)).placed("2023-12-04")
    return life.held("2023-12-12")


def early() -> CourseLife:
    """Over New Year with that one."""
    return begun().until("2024-01-10T00:00")


def trial() -> CourseLife:
    life = CourseLife().member("2023-12-04").course_of("2023-12-04", ("2023-12-04", *TRIAL)).placed("2023-12-04")
    return life.held("2023-12-12", by=AKASSE).hours("2023-12-20", 120).until("2024-01-10T00:00")


def helped() -> CourseLife:
    """The jobcentre held one of the three."""
    return new_member().held("2024-01-10").until("2024-02-20T00:00")


def lighter() -> CourseLife:
    return new_member().held("2024-01-15", by=AKASSE).less_intensive("2024-03-25").until("2024-04-10T00:00")


def stayed_away() -> CourseLife:
    return CourseLife().member("2024-01-08", Group.G2).guided("2024-01-08").no_show("2024-03-14")


def handed_over() -> CourseLife:
    """With two interviews of three."""
    life = new_member(handover="2024-05-01").held("2024-01-15", by=AKASSE).held("2024-03-15", by=AKASSE)
    return life.hours("2024-04-20", 300, HourCount.CONSUMPTION).until("2024-05-10T00:00")


LIVES: dict[str, Callable[[], Any]] = {
    life.__name__: lambda life=life: seen(life())  # type: ignore[misc]
    for life in (old, early, trial, helped, lighter, stayed_away, handed_over)
}


@pytest.mark.parametrize(
    ("rule", "dates", "whom"),
    [
        (which_joint, {"until": "2023-11-30"}, {"old"}),
        (which_joint, {"until": "2023-12-31"}, set()),
        (four_with_the_jobcentre, {"until": "2023-11-30"}, {"early"}),
        (cv_talk, {"until": "2023-11-30"}, {"old", "early"}),
        (cv_talk, {"until": "2023-12-04"}, set()),
        (counts_toward_the_akasse, {"since": "2024-03-01"}, {"helped"}),
        (three_in_the_akasse, {"since": "2024-06-01"}, {"trial", "helped", "lighter", "handed_over"}),
        (first_in_the_akasse, {"since": "2024-01-09"}, {"trial", "helped", "lighter", "handed_over"}),
        (interviews_owed, {"since": "2024-03-26"}, {"lighter"}),
        (interviews_owed, {"since": "2024-03-25"}, set()),
        (after_no_show, {"since": "2024-03-15"}, {"stayed_away"}),
    ],
)
def test_another_date_concerns_who_rests_on_the_rule(
    rule: Callable[..., Any], dates: dict[str, str], whom: set[str]
) -> None:
    assert concerned(LIVES, rule, **dates) == whom


def test_where_cc_06_has_ended_no_joint_interview_is_due_and_one_that_was_is_taken_back_that_day() -> None:
    assert old().due.step is Step.JOINT_1
    with dated(which_joint, until=date(2023, 11, 30)):
        assert (old().due.step, old().due.missing) == (Step.INDIVIDUAL, 2)
    with dated(which_joint, until=date(2023, 12, 20)):
        due = [(f"{at:%Y-%m-%d}", each.step) for at, each in old().course if isinstance(each, NextInterviewDue)]
    assert due[-2:] == [("2023-12-18", Step.JOINT_1), ("2023-12-20", Step.INDIVIDUAL)], "ten past midnight in Denmark"


def test_where_cc_01_has_ended_only_the_joint_interviews_remain() -> None:
    with dated(four_with_the_jobcentre, until=date(2023, 11, 30)):
        first = old().due.step
        second = old().held("2024-01-11", InterviewType.JOINT).due.step
    assert (first, second) == (Step.JOINT_1, Step.JOINT_2)


def test_an_effort_begun_before_li_02_frees_of_no_interview() -> None:
    assert lighter().nothing == "EXEMPT"
    with dated(interviews_owed, since=date(2024, 6, 1)):
        assert (lighter().due.missing, lighter().case.situation.rights) == (2, ())


def test_what_the_jobcentre_held_counts_from_the_day_on_which_tr_07_begins() -> None:
    with dated(counts_toward_the_akasse, since=date(2024, 2, 10)):
        life = new_member().held("2024-01-10").until("2024-02-09T23:00")
        assert life.due.missing == 3
        assert life.until("2024-02-10T01:00").due.missing == 2
