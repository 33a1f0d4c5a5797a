"""Guarantee 10: nothing is swallowed. Every outcome is a number, every trouble a line with its trace, no line holds a body."""

import json
from pathlib import Path
from typing import Any

import httpx
import structlog

from shared.runtime.telemetry import trace_ids, without_texts
from tests.support.desk import Desk
from tests.support.eventually import eventually
from tests.support.wire import told

MESSAGES = "selvbooking_messages_total"
TRACE = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{TRACE}-b7ad6b7169203331-01"


def text_of(path: str) -> str:
    return Path(path).read_text()


def log_of(desk: Desk) -> list[dict[str, Any]]:
    lines = text_of(desk.world.members["deadlines-1"].log).splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


async def test_every_outcome_is_counted(desk: Desk) -> None:
    who, late = desk.citizens(2, shard=0)
    outcomes = ("in", "out", "refused", "held", "parked", "dead", "repeated", "ignored")
    before = {what: await desk.metric(MESSAGES, what=what) for what in outcomes}
    first = await desk.count(who)
    await desk.count(who, origin=first["ce_origin"])
    await desk.count(who, "2024-04-03")
    await desk.send("SetDeadline", who, b"{")
    await desk.send("JobseekerDeregistered", who, b"{}", topic="registration.events")
    await desk.count(late, after="registration:1")
    await desk.count(who, "2024-04-01")
    await desk.settled()
    after = {what: await desk.metric(MESSAGES, what=what) for what in outcomes}
    grown = {what: after[what] - before[what] for what in outcomes}
    assert grown == {
        "in": 1, "out": 4, "refused": 1, "held": 1, "parked": 1, "dead": 1, "repeated": 1, "ignored": 1,
    }  # fmt: skip


async def test_what_failed_and_was_tried_again_alone_is_counted_once(desk: Desk) -> None:
    good, bad = desk.citizens(2, shard=0)
    before = await desk.metric(MESSAGES, what="in", topic="deadlines.commands")
    await desk.count(good)
    await desk.count(bad)
    await desk.count(bad, "2024-04-02")
    await desk.settled()
    assert await desk.metric(MESSAGES, what="in", topic="deadlines.commands") == before + 2


async def test_the_gauges_tell_how_things_stand(desk: Desk) -> None:
    await desk.settled()
    await eventually(lambda: desk.metric("selvbooking_ready"), "the first look at how things stand")
    async with httpx.AsyncClient() as http:
        text = (await http.get(desk.world.url("deadlines") + "/metrics")).text
    for name in (
        "ready",
        "shards",
        "consumer_lag",
        "journal_lag",
        "timer_lag_seconds",
        "held_messages",
        "parked_messages",
    ):
        assert f"\nselvbooking_{name}" in text
    assert await desk.metric("selvbooking_shards") == 4
    assert await desk.metric("selvbooking_batch_messages_count") > 0
    assert await desk.metric("selvbooking_takeovers_total") >= 4


async def test_log_lines_are_json_with_trace_ids_and_hold_no_body(desk: Desk) -> None:
    who = desk.citizens(1)[0]
    secret = "Hemmelig-2199"
    await desk.send("SetDeadline", who, {"due": "2024-04-02", "note": secret}, traceparent=TRACEPARENT)
    await desk.send("SetDeadline", who, f'{{"note": "{secret}"'.encode(), traceparent=TRACEPARENT)
    await desk.settled()
    lines = log_of(desk)
    assert all({"event", "level", "timestamp", "service", "worker"} <= line.keys() for line in lines)
    raw = text_of(desk.world.members["deadlines-1"].log)
    assert secret not in raw
    assert "Failing row" not in raw and "violates check" not in raw, "PostgreSQL quotes rows in its errors"
    assert any(line["event"] == "batch failed" for line in lines), "the error itself is there"


async def test_a_parked_message_and_a_dead_letter_are_log_lines_with_the_trace_id(desk: Desk) -> None:
    who = desk.citizens(1)[0]
    own = TRACEPARENT.replace("0af7", "1bf7")
    await desk.count(who, "2024-04-01", traceparent=own)
    await desk.send("SetDeadline", who, b"{", traceparent=own)
    await desk.settled()
    found = {line["event"] for line in log_of(desk) if line.get("trace_id") == own[3:35]}
    assert found == {"citizen parked", "dead letter"}


async def test_the_trace_goes_through_the_journal_and_the_chain_of_spans_is_whole(desk: Desk) -> None:
    who = desk.citizens(1)[0]
    await desk.count(who, traceparent=f"00-{'ab' * 16}-{'cd' * 8}-01")
    await desk.settled()
    event = (await desk.events(who))[-1]
    carried = told(event)["traceparent"].split("-")
    assert carried[1] == "ab" * 16 and carried[2] != "cd" * 8
    spans = [json.loads(line) for line in text_of(desk.world.members["deadlines-1"].spans).splitlines()]
    (own,) = [span for span in spans if span["context"]["trace_id"] == f"0x{'ab' * 16}"]
    assert own["parent_id"] == f"0x{'cd' * 8}"
    assert own["context"]["span_id"] == f"0x{carried[2]}"
    assert own["name"] == "deadlines SetDeadline"
    assert "2024-03-12" not in json.dumps(own)


def test_an_errors_text_is_left_out_of_the_log_in_groups_and_causes_too() -> None:
    try:
        try:
            raise ValueError("secret one")
        except ValueError as error:
            raise ExceptionGroup("secret two", [KeyError("secret three")]) from error
    except ExceptionGroup as error:
        shown = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)(
            (type(error), error, error.__traceback__)
        )
    event = without_texts(None, "", {"exception": shown})
    assert "secret" not in json.dumps([_bare(each) for each in event["exception"]])
    assert {"ExceptionGroup", "ValueError"} <= {each["exc_type"] for each in event["exception"]}


def _bare(shown: dict[str, Any]) -> dict[str, Any]:
    """Without the frames, which quote this file."""
    return {key: value for key, value in shown.items() if key != "frames"} | {
        "exceptions": [[_bare(each) for each in group] for group in shown.get("exceptions") or ()]
    }


def test_a_broken_traceparent_gives_no_trace_id() -> None:
    assert trace_ids(TRACEPARENT) == {"trace_id": TRACE}
    assert trace_ids("") == trace_ids("nonsense") == {}
