"""What became of an interview: held or missed, said late, twice, the other way round, or of one that nobody planned."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from contracts.registration.v1 import ImmediateBookingRequired
from contracts.slots.v1 import InterviewCancelled, InterviewHeld, InterviewMissed, RecordHeld, RecordNoShow
from contracts.types import Form, InterviewType, Regime
from services.slots.interview import Outcome
from tests.services.slots.lives import Life, offering, registered, told_responsible
from tests.services.slots.world import ANNA, JOBCENTRE, JOBNET, PLANNER, code, joint, slot

MEETING, BEGINS = "2024-03-14", "2024-03-14 09:00"
FREE = slot("t-1", BEGINS, form=Form.VIDEO)


def with_interview() -> tuple[Life, str]:
    """Anna has booked a video interview for 14 March at 9 UTC."""
    anna = registered(offering(FREE), ANNA)
    return anna, anna.book("t-1").interview


def held(anna: Life, time: str, source: str = JOBCENTRE, **more: Any) -> Any:
    return anna.world.ask(anna.id, RecordHeld(**more), time, source)


def no_show(anna: Life, time: str, source: str = JOBCENTRE, **more: Any) -> Any:
    return anna.world.ask(anna.id, RecordNoShow(**more), time, source)


@pytest.mark.parametrize("source", [JOBCENTRE, PLANNER])
@pytest.mark.parametrize("named", [True, False])
def test_a_planned_interview_was_held_by_the_authority_whoever_registers_it(source: str, named: bool) -> None:
    anna, interview = with_interview()
    which = {"interview": interview} if named else {"on": date(2024, 3, 14)}
    assert held(anna, "2024-03-22 12:00", source, **which) == InterviewHeld(
        interview=interview,
        held_on=date(2024, 3, 14),
        held_by=JOBCENTRE,
        interview_type=InterviewType.JOB,
        form=Form.VIDEO,
    )


def test_what_is_registered_again_is_taken_and_changes_nothing() -> None:
    anna, interview = with_interview()
    for _ in range(2):
        answer = held(anna, f"{MEETING} 10:00", interview=interview)
    assert answer is None
    assert held(anna, "2024-03-15 10:00", on=date(2024, 3, 14)) is None
    assert len(anna.world.citizen(ANNA).interviews) == 1


def test_another_type_form_or_the_funds_part_is_told_again() -> None:
    anna, interview = with_interview()
    held(anna, f"{MEETING} 10:00", interview=interview)
    again = held(anna, f"{MEETING} 11:00", interview=interview, interview_type=InterviewType.JOINT, with_akasse=True)
    assert (again.interview_type, again.form, again.with_akasse) == (InterviewType.JOINT, Form.VIDEO, True)


def test_an_interview_that_nobody_planned_was_held() -> None:
    anna = registered(offering(FREE), ANNA)
    walked_in = held(anna, "2024-03-15 12:00", form=Form.PHONE)
    assert walked_in == InterviewHeld(
        interview=walked_in.interview,
        held_on=date(2024, 3, 15),
        held_by=JOBCENTRE,
        interview_type=InterviewType.JOB,
        form=Form.PHONE,
        planned=False,
    )
    assert held(anna, "2024-03-16 12:00", on=date(2024, 3, 15), form=Form.PHONE) is None
    assert code(no_show(anna, "2024-03-16 12:00", interview=walked_in.interview)) == "NOT_PLANNED"


def test_a_walk_in_before_the_planned_day_leaves_the_plan() -> None:
    anna, interview = with_interview()
    assert held(anna, "2024-03-12 12:00").interview != interview
    assert code(anna.book("t-1", "2024-03-12 13:00")) == "ALREADY_BOOKED"


def test_a_walk_in_is_what_a_re_registration_waits_for() -> None:
    anna = registered(offering(slot("t-1", "2024-03-26 09:00")), ANNA)
    anna.tell(ImmediateBookingRequired(requested_on=date(2024, 3, 15), hold_by=date(2024, 3, 25)), "2024-03-15 08:00")
    anna.world.settle()
    held(anna, "2024-03-15 12:00")
    assert anna.world.citizen(ANNA).demand is None


def test_a_joint_interview_is_registered_as_one_also_without_the_fund() -> None:
    anna = registered(offering(joint("t-1", BEGINS)), ANNA)
    interview = anna.book("t-1").interview
    refusal = held(anna, f"{MEETING} 12:00", interview=interview, interview_type=InterviewType.JOB)
    assert (code(refusal), refusal.rule) == ("STAYS_JOINT", "GM-02")
    answer = held(anna, f"{MEETING} 12:00", interview=interview)
    assert (answer.interview_type, answer.with_akasse) == (InterviewType.JOINT, False)


def test_nothing_is_held_in_the_future() -> None:
    anna, interview = with_interview()
    assert code(held(anna, "2024-03-13 12:00", interview=interview)) == "DATE_IN_FUTURE"
    assert code(held(anna, "2024-03-13 12:00", on=date(2024, 3, 14))) == "DATE_IN_FUTURE"
    assert isinstance(held(anna, f"{MEETING} 07:00", interview=interview), InterviewHeld)


def test_nobody_has_stayed_away_from_a_meeting_that_has_not_begun() -> None:
    anna, interview = with_interview()
    assert code(no_show(anna, f"{MEETING} 08:59", interview=interview)) == "NOT_BEGUN"
    assert no_show(anna, f"{MEETING} 09:00", interview=interview) == InterviewMissed(
        interview=interview,
        held_on=date(2024, 3, 14),
        supplier=JOBCENTRE,
        interview_type=InterviewType.JOB,
        registered_by=JOBCENTRE,
    )
    assert no_show(anna, f"{MEETING} 12:00") is None


def test_held_and_missed_correct_each_other_and_the_later_word_counts() -> None:
    anna, interview = with_interview()
    assert isinstance(no_show(anna, f"{MEETING} 09:30"), InterviewMissed)
    assert isinstance(held(anna, f"{MEETING} 11:00", interview=interview), InterviewHeld)
    assert no_show(anna, f"{MEETING} 10:00", interview=interview) is None  # said before, heard after
    assert anna.world.citizen(ANNA).interviews[0].outcome is Outcome.HELD
    assert isinstance(no_show(anna, f"{MEETING} 12:00", interview=interview), InterviewMissed)


@pytest.mark.parametrize("no_show_first", [True, False])
def test_a_cancellation_in_time_is_no_absence_whichever_is_heard_first(no_show_first: bool) -> None:
    anna, interview = with_interview()
    if no_show_first:
        assert isinstance(no_show(anna, f"{MEETING} 10:00", interview=interview), InterviewMissed)
        assert isinstance(anna.cancel(interview, "2024-03-13 12:00"), InterviewCancelled)
    else:
        anna.cancel(interview, "2024-03-13 12:00")
        assert code(no_show(anna, f"{MEETING} 10:00", interview=interview)) == "INTERVIEW_CANCELLED"
    case = anna.world.citizen(ANNA)
    assert (case.interviews, [each.id for each in case.cancelled]) == ((), [interview])


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("last", [RecordHeld, RecordNoShow])
def test_in_whatever_order_words_arrive_the_last_one_given_counts(order: tuple[int, ...], last: type) -> None:
    anna, interview = with_interview()
    other = {RecordHeld: RecordNoShow, RecordNoShow: RecordHeld}[last]
    words = [(last, f"{MEETING} 09:30"), (other, f"{MEETING} 10:30"), (last, f"{MEETING} 11:30")]
    for index in order:
        command, time = words[index]
        anna.world.ask(ANNA, command(interview=interview), time, JOBCENTRE)
    assert (
        anna.world.citizen(ANNA).interviews[0].outcome is {RecordHeld: Outcome.HELD, RecordNoShow: Outcome.MISSED}[last]
    )
    told = [each for each in anna.world.events if isinstance(each, InterviewHeld | InterviewMissed)]
    assert type(told[-1]) is {RecordHeld: InterviewHeld, RecordNoShow: InterviewMissed}[last]


def test_what_was_held_or_missed_is_not_cancelled_afterwards() -> None:
    anna, interview = with_interview()
    no_show(anna, f"{MEETING} 10:00")
    assert code(anna.cancel(interview, f"{MEETING} 10:30")) == "INTERVIEW_MISSED"
    held(anna, f"{MEETING} 11:00", interview=interview)
    assert code(anna.cancel(interview, "2024-03-13 12:00")) == "INTERVIEW_HELD"


def test_an_interview_that_was_held_although_cancelled_is_an_unplanned_one() -> None:
    anna, interview = with_interview()
    anna.cancel(interview, "2024-03-13 12:00")
    answer = held(anna, f"{MEETING} 12:00", interview=interview)
    assert (answer.planned, answer.held_on, answer.interview == interview) == (False, date(2024, 3, 14), False)


def test_an_interview_of_another_day_or_of_nobody_is_not_held() -> None:
    anna, interview = with_interview()
    assert code(held(anna, "2024-03-20 12:00", interview=interview, on=date(2024, 3, 15))) == "OTHER_DAY"
    assert code(held(anna, "2024-03-20 12:00", interview=ANNA)) == "NO_INTERVIEW"
    assert code(no_show(anna, "2024-03-20 12:00", interview=ANNA)) == "NO_INTERVIEW"
    assert code(no_show(anna, "2024-03-20 12:00")) == "NO_INTERVIEW"


def test_a_fund_does_not_register_a_jobcentres_interview() -> None:
    anna, interview = with_interview()
    assert code(held(anna, f"{MEETING} 12:00", "akasse-05", interview=interview)) == "NOT_YOUR_INTERVIEW"
    assert code(no_show(anna, f"{MEETING} 12:00", "akasse-05", interview=interview)) == "NOT_YOUR_INTERVIEW"
    assert code(no_show(anna, f"{MEETING} 12:00", "akasse-05")) == "NO_INTERVIEW"


def test_in_the_funds_time_the_jobcentre_holds_nothing() -> None:
    anna = registered(offering(FREE), ANNA)
    told_responsible(anna, ("2024-01-08", "akasse-05"), ("2024-07-01", JOBCENTRE))
    refusal = held(anna, "2024-06-30 12:00")
    assert (code(refusal), refusal.rule) == ("NOT_RESPONSIBLE", "AK-01")
    assert held(anna, "2024-06-30 12:00", "akasse-05").held_by == "akasse-05"
    assert held(anna, "2024-07-01 12:00").held_by == JOBCENTRE


def test_where_no_placement_is_told_jobcentre_and_own_fund_may_both_hold() -> None:
    anna = registered(offering(FREE), ANNA, akasse="05")
    assert held(anna, "2024-03-15 12:00", "akasse-05").held_by == "akasse-05"
    assert held(anna, "2024-03-15 12:00").held_by == JOBCENTRE
    assert code(held(anna, "2024-03-15 12:00", "akasse-11")) == "NOT_RESPONSIBLE"


def test_a_period_without_placement_shuts_no_fund_out() -> None:
    anna = registered(offering(FREE), ANNA, akasse="05")
    told_responsible(anna, ("2024-01-08", JOBCENTRE), known=False)
    assert held(anna, "2024-03-15 12:00", "akasse-05").held_by == "akasse-05"
    told_responsible(anna, ("2024-01-08", JOBCENTRE))
    assert code(held(anna, "2024-03-16 12:00", "akasse-05")) == "NOT_RESPONSIBLE"


def test_of_two_interviews_on_one_day_the_type_tells_which() -> None:
    anna = registered(offering(FREE, joint("t-2", f"{MEETING} 10:00")), ANNA)
    first, second = anna.book("t-1").interview, anna.book("t-2").interview
    answer = held(anna, f"{MEETING} 12:00")
    assert (code(answer), sorted(answer.facts["interviews"])) == ("SEVERAL_INTERVIEWS", sorted([first, second]))
    assert held(anna, f"{MEETING} 12:00", interview_type=InterviewType.JOINT, with_akasse=True).interview == second
    assert held(anna, f"{MEETING} 12:00").interview == first


def test_an_outcome_of_somebody_whom_nobody_registered_is_refused() -> None:
    assert code(held(Life(offering(FREE), ANNA), "2024-03-15 12:00")) == "NOT_REGISTERED"


def test_the_fund_takes_part_in_a_jobcentres_interview_only() -> None:
    anna = registered(offering(FREE), ANNA, akasse="05")
    assert not held(anna, "2024-03-15 12:00", "akasse-05", with_akasse=True).with_akasse
    assert anna.world.ask(ANNA, RecordHeld(with_akasse=True), "2024-03-16 12:00", JOBCENTRE).with_akasse
    assert JOBNET not in {each.supplier for each in anna.world.citizen(ANNA).interviews}


def test_in_the_old_course_the_own_fund_holds_the_cv_talk_beside_what_the_jobcentre_plans() -> None:
    anna = registered(offering(FREE), ANNA, akasse="05")
    told_responsible(anna, ("2024-01-08", JOBCENTRE), regime=Regime.OLD)
    anna.book("t-1")
    assert held(anna, "2024-03-05 12:00", "akasse-05").held_by == "akasse-05"
    assert code(held(anna, "2024-03-05 12:00", "akasse-11")) == "NOT_RESPONSIBLE"
    told_responsible(anna, ("2024-01-08", JOBCENTRE))
    assert code(held(anna, "2024-03-06 12:00", "akasse-05")) == "NOT_RESPONSIBLE"
