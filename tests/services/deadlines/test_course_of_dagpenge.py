"""Three in the a-kasse, three in the jobcentre; what went before 2024 counts; nothing is lost when somebody is away."""

from datetime import date

import pytest

from contracts.deadlines.course_v1 import AkasseParticipationChosen, Calling, CourseBreachReversed, Step, Topic
from contracts.types import AbsenceKind, HourCount, Insured, InterviewType, Party, Regime
from tests.services.deadlines.course_life import AKASSE, NEW_A, NEW_J, CourseLife, new_member
from tests.services.deadlines.life import JOBCENTRE

JOINT = InterviewType.JOINT
OLD = (Party.JOBCENTRE, Regime.OLD, False)
REST = (Party.JOBCENTRE, Regime.JOBCENTRE, False)
REMAINING = (Party.A_KASSE, Regime.NEW_REMAINING, False)
EDUCATION = (Party.JOBCENTRE, Regime.NEW, True)


def test_the_first_interview_is_in_the_akasse_summoned_within_two_weeks_of_the_registration() -> None:
    due = new_member().due
    assert (due.number, due.missing, due.step, due.party, due.authority) == (1, 3, Step.FIRST, Party.A_KASSE, AKASSE)
    assert (due.calling, due.by, due.hours) == (Calling.SUMMONS, date(2024, 1, 22), None)
    assert due.topics == (Topic.MIN_PLAN, Topic.COMPETENCES, Topic.JOB_LOG)


def test_the_second_and_third_are_self_booked_and_have_no_date_until_the_handover_is_known() -> None:
    life = new_member().held("2024-01-15", by=AKASSE)
    assert (life.due.number, life.due.missing, life.due.step) == (2, 2, Step.A_KASSE)
    assert (life.due.calling, life.due.by) == (Calling.SELF_BOOKING, None)
    assert (life.due.hours, life.due.count) == (410.0, HourCount.CONSUMPTION)
    life.course_of("2024-06-10", ("2024-01-08", *NEW_A), ("2024-07-01", *NEW_J))
    assert (life.due.by, life.due.hours) == (date(2024, 6, 30), None)


def test_a_part_time_member_goes_over_at_333_hours() -> None:
    life = CourseLife().member("2024-01-08").placed("2024-01-08", Insured.PART_TIME)
    life.course_of("2024-01-08", ("2024-01-08", *NEW_A)).held("2024-01-15", by=AKASSE)
    assert life.due.hours == 333.0


HANDED_OVER = (("2024-01-08", *NEW_A), ("2024-07-01", *NEW_J))


def insured_otherwise(*, insured_since: str, known: str | None = None) -> CourseLife:
    """Full-time insured, part-time from a later day on."""
    life = CourseLife().member("2024-01-08", insured=Insured.FULL_TIME).placed("2024-01-08")
    life.course_of("2024-01-08", ("2024-01-08", *NEW_A)).held("2024-01-15", by=AKASSE).hours("2024-06-03", 481.0)
    return life.member(insured_since, insured=Insured.PART_TIME, known=known)


def test_part_time_from_a_day_inside_the_placement_the_fund_s_limit_is_that_of_the_part_time_insured() -> None:
    life = insured_otherwise(insured_since="2024-06-10")
    assert life.due.hours == 333.0
    assert life.member("2024-07-01", insured=Insured.FULL_TIME).due.hours == 410.0


@pytest.mark.parametrize("known", [None, "2024-07-15"])
def test_part_time_from_a_day_inside_the_placement_six_months_are_780_hours(known: str | None) -> None:
    life = insured_otherwise(insured_since="2024-06-10", known=known)
    life.course_of("2024-07-16", *HANDED_OVER)
    assert life.due.hours == 780.0
    life.hours("2024-09-02", 790.0).until("2024-09-03T00:10")
    assert [step for step, _ in life.broken if step == "JOBCENTRE"] == ["JOBCENTRE"]
    assert life.due.hours == 2080.0


def test_months_that_were_reached_part_time_stay_reached_when_she_is_insured_full_time_again() -> None:
    life = insured_otherwise(insured_since="2024-06-10").hours("2024-09-02", 790.0)
    life.course_of("2024-07-16", *HANDED_OVER).member("2024-09-09", insured=Insured.FULL_TIME)
    assert (life.due.step, life.due.hours) == (Step.SIXTEEN_MONTHS, 2565.28)


def test_hours_already_registered_are_six_months_on_the_day_she_is_insured_part_time() -> None:
    life = insured_otherwise(insured_since="2024-09-09").hours("2024-09-02", 790.0)
    life.course_of("2024-09-10", *HANDED_OVER)
    assert (life.due.step, life.due.hours) == (Step.SIXTEEN_MONTHS, 2080.0)


def test_held_on_the_last_day_of_the_two_weeks_is_in_time_and_on_the_day_after_is_not() -> None:
    assert new_member().held("2024-01-22", by=AKASSE).until("2024-01-24T00:00").broken == []
    life = new_member().held("2024-01-23", by=AKASSE)
    assert life.broken == [("FIRST", "2024-01-22")]
    assert life.breaches[0].authority == AKASSE


def test_a_first_interview_registered_late_takes_the_breach_back() -> None:
    life = new_member().until("2024-01-23T00:10")
    assert life.broken == [("FIRST", "2024-01-22")]
    life.held("2024-01-19", by=AKASSE, known="2024-01-25")
    assert life.broken == []
    assert [type(event) for _, event in life.course].count(CourseBreachReversed) == 1


def test_three_must_be_held_and_not_planned_when_the_handover_comes() -> None:
    life = new_member(handover="2024-07-01").held("2024-01-15", by=AKASSE).held("2024-03-04", by=AKASSE)
    life.until("2024-06-30T23:00")
    assert life.broken == []
    life.until("2024-07-01T00:10").held("2024-07-02")
    assert life.broken == [("A_KASSE", "2024-06-30")]
    assert (life.breaches[0].held, life.breaches[0].needed) == (2, 3)


def handed_over() -> CourseLife:
    life = new_member(handover="2024-07-01")
    for on in ("2024-01-15", "2024-03-04", "2024-05-06"):
        life.held(on, by=AKASSE)
    return life


def test_after_three_in_the_akasse_nothing_is_due_until_the_jobcentre_takes_over() -> None:
    life = handed_over()
    assert life.nothing == "HELD"
    due = life.until("2024-07-01T00:10").due
    assert (due.number, due.missing, due.step, due.authority) == (4, 3, Step.JOBCENTRE, JOBCENTRE)
    assert (due.hours, due.count, due.by) == (961.98, HourCount.COURSE, None)
    assert (due.with_akasse, due.interview_type, due.calling) == (False, InterviewType.JOB, Calling.SELF_BOOKING)


def test_the_akasse_comes_to_the_jobcentres_first_one_only_if_the_person_wants_it() -> None:
    life = handed_over().choose("2024-06-28", True).until("2024-07-01T00:10")
    assert (life.due.with_akasse, life.due.interview_type, life.due.calling) == (True, JOINT, Calling.EITHER)
    life.held("2024-07-10", JOINT)
    assert (life.due.number, life.due.with_akasse, life.due.interview_type) == (5, None, InterviewType.JOB)


def test_less_than_three_with_the_jobcentre_before_six_months_is_a_breach_of_the_jobcentre() -> None:
    life = handed_over().held("2024-07-10").held("2024-08-10").hours("2024-09-10", 900).hours("2024-10-10", 961.98)
    assert life.broken == [("JOBCENTRE", "2024-10-10")]
    assert (life.breaches[0].authority, life.breaches[0].hours) == (JOBCENTRE, 961.98)
    life.held("2024-10-09", known="2024-10-12")
    assert life.broken == []


def test_the_akasses_own_count_moves_nothing_here() -> None:
    life = handed_over().held("2024-07-10").hours("2024-10-10", 2000, HourCount.CONSUMPTION)
    assert life.broken == []
    assert life.due.step is Step.JOBCENTRE


def test_hours_in_a_subsidised_job_do_not_end_what_the_akasse_owes_before_the_handover() -> None:
    life = new_member().held("2024-01-15", by=AKASSE).hours("2024-09-02", 970)
    assert (life.due.step, life.due.missing, life.due.authority) == (Step.A_KASSE, 2, AKASSE)
    assert life.request("2024-09-03").due.step is Step.A_KASSE
    life.held("2024-09-09", by=AKASSE).held("2024-09-16", by=AKASSE)
    assert (life.due.step, life.due.party, life.due.authority) == (Step.SIXTEEN_MONTHS, Party.JOBCENTRE, JOBCENTRE)


def test_the_sixteen_months_interview_is_joint_also_when_the_akasse_stays_away() -> None:
    life = handed_over().hours("2024-10-10", 970)
    due = life.due
    assert (due.step, due.hours, due.interview_type) == (Step.SIXTEEN_MONTHS, 2565.28, JOINT)
    assert (due.with_akasse, due.calling, due.topics) == (True, Calling.EITHER, (Topic.INTENSIVE_EFFORT,))
    life.choose("2024-11-01", False)
    assert (life.due.interview_type, life.due.with_akasse) == (JOINT, False)
    life.hours("2025-07-10", 2570)
    assert ("SIXTEEN_MONTHS", "2025-07-10") in life.broken
    assert life.held("2025-07-20", JOINT).nothing == "BY_AGREEMENT"


def test_a_choice_is_for_one_interview_and_registered_by_an_office() -> None:
    life = handed_over().choose("2024-06-28", True)
    assert life.last.events[0] == AkasseParticipationChosen(
        participates=True, interview=None, on=date(2024, 6, 28), by=AKASSE
    )
    assert life.choose("2024-06-29", True).last.events == ()
    life.held("2024-07-10", JOINT).hours("2024-10-10", 970)
    assert life.due.with_akasse is True, "the opt-out rule of the next one, not the choice of the last"
    assert life.choose("2024-10-12", False, "2024-07-10").refusal == "INTERVIEW_HELD"


def test_in_target_for_an_education_order_the_jobcentre_holds_six_and_nobody_the_first_within_two_weeks() -> None:
    life = new_member("2024-01-15").course_of("2024-01-20", ("2024-01-15", *NEW_A), ("2024-01-20", *EDUCATION))
    due = life.due
    assert (due.step, due.missing, due.party, due.by, due.hours) == (Step.EDUCATION, 6, Party.JOBCENTRE, None, 961.98)
    assert due.topics == (Topic.EDUCATION_STEP,)
    assert life.until("2024-03-01T00:00").broken == []
    assert life.choose("2024-03-02", True).refusal == "NO_JOINT_INTERVIEW"
    life.held("2024-03-03").hours("2024-08-10", 970)
    assert life.broken == [("EDUCATION", "2024-08-10")]


def test_who_comes_back_goes_on_where_the_course_was_left() -> None:
    life = new_member().held("2024-01-15", by=AKASSE).held("2024-02-05", by=AKASSE).out("2024-02-20")
    assert life.nothing == "DEREGISTERED"
    life.back("2025-02-20", "2024-02-20")
    assert (life.due.number, life.due.missing, life.due.step) == (3, 1, Step.A_KASSE)
    assert life.until("2025-04-01T00:00").broken == []


def test_who_leaves_before_the_two_weeks_are_over_is_given_two_weeks_again() -> None:
    life = new_member().out("2024-01-20").until("2024-06-01T00:00")
    assert life.broken == []
    life.back("2024-06-03", "2024-01-20")
    assert (life.due.step, life.due.by) == (Step.FIRST, date(2024, 6, 17))
    assert life.until("2024-06-18T00:10").broken == [("FIRST", "2024-06-17")]


def test_a_new_placement_begins_the_course_again_with_a_first_interview() -> None:
    life = handed_over().out("2024-08-01").placed("2025-02-03").back("2025-02-03", "2024-08-01")
    life.course_of("2025-02-03", ("2024-01-08", *NEW_A), ("2024-07-01", *NEW_J), ("2025-02-03", *NEW_A))
    assert (life.due.number, life.due.step, life.due.by) == (1, Step.FIRST, date(2025, 2, 17))


def test_but_a_running_placement_only_its_number() -> None:
    life = handed_over().placed("2024-08-05", running=True)
    life.course_of("2024-08-05", ("2024-01-08", *NEW_A), ("2024-07-01", *NEW_J), ("2024-08-05", *NEW_A))
    assert (life.due.number, life.due.missing, life.due.step, life.due.calling) == (
        1, 3, Step.A_KASSE, Calling.SELF_BOOKING)  # fmt: skip
    assert life.until("2024-09-30T00:00").broken == []


def test_interviews_from_another_group_count_from_the_placement_on() -> None:
    life = CourseLife().member("2024-05-01").placed("2024-05-01").course_of("2024-05-01", ("2024-05-01", *NEW_A))
    life.held("2024-05-03").held("2024-05-08")
    assert (life.due.number, life.due.missing, life.due.step) == (3, 1, Step.A_KASSE)
    assert life.until("2024-06-01T00:00").broken == []


def test_an_interview_before_the_placement_counts_for_nothing() -> None:
    life = CourseLife().held("2023-12-20").member("2024-01-08").placed("2024-01-08")
    assert life.course_of("2024-01-08", ("2024-01-08", *NEW_A)).due.number == 1


def test_an_absence_does_not_move_the_dates_and_a_less_intensive_effort_stops_them() -> None:
    life = new_member().absent("2024-01-10T08:00", AbsenceKind.TEMPORARY_WORK, "2024-01-10", "2024-01-19")
    assert life.due.by == date(2024, 1, 22)
    life = new_member().less_intensive("2024-01-12")
    assert life.nothing == "EXEMPT"
    assert life.until("2024-01-30T00:00").broken == []
    assert life.intensive_again("2024-02-01").due.step is Step.FIRST


def test_without_a_placement_nothing_is_said() -> None:
    life = CourseLife().member("2024-01-08").until("2024-01-12T00:00")
    assert life.course == []
    assert life.placed("2024-01-08", known="2024-01-12").course == [], "nor without a regime"


# --- before 2024, and over the turn of the year ---


def old_member(on: str = "2023-05-01") -> CourseLife:
    return CourseLife().member(on).placed(on).course_of(on, (on, *OLD))


def test_the_old_course_is_a_cv_talk_four_individual_and_two_joint_interviews() -> None:
    life = old_member()
    seen: list[tuple[Step, str, object]] = [(life.due.step, life.due.authority, life.due.by)]
    life.held("2023-05-10", by=AKASSE)
    for on, hours, kind in [
        ("2023-05-20", 30.0, InterviewType.JOB),
        ("2023-06-20", 200.0, InterviewType.JOB),
        ("2023-07-20", 350.0, JOINT),
        ("2023-08-20", 500.0, InterviewType.JOB),
        ("2023-09-20", 700.0, InterviewType.JOB),
        ("2023-10-10", 850.0, JOINT),
    ]:
        seen.append((life.due.step, life.due.calling.value, life.due.hours))
        life.hours(on, hours).held(on, kind)
    assert seen == [
        (Step.CV, AKASSE, date(2023, 5, 15)),
        (Step.INDIVIDUAL, "SELF_BOOKING", 961.98),
        (Step.INDIVIDUAL, "SELF_BOOKING", 961.98),
        (Step.JOINT_1, "SUMMONS", 480.99),
        (Step.INDIVIDUAL, "SELF_BOOKING", 961.98),
        (Step.INDIVIDUAL, "SELF_BOOKING", 961.98),
        (Step.JOINT_2, "SUMMONS", 961.98),
    ]
    assert life.nothing == "HELD"
    assert life.hours("2023-11-20", 970).broken == []


def test_a_joint_interview_at_470_hours_is_the_first_and_at_500_the_second() -> None:
    life = old_member().held("2023-05-10", by=AKASSE).hours("2023-07-10", 470).held("2023-07-20", JOINT)
    assert life.hours("2023-08-10", 500).broken == []
    life = old_member().held("2023-05-10", by=AKASSE).hours("2023-08-10", 500).held("2023-08-20", JOINT)
    assert life.broken == [("JOINT_1", "2023-08-10")]
    for on in ("2023-08-21", "2023-08-22", "2023-08-23", "2023-08-24"):
        life.held(on)
    assert life.nothing == "HELD"


def test_the_akasse_stays_away_from_a_joint_interview_when_the_person_declines() -> None:
    life = old_member().held("2023-05-10", by=AKASSE).held("2023-05-20").held("2023-06-20")
    assert life.due.with_akasse is True
    life.choose("2023-06-21", False, by=JOBCENTRE)
    assert (life.due.step, life.due.with_akasse, life.due.interview_type) == (Step.JOINT_1, False, JOINT)


def test_no_cv_talk_within_three_months_of_the_last_deregistration() -> None:
    life = CourseLife().member("2023-01-02").placed("2023-01-02").held("2023-01-10", by=AKASSE)
    life.out("2023-03-15").back("2023-05-01", "2023-03-15")
    assert life.due.step is Step.INDIVIDUAL
    life.out("2023-06-01").back("2023-09-01", "2023-06-01")
    assert (life.due.step, life.due.by) == (Step.CV, date(2023, 9, 15))


def test_who_was_unemployed_on_new_years_eve_keeps_the_old_course_until_leaving_it() -> None:
    life = CourseLife().member("2023-11-15").placed("2023-11-15").course_of("2023-11-15", ("2023-11-15", *OLD))
    life.held("2023-11-20", by=AKASSE).held("2023-12-05").until("2024-02-01T00:00")
    assert (life.due.step, life.due.number) == (Step.INDIVIDUAL, 2)
    life.out("2024-02-10").course_of("2024-04-02", ("2023-11-15", *OLD), ("2024-04-02", *REMAINING))
    life.back("2024-04-02", "2024-02-10")
    assert (life.due.step, life.due.party, life.due.missing) == (Step.A_KASSE, Party.A_KASSE, 2)


def test_joint_interviews_of_the_trial_count_toward_the_akasses_three() -> None:
    trial = (Party.A_KASSE, Regime.TRIAL, False)
    life = CourseLife().member("2023-11-01").placed("2023-11-01").course_of("2023-11-01", ("2023-11-01", *trial))
    life.held("2023-11-10", by=AKASSE).held("2023-12-05", JOINT, by=AKASSE)
    assert (life.due.step, life.due.missing) == (Step.A_KASSE, 1)
    assert life.until("2024-01-20T00:00").due.missing == 1


def test_three_months_unemployed_at_new_year_the_jobcentre_holds_the_rest_of_six() -> None:
    life = CourseLife().member("2023-08-01").placed("2023-08-01").hours("2023-11-30", 500)
    life.course_of("2023-08-01", ("2023-08-01", *OLD), ("2024-01-01", *REST), known="2023-12-01")
    life.held("2023-12-05", name="one").held("2023-12-12").until("2024-01-01T00:10")
    assert (life.due.step, life.due.missing, life.due.number) == (Step.JOBCENTRE, 4, 3)
    assert ("JOBCENTRE", "2024-02-10") in life.hours("2024-02-10", 970).broken


@pytest.mark.parametrize("night", ["2024-03-31", "2024-10-27"])
def test_a_limit_in_the_night_when_the_clock_changes(night: str) -> None:
    start = date.fromisoformat(night).toordinal() - 14
    life = new_member(date.fromordinal(start).isoformat())
    assert life.due.by == date.fromisoformat(night)
    assert life.held(night, by=AKASSE).until("2024-12-01T00:00").broken == []


def test_a_placement_on_a_leap_day() -> None:
    life = new_member("2024-02-29")
    assert life.due.by == date(2024, 3, 14)
    assert life.until("2024-03-15T00:10").broken == [("FIRST", "2024-03-14")]
