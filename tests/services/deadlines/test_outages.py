"""OUT-01 to OUT-03: what an outage on the deadline's day means for a miss, whenever each becomes known."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from contracts.deadlines.v1 import (
    AskOutages,
    AttemptRecorded,
    DeadlineOverdue,
    Effect,
    MissHindered,
    MissHinderedWithdrawn,
    NoteOutage,
    OutageRecorded,
    OutagesOfDay,
    OverdueReversed,
    RecordAttempt,
    RecordOutage,
)
from contracts.topics import askers_of, outage_of
from contracts.types import Group
from services.deadlines.case import Case
from services.deadlines.decide import decide
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message, To
from tests.services.deadlines.life import ANNA, FUND, Life, anna, danish

D = date(2024, 3, 12)


def march(group: Group = Group.G3, by: str = "jobcentre-46100") -> Life:
    return anna(group).set("2024-03-04T10:00", due="2024-03-12", by=by)


def tried(life: Life, at: str, known: str | None = None) -> Life:
    return life.hear(at, RecordAttempt(), "jobnet", known)


def told(life: Life, at: str, *windows: tuple[str, str]) -> Life:
    body = OutagesOfDay(day=D, windows=tuple((danish(start), danish(end)) for start, end in windows))
    return life.hear(at, body, "deadlines")


EVENING = ("2024-03-12T18:00", "2024-03-12T21:00")
TO_THE_END = ("2024-03-12T18:00", "2024-03-13T02:00")


def test_only_a_miss_asks_whether_there_was_an_outage() -> None:
    assert march().book("2024-03-12T09:00", "2024-03-14").until("2024-03-13T00:10").sent == []
    (question,) = march().until("2024-03-13T00:10").sent
    assert question == To("deadlines.outages", AskOutages(citizen=ANNA, day=D), key=askers_of(D, ANNA))


@pytest.mark.parametrize(("group", "effect"), [(Group.G3, Effect.REASONABLE_GROUND), (Group.G1, Effect.DISPENSATION)])
def test_who_tried_in_vain_on_the_day_was_hindered_and_the_miss_stands(group: Group, effect: Effect) -> None:
    life = told(tried(march(group), "2024-03-12T20:00").until("2024-03-13T00:10"), "2024-03-13T00:11", EVENING)
    found = life.only(MissHindered)
    assert (found.effect, found.attempted_at, found.due) == (effect, danish("2024-03-12T20:00"), D)
    assert life.none(OverdueReversed)
    assert life.rules == (["OUT-01", "OUT-03"] if group is Group.G1 else ["OUT-02"])
    assert life.last.pending


def test_an_outage_until_the_end_needs_no_attempt_and_one_that_was_over_before_does() -> None:
    assert (
        told(march().until("2024-03-13T00:10"), "2024-03-13T00:11", TO_THE_END).only(MissHindered).attempted_at is None
    )
    assert told(march().until("2024-03-13T00:10"), "2024-03-13T00:11", EVENING).none(MissHindered)


@pytest.mark.parametrize(("until", "hindered"), [("23:58:59", False), ("23:59", True), ("23:59:59", True)])
def test_an_outage_told_to_have_ended_in_the_last_minute_lasted_until_the_end(until: str, hindered: bool) -> None:
    life = told(march().until("2024-03-13T00:10"), "2024-03-13T00:11", ("2024-03-12T18:00", f"2024-03-12T{until}"))
    assert life.none(MissHindered) is not hindered


@pytest.mark.parametrize("at", ["2024-03-11T20:00", "2024-03-12T17:59", "2024-03-12T21:00"])
def test_an_attempt_on_another_day_or_outside_the_outage_proves_nothing(at: str) -> None:
    assert told(tried(march(), at).until("2024-03-13T00:10"), "2024-03-13T00:11", EVENING).none(MissHindered)


def test_an_a_kasse_deadline_deregisters_nobody_so_there_is_nothing_to_dispense_from() -> None:
    life = march(Group.G1, by=FUND).until("2024-03-13T00:10")
    assert told(life, "2024-03-13T00:11", TO_THE_END).none(MissHindered)


def test_an_attempt_known_late_counts_and_an_outage_taken_back_does_not() -> None:
    life = told(march().until("2024-03-13T00:10"), "2024-03-13T00:11", EVENING)
    tried(life, "2024-03-12T20:00", known="2024-03-13T09:00")
    assert life.only(AttemptRecorded).at == danish("2024-03-12T20:00")
    assert life.names[-1] == "MissHindered"
    assert told(life, "2024-03-14T09:00").names[-1] == "MissHinderedWithdrawn"


def test_an_attempt_without_a_deadline_or_after_its_end_or_told_twice_changes_nothing() -> None:
    assert tried(anna(), "2024-03-12T20:00").last.events == ()
    late = march().until("2024-03-13T00:10")
    assert tried(late, "2024-03-13T09:00").last.events == ()
    assert tried(tried(march(), "2024-03-12T20:00"), "2024-03-12T20:00").last.events == ()


def test_it_falls_away_with_the_miss() -> None:
    life = told(march().until("2024-03-13T00:10"), "2024-03-13T00:11", TO_THE_END)
    life.book("2024-03-12T17:00", "2024-03-14", known="2024-03-13T09:00")
    assert life.none(MissHinderedWithdrawn)
    assert life.case.deadlines[0].hindered is None
    assert told(life, "2024-03-13T10:00", TO_THE_END).case.deadlines[0].outages == ()


def test_a_group_that_turns_out_to_have_been_another_changes_what_follows() -> None:
    life = told(march().until("2024-03-13T00:10"), "2024-03-13T00:11", TO_THE_END)
    life.registered(Group.G1, "2024-03-12", at="2024-03-14T09:00")
    effects = [event.effect for _, event in life.told if isinstance(event, MissHindered)]
    assert effects == [Effect.REASONABLE_GROUND, Effect.DISPENSATION]


# --- the date's own case ---


class Days:
    """The cases of dates, and what goes between them."""

    def __init__(self) -> None:
        self.cases: dict[str, Case] = {}
        self.told: list[Any] = []
        self.answers: list[tuple[str | None, OutagesOfDay]] = []
        self.last: Decision[Case] = Decision(Case(""))

    def hear(self, subject: str, body: Any, at: datetime = danish("2024-03-13T08:00")) -> "Days":
        case = self.cases.get(subject, Case(subject))
        self.last = decide(case, Message("m", "ops", type(body).__name__, subject, at, body, at), civil_date(at))
        self.cases[subject] = self.last.case
        for event in self.last.events:
            if not isinstance(event, To):
                self.told.append(event)
            elif isinstance(event.body, NoteOutage | AskOutages) or event.key in self.cases:
                assert event.key is not None
                self.hear(event.key, event.body, at)
            else:
                self.answers.append((event.key, event.body))
        return self

    def record(self, start: str, end: str, name: str = "d-17", said: str = "2024-03-13T08:00") -> "Days":
        begun = danish(start)
        body = RecordOutage(outage=name, starts_at=begun, ends_at=danish(end))
        return self.hear(outage_of(civil_date(begun)), body, danish(said))

    def ask(self, day: date, citizen: str = ANNA) -> "Days":
        return self.hear(askers_of(day, citizen), AskOutages(citizen=citizen, day=day))

    def windows(self, day: date) -> int:
        known = self.cases.get(outage_of(day), Case("")).outage_day
        return len(known.windows) if known else 0


def test_who_asks_after_the_record_and_who_asked_before_it_are_told_the_same() -> None:
    before, after = Days().ask(D).record(*EVENING), Days().record(*EVENING).ask(D)
    window = (danish(EVENING[0]), danish(EVENING[1]))
    assert before.answers == after.answers == [(ANNA, OutagesOfDay(day=D, windows=(window,)))]
    assert [type(event) for event in before.told] == [OutageRecorded]
    assert after.last.pending


def test_a_day_without_outages_answers_nobody_and_remembers_who_asked_once() -> None:
    days = Days().ask(D).ask(D)
    assert days.answers == []
    [the_list, the_date] = [days.cases[each].outage_day for each in (askers_of(D, ANNA), outage_of(D))]
    assert the_list is not None and the_list.askers == (ANNA,)
    assert the_date is not None and the_date.askers == (askers_of(D, ANNA),)
    assert len(days.ask(D, f"b{ANNA}").last.events) == 0, "a list asks the date once"


def test_an_outage_over_midnight_reaches_both_dates_and_one_that_ends_at_midnight_only_the_first() -> None:
    days = Days().record(*TO_THE_END)
    assert [days.windows(D), days.windows(D + timedelta(days=1))] == [1, 1]
    exact = Days().record("2024-03-12T18:00", "2024-03-13T00:00")
    assert [exact.windows(D), exact.windows(D + timedelta(days=1))] == [1, 0]


def test_in_the_night_of_summer_time_the_date_is_danish() -> None:
    days = Days().record("2024-03-30T23:30", "2024-03-31T23:30")
    assert [days.windows(date(2024, 3, each)) for each in (29, 30, 31)] == [0, 1, 1]


def test_recorded_again_it_replaces_and_without_length_it_is_taken_back_everywhere() -> None:
    days = Days().ask(D).ask(D + timedelta(days=1), "b").record(*TO_THE_END)
    days.record("2024-03-12T18:00", "2024-03-12T20:00")
    assert [days.windows(D), days.windows(D + timedelta(days=1))] == [1, 0]
    shorter = (danish("2024-03-12T18:00"), danish("2024-03-12T20:00"))
    assert dict(days.answers[-2:]) == {
        ANNA: OutagesOfDay(day=D, windows=(shorter,)),
        "b": OutagesOfDay(day=D + timedelta(days=1), windows=()),
    }
    days.record("2024-03-12T18:00", "2024-03-12T18:00")
    assert days.windows(D) == 0
    assert days.record("2024-03-12T18:00", "2024-03-12T18:00").last.events == ()


def test_of_two_notes_about_one_outage_the_one_said_last_counts_whichever_is_heard_first() -> None:
    words = [("2024-03-13T01:00", "2024-03-13T08:00"), ("2024-03-12T18:00", "2024-03-13T09:00")]
    for first, second in (words, words[::-1]):
        days = Days()
        for end, said in (first, second):
            days.record("2024-03-12T18:00", end, said=said)
        assert [days.windows(D), days.windows(D + timedelta(days=1))] == [0, 0]
    assert days.record("2024-03-12T18:00", "2024-03-12T19:00", said="2024-03-13T08:30").last.events == ()


@pytest.mark.parametrize("later_first", [True, False])
def test_one_name_for_outages_of_two_dates_names_two_outages(later_first: bool) -> None:
    days, told = Days().ask(D + timedelta(days=1)), [TO_THE_END, ("2024-03-13T10:00", "2024-03-13T11:00")]
    for window in told[::-1] if later_first else told:
        days.record(*window)
    assert [days.windows(D), days.windows(D + timedelta(days=1))] == [1, 2]
    days.record("2024-03-12T18:00", "2024-03-12T18:00")
    assert [days.windows(D), days.windows(D + timedelta(days=1))] == [0, 1]
    ten, eleven = danish("2024-03-13T10:00"), danish("2024-03-13T11:00")
    assert days.answers[-1] == (ANNA, OutagesOfDay(day=D + timedelta(days=1), windows=((ten, eleven),)))


@pytest.mark.parametrize("end", ["2024-03-12T17:59", "2024-04-13T19:00"])
def test_an_outage_that_ends_before_it_begins_or_lasts_for_ever_is_refused(end: str) -> None:
    refusal = Days().record("2024-03-12T18:00", end).last.refusal
    assert refusal is not None and refusal.code == "OUTAGE_LENGTH"


def test_the_miss_the_attempt_and_the_outage_in_any_order_come_to_the_same() -> None:
    facts: tuple[Any, ...] = (
        lambda life: tried(life, "2024-03-12T20:00", known="2024-03-20T08:00"),
        lambda life: told(life, "2024-03-20T08:00", EVENING),
        lambda life: life.registered(Group.G1, "2024-03-10", at="2024-03-20T08:00"),
    )
    ends = set()
    for order in permutations(facts):
        life = march().until("2024-03-13T00:10")
        for fact in order:
            fact(life)
        ends.add(life.case.deadlines[0].hindered)
        assert life.only(DeadlineOverdue).due == D
    assert ends == {Effect.DISPENSATION}


def test_a_date_and_a_citizen_are_never_the_same_subject() -> None:
    assert outage_of(D) != outage_of(D + timedelta(days=1))
    assert outage_of(D) == outage_of(datetime(2024, 3, 12, tzinfo=UTC).date())


@pytest.mark.parametrize("known_before", [True, False])
def test_who_is_off_dagpenge_on_the_day_after_has_nothing_to_be_dispensed_from(known_before: bool) -> None:
    life = march(Group.G1).until("2024-03-13T00:10")
    if not known_before:
        told(life, "2024-03-13T00:11", TO_THE_END)
    life.registered(Group.G2, "2024-03-13")
    if known_before:
        told(life, "2024-03-13T09:00", TO_THE_END)
        assert life.none(MissHindered)
    else:
        assert life.only(MissHinderedWithdrawn).due == D
