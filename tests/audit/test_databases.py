"""What stands in a database and does not follow from what was read and decided."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from contracts.deadlines.v1 import DeadlineSet
from contracts.registry import BY_MODEL
from shared.runtime.wire import instant
from tests.audit.planted import Bench, origin

SET = BY_MODEL[DeadlineSet].type
EVENTS = "deadlines.events"
AN_EVENT = (
    f"SELECT shard, position, subject, sequence FROM journal WHERE topic = '{EVENTS}' AND type = $1 ORDER BY 1, 2"
)


async def an_event(bench: Bench) -> Any:
    return await bench.ask("deadlines", AN_EVENT, SET)


async def test_a_row_that_is_missing_in_the_middle_of_a_journal_is_named(bench: Bench) -> None:
    row = await an_event(bench)
    place = "shard = $1 AND position = $2"
    found = await bench.sql("deadlines", f"DELETE FROM journal WHERE {place}", *row[:2]).findings("deadlines")
    assert ("journal", f"{row['shard']}:{row['position']}", "this row is missing") in found
    record = next(
        each for each in bench.copy.lanes[EVENTS, row["shard"]] if origin(each) == f"{row['shard']}:{row['position']}"
    )
    what = f"the journal has no such message at {origin(record)}"
    assert ("topics", record.place, what) in found


async def test_a_journal_longer_or_shorter_than_its_shard_s_position_is_found(bench: Bench) -> None:
    at = await bench.ask("deadlines", "SELECT shard, position FROM shard WHERE position > 0 ORDER BY shard")
    place = f"{at['shard']}:{at['position']}"
    back = bench.sql(
        "deadlines", "UPDATE shard SET position = position - 1, cursor = cursor - 1 WHERE shard = $1", at[0]
    )
    what = f"rows up to {at['position']} lie beyond the shard's position"
    assert ("journal", place, what) in await back.findings("deadlines")
    on = bench.sql("deadlines", "UPDATE shard SET position = position + 1, cursor = cursor + 1 WHERE shard = $1", at[0])
    place = f"{at['shard']}:{at['position'] + 1}"
    what = f"the shard's position is {at['position'] + 1}, its last row {at['position']}"
    assert ("journal", place, what) in await on.findings("deadlines")


async def test_a_row_altered_afterwards_differs_from_the_topic_and_from_the_decision(bench: Bench) -> None:
    row = await an_event(bench)
    place = f"{row['shard']}:{row['position']}"
    found = await bench.sql(
        "deadlines", "UPDATE journal SET body = body || ' ' WHERE shard = $1 AND position = $2", *row[:2]
    ).findings("deadlines")
    record = next(each for each in bench.copy.lanes[EVENTS, row["shard"]] if origin(each) == place)
    assert found == [
        ("topics", record.place, f"value not as in the journal at {place}"),
        ("decisions", place, "body not as decided again"),
    ]


async def test_another_input_than_the_topic_has_is_found(bench: Bench) -> None:
    row = await bench.ask(
        "deadlines",
        "SELECT shard, position, input FROM journal WHERE length(input) > 0 AND topic IS NULL ORDER BY shard, position",
    )
    said = msgspec.json.decode(row["input"])
    later = msgspec.json.encode({**said, "correlation": "x"})
    found = await bench.sql(
        "deadlines", "UPDATE journal SET input = $3 WHERE shard = $1 AND position = $2", row[0], row[1], later
    ).findings("deadlines")
    assert found == [("intake", said["place"], "was taken in with another content than the topic has")]


async def test_a_sequence_with_a_gap_and_a_book_that_says_otherwise_are_found(bench: Bench) -> None:
    row = await an_event(bench)
    found = await bench.sql(
        "deadlines", "UPDATE journal SET sequence = sequence + 7 WHERE shard = $1 AND position = $2", *row[:2]
    ).findings("deadlines")
    what = f"sequence {row['sequence'] + 7} on {EVENTS} follows {row['sequence'] - 1}"
    assert ("sequences", f"{row['shard']}:{row['position']}", what) in found
    last = await bench.ask("deadlines", "SELECT max(sequence) FROM journal WHERE subject = $1", row["subject"])
    found = await bench.sql(
        "deadlines",
        "UPDATE subject SET book = jsonb_set(book::jsonb, '{sent,deadlines.events}', '99')::text WHERE subject = $1",
        row["subject"],
    ).findings("deadlines")
    assert found == [("book", row["subject"], f"the book says 99 sent to {EVENTS}, the journal {last[0]}")]


async def test_a_book_that_has_seen_more_or_less_than_was_answered_is_found(bench: Bench) -> None:
    known = await bench.ask(
        "deadlines",
        "SELECT subject, (book::json -> 'seen' ->> 'registration')::int AS seen FROM subject "
        "WHERE book::json -> 'seen' ->> 'registration' IS NOT NULL ORDER BY subject",
    )
    for statement, says in (
        ("jsonb_set(book::jsonb, '{seen,registration}', '99')", 99),
        ("book::jsonb #- '{seen,registration}'", 0),
    ):
        found = await bench.sql(
            "deadlines", f"UPDATE subject SET book = ({statement})::text WHERE subject = $1", known["subject"]
        ).findings("deadlines", "registration")
        what = f"the book has seen {says} of registration, which answered up to {known['seen']}"
        assert found == [("book", known["subject"], what)]


async def test_state_edited_by_hand_is_found_with_its_subject_and_member(bench: Bench) -> None:
    who = (await bench.ask("deadlines", 'SELECT subject FROM subject WHERE body LIKE \'%"due":"20%\' ORDER BY 1'))[0]
    edit = 'UPDATE subject SET body = replace(body, \'"due":"20\', \'"due":"21\') WHERE subject = $1'
    found = await bench.sql("deadlines", edit, who).findings("deadlines")
    assert found == [("state", who, "the stored case differs in deadlines")]
    found = await bench.sql("deadlines", "UPDATE subject SET body = body || ' ' WHERE subject = $1", who).findings(
        "deadlines"
    )
    assert found == [("state", who, "the stored case differs in its form")], "to the byte"


async def test_state_in_tables_of_a_service_s_own_is_compared_too(bench: Bench) -> None:
    who = (await bench.ask("console", "SELECT citizen FROM summary ORDER BY citizen"))[0]
    edit = 'UPDATE summary SET summary = summary || \'{"group": "G9"}\' WHERE citizen = $1'
    assert await bench.sql("console", edit, who).findings("console") == [
        ("state", who, "the stored case differs in summary")
    ]
    who = (await bench.ask("gateway", "SELECT subject FROM relation ORDER BY subject"))[0]
    edit = "UPDATE relation SET jobcentre = '10100' WHERE subject = $1"
    found = await bench.sql("gateway", edit, who).findings("gateway")
    assert found == [("state", who, "the stored case differs in claims")]


async def test_an_offset_set_back_or_beyond_the_end_is_found(bench: Bench) -> None:
    topic = "slots.events"
    shard, lane = bench.lane(topic)
    change = "UPDATE shard_offset SET next_offset = next_offset + $2 WHERE topic = 'slots.events' AND shard = $1"
    found = await bench.sql("deadlines", change, shard, -1).findings("deadlines")
    what = f"not read: offset {len(lane) - 1}, end {len(lane)}"
    assert ("offsets", lane[-1].place, what) in found
    found = await bench.sql("deadlines", change, shard, 1).findings("deadlines")
    assert found == [("offsets", f"{topic}/{shard}@{len(lane) + 1}", f"read beyond the end, which is {len(lane)}")]


async def test_a_cursor_beyond_its_journal_or_behind_it_is_found(bench: Bench) -> None:
    at = await bench.ask("deadlines", "SELECT shard, position FROM shard WHERE position > 1 ORDER BY shard")
    change = "UPDATE shard SET cursor = cursor + $2 WHERE shard = $1"
    found = await bench.sql("deadlines", change, at["shard"], 1).findings("deadlines")
    what = f"the cursor is at {at['position'] + 1}, the journal at {at['position']}"
    assert found == [("offsets", f"shard {at['shard']}", what)]
    behind = bench.sql("deadlines", change, at["shard"], -1)
    what = f"not published: cursor {at['position'] - 1}, journal {at['position']}"
    assert await behind.findings("deadlines") == [("offsets", f"{at['shard']}:{at['position']}", what)]
    assert await behind.findings("deadlines", at_rest=False) == [], "under way that is nothing unusual"


async def test_a_mark_that_was_moved_is_found(bench: Bench) -> None:
    mark = await bench.ask("deadlines", "SELECT topic, shard, origin, position FROM origin_mark ORDER BY 1, 2, 3")
    found = await bench.sql(
        "deadlines",
        "UPDATE origin_mark SET position = position + 5 WHERE topic = $1 AND shard = $2 AND origin = $3",
        *mark[:3],
    ).findings("deadlines")
    at = mark["position"]
    what = f"the mark of journal shard {mark['origin']} is at {at + 5}, read was up to {at}"
    assert found == [("marks", f"{mark['topic']}/{mark['shard']}", what)]


async def test_a_timer_deleted_moved_added_or_due_is_found(bench: Bench) -> None:
    row = await bench.ask(
        "gateway", "SELECT subject, book, next_due FROM subject WHERE next_due IS NOT NULL ORDER BY 1"
    )
    book = msgspec.json.decode(row["book"])
    name, due = next(iter(book["timers"].items()))
    place = f"{row['subject']}/{name}"

    async def findings(timers: dict[str, str], next_due: datetime | None) -> list[tuple[str, str, str]]:
        other = msgspec.json.encode({**book, "timers": timers}).decode()
        edit = "UPDATE subject SET book = $2, next_due = $3 WHERE subject = $1"
        return await bench.sql("gateway", edit, row["subject"], other, next_due).findings("gateway")

    later = row["next_due"] + timedelta(hours=1)
    assert await findings({}, None) == [("timers", place, "is not set")]
    assert await findings({name: instant(later)}, later) == [("timers", place, "is set for another time")]
    added = ("timers", f"{row['subject']}/forget/x", "nothing has set it")
    assert await findings({name: due, "forget/x": instant(later)}, row["next_due"]) == [added]
    assert await findings({name: due}, later) == [("timers", row["subject"], "next_due is not that of its first timer")]
    assert ("timers", place, "is due and has not fired") in await bench.until(row["next_due"]).findings("gateway")


async def test_a_case_of_whom_nothing_was_decided_is_found(bench: Bench) -> None:
    who = "c0000000-0000-0000-0000-000000000001"
    new = bench.sql("deadlines", "INSERT INTO subject (subject, shard, book, body) VALUES ($1, 1, '{}', '{}')", who)
    assert await new.findings("deadlines") == [("state", who, "nothing was decided about this case")]


async def test_a_subject_parked_by_hand_is_found(bench: Bench) -> None:
    who = (await an_event(bench))["subject"]
    found = await bench.sql("deadlines", "UPDATE subject SET parked = 'm' WHERE subject = $1", who).findings(
        "deadlines"
    )
    assert found == [("waiting", who, "parked behind m: its events say otherwise")]


async def test_a_message_put_in_line_by_hand_is_found(bench: Bench) -> None:
    row = await bench.ask(
        "deadlines", "SELECT shard, subject, input FROM journal WHERE length(input) > 0 ORDER BY 1, position"
    )
    line = bench.sql("deadlines", "INSERT INTO waiting VALUES ($2, 1, $1, 'held', $3)", *row)
    place = msgspec.json.decode(row["input"])["place"]
    found = await line.findings("deadlines")
    assert ("waiting", row["subject"], "a held command has seen its causes and does not run") in found
    assert ("intake", place, "was taken in 2 times") in found
