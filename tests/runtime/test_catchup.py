"""The merge of a shard's topics after being away."""

from datetime import UTC, datetime, timedelta

from shared.runtime.catchup import MOST_KEPT, CatchUp
from shared.runtime.ports import Record
from shared.runtime.wire import instant

START = datetime(2024, 3, 1, tzinfo=UTC)
A, B, DOOR = "deadlines.commands", "registration.events", "in.jobnet"


def record(topic: str, offset: int, day: int | None, shard: int = 0) -> Record:
    headers = [] if day is None else [("ce_recordedtime", instant(START + timedelta(days=day)).encode())]
    return Record(topic, shard, offset, None, None, headers)


def days(records: list[Record]) -> list[tuple[str, int]]:
    return [(each.topic, each.offset) for each in records]


def test_nothing_passes_before_the_slower_topic_has_come_as_far() -> None:
    merge = CatchUp({(A, 0): 0, (B, 0): 0}, {(A, 0): 3, (B, 0): 2})
    assert merge.sort([record(A, 0, 1), record(A, 1, 5), record(A, 2, 9)]) == []
    assert days(merge.sort([record(B, 0, 4)])) == [(A, 0), (B, 0)]
    assert days(merge.sort([record(B, 1, 7)])) == [(A, 1), (B, 1), (A, 2)]
    assert days(merge.sort([record(A, 3, 2)])) == [(A, 3)], "what is new needs no merging"


def test_a_shard_with_one_topic_behind_is_not_merged() -> None:
    merge = CatchUp({(A, 0): 0, (B, 0): 2}, {(A, 0): 3, (B, 0): 2})
    assert days(merge.sort([record(A, 0, 9)])) == [(A, 0)]


def test_shards_do_not_wait_for_one_another() -> None:
    starts = {(topic, shard): 0 for topic in (A, B) for shard in (0, 1)}
    merge = CatchUp(starts, dict.fromkeys(starts, 1))
    assert merge.sort([record(A, 0, 1, shard=0), record(A, 0, 1, shard=1)]) == []
    assert days(merge.sort([record(B, 0, 2, shard=1)])) == [(A, 0), (B, 0)]


def test_a_doors_records_pass_at_once() -> None:
    merge = CatchUp({(DOOR, 0): 0, (A, 0): 0, (B, 0): 0}, {(DOOR, 0): 9, (A, 0): 1, (B, 0): 1}, {DOOR})
    assert days(merge.sort([record(DOOR, 0, None), record(A, 0, 1)])) == [(DOOR, 0)]
    assert days(merge.sort([record(B, 0, 0)])) == [(B, 0), (A, 0)]


def test_a_record_without_a_time_goes_with_the_one_before_it_and_order_in_a_topic_stays() -> None:
    merge = CatchUp({(A, 0): 0, (B, 0): 0}, {(A, 0): 4, (B, 0): 1})
    merge.sort([record(A, 0, 6), record(A, 1, None), record(A, 2, 3), record(A, 3, 8)])
    assert days(merge.sort([record(B, 0, 7)])) == [(A, 0), (A, 1), (A, 2), (B, 0), (A, 3)]


def test_a_topic_far_ahead_is_crowded_until_the_others_come() -> None:
    merge = CatchUp({(A, 0): 0, (B, 0): 0}, {(A, 0): 9999, (B, 0): 1})
    merge.sort([record(A, offset, 1) for offset in range(MOST_KEPT)])
    assert merge.crowded == {(A, 0)}
    assert len(merge.sort([record(B, 0, 2)])) == MOST_KEPT
    assert merge.crowded == set()


def test_records_that_come_again_are_not_kept_twice() -> None:
    merge = CatchUp({(A, 0): 0, (B, 0): 0}, {(A, 0): 1, (B, 0): 1})
    merge.sort([record(A, 0, 1)])
    merge.sort([record(A, 0, 1)])
    assert days(merge.sort([record(B, 0, 2)])) == [(A, 0), (B, 0)]
