"""What a planner may do with its times."""

from datetime import datetime

import pytest

from contracts.slots.v1 import PublishSlots, Slot, SlotsPublished, SlotsWithdrawn, WithdrawSlots
from contracts.topics import supplier_of, supply_of
from shared.law.decision import derived
from tests.services.slots.lives import registered
from tests.services.slots.world import ANNA, JOBCENTRE, PLANNER, SUPPLY, World, code, slot

MORNING = slot("t-1", "2024-03-14 09:00")


def publish(world: World, *slots: Slot, time: str | datetime | None = None) -> object:
    return world.ask(SUPPLY, PublishSlots(slots=slots), time, PLANNER)


def withdraw(world: World, *slots: str) -> object:
    return world.ask(SUPPLY, WithdrawSlots(slots=slots), source=PLANNER)


def test_a_supply_has_the_same_id_in_every_service() -> None:
    assert supply_of("jobcentre-46100") == "7533ed35-71d0-54f5-b318-c601201b61c9"
    assert supply_of("jobcentre-46100") == derived("supply", "jobcentre-46100")


def test_a_planner_plans_for_the_jobcentre_of_its_own_code() -> None:
    assert supplier_of("planner-46100") == "jobcentre-46100"


def test_published_times_are_announced_for_the_jobcentre() -> None:
    assert publish(World(), MORNING) == SlotsPublished(supplier=JOBCENTRE, slots=(MORNING,))


def test_a_time_published_again_unchanged_is_accepted_silently() -> None:
    world = World()
    publish(world, MORNING)
    later = slot("t-2", "2024-03-14 10:00")
    assert publish(world, MORNING) is None
    assert publish(world, MORNING, later) == SlotsPublished(supplier=JOBCENTRE, slots=(later,))


def test_a_time_is_the_same_in_whatever_offset_it_is_written() -> None:
    world = World()
    publish(world, MORNING)
    assert publish(world, slot("t-1", datetime.fromisoformat("2024-03-14T10:00:00+01:00"))) is None


def test_an_unchanged_time_may_be_published_again_after_it_began() -> None:
    world = World()
    publish(world, MORNING)
    assert publish(world, MORNING, time="2024-03-15 09:00") is None


def test_a_free_time_is_replaced_by_other_content() -> None:
    world = World()
    publish(world, MORNING)
    moved = slot("t-1", "2024-03-14 13:00")
    assert publish(world, moved) == SlotsPublished(supplier=JOBCENTRE, slots=(moved,))
    assert [offer.slot for offer in world.supply().offers.values()] == [moved]


def test_two_times_may_change_places_in_one_command() -> None:
    world = World()
    publish(world, MORNING, slot("t-2", "2024-03-14 10:00"))
    swapped = (slot("t-1", "2024-03-14 10:00"), slot("t-2", "2024-03-14 09:00"))
    assert publish(world, *swapped) == SlotsPublished(supplier=JOBCENTRE, slots=swapped)


def test_a_booked_time_cannot_be_changed_and_nothing_else_of_the_command_is_done() -> None:
    world = World()
    publish(world, MORNING)
    registered(world, ANNA).book("t-1")
    answer = publish(world, slot("t-1", "2024-03-14 13:00"), slot("t-2", "2024-03-14 11:00"))
    assert code(answer) == "SLOT_BOOKED"
    assert answer.facts["slots"] == ["t-1"]  # type: ignore[attr-defined]
    assert set(world.supply().offers) == {"t-1"}


def test_a_booked_time_may_be_published_again_unchanged() -> None:
    world = World()
    publish(world, MORNING)
    registered(world, ANNA).book("t-1")
    assert publish(world, MORNING) is None


@pytest.mark.parametrize(("start", "refused"), [("2024-03-14 09:44", True), ("2024-03-14 09:45", False)])
def test_a_member_of_staff_is_not_asked_for_twice_at_once(start: str, refused: bool) -> None:
    world = World()
    publish(world, MORNING)
    answer = publish(world, slot("t-2", start))
    if refused:
        assert code(answer) == "STAFF_DOUBLE_BOOKED"
        assert answer.facts["slots"] == ["t-1", "t-2"]  # type: ignore[attr-defined]
    else:
        assert isinstance(answer, SlotsPublished)


def test_overlap_is_seen_inside_one_command_and_behind_a_long_time() -> None:
    long, short, inside = slot("t-1", "2024-03-14 09:00", 240), slot("t-2", "2024-03-14 09:30", 10), "2024-03-14 12:00"
    answer = publish(World(), long, short, slot("t-3", inside))
    assert answer.facts["slots"] == ["t-1", "t-2", "t-3"]  # type: ignore[attr-defined]


def test_different_staff_meet_at_the_same_hour() -> None:
    assert isinstance(publish(World(), MORNING, slot("t-2", "2024-03-14 09:00", staff="s-8")), SlotsPublished)


def test_a_time_that_has_begun_cannot_be_published() -> None:
    assert code(publish(World(), MORNING, time="2024-03-14 09:01")) == "SLOT_PAST"
    assert isinstance(publish(World(), MORNING, time="2024-03-14 09:00"), SlotsPublished)


def test_one_id_with_two_contents_in_one_command_is_refused() -> None:
    assert code(publish(World(), MORNING, slot("t-1", "2024-03-14 13:00"))) == "SLOT_TWICE"
    assert isinstance(publish(World(), MORNING, MORNING), SlotsPublished)


def test_free_times_are_withdrawn_and_unknown_ones_are_gone_already() -> None:
    world = World()
    publish(world, MORNING)
    assert withdraw(world, "t-1", "t-1", "t-9") == SlotsWithdrawn(supplier=JOBCENTRE, slots=("t-1",))
    assert withdraw(world, "t-1") is None


def test_a_booked_time_cannot_be_withdrawn_and_the_free_ones_beside_it_stay() -> None:
    world = World()
    publish(world, MORNING, slot("t-2", "2024-03-14 10:00"))
    registered(world, ANNA).book("t-1")
    answer = withdraw(world, "t-1", "t-2")
    assert code(answer) == "SLOT_BOOKED"
    assert set(world.supply().offers) == {"t-1", "t-2"}
