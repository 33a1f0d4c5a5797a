"""What lies on a compacted topic: older records of a key may be gone, the last one may not."""

from dataclasses import replace

from shared.runtime.ports import Record
from tests.audit.planted import Bench, origin

STATUS = "citizens.status"


def of_one(lane: list[Record]) -> list[Record]:
    """The records of the key of which there are most."""
    keys = [record.key for record in lane]
    most = max(keys, key=keys.count)
    return [record for record in lane if record.key == most]


async def test_what_a_newer_record_of_the_key_has_replaced_may_be_gone(bench: Bench) -> None:
    partition, lane = bench.lane(STATUS)
    last = {record.key: record for record in lane}
    lanes = {**bench.copy.lanes, (STATUS, partition): [record for record in lane if last[record.key] is record]}
    assert len(lanes[STATUS, partition]) < len(lane)
    assert await replace(bench, copy=replace(bench.copy, lanes=lanes)).findings("citizens") == []


async def test_the_last_record_of_a_key_may_not(bench: Bench) -> None:
    partition, lane = bench.lane(STATUS)
    gone = of_one(lane)[-1]
    found = await bench.topic(STATUS, partition, [each for each in lane if each is not gone]).findings("citizens")
    what = f"the journal's row {origin(gone)}, the last of its key, is not on {STATUS}"
    assert found == [("topics", f"{STATUS}/{partition}", what)]


async def test_an_older_record_after_the_last_of_its_key_is_found_and_a_stretch_sent_again_is_not(bench: Bench) -> None:
    partition, lane = bench.lane(STATUS)
    assert await bench.topic(STATUS, partition, [*lane, *lane[1:]]).findings("citizens") == []
    first, *_, last = of_one(lane)
    found = await bench.topic(STATUS, partition, [*lane, first]).findings("citizens")
    what = f"an older record of its key comes after the journal's row {origin(last)}"
    assert found == [("topics", f"{STATUS}/{partition}", what)]
