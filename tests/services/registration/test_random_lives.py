"""Whatever is sent, in whatever order: the events alone tell who is registered, and never contradict themselves."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.deadlines.v1 import Closed
from contracts.registration.dagpenge_v1 import ResponsibilityChanged
from contracts.registration.v1 import (
    AbsenceRecorded,
    AbsenceWithdrawn,
    CitizenRegistered,
    DeregistrationReversed,
    ImmediateBookingRequired,
    ImmediateBookingWithdrawn,
    JobseekerDeregistered,
    JobseekerReRegistered,
    Reason,
)
from contracts.registry import BY_MODEL
from contracts.types import AbsenceKind, Group, Insured, Party
from services.registration.case import JOB_SEEKERS
from services.registration.consequences import follow
from services.registration.register import Course
from services.registration.responsible import on
from tests.services.registration.life import FUND, JOBCENTRE, JOBNET, Life

FIRST = date(2024, 1, 29)
SPAN = 130
DAYS = [FIRST + timedelta(days=each) for each in range(SPAN)]
DUES = [str(FIRST + timedelta(days=each)) for each in (8, 15, 16, 30, 60)]
a_day = st.sampled_from(DAYS[:115]).map(str)
a_due = st.sampled_from(DUES)
insured = st.sampled_from(list(Insured))
kinds = st.sampled_from([AbsenceKind.SUBSIDISED_JOB, AbsenceKind.HOLIDAY, AbsenceKind.COURSE, AbsenceKind.SICKNESS])
references = st.sampled_from(["f-1", "f-2", "f-3"])
groups = st.sampled_from([Group.G1, Group.G1, Group.G1, Group.G2, Group.G3])

steps = st.one_of(
    st.tuples(st.just("registered"), st.tuples(groups)),
    st.tuples(st.just("leaves"), st.tuples(st.sampled_from([JOBNET, JOBCENTRE]), st.none() | a_day)),
    st.tuples(st.just("returns"), st.tuples(st.just(JOBNET))),
    st.tuples(st.just("returns"), st.tuples(st.sampled_from([JOBCENTRE, FUND]), st.none() | a_day)),
    st.tuples(st.just("overdue"), st.tuples(a_due, st.sampled_from([JOBCENTRE, JOBCENTRE, FUND]))),
    st.tuples(st.just("met_after_all"), st.tuples(a_due)),
    st.tuples(st.just("closed"), st.tuples(a_due, st.sampled_from(list(Closed)))),
    st.tuples(st.just("books"), st.tuples(a_day)),
    st.tuples(st.just("cancels"), st.tuples(a_day)),
    st.tuples(st.just("guided"), st.tuples(st.sampled_from([FUND, JOBCENTRE]))),
    st.tuples(st.just("placed"), st.tuples(st.sampled_from(["2023-11-15", "2024-01-08", "2024-02-29"]), insured)),
    st.tuples(st.just("not_placed"), st.tuples(st.sampled_from(["2023-11-15", "2024-01-08", "2024-02-29"]))),
    st.tuples(st.just("never_held"), st.tuples(a_day)),
    st.tuples(st.just("hours"), st.tuples(st.sampled_from([100, 332.99, 333, 410, 500]), st.none() | a_day)),
    st.tuples(st.just("looked_at"), st.tuples(st.sampled_from([24, 25]), st.just(False), st.booleans())),
    st.tuples(st.just("supported"), st.tuples(st.none() | a_day)),
    st.tuples(st.just("unsupported"), st.tuples(st.none() | a_day)),
    st.tuples(st.just("sick"), st.tuples(st.sampled_from([JOBNET, JOBCENTRE, FUND]), st.none() | a_day)),
    st.tuples(st.just("well"), st.tuples(st.just(JOBNET))),
    st.tuples(st.just("well"), st.tuples(st.sampled_from([JOBCENTRE, FUND]), st.none() | a_day, st.booleans())),
    st.tuples(st.just("away"), st.tuples(kinds, a_day, st.none() | a_day, st.just(JOBCENTRE), references)),
    st.tuples(st.just("not_away"), st.tuples(st.just(JOBCENTRE), references)),
    st.tuples(st.just("corrected"), st.tuples(a_day)),
    st.tuples(st.just("summoned"), st.tuples(a_day)),
    st.tuples(st.just("held"), st.tuples(a_day)),
    st.tuples(st.just("no_times"), st.tuples(a_day)),
    st.tuples(st.just("moves"), st.tuples(st.sampled_from(["46100", "70700"]))),
)
passing = st.sampled_from([0, 1, 1, 2, 3, 5, 9, 14, -1, -4])
"""How many days go by until the next message; less than none: it comes late."""
lives = st.lists(st.tuples(passing, steps), min_size=5, max_size=40)


@dataclass(frozen=True)
class Away:
    since: date
    reason: Reason
    deadline: str | None
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class Reader:
    """Knows nothing but the events."""

    def __init__(self) -> None:
        self.groups: dict[date, Group] = {}
        self.away: list[Away] = []
        self.demands: set[date] = set()
        self.responsible: ResponsibilityChanged | None = None
        self.asked: set[tuple[date, str | None]] = set()
        self.absences: dict[str, AbsenceRecorded] = {}

    def registered_on(self, day: date) -> bool:
        return self.group_on(day) in JOB_SEEKERS and not any(each.covers(day) for each in self.away)

    def reads_periods(self, event: ResponsibilityChanged) -> None:
        days = [each.since for each in event.periods]
        assert days and days == sorted(set(days)) and days[0] == min(self.groups)
        assert all(self.group_on(day) is Group.G1 for day in DAYS if self.party_on(day) is Party.A_KASSE)
        if event.handover:
            assert self.party_on(event.handover) is Party.A_KASSE
            assert self.party_on(event.handover + timedelta(days=1)) is Party.JOBCENTRE

    def party_on(self, day: date) -> Party | None:
        periods = self.responsible.periods if self.responsible else ()
        return next((each.party for each in reversed(periods) if each.since <= day), None)

    def group_on(self, day: date) -> Group | None:
        since = max((each for each in self.groups if each <= day), default=None)
        return self.groups[since] if since else None

    def read(self, event: Any) -> None:
        match event:
            case CitizenRegistered():
                self.groups[event.on] = event.group
                assert event.job_seeker is self.registered_on(event.on)
            case JobseekerDeregistered():
                assert self.registered_on(event.effective), "deregistered although not registered"
                self.away.append(Away(event.effective, event.reason, event.deadline))
            case DeregistrationReversed():
                told = (event.effective, event.reason, event.deadline)
                wrong = next(e for e in self.away if (e.since, e.reason, e.deadline) == told)
                self.away.remove(wrong)
            case JobseekerReRegistered():
                out = [e for e in self.away if e.until in (None, event.effective) and e.since <= event.effective]
                assert out, "registered again although registered"
                assert event.deregistered_on == min(each.since for each in out if each.until != each.since)
                assert event.days_unregistered == (event.effective - event.deregistered_on).days >= 0
                self.away = [replace(each, until=event.effective) if each in out else each for each in self.away]
                self.demands.clear()
            case ImmediateBookingRequired(registered=True):
                self.asked.add((event.requested_on, event.deadline))
            case ImmediateBookingRequired():
                assert not self.registered_on(event.requested_on), "a demand on who is registered"
                self.demands.add(event.requested_on)
            case ImmediateBookingWithdrawn():
                asked = {each for each in self.asked if each[0] == event.requested_on}
                assert asked or event.requested_on in self.demands, "a demand withdrawn that was never told"
                self.asked -= asked
                self.demands.discard(event.requested_on)
            case ResponsibilityChanged():
                assert event != self.responsible, "told twice"
                self.responsible = event
                self.reads_periods(event)
            case AbsenceRecorded():
                assert event.ends is None or event.ends >= event.starts
                assert self.absences.get(event.absence) != event, "an absence told twice alike"
                self.absences[event.absence] = event
            case AbsenceWithdrawn():
                del self.absences[event.absence]
            case _:
                pass


@settings(max_examples=300, deadline=None)
@given(lives)
def test_random_lives_never_contradict_themselves(life: list[tuple[int, tuple[str, tuple[Any, ...]]]]) -> None:
    anna, reader = Life().at(str(FIRST)), Reader()
    for event in anna.registered().events:
        reader.read(event)
    today = FIRST
    for days, (name, arguments) in life:
        today = min(max(today + timedelta(days=days), FIRST), DAYS[-1])
        decision = getattr(anna.at(str(today)), name)(*arguments)
        assert decision.refusal is None or not decision.events
        assert decision.applied or not any(BY_MODEL[type(each)].consequence for each in decision.events), "no basis"
        for event in decision.events:
            reader.read(event)
        assert follow(Course(anna.case, "again")).events == (), "something was left to be told by the next message"
    assert [reader.registered_on(each) for each in DAYS] == [anna.case.registered_on(each) for each in DAYS]
    assert (reader.responsible is not None) == (anna.case.told is not None)
    for day in DAYS:
        judged = on(anna.case, day)
        assert judged and (reader.party_on(day) or Party.JOBCENTRE) is judged.period.party
    assert reader.demands == {each.requested_on for each in anna.case.pending}
    assert {each.id for each in anna.case.absences if not each.withdrawn} == set(reader.absences)
    assert {(each.requested_on, each.deadline) for each in anna.case.asked} <= reader.asked
