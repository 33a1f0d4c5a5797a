"""The way through the gateway: in by the door, an answer for each command, news for whom it concerns."""

from typing import Any

import msgspec

from contracts.gateway.v1 import CommandAnswered, RecordRejected
from contracts.registry import BY_MODEL
from shared.runtime.journal import COLUMNS, to_kafka
from shared.runtime.ports import Record, Row
from tests.audit.planted import Bench, origin

A_ROW = f"SELECT {', '.join(COLUMNS)} FROM journal WHERE {{}} ORDER BY shard, position"
ANSWERED, REJECTED = BY_MODEL[CommandAnswered].type, BY_MODEL[RecordRejected].type


async def a_row(bench: Bench, where: str, service: str = "gateway") -> Any:
    return await bench.ask(service, A_ROW.format(where))


def about(row: Any) -> str:
    """The record of an `in` topic that a row is about."""
    return str(msgspec.json.decode(row["headers"])["ce_causationid"])


def at(row: Any) -> str:
    return f"{row['shard']}:{row['position']}"


def without(bench: Bench, row: Any, service: str = "gateway") -> Bench:
    """As if the row had never been written, and its record never sent."""
    lane = next(n for (topic, n), lane in bench.copy.lanes.items() if topic == row["topic"] and place_of(lane, row))
    left = [record for record in bench.copy.lanes[row["topic"], lane] if origin(record) != at(row)]
    gone = "DELETE FROM journal WHERE shard = $1 AND position = $2"
    return bench.sql(service, gone, row["shard"], row["position"]).topic(row["topic"], lane, left)


def place_of(lane: list[Record], row: Any) -> str | None:
    return next((record.place for record in lane if origin(record) == at(row)), None)


async def twice(bench: Bench, row: Any, service: str = "gateway") -> Bench:
    """As if the row had been written once more, as the shard's last one, and sent."""
    here = dict(row)
    here["position"] = (await bench.ask(service, "SELECT position + 1 FROM shard WHERE shard = $1", row["shard"]))[0]
    here["input"] = row["input"] and None
    marks = ", ".join(f"${n}" for n in range(1, len(COLUMNS) + 1))
    told = msgspec.json.decode(row["headers"])
    sent = Row(row["shard"], here["position"], row["topic"], row["key"], row["type"], row["body"], told)
    lane = next(n for (topic, n), lane in bench.copy.lanes.items() if topic == row["topic"] and place_of(lane, row))
    there = bench.copy.lanes[row["topic"], lane]
    again = Record(row["topic"], lane, len(there), row["key"].encode(), row["body"], to_kafka(sent))
    return (
        bench.sql(service, f"INSERT INTO journal ({', '.join(COLUMNS)}) VALUES ({marks})", *here.values())
        .sql(service, "UPDATE shard SET position = position + 1, cursor = cursor + 1 WHERE shard = $1", row["shard"])
        .topic(row["topic"], lane, [*there, again])
    )


async def test_an_answer_that_is_lost_is_named_by_the_record_that_asked(bench: Bench) -> None:
    row = await a_row(bench, f"type = '{ANSWERED}'")
    found = await without(bench, row).findings("gateway")
    assert ("answers", about(row), "was passed on, has no answer, and nothing of it waits") in found


async def test_a_second_answer_is_found(bench: Bench) -> None:
    row = await a_row(bench, f"type = '{ANSWERED}'")
    found = await (await twice(bench, row)).findings("gateway")
    assert ("answers", about(row), "passed on 1 times, answered 2 times") in found


async def test_an_answer_to_somebody_else_is_found(bench: Bench) -> None:
    row = await a_row(bench, f"type = '{ANSWERED}' AND topic = 'out.jobcentre-46100'")
    change = "UPDATE journal SET topic = 'out.jobnet' WHERE shard = $1 AND position = $2"
    found = await bench.sql("gateway", change, row["shard"], row["position"]).findings("gateway")
    assert ("answers", at(row), "this answer goes to another than asked") in found


async def test_two_events_that_answer_the_same_command_are_found(bench: Bench) -> None:
    row = await a_row(bench, "topic = 'deadlines.events' AND headers LIKE '%ce_answers%'", "deadlines")
    number = msgspec.json.decode(row["headers"])["ce_answers"]
    found = await (await twice(bench, row, "deadlines")).findings("deadlines")
    assert ("answers", row["subject"], f"command {number} is answered by 2 events") in found


async def test_a_feed_message_that_nobody_is_owed_is_found(bench: Bench) -> None:
    row = await a_row(
        bench, "topic LIKE 'out.%' AND convert_from(body, 'UTF8') LIKE '%business_date%' AND input IS NULL"
    )
    planted = await twice(bench, row)
    last = await bench.ask("gateway", "SELECT position + 1 FROM shard WHERE shard = $1", row["shard"])
    found = await planted.findings("gateway")
    assert ("feeds", f"{row['shard']}:{last[0]}", "decided again, this row is not written") in found


async def test_a_feed_message_that_is_owed_and_lacking_is_found(bench: Bench) -> None:
    row = await a_row(
        bench, "topic LIKE 'out.%' AND convert_from(body, 'UTF8') LIKE '%business_date%' AND input IS NULL"
    )
    found = await without(bench, row).findings("gateway")
    around = {f"{row['shard']}:{row['position'] + step}" for step in (-1, 1)}
    assert next(place for check, place, _ in found if check == "feeds") in around


async def test_an_event_that_the_feeds_never_took_in_is_named(bench: Bench) -> None:
    row = await a_row(bench, "convert_from(input, 'UTF8') LIKE '%\"topic\":\"registration.events\"%'")
    gone = "DELETE FROM journal WHERE shard = $1 AND position = $2"
    found = await bench.sql("gateway", gone, row["shard"], row["position"]).findings("gateway")
    place = msgspec.json.decode(row["input"])["place"]
    assert ("intake", place, "was read, and is neither decided, nor waiting, nor a dead letter") in found


async def test_a_record_that_the_door_let_fall_is_named(bench: Bench) -> None:
    row = await a_row(bench, "topic = 'gateway.inbound'")
    found = await without(bench, row).findings("gateway")
    assert ("door", about(row), "was read, and is neither passed on nor turned away") in found


async def test_a_record_that_passed_the_door_twice_is_named(bench: Bench) -> None:
    row = await a_row(bench, "topic = 'gateway.inbound'")
    last = await bench.ask("gateway", "SELECT position + 1 FROM shard WHERE shard = $1", row["shard"])
    found = await (await twice(bench, row)).findings("gateway")
    assert ("door", about(row), f"was accounted for before the journal's row {row['shard']}:{last[0]}") in found
    assert ("answers", about(row), "passed on 2 times, answered 1 times") in found


async def test_a_dead_letter_of_which_the_sender_is_not_told_is_found(bench: Bench) -> None:
    row = await a_row(bench, f"type = '{REJECTED}'")
    found = await without(bench, row).findings("gateway")
    letter = f"{row['shard']}:{row['position'] - 1}"
    assert ("door", about(row), f"its sender is not told of the dead letter {letter}") in found
