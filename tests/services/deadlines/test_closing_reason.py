"""Why a deadline was closed is what came first by business time; of one instant its interview, by hand, the next deadline,
and then what the citizen's situation ended. Whatever became known first."""

from collections.abc import Callable
from datetime import date
from itertools import permutations

import pytest

from contracts.deadlines.v1 import Closed, DeadlineClosed, DeadlineReopened
from contracts.registration.v1 import CitizenRegistered
from contracts.slots.v1 import InterviewHeldWithdrawn
from contracts.types import AbsenceKind, Group
from services.deadlines.case import Deadline
from tests.services.deadlines.life import JOBCENTRE, Life, anna, interview

Word = Callable[[Life], Life]
KNOWN = "2024-03-14T12:00"


def reason(deadline: Deadline) -> Closed | None:
    return deadline.lapsed or deadline.closed


def told(life: Life, deadline: Deadline) -> list[str]:
    return [
        event.reason.value for _, event in life.told if type(event) is DeadlineClosed and event.deadline == deadline.id
    ]


def next_one(life: Life) -> Life:
    return life.set("2024-03-11T12:00", "2024-03-20", known=KNOWN)


def held_before(life: Life) -> Life:
    return life.hold(KNOWN, "2024-03-11")


def held_after(life: Life) -> Life:
    return life.hold(KNOWN, "2024-03-12")


def by_hand(life: Life) -> Life:
    return life.close("2024-03-11T12:00", known=KNOWN)


def exempted(life: Life) -> Life:
    return life.exempted("2024-03-11", at=KNOWN)


def exempted_later(life: Life) -> Life:
    return life.exempted("2024-03-12", at=KNOWN)


def standby(life: Life) -> Life:
    return life.absent(KNOWN, AbsenceKind.STANDBY, "2024-03-11", "2024-03-20")


def other_group(life: Life) -> Life:
    told = CitizenRegistered(
        group=Group.G6, jobcentre="46100", akasse=None, insured=None, job_seeker=False, on=date(2024, 3, 11)
    )
    return life.hear(KNOWN, told, "registration")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([next_one, held_before], Closed.INTERVIEW_DAY),
        ([next_one, held_after], Closed.REPLACED),
        ([next_one, exempted], Closed.EXEMPTED),
        ([next_one, exempted_later], Closed.REPLACED),
        ([by_hand, held_before], Closed.INTERVIEW_DAY),
        ([by_hand, exempted], Closed.EXEMPTED),
        ([by_hand, exempted_later, held_after], Closed.BY_HAND),
        ([held_before, exempted], Closed.INTERVIEW_DAY),
        ([held_after, exempted_later], Closed.INTERVIEW_DAY),
        ([exempted, standby, other_group], Closed.EXEMPTED),
        ([next_one, held_before, standby], Closed.INTERVIEW_DAY),
    ],
    ids=lambda each: "+".join(word.__name__ for word in each) if isinstance(each, list) else each,
)
def test_the_first_by_business_time_is_the_reason(words: list[Word], expected: Closed) -> None:
    for order in permutations(words):
        life = anna().set("2024-03-04T08:00", "2024-03-18")
        for word in order:
            word(life)
        life.until("2024-03-14T12:30")
        first = life.case.deadlines[0]
        assert reason(first) is expected
        assert told(life, first)[-1] == expected
        assert not first.missed


def test_the_reason_is_told_again_and_again_when_an_interview_is_taken_back() -> None:
    life = held_before(next_one(anna().set("2024-03-04T08:00", "2024-03-18")))
    first = life.case.deadlines[0]
    assert told(life, first) == ["REPLACED", "INTERVIEW_DAY"]
    life.hear(
        KNOWN,
        InterviewHeldWithdrawn(interview=interview("first"), held_on=date(2024, 3, 11), held_by=JOBCENTRE),
        "slots",
    )
    assert told(life, first) == ["REPLACED", "INTERVIEW_DAY", "REPLACED"] and life.none(DeadlineReopened)


def test_a_closing_known_late_that_was_given_before_the_exemption_is_the_reason() -> None:
    life = anna().set("2024-03-04T08:00", "2024-03-18").exempted("2024-03-12")
    life.close("2024-03-11T12:00", known=KNOWN)
    assert told(life, life.case.deadlines[0]) == ["EXEMPTED", "BY_HAND"]


def test_of_two_interviews_that_meet_it_the_one_whose_day_comes_first_closes_it() -> None:
    def booked(life: Life) -> Life:
        return life.book("2024-03-05T09:00", "2024-03-20", known=KNOWN, name="booked")

    def walked_in(life: Life) -> Life:
        return life.hold(KNOWN, "2024-03-11", name="walked-in")

    for order in permutations([booked, walked_in]):
        life = anna().set("2024-03-04T08:00", "2024-03-18")
        for word in order:
            word(life)
        life.until("2024-03-14T12:30")
        (only,) = life.case.deadlines
        assert (only.closed, only.closed_by) == (Closed.INTERVIEW_DAY, interview("walked-in"))
