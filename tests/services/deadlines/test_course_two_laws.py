"""Two rules in one course: off dagpenge and back, corrected hours, the trial before its law, the cv-samtale."""

from datetime import date

from contracts.deadlines.course_v1 import Calling, Step
from contracts.types import Group, HourCount, InterviewType, Party, Regime
from services.deadlines.case import Status
from tests.services.deadlines.course_life import AKASSE, NEW_A, NEW_J, CourseLife, Period, new_member

JOINT = InterviewType.JOINT
OFF: tuple[Party, Regime | None, bool] = (Party.JOBCENTRE, None, False)
OLD = (Party.JOBCENTRE, Regime.OLD, False)
TRIAL_A, TRIAL_J = (Party.A_KASSE, Regime.TRIAL, False), (Party.JOBCENTRE, Regime.TRIAL, False)


def off_and_back(*later: Period) -> CourseLife:
    """Dagpenge, two months of kontanthjælp with two interviews, dagpenge again (FAQ 06-07-2018). Said in the order in which
    `registration` does."""
    life = new_member("2024-05-01")
    told: list[Period] = [("2024-05-01", *NEW_A), ("2024-05-06", *OFF)]  # type: ignore[list-item]
    life.member("2024-05-06", Group.G2).course_of("2024-05-06", *told).held("2024-05-10").held("2024-06-10")
    told.append(("2024-07-01", *NEW_A))
    return life.member("2024-07-01").course_of("2024-07-01", *told, *later)


def test_off_dagpenge_for_a_time_is_no_handover_and_what_was_held_meanwhile_counts() -> None:
    life = off_and_back()
    assert (life.due.number, life.due.missing, life.due.step, life.due.party) == (3, 1, Step.A_KASSE, Party.A_KASSE)
    assert life.until("2024-07-20T00:00").broken == []


def test_the_handover_after_coming_back_is_the_one_that_counts() -> None:
    life = off_and_back(("2024-10-01", *NEW_J)).held("2024-07-20", by=AKASSE).until("2024-10-01T00:10")
    assert (life.due.number, life.due.missing, life.due.step) == (4, 3, Step.JOBCENTRE)
    assert life.broken == []


def test_hours_that_are_corrected_downwards_were_never_reached() -> None:
    life = new_member(handover="2024-07-01")
    for on in ("2024-01-15", "2024-03-04", "2024-05-06"):
        life.held(on, by=AKASSE)
    life.hours("2024-10-10", 970).held("2024-10-11")
    assert life.broken == [("JOBCENTRE", "2024-10-10")]
    life.hours("2024-10-14", 900)
    assert life.broken == []
    assert (life.due.step, life.due.missing) == (Step.JOBCENTRE, 2), "held before 6 months after all"
    life.hours("2024-11-10", 965)
    assert life.broken == [("JOBCENTRE", "2024-11-10")]


def trial(on: str, *later: Period) -> CourseLife:
    life = CourseLife().member(on).course_of(on, (on, *TRIAL_A), *later).placed(on)
    return life.held(on, by=AKASSE)


def test_the_trial_has_no_numbers_to_break_before_2024() -> None:
    life = trial("2023-07-03", ("2023-11-01", *TRIAL_J)).hours("2023-12-20", 970).until("2024-01-10T00:00")
    assert life.broken == []
    life = trial("2023-07-03", ("2024-01-01", *TRIAL_J)).until("2024-01-10T00:00")
    assert life.broken == []


def test_from_2024_the_trial_is_held_to_the_three_and_the_three() -> None:
    life = trial("2023-11-01", ("2024-02-01", *TRIAL_J)).until("2024-02-01T00:10")
    assert life.broken == [("A_KASSE", "2024-01-31")]
    assert ("JOBCENTRE", "2024-03-10") in life.hours("2024-03-10", 970).broken


def test_nothing_of_the_new_law_is_said_of_the_trials_next_interview_before_2024() -> None:
    life = CourseLife().member("2023-07-03").course_of("2023-07-03", ("2023-07-03", *TRIAL_A), ("2023-11-01", *TRIAL_J))
    life.placed("2023-07-03")
    assert (life.due.step, life.due.topics, life.due.by) == (Step.FIRST, (), date(2023, 10, 31))
    life.held("2023-07-10", by=AKASSE).until("2023-11-01T00:10")
    assert (life.due.step, life.due.with_akasse, life.due.calling) == (Step.JOBCENTRE, None, Calling.SELF_BOOKING)
    assert life.until("2024-01-01T00:10").due.with_akasse is False


def old_member() -> CourseLife:
    return CourseLife().member("2023-05-01").guided("2023-05-01").course_of("2023-05-01", ("2023-05-01", *OLD)).placed(
        "2023-05-01"
    )  # fmt: skip


def test_the_cv_talk_meets_no_deadline_of_the_jobcentre() -> None:
    life = old_member().set("2023-05-02T10:00", due="2023-05-10").held("2023-05-09", by=AKASSE)
    assert life.status() is Status.OPEN
    assert life.until("2023-05-11T00:10").status() is Status.OVERDUE
    assert life.due.step is Step.INDIVIDUAL


def test_and_one_that_was_thought_to_be_met_by_it_is_in_play_again() -> None:
    life = CourseLife().member("2023-05-01").guided("2023-05-01").set("2023-05-02T10:00", due="2023-05-10")
    life.held("2023-05-09", by=AKASSE)
    assert life.status() is not Status.OPEN
    life.course_of("2023-05-10", ("2023-05-01", *OLD)).placed("2023-05-01", known="2023-05-10")
    assert life.status() is Status.OPEN


def test_a_joint_interview_of_the_old_course_is_summoned_after_2023_too() -> None:
    life = CourseLife().member("2023-12-20").guided("2023-12-20").course_of("2023-12-20", ("2023-12-20", *OLD))
    life.placed("2023-12-20")
    assert life.set("2024-03-04T10:00", due="2024-03-12", wanted=JOINT).refusal == "SUMMONS_ONLY"
    life.hours("2024-08-01", 970)
    assert life.set("2024-08-02T10:00", due="2024-08-12", wanted=JOINT).refusal is None


def test_the_akasses_count_is_no_correction_of_the_other() -> None:
    life = new_member(handover="2024-07-01").hours("2024-10-10", 970).hours("2024-10-14", 500, HourCount.CONSUMPTION)
    assert ("JOBCENTRE", "2024-10-10") in life.broken
