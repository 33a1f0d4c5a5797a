"""Asked for again: of all that was said the last word stands, in whatever order it is known."""

from collections.abc import Callable
from datetime import date
from itertools import permutations

import pytest

from contracts.deadlines.v1 import DeadlineOverdue, DeadlineSet, RecordWrittenNotice, WrittenNoticeRecorded
from services.deadlines.case import Status
from tests.services.deadlines.life import JOBCENTRE, Life, anna

Word = Callable[[Life], Life]
KNOWN = "2024-03-04T12:00"


def sets(at: str, due: str) -> Word:
    return lambda life: life.set(f"2024-03-04T{at}", due, known=KNOWN)


def extends(at: str, due: str) -> Word:
    return lambda life: life.extend(f"2024-03-04T{at}", due, known=KNOWN)


def closes(at: str) -> Word:
    return lambda life: life.close(f"2024-03-04T{at}", known=KNOWN)


FIRST = sets("08:00", "2024-03-12")


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ([sets("09:00", "2024-03-14"), sets("10:00", "2024-03-12")], 12),
        ([sets("09:00", "2024-03-14"), sets("10:00", "2024-03-12"), sets("11:00", "2024-03-12")], 12),
        ([sets("09:00", "2024-03-14"), sets("10:00", "2024-03-12"), sets("11:00", "2024-03-14")], 14),
        ([extends("09:00", "2024-03-20"), sets("10:00", "2024-03-12")], 12),
        ([extends("09:00", "2024-03-20"), sets("08:30", "2024-03-12")], 20),
        ([closes("09:00"), sets("10:00", "2024-03-12")], 12),
        ([extends("09:00", "2024-03-20"), sets("10:00", "2024-03-14"), extends("11:00", "2024-03-20")], 20),
    ],
    ids=["another", "twice", "back-and-forth", "extension", "before-an-extension", "closing", "extended-again"],
)
def test_the_one_said_last_stands(words: list[Word], due: int) -> None:
    for order in permutations(words):
        life = FIRST(anna())
        for word in order:
            word(life)
        assert [each.due.day for each in life.case.deadlines if each.in_play] == [due]
        life.until("2024-04-01T00:00")
        assert life.only(DeadlineOverdue).due == date(2024, 3, due)


def test_what_was_asked_for_again_becomes_a_deadline_of_its_own_and_is_told() -> None:
    life = sets("10:00", "2024-03-12")(FIRST(anna()))
    assert (life.last.events, life.refusal) == ((), None)
    sets("09:00", "2024-03-14")(life)
    assert [event.due.day for event in life.last.events if type(event) is DeadlineSet] == [14, 12]
    assert [each.status for each in life.case.deadlines] == [Status.CLOSED, Status.CLOSED, Status.OPEN]
    assert sets("08:30", "2024-03-13")(life).names.count("DeadlineSet") == 4
    assert [each.due.day for each in life.case.deadlines if each.in_play] == [12]


def test_a_word_that_the_law_refuses_by_then_sets_nothing() -> None:
    """Shown from the 11th and asked for again on the 12th: one of its own would have been visible before it was set."""
    life = anna().set("2024-03-04T08:00", "2024-03-22", visible_on="2024-03-11")
    life.set("2024-03-12T10:00", "2024-03-22", visible_on="2024-03-11")
    life.set("2024-03-12T09:00", "2024-03-25", known="2024-03-12T11:00")
    assert [each.due.day for each in life.case.deadlines if each.in_play] == [25]


def test_deadlines_of_two_offices_of_one_instant_end_alike_in_either_order() -> None:
    ends = set[tuple[object, ...]]()
    for order in permutations([("2024-03-14", "jobcentre-46100"), ("2024-03-18", "jobcentre-70700")]):
        life = anna()
        for due, office in order:
            life.named(f"m-{due}").set("2024-03-04T08:00", due, known=KNOWN, by=office)
        ends.add(tuple((each.due, each.closed) for each in life.case.deadlines))
    assert len(ends) == 1


def ended(*words: Word) -> list[tuple[object, ...]]:
    life = anna()
    for word in words:
        word(life)
    life.until("2024-04-01T00:00")
    return [(each.set_at, each.due, each.closed, each.closed_at, each.missed) for each in life.case.deadlines]


@pytest.mark.parametrize(
    "words",
    [
        [FIRST, sets("09:00", "2024-03-12")],
        [FIRST, sets("09:00", "2024-03-12"), sets("10:00", "2024-03-12")],
        [FIRST, sets("09:00", "2024-03-12"), sets("09:30", "2024-03-14")],
        [FIRST, sets("09:00", "2024-03-12"), sets("08:30", "2024-03-14"), sets("09:30", "2024-03-12")],
        [sets("07:00", "2024-03-18"), FIRST, sets("09:00", "2024-03-12")],
    ],
    ids=["twice", "thrice", "then-another", "another-between", "after-another"],
)
def test_the_same_asked_for_twice_ends_alike_whichever_is_known_first(words: list[Word]) -> None:
    for order in permutations(words):
        assert ended(*order) == ended(*words)


@pytest.mark.parametrize("between", [closes("08:30"), extends("08:30", "2024-03-20")])
def test_what_ended_it_in_between_makes_two_of_it(between: Word) -> None:
    """Before the first of them another was in play, for which what came in between was taken."""
    ends = ended(sets("07:00", "2024-03-18"), between, sets("09:00", "2024-03-12"), FIRST)
    assert len(ends) == 3
    assert ends == ended(sets("07:00", "2024-03-18"), FIRST, between, sets("09:00", "2024-03-12"))


def test_a_letter_that_was_sent_in_between_is_told_of_the_one_deadline() -> None:
    life = sets("09:00", "2024-03-20")(sets("07:00", "2024-03-18")(anna()))
    life.hear("2024-03-04T08:30", RecordWrittenNotice(), JOBCENTRE, KNOWN)
    (told,) = sets("08:00", "2024-03-20")(life).last.events
    assert told == WrittenNoticeRecorded(deadline=life.case.deadlines[-1].id, on=date(2024, 3, 4))
    assert len(life.case.deadlines) == 2
