"""DL-03: who asked for it is reminded; nobody is excused for lack of it."""

from datetime import date

import pytest

from contracts.deadlines.v1 import ChooseReminders, DeadlineOverdue, ReminderRequested, RemindersChosen
from shared.law.calendar import civil_date
from tests.services.deadlines.life import Life, anna, danish


def choose(life: Life, at: str, sms: bool = True, email: bool = False) -> Life:
    return life.hear(at, ChooseReminders(sms=sms, email=email), "jobnet")


def days(life: Life) -> list[date]:
    """On which days reminders went out."""
    found = [(civil_date(at), event.on) for at, event in life.told if isinstance(event, ReminderRequested)]
    assert all(at == on for at, on in found)
    return [on for _, on in found]


def test_a_subscriber_is_reminded_at_creation_and_twice_before_the_end() -> None:
    life = choose(anna(), "2024-03-01T12:00").set("2024-03-04T10:00", due="2024-03-12").until("2024-03-14T00:00")
    assert life.only(RemindersChosen) == RemindersChosen(sms=True, email=False)
    assert days(life) == [date(2024, 3, 4), date(2024, 3, 9), date(2024, 3, 11)]
    assert not life.none(DeadlineOverdue)


def test_nobody_else_is_and_the_miss_counts() -> None:
    life = anna().set("2024-03-04T10:00", due="2024-03-12").until("2024-03-13T00:10")
    assert days(life) == []
    assert life.only(DeadlineOverdue).due == date(2024, 3, 12)


def test_a_deadline_that_is_met_or_closed_reminds_of_nothing() -> None:
    met = choose(anna(), "2024-03-01T12:00").set("2024-03-04T10:00", due="2024-03-12")
    assert days(met.book("2024-03-05T09:00", "2024-03-14").until("2024-03-13T00:10")) == [date(2024, 3, 4)]
    closed = choose(anna(), "2024-03-01T12:00").set("2024-03-04T10:00", due="2024-03-12").close("2024-03-10T09:00")
    assert days(closed.until("2024-03-13T00:10")) == [date(2024, 3, 4), date(2024, 3, 9)]
    assert closed.timers == {}


def test_a_cancelled_booking_brings_the_reminders_back() -> None:
    life = choose(anna(), "2024-03-01T12:00").set("2024-03-04T10:00", due="2024-03-12")
    life.book("2024-03-05T09:00", "2024-03-14").cancel("2024-03-10T09:00").until("2024-03-12T23:00")
    assert days(life)[-1] == date(2024, 3, 11)


def test_who_subscribes_or_gives_it_up_while_a_deadline_runs_is_reminded_from_then_or_until_then() -> None:
    late = choose(anna().set("2024-03-04T10:00", due="2024-03-12"), "2024-03-09T12:00").until("2024-03-13T00:10")
    assert days(late) == [date(2024, 3, 11)]
    gone = choose(anna(), "2024-03-01T12:00").set("2024-03-04T10:00", due="2024-03-12")
    choose(gone, "2024-03-10T12:00", sms=False).until("2024-03-13T00:10")
    assert days(gone) == [date(2024, 3, 4), date(2024, 3, 9)]
    assert choose(gone, "2024-03-14T12:00", sms=False).last.events == ()


def test_one_that_is_shown_later_reminds_on_the_day_it_is_shown_and_one_extended_before_its_new_end() -> None:
    life = choose(anna(), "2024-03-01T12:00").set("2024-03-04T10:00", due="2024-03-18", visible_on="2024-03-06")
    life.until("2024-03-06T08:00").extend("2024-03-07T10:00", due="2024-03-20").until("2024-03-21T00:10")
    assert days(life) == [date(2024, 3, 6), date(2024, 3, 17), date(2024, 3, 19)]


def test_a_deadline_known_late_does_not_remind_of_days_that_are_past() -> None:
    life = choose(anna(), "2024-03-01T12:00").set("2024-03-04T10:00", due="2024-03-12", known="2024-03-10T10:00")
    assert days(life.until("2024-03-13T00:10")) == [date(2024, 3, 10), date(2024, 3, 11)]


def test_a_deadline_in_play_again_does_not_remind_of_days_that_passed_while_it_was_met() -> None:
    life = choose(anna(), "2024-03-01T12:00").set("2024-03-04T10:00", due="2024-03-12")
    life.book("2024-03-05T09:00", "2024-03-14").cancel("2024-03-10T12:00").until("2024-03-13T00:10")
    assert days(life) == [date(2024, 3, 4), date(2024, 3, 11)]


def test_nor_of_days_that_passed_while_an_exemption_held_that_never_was() -> None:
    life = choose(anna(), "2024-03-01T12:00").set("2024-03-04T10:00", due="2024-03-12")
    life.exempted("2024-03-05").restored("2024-03-05", at="2024-03-10T12:00").until("2024-03-13T00:10")
    assert days(life) == [date(2024, 3, 4), date(2024, 3, 11)]


@pytest.mark.parametrize(
    ("shown", "due", "at"),
    [
        ("2024-03-22", "2024-04-03", "2024-03-31T08:00+02:00"),
        ("2024-10-18", "2024-10-30", "2024-10-27T08:00+01:00"),
    ],
)
def test_in_the_nights_when_the_clock_changes_it_is_eight_in_the_morning_too(shown: str, due: str, at: str) -> None:
    life = choose(anna(), f"{shown}T09:00").set(f"{shown}T10:00", due=due).until(due)
    sent = [when for when, event in life.told if isinstance(event, ReminderRequested)]
    assert sent[1] == danish(at)
