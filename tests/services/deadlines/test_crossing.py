"""Commands that cross each other on their way: what was sent first counts first, whenever it is known."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import permutations
from random import Random

import pytest

from contracts.deadlines.v1 import (
    Closed,
    DeadlineClosed,
    DeadlineExtended,
    DeadlineOverdue,
    DeadlineSet,
    OverdueReversed,
)
from services.deadlines.case import Status
from shared.law.calendar import civil_date
from tests.services.deadlines.life import Life, anna, danish

Command = Callable[[Life, str], Life]


def sets(at: str, due: str) -> Command:
    return lambda life, known: life.set(at, due, known=known)


def extends(at: str, due: str) -> Command:
    return lambda life, known: life.extend(at, due, known=known)


def closes(at: str) -> Command:
    return lambda life, known: life.close(at, known=known)


def books(at: str, held_on: str, name: str = "first") -> Command:
    return lambda life, known: life.book(at, held_on, known=known, name=name)


FIRST = sets("2024-03-04T10:00", "2024-03-12")
"""Known at once; without it the others would be refused."""


@pytest.mark.parametrize(
    ("later", "end"),
    [
        ([sets("2024-03-05T09:00", "2024-03-18"), sets("2024-03-06T09:00", "2024-03-20")], ("2024-03-20", True)),
        ([sets("2024-03-05T09:00", "2024-03-14"), closes("2024-03-08T09:00")], (None, False)),
        ([sets("2024-03-05T09:00", "2024-03-14"), extends("2024-03-08T09:00", "2024-03-20")], ("2024-03-20", True)),
        ([sets("2024-03-05T09:00", "2024-03-22"), extends("2024-03-08T09:00", "2024-03-20")], ("2024-03-22", True)),
        ([sets("2024-03-05T09:00", "2024-03-14"), books("2024-03-08T09:00", "2024-03-11")], (None, False)),
        (
            [
                sets("2024-03-05T09:00", "2024-03-14"),
                sets("2024-03-06T09:00", "2024-03-20"),
                closes("2024-03-07T09:00"),
            ],
            (None, False),
        ),
    ],
)
def test_in_whatever_order_they_are_known_the_end_is_that_of_the_order_in_which_they_were_sent(
    later: list[Command], end: tuple[str | None, bool]
) -> None:
    for order in permutations(later):
        life = FIRST(anna(), "2024-03-04T10:00")
        for tell in order:
            tell(life, "2024-03-09T12:00")
        life.until("2024-04-01T00:00")
        due, missed = end
        overdue = [event.due for _, event in life.told if type(event) is DeadlineOverdue]
        assert overdue == ([date.fromisoformat(due)] if due and missed else [])
        assert sum(each.in_play for each in life.case.deadlines) == missed


def test_a_deadline_sent_before_the_one_in_play_comes_and_goes() -> None:
    life = FIRST(anna(), "2024-03-04T10:00").set("2024-03-06T09:00", due="2024-03-20")
    life.set("2024-03-05T09:00", due="2024-03-18", known="2024-03-07T09:00")
    assert [type(event) for event in life.last.events[:2]] == [DeadlineSet, DeadlineClosed]
    assert life.last.events[1].reason is Closed.REPLACED
    assert [(each.due, each.status) for each in life.case.deadlines] == [
        (date(2024, 3, 12), Status.CLOSED),
        (date(2024, 3, 18), Status.CLOSED),
        (date(2024, 3, 20), Status.OPEN),
    ]


def test_it_is_missed_all_the_same_if_it_ran_out_before_the_next_one_was_set() -> None:
    life = FIRST(anna(), "2024-03-04T10:00").set("2024-03-15T09:00", due="2024-03-25")
    life.set("2024-03-05T09:00", due="2024-03-13", known="2024-03-16T09:00").until("2024-03-17T00:00")
    assert life.only(OverdueReversed).because == "REPLACED_IN_TIME"
    assert [event.due.day for _, event in life.told if type(event) is DeadlineOverdue] == [12, 13]
    assert [each.missed for each in life.case.deadlines] == [False, True, False]


def test_what_was_meant_for_it_is_told_of_it() -> None:
    life = FIRST(anna(), "2024-03-04T10:00").extend("2024-03-08T09:00", due="2024-03-20")
    life.set("2024-03-05T09:00", due="2024-03-14", known="2024-03-09T09:00")
    new = life.case.deadlines[-1]
    told = [event for event in life.last.events if type(event) is DeadlineExtended]
    assert [(event.deadline, event.due, event.hold_by) for event in told] == [
        (new.id, date(2024, 3, 20), date(2024, 3, 27))
    ]


def test_asked_for_again_it_is_no_other_deadline() -> None:
    life = FIRST(anna(), "2024-03-04T10:00").set("2024-03-04T10:05", due="2024-03-12")
    assert (life.refusal, life.last.events, len(life.case.deadlines)) == (None, (), 1)
    assert life.set("2024-03-05T10:00", due="2024-03-13").names[-2:] == ["DeadlineClosed", "DeadlineSet"]


def test_an_extension_asked_for_again_changes_nothing() -> None:
    life = FIRST(anna(), "2024-03-04T10:00").extend("2024-03-05T10:00", due="2024-03-18")
    assert life.extend("2024-03-05T10:05", due="2024-03-18").last.events == ()
    assert life.refusal is None
    assert life.extend("2024-03-06T10:00", due="2024-03-17").refusal == "NOT_LATER"


@pytest.mark.parametrize("known", ["2024-03-08T00:05", "2024-03-08T00:09", "2024-03-08T00:15", "2024-03-08T12:00"])
def test_an_interview_cancelled_on_its_own_day_has_closed_the_deadline_however_soon_it_is_told(known: str) -> None:
    life = FIRST(anna(), "2024-03-04T10:00").book("2024-03-05T10:00", "2024-03-08")
    life.cancel("2024-03-08T00:05", known=known).until("2024-04-01T00:00")
    assert life.only(DeadlineClosed).reason is Closed.INTERVIEW_DAY
    assert life.none(DeadlineOverdue)


@pytest.mark.parametrize("known", ["2024-03-07T23:59", "2024-03-08T00:05", "2024-03-08T00:15"])
def test_and_one_cancelled_the_minute_before_has_not(known: str) -> None:
    life = FIRST(anna(), "2024-03-04T10:00").book("2024-03-05T10:00", "2024-03-08")
    life.cancel("2024-03-07T23:59", known=known).until("2024-04-01T00:00")
    assert life.only(DeadlineOverdue).due == date(2024, 3, 12)


def crossing(seed: int) -> tuple[list[datetime], list[datetime], list[Command]]:
    """Some commands: when each was sent, when it is known, and what it asks. No two ask for the same day."""
    chance, sent, asked = Random(seed), danish("2024-03-04T10:00"), list[Command]()
    times = list[datetime]()
    for number in range(chance.randint(2, 4)):
        sent += timedelta(minutes=chance.choice((1, 30, 600, 1440, 2880)))
        due, held = (civil_date(sent) + timedelta(days=8 + number + chance.choice((0, 4)) * each) for each in (1, -1))
        asked.append(
            chance.choice(
                (
                    sets(sent.isoformat(), str(due)),
                    sets(sent.isoformat(), str(due)),
                    extends(sent.isoformat(), str(due)),
                    closes(sent.isoformat()),
                    books(sent.isoformat(), str(held), str(number)),
                )
            )
        )
        times.append(sent)
    return times, [each + timedelta(minutes=chance.choice((0, 0, 7, 600, 3000, 9000))) for each in times], asked


def lived(known: list[datetime], asked: list[Command]) -> tuple[list[str | None], set[date]]:
    """What each was refused for, and which deadlines were missed."""
    life, refusals = FIRST(anna(), "2024-03-04T10:00"), dict[int, str | None]()
    for place in sorted(range(len(asked)), key=lambda each: (known[each], each)):
        refusals[place] = asked[place](life, known[place].isoformat()).refusal
    life.until("2024-09-01T00:00")
    return [refusals[place] for place in range(len(asked))], {each.due for each in life.case.deadlines if each.missed}


def test_of_any_commands_that_are_taken_in_both_orders_the_end_is_the_same() -> None:
    compared = 0
    for seed in range(600):
        times, known, asked = crossing(seed)
        refused, end = lived(times, asked)
        refused_late, late = lived(known, asked)
        if refused == refused_late:
            compared += 1
            assert end == late, f"seed {seed}"
    assert compared > 400


def test_of_two_closings_each_is_for_the_deadline_that_was_in_play() -> None:
    life = FIRST(anna(), "2024-03-04T10:00").close("2024-03-10T09:00")
    life.close("2024-03-05T09:00", known="2024-03-11T09:00")
    life.set("2024-03-05T12:00", due="2024-03-16", known="2024-03-11T10:00").until("2024-04-01T00:00")
    assert [(each.closed, each.closed_at) for each in life.case.deadlines] == [
        (Closed.BY_HAND, danish("2024-03-05T09:00")),
        (Closed.BY_HAND, danish("2024-03-10T09:00")),
    ]


def test_an_interview_cancelled_on_its_own_day_also_closes_a_deadline_that_is_known_later() -> None:
    life = FIRST(anna(), "2024-03-04T10:00").book("2024-03-07T12:00", "2024-03-08").cancel("2024-03-08T09:00")
    life.set("2024-03-06T12:00", due="2024-03-14", known="2024-03-12T18:00").until("2024-04-01T00:00")
    assert [each.closed for each in life.case.deadlines] == [Closed.REPLACED, Closed.INTERVIEW_DAY]
    assert life.none(DeadlineOverdue)


def test_a_closing_that_was_meant_for_the_next_deadline_leaves_the_miss_of_the_first_to_demand_a_booking() -> None:
    life = FIRST(anna(), "2024-03-04T10:00").until("2024-03-13T00:10").close("2024-03-16T09:00")
    life.set("2024-03-15T09:00", due="2024-03-25", known="2024-03-17T09:00")
    first, second = life.case.deadlines
    assert [(each.deadline, each.reason) for _, each in life.told if isinstance(each, DeadlineClosed)] == [
        (first.id, Closed.BY_HAND),
        (first.id, Closed.REPLACED),
        (second.id, Closed.BY_HAND),
    ]
