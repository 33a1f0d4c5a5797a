"""Whatever is published, booked, cancelled and withdrawn, and in whatever order it meets: no time is given twice."""

from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from contracts.slots.v1 import (
    BookInterview,
    CancelInterview,
    InterviewBooked,
    PublishSlots,
    RecordHeld,
    RecordNoShow,
    SummonInterview,
    WithdrawSlots,
)
from contracts.types import InterviewType
from services.slots.supply import overlapping
from shared.law.decision import derived
from tests.services.slots.lives import registered
from tests.services.slots.world import JOBCENTRE, JOBNET, PLANNER, SUPPLY, World, at, slot

CITIZENS = [derived("test", name) for name in ("anna", "bo", "carla")]
START = at("2024-03-04 08:00")
ids = some.sampled_from(["t-1", "t-2", "t-3", "t-4"])
starts = some.integers(0, 8).map(lambda quarters: START + timedelta(days=3, minutes=15 * quarters))
slots = some.builds(
    slot,
    ids,
    starts,
    some.sampled_from([15, 30]),
    some.sampled_from(["s-1", "s-2"]),
    interview_type=some.sampled_from(list(InterviewType)),
)
steps = some.one_of(
    some.tuples(some.just("publish"), some.lists(slots, min_size=1, max_size=3)),
    some.tuples(some.just("withdraw"), some.lists(ids, min_size=1, max_size=2)),
    some.tuples(some.just("book"), some.sampled_from(CITIZENS), ids),
    some.tuples(some.just("cancel"), some.sampled_from(CITIZENS)),
    some.tuples(some.just("summon"), some.sampled_from(CITIZENS), ids),
    some.tuples(some.just("summon"), some.sampled_from(CITIZENS), starts, some.sampled_from(["s-1", "s-2"])),
    some.tuples(some.just("call off"), some.sampled_from(CITIZENS)),
    some.tuples(some.sampled_from(["held", "missed"]), some.sampled_from(CITIZENS)),
    some.tuples(some.just("deliver"), some.integers(0, 5)),
)


def take(world: World, step: tuple[object, ...], hours: int) -> int | None:
    """One step at that hour; the number of the command given, if one was."""
    now = START + timedelta(hours=hours)
    match step:
        case "publish", list(offered):
            return world.send(SUPPLY, PublishSlots(slots=tuple(offered)), now, PLANNER)
        case "withdraw", list(named):
            return world.send(SUPPLY, WithdrawSlots(slots=tuple(named)), now, PLANNER)
        case "book", str(who), str(wanted):
            return world.send(who, BookInterview(slot=wanted), now, JOBNET)
        case "cancel", str(who):
            return world.send(who, CancelInterview(), now, JOBNET)
        case "summon", str(who), str(wanted):
            return world.send(who, SummonInterview(slot=wanted), now, JOBCENTRE)
        case "summon", str(who), datetime() as start, str(staff):
            return world.send(who, SummonInterview(starts_at=start, minutes=30, staff=staff), now, JOBCENTRE)
        case "call off", str(who):
            return world.send(who, CancelInterview(), now, JOBCENTRE)
        case "held", str(who):
            return world.send(who, RecordHeld(), now, JOBCENTRE)
        case "missed", str(who):
            return world.send(who, RecordNoShow(), now, JOBCENTRE)
        case "deliver", int(which):
            world.deliver(lambda ways: ways[which % len(ways)])
    return None


@settings(max_examples=300, deadline=None)
@given(some.lists(some.tuples(steps, some.integers(0, 100)), max_size=30))
def test_no_time_is_given_twice_and_nobody_is_asked_for_twice(life: list[tuple[tuple[object, ...], int]]) -> None:
    world = World()
    for id in CITIZENS:
        registered(world, id)
    numbers = []
    for step, hours in life:
        numbers.append(take(world, step, hours))
        holders = Counter(each.slot for id in CITIZENS for each in world.citizen(id).interviews if each.slot)
        assert max(holders.values(), default=0) <= 1
        assert not overlapping(world.supply().offers.values())
    world.settle()

    taken = {(slot, offer.citizen, offer.interview) for slot, offer in world.supply().offers.items() if offer.interview}
    held = {(each.slot, id, each.id) for id in CITIZENS for each in world.citizen(id).interviews if each.slot}
    assert taken == held
    assert not any(world.citizen(id).claim for id in CITIZENS)
    for number in filter(None, numbers):
        said = [type(each).__name__ for each in world.answers[number]]
        assert len([each for each in said if each != "SummonsLetterRequested"]) == 1, "every command has one answer"


@settings(max_examples=100, deadline=None)
@given(some.lists(some.tuples(some.sampled_from(["t-1", "t-2"]), some.integers(0, 5)), min_size=2, max_size=12))
def test_at_most_one_job_interview_is_planned_at_a_time(wishes: list[tuple[str, int]]) -> None:
    world = World()
    anna = registered(world, CITIZENS[0])
    offers = (slot("t-1", START + timedelta(days=4)), slot("t-2", START + timedelta(days=5)))
    world.ask(SUPPLY, PublishSlots(slots=offers), START, PLANNER)
    for wanted, day in sorted(wishes, key=lambda wish: wish[1]):
        now = START + timedelta(days=day)
        ahead = [each for each in world.citizen(anna.id).interviews if each.held_on > now.date()]
        answer = world.ask(anna.id, BookInterview(slot=wanted), now)
        assert len(ahead) <= 1
        assert not (ahead and isinstance(answer, InterviewBooked))
        assert bool(ahead) == (not isinstance(answer, InterviewBooked) and answer.code == "ALREADY_BOOKED")
