"""An unplanned interview that was recorded in error is taken back."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from contracts.slots.v1 import InterviewHeld, InterviewHeldWithdrawn, RecordHeld, WithdrawHeld
from tests.services.slots.lives import Life, offering, registered
from tests.services.slots.world import ANNA, JOBCENTRE, PLANNER, World, code, slot

DAY = date(2024, 3, 14)


def walked_in() -> tuple[Life, str]:
    anna = registered(World(), ANNA)
    return anna, anna.world.ask(ANNA, RecordHeld(on=DAY), "2024-03-14 12:00", JOBCENTRE).interview


def withdrawn(anna: Life, time: str = "2024-03-15 08:00", source: str = JOBCENTRE, **more: Any) -> Any:
    return anna.world.ask(ANNA, WithdrawHeld(**more), time, source)


@pytest.mark.parametrize("source", [JOBCENTRE, PLANNER])
@pytest.mark.parametrize("named", [True, False])
def test_it_is_as_if_it_had_never_been_told(source: str, named: bool) -> None:
    anna, interview = walked_in()
    which = {"interview": interview} if named else {"on": DAY}
    told = InterviewHeldWithdrawn(interview=interview, held_on=DAY, held_by=JOBCENTRE)
    assert withdrawn(anna, source=source, **which) == told
    assert withdrawn(anna, "2024-03-15 09:00", source, **which) is None
    assert anna.world.citizen(ANNA).interviews == ()


def test_a_planned_one_and_another_authoritys_are_not_taken_back() -> None:
    anna = registered(offering(slot("t-1", "2024-03-14 09:00")), ANNA)
    booked = anna.book("t-1").interview
    anna.world.ask(ANNA, RecordHeld(interview=booked), "2024-03-14 12:00", JOBCENTRE)
    assert code(withdrawn(anna, interview=booked)) == "WAS_PLANNED"
    assert code(withdrawn(anna, on=DAY)) == "NO_INTERVIEW"
    anna, interview = walked_in()
    assert code(withdrawn(anna, source="akasse-05", interview=interview)) == "NOT_YOUR_INTERVIEW"


def test_told_again_after_it_was_taken_back_it_counts() -> None:
    anna, interview = walked_in()
    withdrawn(anna, on=DAY)
    again = anna.world.ask(ANNA, RecordHeld(on=DAY), "2024-03-16 12:00", JOBCENTRE)
    assert isinstance(again, InterviewHeld) and again.interview == interview
    assert len(anna.world.citizen(ANNA).interviews) == 1


def test_the_word_given_last_counts_in_whatever_order_the_words_come() -> None:
    words = [(RecordHeld(on=DAY), "2024-03-14 12:00"), (WithdrawHeld(on=DAY), "2024-03-15 08:00"),
             (RecordHeld(on=DAY), "2024-03-16 12:00")]  # fmt: skip
    for order in permutations(words):
        if isinstance(order[0][0], RecordHeld):
            anna = registered(World(), ANNA)
            for body, time in order:
                anna.world.ask(ANNA, body, time, JOBCENTRE)
            assert len(anna.world.citizen(ANNA).interviews) == 1


def test_a_record_on_its_way_that_was_taken_back_since_changes_nothing() -> None:
    anna, _ = walked_in()
    withdrawn(anna, on=DAY)
    assert anna.world.ask(ANNA, RecordHeld(on=DAY), "2024-03-14 13:00", JOBCENTRE) is None
    assert anna.world.citizen(ANNA).interviews == ()
