"""Whatever is sent, in whatever order: the events alone tell which rights, efforts and steps hold, and agree with the case."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.registration.effort_v1 import (
    ControlStepDue,
    ControlStepLifted,
    ControlStepOverdue,
    LessIntensiveEnded,
    LessIntensiveGround,
    LessIntensiveStarted,
)
from contracts.registration.self_booking_v1 import (
    ExemptionGround,
    SelfBookingDeprived,
    SelfBookingExempted,
    SelfBookingRestored,
    WithdrawalGround,
)
from contracts.types import Group
from services.registration.right import Effort, Right
from tests.services.registration.free import FUND, JOBCENTRE, JOBNET, Free

FIRST = date(2023, 12, 11)
DAYS = [str(FIRST + timedelta(days=each)) for each in range(0, 210, 3)]
a_day = st.sampled_from(DAYS)
by = st.sampled_from([JOBCENTRE, FUND])


def step(name: str, *arguments: st.SearchStrategy[Any], **named: st.SearchStrategy[Any]) -> Any:
    return st.tuples(st.just(name), st.tuples(*arguments), st.fixed_dictionaries(named))


steps = st.one_of(
    step("registered", st.sampled_from([Group.G1, Group.G1, Group.G2, Group.G6]), on=st.none() | a_day),
    step("placed", a_day),
    step("hours", st.sampled_from([100.0, 420.0]), on=a_day),
    step("leaves", st.just(JOBNET)),
    step("returns", by),
    step("exempted", st.sampled_from(ExemptionGround), by, on=st.none() | a_day, declined=st.booleans()),
    step("refused_exemption", a_day, by),
    step("objects"),
    step("answered", st.booleans(), by),
    step("exemption_ends", by, on=st.none() | a_day),
    step("deprived", st.sampled_from(WithdrawalGround), by),
    step("restored", by, on=st.none() | a_day),
    step("lighter", st.sampled_from(LessIntensiveGround), starts=a_day, on=st.none() | a_day, by=by),
    step("lighter_ends", by),
    step("denied", by),
    step("doubted", st.none() | a_day, st.booleans()),
    step("control_held", st.none() | a_day, by),
    step("control_offered", st.none() | a_day),
)
lives = st.lists(st.tuples(st.sampled_from([0, 1, 3, 7, 14, 30, -2, -10]), steps), min_size=5, max_size=40)


class Reader:
    """Knows nothing but the events."""

    def __init__(self) -> None:
        self.spells: dict[str, tuple[date, date | None]] = {}
        self.due: dict[tuple[str, str], date] = {}
        self.overdue: set[tuple[str, str, date]] = set()

    def read(self, event: Any) -> None:
        match event:
            case SelfBookingExempted() | SelfBookingDeprived():
                self.begins(event.right, event.on)
            case LessIntensiveStarted():
                self.begins(event.effort, event.on)
            case SelfBookingRestored():
                self.ends(event.right, event.on)
            case LessIntensiveEnded():
                self.ends(event.effort, event.on)
            case ControlStepDue():
                self.due[event.control, event.step] = event.hold_by
            case ControlStepOverdue():
                told = (event.control, event.step, event.hold_by)
                assert told not in self.overdue, "overdue twice"
                self.overdue.add(told)
                if self.due.get(told[:2]) == event.hold_by:
                    del self.due[told[:2]]
            case ControlStepLifted():
                self.lift(event.control, event.step, event.hold_by)
            case _:
                pass

    def begins(self, name: str, on: date) -> None:
        known = self.spells.get(name)
        assert known is None or (known[0] == on and known[1] is not None), "begun although it holds"
        self.spells[name] = (on, None)

    def ends(self, name: str, on: date) -> None:
        since, until = self.spells[name]
        assert since <= on != until, "ended twice, or before it began"
        self.spells[name] = (since, on)

    def lift(self, control: str, kind: str, hold_by: date) -> None:
        if (control, kind, hold_by) in self.overdue:
            self.overdue.remove((control, kind, hold_by))
        else:
            assert self.due.pop((control, kind)) == hold_by, "lifted although it was not told"


@settings(max_examples=300, deadline=None)
@given(lives)
def test_random_rights_never_contradict_themselves(
    life: list[tuple[int, tuple[str, tuple[Any, ...], dict[str, Any]]]],
) -> None:
    anna, reader = Free(), Reader()
    anna.at(str(FIRST)).registered()
    today = FIRST
    for days, (name, arguments, named) in life:
        today = max(today + timedelta(days=days), FIRST)
        getattr(anna.at(str(today)), name)(*arguments, **named)
    anna.until(str(today + timedelta(days=120)))
    for decision in anna.decisions:
        assert decision.refusal is None or not decision.events
        for event in decision.events:
            reader.read(event)
    spells: list[Right | Effort] = [*anna.case.rights, *anna.case.efforts]
    assert reader.spells == {each.id: (each.on, each.told.on if each.told else None) for each in spells}
    controls = anna.case.controls
    assert reader.due == {(each.id, one.kind): one.hold_by for each in controls for one in each.due}
    assert reader.overdue == {(each.id, one.kind, one.hold_by) for each in controls for one in each.overdue}
    assert not anna.timers, "what was to come has come"
