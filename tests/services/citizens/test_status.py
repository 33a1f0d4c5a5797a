"""What a citizen's status says after which events, and on which day. Pure."""

from datetime import date
from itertools import permutations
from typing import Any

import msgspec
import pytest

from contracts.citizens.v1 import DeadlineState, ImmediateBooking, WhyNot, WhyNow
from services.citizens.case import Case
from services.citizens.decide import CHANGES, decide
from services.citizens.picture import status_of
from services.citizens.today import on_day
from shared.law.decision import Message, To
from tests.services.citizens.told import ANNA, event, last, lived

DEADLINE, INTERVIEW = "1b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10", "3b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
REGISTERED = event("CitizenRegistered")
SET = event("DeadlineSet")
MISSED = (REGISTERED, SET, event("DeadlineOverdue"))
BOOKED = event("InterviewBooked")


def on(day: str, *messages: Message[Any]) -> dict[str, Any]:
    """The answer of the read on that day."""
    return on_day(ANNA, last(*messages), date.fromisoformat(day))


@pytest.mark.parametrize("model", CHANGES, ids=lambda model: model.__name__)
def test_no_event_is_too_much_for_somebody_of_whom_nothing_is_known(model: type) -> None:
    case, told = lived([event(model.__name__)])
    assert [status_of(case)] == (told or [status_of(Case(ANNA))])


def test_what_changes_nothing_that_is_shown_is_not_told() -> None:
    case, told = lived([REGISTERED, SET, SET, event("JobseekerReRegistered")])
    assert [status.version for status in told] == [1, 2] and case.version == 2


def test_the_status_goes_to_the_compacted_topic_under_the_citizens_own_key() -> None:
    (output,) = decide(Case(ANNA), REGISTERED, date(2024, 3, 4)).events
    assert isinstance(output, To) and (output.topic, output.key) == ("citizens.status", None)


def test_whoever_is_registered_may_book_from_that_day_on() -> None:
    assert (on("2024-01-07", REGISTERED)["may_self_book"], on("2024-01-07", REGISTERED)["reason"]) == (
        False,
        WhyNot.NOT_IN_COURSE,
    )
    assert (on("2024-01-08", REGISTERED)["may_self_book"], on("2024-01-08", REGISTERED)["reason"]) == (True, None)


def test_a_change_to_sygedagpenge_is_a_date_in_the_status_and_no_push_at_midnight() -> None:
    told = (REGISTERED, event("CitizenRegistered", group="G6", akasse=None, insured=None, on="2024-04-01"))
    assert on("2024-03-31", *told)["may_self_book"]
    assert on("2024-04-01", *told)["reason"] is WhyNot.OTHER_GROUP


@pytest.mark.parametrize(
    ("name", "why"), [("SelfBookingExempted", WhyNot.EXEMPTED), ("SelfBookingDeprived", WhyNot.DEPRIVED)]
)
def test_an_exemption_or_withdrawal_holds_from_its_day_until_the_day_it_ends(name: str, why: WhyNot) -> None:
    told = (REGISTERED, event(name, on="2024-03-08"), event("SelfBookingRestored", on="2024-07-01"))
    days = ("2024-03-07", "2024-03-08", "2024-06-30", "2024-07-01")
    assert [on(day, *told)["reason"] for day in days] == [None, why, why, None]


def test_a_right_restored_from_the_day_it_was_taken_never_held() -> None:
    told = (REGISTERED, event("SelfBookingExempted"), event("SelfBookingRestored", on="2024-03-08"))
    assert on("2024-03-08", *told)["may_self_book"]


def test_a_deadline_is_shown_from_its_visible_day_on_with_type_and_both_limits() -> None:
    told = (REGISTERED, event("DeadlineSet", visible_on="2024-03-05"))
    assert on("2024-03-04", *told)["deadlines"] == []
    (shown,) = on("2024-03-05", *told)["deadlines"]
    assert (shown["state"], shown["interview_type"]) == (DeadlineState.OPEN, "JOB")
    assert (shown["book_by"], shown["hold_by"], shown["owner"]) == (
        date(2024, 3, 12), date(2024, 3, 19), "jobcentre-46100",
    )  # fmt: skip


def test_a_met_deadline_names_its_booking_and_demands_nothing() -> None:
    told = (REGISTERED, SET, BOOKED, event("DeadlineFulfilled"))
    (shown,) = on("2024-03-13", *told)["deadlines"]
    assert (shown["state"], shown["interview"]) == (DeadlineState.FULFILLED, INTERVIEW)
    assert not on("2024-03-13", *told)["immediate_booking_required"]


@pytest.mark.parametrize(("held_on", "demanded"), [("2019-12-08", True), ("2019-12-09", False)])
def test_before_december_2019_a_met_deadline_demanded_a_booking_until_its_interview_was_registered(
    held_on: str, demanded: bool
) -> None:
    booked = event("InterviewBooked", held_on=held_on, starts_at=f"{held_on}T09:00:00Z")
    told = (REGISTERED, SET, booked, event("DeadlineFulfilled", held_on=held_on))
    assert not on(held_on, *told)["immediate_booking_required"]
    assert on("2019-12-10", *told)["immediate_booking_required"] is demanded
    assert not on("2019-12-12", *told, event("InterviewHeld", held_on=held_on))["immediate_booking_required"]


def test_a_closed_deadline_is_not_shown_and_comes_back_when_its_meeting_is_cancelled() -> None:
    told = [REGISTERED, SET, BOOKED, event("DeadlineFulfilled"), event("DeadlineClosed", reason="MEETING_DAY")]
    assert last(*told).deadlines == ()
    (shown,) = last(*told, event("InterviewCancelled"), event("DeadlineReopened")).deadlines
    assert shown.state is DeadlineState.OPEN and shown.interview is None


def test_a_deadline_without_booking_demands_one_from_the_day_after_told_in_advance() -> None:
    status = last(REGISTERED, SET)
    assert status.immediate_booking == ImmediateBooking(since=date(2024, 3, 13), reason=WhyNow.DEADLINE_RUN_OUT)
    assert not on("2024-03-12", REGISTERED, SET)["immediate_booking_required"]
    assert on("2024-03-13", REGISTERED, SET)["immediate_booking_required"]


def test_a_booking_after_the_miss_ends_the_demand_until_it_is_cancelled() -> None:
    late = event("InterviewBooked", held_on="2024-03-18", starts_at="2024-03-18T09:00:00Z")
    assert last(*MISSED, late).immediate_booking is None
    assert last(*MISSED, late, event("InterviewCancelled", held_on="2024-03-18")).immediate_booking is not None


def test_a_re_registration_that_waits_says_until_when_the_interview_must_be_held() -> None:
    told = (*MISSED, event("ImmediateBookingRequired"))
    answer = on("2024-03-15", *told)
    assert (answer["immediate_booking_required"], answer["immediate_booking_hold_by"]) == (True, date(2024, 3, 25))
    assert last(*told, event("ImmediateBookingWithdrawn")).immediate_booking == last(*MISSED).immediate_booking
    back = (*told, BOOKED, event("JobseekerReRegistered"))
    assert last(*back).immediate_booking is None


def test_who_is_registered_without_the_booking_is_asked_for_it_as_long_as_the_deadline_stands() -> None:
    told = (*MISSED, event("ImmediateBookingRequired", registered=True), event("JobseekerReRegistered"))
    demand = last(*told).immediate_booking
    assert demand is not None and (demand.reason, demand.hold_by) == (WhyNow.DEADLINE_RUN_OUT, date(2024, 3, 25))
    late = event("InterviewBooked", held_on="2024-03-18", starts_at="2024-03-18T09:00:00Z")
    assert last(*told, late).immediate_booking is None
    assert last(*told, late, event("DeadlineClosed"), event("InterviewHeld")).immediate_booking is None


def test_nothing_is_demanded_for_a_deadline_in_sickness_or_an_approved_holiday_and_on_the_day_after_it_is() -> None:
    holiday = event("AbsenceRecorded", starts="2024-03-11", ends="2024-03-22", notified_on="2024-02-20")
    days = ("2024-03-12", "2024-03-13", "2024-03-22", "2024-03-23")
    asked = [on(day, REGISTERED, SET, holiday)["immediate_booking_required"] for day in days]
    assert asked == [False, False, False, True]
    sick = event("AbsenceRecorded", kind="SICKNESS", starts="2024-03-15", ends=None)
    later = ("2024-03-14", "2024-03-15", "2025-03-15")
    assert [on(day, REGISTERED, SET, sick)["immediate_booking_required"] for day in later] == [True, False, False]
    for spares_nobody in ({"approved": False}, {"kind": "EDUCATION"}):
        away = event("AbsenceRecorded", starts="2024-03-11", ends="2024-03-22", **spares_nobody)
        assert on("2024-03-13", REGISTERED, SET, away)["immediate_booking_required"]


def test_a_re_registration_demands_a_booking_whoever_is_away() -> None:
    holiday = event("AbsenceRecorded", starts="2024-03-11", ends="2024-03-22")
    assert on("2024-03-15", *MISSED, holiday, event("ImmediateBookingRequired"))["immediate_booking_required"]


def test_an_absence_that_is_taken_back_never_was() -> None:
    holiday = event("AbsenceRecorded", starts="2024-03-11", ends="2024-03-22")
    assert (
        last(REGISTERED, SET, holiday, event("AbsenceWithdrawn")).immediate_booking
        == last(REGISTERED, SET).immediate_booking
    )


OUT = event("JobseekerDeregistered")


def test_three_months_after_the_deregistration_nothing_is_demanded_of_who_is_still_out() -> None:
    for told in ((*MISSED, OUT), (*MISSED, OUT, event("ImmediateBookingRequired"))):
        asked = [on(day, *told)["immediate_booking_required"] for day in ("2024-06-12", "2024-06-13", "2025-03-13")]
        assert asked == [True, False, False]
    back = (*MISSED, OUT, event("JobseekerReRegistered"))
    assert on("2024-06-13", *back)["immediate_booking_required"], "registered without a booking (IM-04)"
    other = event("CitizenRegistered", group="G3", akasse=None, insured=None, on="2024-05-01")
    assert on("2024-06-13", *MISSED, OUT, other)["immediate_booking_required"], "the three months are G1's"


def test_a_deadline_that_runs_out_after_three_months_at_work_demands_nothing() -> None:
    away = event("JobseekerDeregistered", effective="2024-03-06", reason="WORK", deadline=None)
    assert (
        last(REGISTERED, event("DeadlineSet", due="2024-06-05", hold_by="2024-06-12"), away).immediate_booking is None
    )


def test_when_the_days_to_book_in_are_over_a_re_registration_has_to_be_asked_for_anew() -> None:
    told = (*MISSED, OUT, event("ImmediateBookingRequired"))
    asked = [on(day, *told)["immediate_booking_hold_by"] for day in ("2024-03-25", "2024-03-26")]
    assert asked == [date(2024, 3, 25), None]
    assert on("2024-03-26", *told)["immediate_booking_required"]


def test_an_old_deregistration_that_is_taken_back_or_known_late_leaves_a_new_demand_alone() -> None:
    out = event("JobseekerDeregistered", effective="2024-01-17")
    back = event("JobseekerReRegistered", effective="2024-01-19", deregistered_on="2024-01-17")
    waiting = (*MISSED, OUT, event("ImmediateBookingRequired"))
    before = (out, back, *waiting, event("DeregistrationReversed", effective="2024-01-17"))
    assert last(*before).immediate_booking == last(*waiting).immediate_booking
    late = (*waiting, out, back)
    assert last(*late).immediate_booking == last(*waiting).immediate_booking


def test_who_comes_back_summoned_to_a_joint_interview_has_nothing_to_book_until_that_is_over() -> None:
    joint: dict[str, Any] = {"interview_type": "JOINT", "held_on": "2024-03-27", "starts_at": "2024-03-27T09:00:00Z"}
    summons = event("InterviewSummoned", summoned_at="2024-03-14T09:00:00Z", **joint)
    back = event("JobseekerReRegistered", effective="2024-03-15")
    assert last(*MISSED, OUT, summons).immediate_booking is not None, "a joint one leaves the deadline in play (DL-06)"
    assert last(*MISSED, OUT, summons, back).immediate_booking is None
    assert last(*MISSED, OUT, summons, back, event("InterviewCancelled")).immediate_booking is not None
    late = event("InterviewSummoned", summoned_at="2024-03-18T09:00:00Z", **joint)
    assert last(*MISSED, OUT, back, late).immediate_booking is not None


def test_the_days_of_an_earlier_demand_are_not_those_of_a_later_deadline() -> None:
    told = (*MISSED, event("ImmediateBookingRequired", registered=True), BOOKED, event("DeadlineClosed"))
    later = event("DeadlineSet", deadline=INTERVIEW, visible_on="2024-09-02", due="2024-09-12", hold_by="2024-09-19")
    assert on("2024-09-13", *told, later)["immediate_booking_hold_by"] is None


def test_the_own_jobcentre_is_responsible_until_registration_tells_more() -> None:
    moved = event("CitizenRegistered", jobcentre="70700", on="2024-05-01")
    named = [on(day, REGISTERED, moved)["responsible"]["authority"] for day in ("2024-04-30", "2024-05-01")]
    assert named == ["jobcentre-46100", "jobcentre-70700"]
    told = (REGISTERED, event("ResponsibilityChanged"))
    named = [on(day, *told)["responsible"]["authority"] for day in ("2024-06-30", "2024-07-01")]
    assert named == ["akasse-05", "jobcentre-46100"]
    assert on("2024-01-07", *told)["responsible"] is None


def test_planned_interviews_are_shown_up_to_their_day_and_go_when_it_is_known_what_became_of_them() -> None:
    assert [len(on(day, REGISTERED, BOOKED)["interviews"]) for day in ("2024-03-14", "2024-03-15")] == [1, 0]
    summons = event("InterviewSummoned", interview=DEADLINE, held_on="2024-03-20", starts_at="2024-03-20T09:00:00Z")
    assert [each.summoned for each in last(REGISTERED, BOOKED, summons).interviews] == [False, True]
    for name in ("InterviewHeld", "InterviewMissed", "InterviewCancelled"):
        assert last(REGISTERED, BOOKED, event(name)).interviews == ()
    later = event("InterviewSummoned", interview=DEADLINE, summoned_at="2024-03-15T09:00:00Z")
    assert [each.interview for each in last(REGISTERED, BOOKED, later).interviews] == [DEADLINE]


def test_the_next_interview_is_shown_until_another_or_none_is_due() -> None:
    due = event("NextInterviewDue", by="2024-04-01")
    shown = on("2024-03-04", REGISTERED, due)["next_interview"]
    assert (shown["authority"], shown["calling"], shown["by"]) == ("akasse-05", "SELF_BOOKING", date(2024, 4, 1))
    other = event("NextInterviewDue", authority="jobcentre-46100")
    assert on("2024-03-04", REGISTERED, due, other)["next_interview"]["authority"] == "jobcentre-46100"
    assert on("2024-03-04", REGISTERED, due, event("NoInterviewDue"))["next_interview"] is None


def test_a_miss_that_is_taken_back_leaves_the_deadline_open_until_its_booking_is_told() -> None:
    back = (*MISSED, event("OverdueReversed"))
    assert [each.state for each in last(*back).deadlines] == [DeadlineState.OPEN]
    assert [each.state for each in last(*back, event("DeadlineFulfilled")).deadlines] == [DeadlineState.FULFILLED]


def test_a_closed_deadline_whose_miss_is_told_or_taken_back_stays_closed() -> None:
    closed = event("DeadlineClosed")
    assert last(*MISSED, closed, event("OverdueReversed")).deadlines == ()
    assert last(REGISTERED, SET, closed, event("DeadlineOverdue")).deadlines == ()


def test_a_missed_deadline_that_was_closed_on_the_day_of_a_late_interview_is_overdue_again_when_that_is_cancelled() -> (
    None
):
    told = (*MISSED, event("DeadlineClosed", reason="INTERVIEW_DAY"), event("DeadlineReopened"))
    assert [each.state for each in last(*told).deadlines] == [DeadlineState.OVERDUE]


def test_the_end_is_the_same_however_the_services_events_arrive_among_one_another() -> None:
    """Within a service they keep their order; between two there is none."""
    streams = {
        "registration": [REGISTERED, event("ImmediateBookingRequired")],
        "deadlines": [SET, event("DeadlineOverdue"), event("DeadlineClosed")],
        "slots": [BOOKED],
    }
    turns = [name for name, told in streams.items() for _ in told]
    ends = set()
    for order in set(permutations(turns)):
        left = {name: iter(told) for name, told in streams.items()}
        case, _ = lived(next(left[name]) for name in order)
        ends.add(msgspec.json.encode(msgspec.structs.replace(case, version=0)))
    assert len(ends) == 1


def test_a_case_read_back_from_its_document_goes_on_as_before() -> None:
    case, _ = lived([*MISSED, BOOKED, event("AbsenceRecorded"), event("SelfBookingExempted")])
    assert msgspec.json.decode(msgspec.json.encode(case), type=Case) == case


def test_of_two_ways_out_of_the_register_on_one_day_the_one_that_was_taken_back_goes() -> None:
    day, missed = "2024-03-13", "1b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
    case, _ = lived(
        [
            event("JobseekerDeregistered", effective=day, reason="MISSED_BOOKING", deadline=missed),
            event("JobseekerReRegistered", effective=day, deregistered_on=day, days_unregistered=0),
            event("JobseekerDeregistered", effective=day, reason="WORK", deadline=None),
            event("DeregistrationReversed", effective=day, reason="MISSED_BOOKING", deadline=missed),
        ]
    )
    assert [each.reason for each in case.outs] == ["WORK"]
