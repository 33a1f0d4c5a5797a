"""Who can be given a deadline, and which."""

from datetime import date

import pytest

from contracts.deadlines.v1 import Closed, DeadlineClosed, DeadlineExtended, DeadlineFulfilled, DeadlineSet
from contracts.types import Group, InterviewType, Regime
from services.deadlines.case import Status
from shared.law.decision import derived
from tests.services.deadlines.life import ANNA, JOBCENTRE, Life, anna, interview


def test_a_deadline_of_eight_days_is_set_and_says_when_the_interview_is_held_at_the_latest() -> None:
    life = anna().set("2024-03-04T10:00", due="2024-03-12")
    assert life.only(DeadlineSet) == DeadlineSet(
        deadline=derived(ANNA, JOBCENTRE, "m-3"),
        visible_on=date(2024, 3, 4),
        due=date(2024, 3, 12),
        hold_by=date(2024, 3, 19),
        interview_type=InterviewType.JOB,
        owner=JOBCENTRE,
    )
    assert life.rules == ["TG-01", "TG-05", "GUI-01", "CAL-02", "DL-01", "CAL-03", "DL-09", "DL-12"]


def test_the_unemployment_fund_that_sets_a_deadline_owns_it() -> None:
    assert (
        anna(Group.G1).set("2024-03-04T10:00", due="2024-03-12", by="akasse-05").only(DeadlineSet).owner == "akasse-05"
    )


def test_two_senders_may_use_the_same_message_id_for_different_deadlines() -> None:
    life = anna(Group.G1).set("2024-03-04T10:00", due="2024-03-12")
    life.count -= 1
    life.set("2024-03-05T10:00", due="2024-03-13", by="akasse-05")
    assert len({each.id for each in life.case.deadlines}) == 2


@pytest.mark.parametrize(
    ("life", "at", "due", "visible_on", "code", "rule"),
    [
        (anna(), "2024-03-04T10:00", "2024-03-11", None, "DEADLINE_TOO_SHORT", "DL-01"),
        (anna(), "2024-03-04T10:00", "2024-03-12", "2024-03-05", "DEADLINE_TOO_SHORT", "DL-01"),
        (anna(), "2024-03-04T10:00", "2024-03-12", "2024-03-03", "VISIBLE_IN_PAST", "TG-01"),
        (anna(), "2024-03-04T10:00", "2024-02-12", "2024-02-01", "VISIBLE_IN_PAST", "TG-01"),
        (anna(), "2024-03-04T10:00", "0001-01-01", None, "DEADLINE_TOO_SHORT", "DL-01"),
        (anna(), "2024-03-04T23:30", "2024-03-11", None, "DEADLINE_TOO_SHORT", "DL-01"),
        (Life(), "2024-03-04T10:00", "2024-03-12", None, "NOT_REGISTERED", "TG-01"),
        (Life().guided("2021-01-05"), "2024-03-04T10:00", "2024-03-12", None, "NOT_REGISTERED", "TG-01"),
        (Life().registered(Group.G3, "2024-03-05", at="2024-03-01T08:00"), "2024-03-04T10:00", "2024-03-12", None,
         "NOT_REGISTERED", "TG-01"),
        (anna(Group.G6), "2024-03-04T10:00", "2024-03-12", None, "NO_DUTY", "TG-01"),
        (Life().registered(Group.G3, "2021-01-04"), "2024-03-04T10:00", "2024-03-12", None, "NOT_GUIDED", "GUI-01"),
        (Life().registered(Group.G3, "2021-01-04").guided("2024-03-04"), "2024-03-04T10:00", "2024-03-12", None,
         "NOT_GUIDED", "GUI-01"),
        (Life().registered(Group.G5, "2020-01-06").guided("2020-01-07"), "2020-06-02T10:00", "2020-06-10", None,
         "NO_DUTY", "TG-05"),
    ],
)  # fmt: skip
def test_no_is_an_answer_with_a_code_and_a_rule(
    life: Life, at: str, due: str, visible_on: str | None, code: str, rule: str
) -> None:
    before = life.until(at).case
    life.set(at, due=due, visible_on=visible_on)
    assert life.last.refusal is not None
    assert (life.last.refusal.code, life.last.refusal.rule) == (code, rule)
    assert life.case is before
    assert life.last.events == () and life.last.timers == ()


def test_a_refusal_for_length_says_from_which_dates() -> None:
    refusal = anna().set("2024-03-04T10:00", due="2024-03-11").last.refusal
    assert refusal is not None
    assert refusal.facts == {"visible_on": date(2024, 3, 4), "due": date(2024, 3, 11)}


def test_joint_interviews_could_not_be_given_a_deadline_before_2024() -> None:
    life = anna(Group.G1).set("2023-06-01T10:00", due="2023-06-12", wanted=InterviewType.JOINT)
    assert life.refusal == "SUMMONS_ONLY"
    assert life.set("2024-01-02T10:00", due="2024-01-12", wanted=InterviewType.JOINT).refusal is None


def test_guidance_the_day_before_and_again_later_still_counts_from_the_first() -> None:
    life = Life().registered(Group.G3, "2021-01-04").guided("2024-03-03").guided("2024-03-20")
    assert life.set("2024-03-20T10:00", due="2024-03-28").refusal is None


def test_a_deadline_can_be_set_today_and_shown_later() -> None:
    life = anna().set("2024-02-20T10:00", due="2024-03-08", visible_on="2024-02-29")
    assert life.only(DeadlineSet).visible_on == date(2024, 2, 29)
    assert life.status() is Status.OPEN


def test_the_danish_date_of_the_command_is_when_it_is_shown() -> None:
    """Half past midnight in Denmark is still the day before in UTC."""
    life = anna().set("2024-07-02T00:30", due="2024-07-10")
    assert life.only(DeadlineSet).visible_on == date(2024, 7, 2)


def test_the_group_of_the_day_on_which_it_is_shown_decides() -> None:
    life = anna().registered(Group.G6, "2024-03-10", at="2024-03-01T08:00")
    assert life.set("2024-03-04T10:00", due="2024-03-12").refusal is None
    assert life.set("2024-03-04T10:00", due="2024-03-20", visible_on="2024-03-10").refusal == "NO_DUTY"


def test_of_two_groups_from_the_same_date_the_one_told_last_counts() -> None:
    life = anna().registered(Group.G6, "2021-01-04")
    assert len(life.case.placements) == 1
    assert life.set("2024-03-04T10:00", due="2024-03-12").refusal == "NO_DUTY"


def test_a_new_deadline_closes_the_one_before_it() -> None:
    life = anna().set("2024-03-04T10:00", due="2024-03-12").set("2024-03-06T10:00", due="2024-03-14")
    first, second = life.case.deadlines
    assert life.only(DeadlineClosed) == DeadlineClosed(deadline=first.id, reason=Closed.REPLACED)
    assert (first.status, second.status) == (Status.CLOSED, Status.OPEN)
    assert life.names[-2:] == ["DeadlineClosed", "DeadlineSet"]
    assert len(life.timers) == 1


def test_an_existing_booking_fulfils_a_new_deadline_at_once() -> None:
    life = anna().book("2024-03-01T09:00", "2024-03-14").set("2024-03-04T10:00", due="2024-03-12")
    assert life.names == ["DeadlineSet", "DeadlineFulfilled"]
    assert life.only(DeadlineFulfilled).interview == interview("first")


def test_the_interview_of_today_does_not_fulfil_the_deadline_for_the_next_one() -> None:
    life = anna().book("2024-03-01T09:00", "2024-03-04").set("2024-03-04T11:00", due="2024-03-12")
    assert life.names == ["DeadlineSet"]
    life.until("2024-03-13T00:10")
    assert life.status() is Status.OVERDUE


def test_a_cancelled_booking_fulfils_nothing() -> None:
    life = (
        anna().book("2024-03-01T09:00", "2024-03-14").cancel("2024-03-02T09:00").set("2024-03-04T10:00", "2024-03-12")
    )
    assert life.names == ["DeadlineSet"]


def test_an_extension_moves_the_limit_and_the_last_day_of_the_interview() -> None:
    life = anna().set("2024-03-04T10:00", due="2024-03-12").extend("2024-03-12T23:59", due="2024-03-18")
    told = life.only(DeadlineExtended)
    assert (told.due, told.hold_by) == (date(2024, 3, 18), date(2024, 3, 25))
    life.until("2024-03-18T23:59")
    assert life.status() is Status.OPEN
    assert life.until("2024-03-19T00:10").status() is Status.OVERDUE


def test_an_extension_lets_a_booking_in_that_was_held_too_late() -> None:
    life = anna().set("2024-03-04T10:00", due="2024-03-12").book("2024-03-05T09:00", "2024-03-22")
    assert life.status() is Status.OPEN
    life.extend("2024-03-06T10:00", due="2024-03-15")
    assert life.names == ["DeadlineSet", "DeadlineExtended", "DeadlineFulfilled"]


@pytest.mark.parametrize(
    ("at", "due", "code"),
    [
        ("2024-03-13T00:00", "2024-03-18", "DEADLINE_RUN_OUT"),
        ("2024-03-13T00:05", "2024-03-18", "DEADLINE_RUN_OUT"),
        ("2024-03-11T10:00", "2024-03-12", "NOT_LATER"),
        ("2024-03-05T10:00", "2024-03-11", "NOT_LATER"),
    ],
)
def test_an_extension_is_refused_when_it_is_none_or_too_late(at: str, due: str, code: str) -> None:
    life = anna().set("2024-03-04T10:00", due="2024-03-12").extend(at, due)
    assert life.refusal == code
    assert life.last.refusal is not None and life.last.refusal.rule == "DL-08"
    assert life.case.deadlines[0].due == date(2024, 3, 12)


def test_without_a_deadline_there_is_nothing_to_extend_or_close() -> None:
    assert anna().extend("2024-03-04T10:00", "2024-03-18").refusal == "NO_DEADLINE"
    assert anna().close("2024-03-04T10:00").refusal == "NO_DEADLINE"
    closed = anna().set("2024-03-04T10:00", due="2024-03-12").close("2024-03-05T10:00")
    assert closed.close("2024-03-06T10:00").refusal == "NO_DEADLINE"
    assert closed.extend("2024-03-06T10:00", "2024-03-18").refusal == "NO_DEADLINE"


def test_a_deadline_closed_by_hand_has_no_consequence() -> None:
    life = anna().set("2024-03-04T10:00", due="2024-03-12").close("2024-03-12T23:59").until("2024-04-01T00:00")
    assert life.names == ["DeadlineSet", "DeadlineClosed"]
    assert life.only(DeadlineClosed).reason is Closed.BY_HAND
    assert life.timers == {}


def test_nor_in_2024_to_who_keeps_the_old_course() -> None:
    life = anna(Group.G1).responsible("2023-11-16T09:00", ("2023-11-15", JOBCENTRE), regime=Regime.OLD)
    assert life.set("2024-03-04T10:00", due="2024-03-12", wanted=InterviewType.JOINT).refusal == "SUMMONS_ONLY"
    assert life.set("2024-03-04T10:01", due="2024-03-12").refusal is None


@pytest.mark.parametrize("number", range(6))
def test_of_two_deadlines_in_one_breath_the_second_stands(number: int) -> None:
    life = anna()
    life.count = number
    life.set("2024-03-04T10:00", due="2024-03-20").set("2024-03-04T10:00", due="2024-03-12")
    assert [(each.due, each.status) for each in life.case.deadlines] == [
        (date(2024, 3, 20), Status.CLOSED),
        (date(2024, 3, 12), Status.OPEN),
    ]
