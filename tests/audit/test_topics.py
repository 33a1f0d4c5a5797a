"""What lies on a topic and is not what the journal says."""

from dataclasses import replace

from msgspec.structs import replace as put

from tests.audit.planted import Bench, origin

EVENTS = "deadlines.events"


async def test_a_record_that_is_lost_is_named_with_the_one_that_came_in_its_stead(bench: Bench) -> None:
    partition, lane = bench.lane(EVENTS)
    found = await bench.topic(EVENTS, partition, [*lane[:1], *lane[2:]]).findings("deadlines")
    what = f"the journal's row {origin(lane[1])} is not on {EVENTS}"
    assert ("topics", f"{EVENTS}/{partition}@1", what) in found


async def test_the_last_record_lost_is_found_too(bench: Bench) -> None:
    partition, lane = bench.lane(EVENTS)
    found = await bench.topic(EVENTS, partition, lane[:-1]).findings("deadlines")
    what = f"the journal's row {origin(lane[-1])} is not on {EVENTS}"
    assert ("topics", f"the end of {EVENTS}/{partition}", what) in found


async def test_records_in_the_wrong_order_are_found(bench: Bench) -> None:
    partition, lane = bench.lane(EVENTS)
    found = await bench.topic(EVENTS, partition, [lane[0], lane[2], lane[1], *lane[3:]]).findings("deadlines")
    what = f"the journal's row {origin(lane[1])} comes only at {EVENTS}/{partition}@2, after newer ones"
    assert ("topics", f"{EVENTS}/{partition}@1", what) in found


async def test_another_body_header_or_key_is_found_at_its_place(bench: Bench) -> None:
    partition, lane = bench.lane(EVENTS)
    headers = [(name, b"2020-01-01T00:00:00Z" if name == "ce_time" else value) for name, value in lane[1].headers]
    altered = [
        put(lane[0], value=(lane[0].value or b"") + b" "),
        put(lane[1], headers=headers),
        put(lane[2], key=lane[0].key if lane[0].key != lane[2].key else b"x"),
        *lane[3:],
    ]
    found = await bench.topic(EVENTS, partition, altered).findings("deadlines")
    assert found == [
        ("topics", f"{EVENTS}/{partition}@{n}", f"{what} not as in the journal at {origin(lane[n])}")
        for n, what in enumerate(("value", "headers", "key"))
    ]


async def test_a_stretch_sent_twice_is_no_fault_and_is_counted(bench: Bench) -> None:
    partition, lane = bench.lane(EVENTS)
    report = await bench.topic(EVENTS, partition, [*lane[:3], *lane[1:]]).audit("deadlines")
    assert (report.findings, report.counts["repeated records"]) == ([], 2)


async def test_a_repetition_with_another_content_is_found(bench: Bench) -> None:
    partition, lane = bench.lane(EVENTS)
    other = put(lane[0], value=(lane[0].value or b"") + b" ")
    found = await bench.topic(EVENTS, partition, [*lane, other]).findings("deadlines")
    what = f"value not as in the journal at {origin(lane[0])}"
    assert found == [("topics", f"{EVENTS}/{partition}@{len(lane)}", what)]


async def test_a_record_that_no_journal_holds_is_found(bench: Bench) -> None:
    partition, lane = bench.lane(EVENTS)
    nowhere = [each for each in lane[0].headers if each[0] != "ce_origin"]
    beyond = [*nowhere, ("ce_origin", f"{partition}:99999".encode())]
    strangers = [put(lane[0], headers=nowhere), put(lane[0], headers=beyond)]
    found = await bench.topic(EVENTS, partition, [*lane, *strangers]).findings("deadlines")
    assert found == [
        ("topics", f"{EVENTS}/{partition}@{len(lane)}", "does not say from which place of a journal it comes"),
        (
            "topics",
            f"{EVENTS}/{partition}@{len(lane) + 1}",
            f"the journal has no such message at {partition}:99999",
        ),
    ]


async def test_a_stranger_on_an_empty_topic_of_dead_letters_is_found(bench: Bench) -> None:
    _, lane = bench.lane(EVENTS)
    found = await bench.topic("deadlines.dead", 0, [lane[0]]).findings("deadlines")
    assert found == [("topics", "deadlines.dead/0@0", f"the journal has no such message at {origin(lane[0])}")]


async def test_a_record_in_a_foreign_partition_is_found(bench: Bench) -> None:
    partition, lane = bench.lane(EVENTS)
    other = (partition + 1) % bench.world.shards
    there = bench.copy.lanes[EVENTS, other]
    found = await bench.topic(EVENTS, other, [*there, lane[0]]).findings("deadlines")
    assert found == [("topics", f"{EVENTS}/{other}@{len(there)}", "lies in a partition where its key does not belong")]


async def test_a_notice_with_another_cpr_number_than_the_vault_s_is_found(bench: Bench) -> None:
    topic = "out.jobcentre-46100"
    partition, lane = bench.lane(topic)
    place, notice = next((n, record) for n, record in enumerate(lane) if b'"cpr":"' in (record.value or b""))
    start = (notice.value or b"").index(b'"cpr":"') + 7
    other = (notice.value or b"")[:start] + b"0000000000" + (notice.value or b"")[start + 10 :]
    found = await bench.topic(topic, partition, [*lane[:place], put(notice, value=other), *lane[place + 1 :]]).findings(
        "gateway"
    )
    assert found == [("topics", f"{topic}/{partition}@{place}", f"value not as in the journal at {origin(notice)}")]
    assert "0000000000" not in str(found)


async def test_what_kafka_has_thrown_away_is_no_fault(bench: Bench) -> None:
    partition, lane = bench.lane(EVENTS)
    lanes = {**bench.copy.lanes, (EVENTS, partition): lane[2:]}
    assert await replace(bench, copy=replace(bench.copy, lanes=lanes)).findings("deadlines") == []
    lanes = {**bench.copy.lanes, (EVENTS, partition): [lane[2], *lane[4:]]}
    found = await replace(bench, copy=replace(bench.copy, lanes=lanes)).findings("deadlines")
    what = f"the journal's row {origin(lane[3])} is not on {EVENTS}"
    assert found == [("topics", lane[4].place, what)], "what is lost after that still is"
