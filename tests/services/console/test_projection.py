"""What events mean for the read model. Pure: no database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from contracts.common.v1 import CommandRefused
from contracts.registry import CONTRACTS
from services.console.case import KEPT, Case, Standing
from services.console.decide import decide
from tests.services.console.told import ANNA, DL_01, NOON, after, event

FIRST, SECOND = "1b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10", "1b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b11"
EVENTS = sorted(contract.name for contract in CONTRACTS.values() if contract.kind == "event")


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_becomes_one_line_with_its_basis_and_sends_nothing(name: str) -> None:
    message = event(name, source="slots")
    decision = decide(Case(ANNA), message, date(2024, 3, 4))
    (line,) = decision.case.added
    assert (line.id, line.service, line.type, line.basis) == (message.id, "slots", name, [DL_01])
    assert set(line.body) >= set(CONTRACTS[name].example)
    assert line.consequence is CONTRACTS[name].consequence
    assert (decision.events, decision.timers, decision.refusal) == ((), (), None)


def test_a_refusal_is_counted_under_its_code() -> None:
    (line,) = after(event("CommandRefused", source="slots", code="SLOT_TAKEN")).added
    assert line.code == "SLOT_TAKEN"
    (line,) = after(event("RecordRejected", code="NOT_JSON")).added
    assert line.code == "", f"only {CommandRefused.__name__} refuses"


def test_an_event_with_many_times_keeps_a_short_line() -> None:
    example: dict[str, Any] = CONTRACTS["SlotsPublished"].example
    many = [example["slots"][0] | {"slot": f"t-{n}"} for n in range(500)]
    (line,) = after(event("SlotsPublished", slots=many)).added
    assert len(line.body["slots"]) == 21
    assert line.body["slots"][-1] == "… 480 mere"


def test_registration_deregistration_and_its_reversal_follow_one_another() -> None:
    told = [event("CitizenRegistered", group="G3", akasse=None, insured=None)]
    summary = after(*told).summary
    assert (summary.group, summary.jobcentre, summary.akasse) == ("G3", "46100", None)
    assert (summary.registered, summary.since) == (True, date(2024, 1, 8))
    told.append(event("JobseekerDeregistered"))
    summary = after(*told).summary
    assert (summary.registered, summary.since, summary.why) == (False, date(2024, 3, 13), "MISSED_BOOKING")
    told.append(event("DeregistrationReversed"))
    assert (after(*told).summary.registered, after(*told).summary.why) == (True, None)


def test_a_return_of_before_that_is_told_late_does_not_hide_that_somebody_is_out_again() -> None:
    again = event("JobseekerReRegistered", effective="2024-03-13", deregistered_on="2024-03-05", out_again=True)
    summary = after(event("JobseekerDeregistered"), again).summary
    assert (summary.registered, summary.since) == (False, date(2024, 3, 13))


def test_a_change_of_group_while_deregistered_does_not_hide_since_when() -> None:
    told = (event("JobseekerDeregistered"), event("CitizenRegistered", group="G2", job_seeker=False, on="2024-04-01"))
    summary = after(*told).summary
    assert (summary.group, summary.registered, summary.since) == ("G2", False, date(2024, 3, 13))


@pytest.mark.parametrize("ending", ["ImmediateBookingWithdrawn", "JobseekerReRegistered", "DeregistrationReversed"])
def test_an_immediate_booking_is_demanded_until_it_is_over(ending: str) -> None:
    told = [event("JobseekerDeregistered"), event("ImmediateBookingRequired")]
    assert after(*told).summary.immediate_by == date(2024, 3, 25)
    assert after(*told, event(ending)).summary.immediate_by is None


@pytest.mark.parametrize(
    ("types", "standing"),
    [
        (["DeadlineSet"], Standing.OPEN),
        (["DeadlineSet", "DeadlineFulfilled"], Standing.FULFILLED),
        (["DeadlineSet", "DeadlineFulfilled", "DeadlineReopened"], Standing.OPEN),
        (["DeadlineSet", "DeadlineOverdue"], Standing.OVERDUE),
        (["DeadlineSet", "DeadlineOverdue", "OverdueReversed"], Standing.FULFILLED),
        (["DeadlineSet", "DeadlineOverdue", "DeadlineClosed", "OverdueReversed"], Standing.CLOSED),
        (["DeadlineSet", "DeadlineClosed", "DeadlineReopened"], Standing.OPEN),
    ],
)
def test_a_deadline_stands_where_the_last_event_put_it(types: list[str], standing: Standing) -> None:
    deadline = after(*map(event, types)).summary.deadline
    assert deadline is not None and deadline.standing is standing


def test_a_miss_taken_back_without_a_booking_leaves_the_deadline_open() -> None:
    back = event("OverdueReversed", interview=None, booked_at=None, because="EXTENDED_IN_TIME")
    extended = event("DeadlineExtended", due="2024-03-18", hold_by="2024-03-25")
    deadline = after(event("DeadlineSet"), event("DeadlineOverdue"), extended, back).summary.deadline
    assert deadline is not None
    assert (deadline.standing, deadline.due, deadline.hold_by) == (Standing.OPEN, date(2024, 3, 18), date(2024, 3, 25))


def test_a_deadline_that_became_known_late_and_was_replaced_at_once_does_not_hide_the_one_in_play() -> None:
    told = [event("DeadlineSet", deadline=SECOND, due="2024-04-02"), event("DeadlineSet", deadline=FIRST)]
    deadline = after(*told, event("DeadlineClosed", deadline=FIRST)).summary.deadline
    assert deadline is not None and deadline.id == SECOND


@pytest.mark.parametrize("name", [name for name in EVENTS if name.startswith(("Deadline", "Overdue"))])
def test_what_is_told_of_an_unknown_deadline_is_no_defect(name: str) -> None:
    after(event(name))


def test_interviews_stand_in_order_and_a_cancelled_one_is_gone() -> None:
    later = event("InterviewBooked", interview=SECOND, starts_at="2024-03-20T09:00:00Z")
    summary = after(later, event("InterviewBooked", interview=FIRST)).summary
    assert [each.id for each in summary.interviews] == [FIRST, SECOND]
    summary = after(
        later, event("InterviewBooked", interview=FIRST), event("InterviewCancelled", interview=FIRST)
    ).summary
    assert [each.starts_at for each in summary.interviews] == [datetime(2024, 3, 20, 9, tzinfo=UTC)]


def test_a_long_life_has_a_small_summary() -> None:
    ids = [f"{FIRST[:-2]}{n:02}" for n in range(30)]
    told = [event("DeadlineSet", deadline=id) for id in ids] + [event("InterviewBooked", interview=id) for id in ids]
    summary = after(*told).summary
    assert len(summary.deadlines) == len(summary.interviews) == KEPT
    assert summary.deadlines[-1].id == ids[-1]


def test_a_citizen_is_parked_in_each_service_by_itself() -> None:
    told = [
        event("CitizenParked", source="slots", message="slots/m-1", at=NOON),
        event("CitizenParked", source="deadlines", message="deadlines/m-1", at=NOON + timedelta(hours=1)),
    ]
    assert [(p.service, p.message, p.since) for p in after(*told).parked] == [
        ("slots", "slots/m-1", NOON),
        ("deadlines", "deadlines/m-1", NOON + timedelta(hours=1)),
    ]
    for ending in ("ParkedReleased", "ParkedDiscarded"):
        ended = event(ending, source="slots", message="slots/m-1")
        assert [p.service for p in after(*told, ended).parked] == ["deadlines"]


def test_a_released_message_that_fails_again_is_parked_since_then() -> None:
    again = NOON + timedelta(days=1)
    told = (
        event("CitizenParked", source="slots", message="m-1"),
        event("ParkedReleased", source="slots", message="m-1", at=again),
        event("CitizenParked", source="slots", message="m-1", at=again),
    )
    assert [(p.message, p.since) for p in after(*told).parked] == [("m-1", again)]
