"""Guarantee 8: failures have names and one owner. What is broken stands aside, everyone else goes on."""

import base64
import json
from typing import Any

import pytest

from tests.support.desk import Desk, counts, kind
from tests.support.eventually import eventually
from tests.support.wire import headers, told

DEFECT, UNSTORABLE = "2024-04-01", "2024-04-02"
GOOD = b'{"due":"2024-03-12"}'


def without(name: str, written: list[tuple[str, bytes]]) -> list[tuple[str, bytes | None]]:
    return [header for header in written if header[0] != name]


def changed(name: str, value: bytes | None, written: list[tuple[str, bytes]]) -> list[tuple[str, bytes | None]]:
    return [*without(name, written), (name, value)]


BROKEN: dict[str, tuple[str, Any]] = {
    "bad JSON": ("BODY_BROKEN", lambda w: (b'{"due":', w)),
    "another shape": ("BODY_BROKEN", lambda w: (b'{"due":7}', w)),
    "a bottomless body": ("BODY_BROKEN", lambda w: (b'{"due":"2024-03-12","x":' + b"[" * 50_000, w)),
    "a tombstone": ("BODY_BROKEN", lambda w: (None, w)),
    "an unknown command that is no JSON": ("BODY_BROKEN", lambda w: (b"nope", changed("ce_type", b"dk.x.Y.v1", w))),
    "a header that is not UTF-8": ("HEADER_NOT_UTF8", lambda w: (GOOD, changed("ce_source", b"\xff\xfe", w))),
    "a header without value": ("HEADER_NULL", lambda w: (GOOD, changed("ce_source", None, w))),
    "a header with a NUL": ("HEADER_BROKEN", lambda w: (GOOD, changed("ce_id", b"a\0b", w))),
    "no headers": ("HEADER_MISSING", lambda w: (GOOD, [])),
    "no type": ("HEADER_MISSING", lambda w: (GOOD, without("ce_type", w))),
    "a time that is none": ("HEADER_BROKEN", lambda w: (GOOD, changed("ce_time", b"yesterday", w))),
    "a time before all time": ("HEADER_BROKEN", lambda w: (GOOD, changed("ce_time", b"0001-01-01T00:00:00+14:00", w))),
    "causes that are none": ("HEADER_BROKEN", lambda w: (GOOD, changed("ce_after", b"registration:x", w))),
    "an origin beyond all": ("HEADER_BROKEN", lambda w: (GOOD, changed("ce_origin", b"0:99999999999999999999", w))),
}


@pytest.mark.parametrize("what", [*BROKEN, "a key that is no subject"])
async def test_what_cannot_be_understood_is_kept_whole_and_others_go_on(desk: Desk, what: str) -> None:
    who, other = desk.citizens(2, shard=2)
    topic = desk.topics.commands("deadlines")
    dead_before = await desk.metric("selvbooking_messages_total", what="dead")
    sound = headers("SetDeadline", who, "gateway", desk.now, number=1)
    code, breaking = BROKEN.get(what, ("HEADER_BROKEN", lambda w: (GOOD, w)))
    body, written = breaking(sound)
    key = "x" * 36 if what not in BROKEN else who
    await desk.outside.send(topic, key, body, written, partition=2)
    await desk.count(other)
    await desk.settled()
    assert await desk.tally(who, other) == [0, 1]
    assert await desk.metric("selvbooking_messages_total", what="dead") == dead_before + 1

    letters = [json.loads(record.value) for record in await desk.events(topic="deadlines.dead")]
    letter = next(each for each in letters if each["key"] == base64.b64encode(key.encode()).decode())
    records = {f"deadlines.commands/{r.partition}@{r.offset}": r for r in await desk.outside.read(topic)}
    assert records[letter["place"]].key == key.encode()
    assert letter["code"] == code
    assert letter["value"] == (None if body is None else base64.b64encode(body).decode())
    kept = [(name, None if value is None else base64.b64decode(value)) for name, value in letter["headers"]]
    assert kept == list(written)


async def test_an_event_of_an_unknown_type_is_ignored_and_counted(desk: Desk) -> None:
    who = desk.citizens(1)[0]
    before = await desk.metric("selvbooking_messages_total", what="ignored")
    written = changed(
        "ce_type", b"dk.selvbooking.Unheard.v1", headers("GuidanceRecorded", who, "registration", desk.now)
    )
    await desk.outside.send(desk.topics.events("registration"), who, b"whatever", written)
    await desk.count(who)
    await desk.settled()
    assert await desk.tally(who) == [1]
    assert await desk.metric("selvbooking_messages_total", what="ignored") == before + 1


async def test_a_command_of_an_unknown_type_is_refused_with_an_answer(desk: Desk) -> None:
    who = desk.citizens(1)[0]
    await desk.send("SetDeadline", who, {}, number=1)  # without `due`: dead
    written = headers("SetDeadline", who, "gateway", desk.now, number=2, correlationid="jobcentre-46100/k-9")
    await desk.outside.send(
        desk.topics.commands("deadlines"), who, {}, changed("ce_type", b"dk.selvbooking.Unheard.v1", written)
    )
    await desk.settled()
    (answer,) = await desk.events(who)
    said = json.loads(answer.value)
    assert (kind(answer), said["code"], said["command_id"]) == ("CommandRefused", "COMMAND_UNKNOWN", "k-9")
    assert told(answer)["ce_answers"] == "2"


async def parked(desk: Desk, who: str) -> str:
    found = await desk.db.fetchval("SELECT parked FROM subject WHERE subject = $1", who)
    return str(found or "")


async def waiting(desk: Desk, who: str) -> int:
    return int(await desk.db.fetchval("SELECT count(*) FROM waiting WHERE subject = $1", who))


async def test_a_defect_parks_its_citizen_alone_and_the_later_messages_wait_in_order(desk: Desk) -> None:
    who, other = desk.citizens(2, shard=0)
    await desk.count(who)
    bad = await desk.count(who, DEFECT)
    await desk.count(who, "2024-03-13")
    await desk.settled()
    await desk.guide(who)
    await desk.count(who, "2024-03-14")
    await desk.count(other)
    await desk.settled()
    assert await desk.tally(who, other) == [1, 1]
    assert await parked(desk, who) == bad["ce_id"]
    assert await waiting(desk, who) == 4
    assert (await desk.status())["parked"] >= 4
    assert await desk.types(who) == ["DeadlineSet", "CitizenParked"]

    await desk.operate("ReleaseParked", who, bad["ce_id"])
    await desk.settled()
    assert await desk.types(who) == ["DeadlineSet", "CitizenParked", "ParkedReleased", "CitizenParked"]
    assert (await desk.tally(who), await waiting(desk, who)) == ([1], 4)

    await desk.db.execute("UPDATE tally SET guided = true WHERE citizen = $1", who)  # what a repair may look like
    await desk.operate("ReleaseParked", who, bad["ce_id"])
    await desk.settled()
    assert await desk.tally(who) == [4]
    events = await desk.events(who)
    assert [kind(each) for each in events[4:]] == ["ParkedReleased", "DeadlineSet", "DeadlineSet", "DeadlineSet"]
    assert [json.loads(each.value)["due"] for each in events[5:]] == [DEFECT, "2024-03-13", "2024-03-14"]
    assert (await waiting(desk, who), await parked(desk, who)) == (0, "")
    assert {told(each)["ce_answers"] for each in events if "ce_answers" in told(each)} == {"1", "2", "3", "4"}


async def test_a_discarded_message_is_answered_and_the_later_ones_go_on(desk: Desk) -> None:
    who = desk.citizens(1)[0]
    bad = await desk.count(who, DEFECT)
    await desk.count(who)
    await desk.settled()
    await desk.operate("DiscardParked", who, bad["ce_id"], reason="Rettet i hånden")
    await desk.settled()
    events = await desk.events(who)
    assert [kind(each) for each in events] == ["CitizenParked", "ParkedDiscarded", "CommandRefused", "DeadlineSet"]
    refusal = json.loads(events[2].value)
    assert (refusal["code"], told(events[2])["ce_answers"]) == ("DISCARDED", "1")
    assert refusal["command_id"] == bad["ce_correlationid"].partition("/")[2]
    assert await desk.tally(who) == [1]


async def test_an_order_about_a_message_that_is_not_parked_is_refused(desk: Desk) -> None:
    who = desk.citizens(1)[0]
    await desk.count(who)
    await desk.operate("ReleaseParked", who, "never-heard-of")
    await desk.settled()
    events = await desk.events(who)
    assert kind(events[-1]) == "CommandRefused" and json.loads(events[-1].value)["code"] == "NOT_PARKED"


async def test_a_case_that_cannot_be_stored_is_parked_at_the_very_message_that_made_it_so(desk: Desk) -> None:
    who, other = desk.citizens(2, shard=3)
    bad: dict[str, str] = {}
    for due in ("2024-03-12", "2024-03-13", UNSTORABLE, "2024-03-14"):
        sent = await desk.count(who, due)
        bad = sent if due == UNSTORABLE else bad
        await desk.count(other)
    await desk.settled()
    assert await desk.tally(who, other) == [2, 4]
    assert await parked(desk, who) == bad["ce_id"]
    assert await desk.types(who) == ["DeadlineSet", "DeadlineSet", "CitizenParked"]

    await desk.operate("ReleaseParked", who, bad["ce_id"])
    await desk.settled()
    assert await parked(desk, who) == bad["ce_id"], "still broken: parked again"
    assert await desk.types(who) == ["DeadlineSet", "DeadlineSet", "CitizenParked", "ParkedReleased", "CitizenParked"]
    await desk.operate("DiscardParked", who, bad["ce_id"], reason="x")
    await desk.settled()
    assert (await desk.tally(who), await parked(desk, who), await waiting(desk, who)) == ([3], "", 0)


async def test_a_timer_of_a_parked_citizen_waits_in_line_like_any_message(desk: Desk) -> None:
    who = desk.citizens(1)[0]
    on = (desk.now.date()).replace(year=desk.now.year + 1)
    await desk.db.execute("INSERT INTO tally VALUES ($1, 0, false, '')", who)
    await desk.wake(who, on)
    bad = await desk.count(who, DEFECT)
    await desk.settled()
    await desk.tick(desk.now.replace(year=desk.now.year + 1, hour=12))
    await desk.settled()
    assert await waiting(desk, who) == 2
    assert not await desk.db.fetchval("SELECT next_due FROM subject WHERE subject = $1", who)
    await desk.db.execute("UPDATE tally SET guided = true WHERE citizen = $1", who)
    await desk.operate("ReleaseParked", who, bad["ce_id"])
    await desk.settled()
    assert counts(await desk.events(who)) == ["1", "2"]
    assert (await waiting(desk, who), await desk.tally(who)) == (0, [2])


async def test_a_timer_that_waits_is_forgotten_when_a_message_before_it_clears_it(desk: Desk) -> None:
    who = desk.citizens(1)[0]
    on = (desk.now.date()).replace(year=desk.now.year + 1)
    await desk.wake(who, on)
    bad = await desk.count(who, DEFECT)
    await desk.send("CloseDeadline", who)
    worse = await desk.count(who, UNSTORABLE)
    await desk.settled()
    await desk.tick(desk.now.replace(year=desk.now.year + 1, hour=12))
    await desk.settled()
    assert await waiting(desk, who) == 4
    for message in (bad, worse):
        await desk.operate("DiscardParked", who, message["ce_id"], reason="x")
        await desk.settled()
    assert (await waiting(desk, who), await desk.tally(who)) == (0, [0])
    assert "DeadlineSet" not in await desk.types(who)


async def test_many_parked_citizens_do_not_stand_in_the_way_of_the_others(desk: Desk) -> None:
    people = desk.citizens(60)
    for number, who in enumerate(people):
        await desk.count(who, UNSTORABLE if number % 3 == 0 else "2024-03-12")
    await desk.settled()
    assert await desk.tally(*people) == [0 if number % 3 == 0 else 1 for number in range(60)]
    await desk.assert_sound()
    await eventually(lambda: desk.metric("selvbooking_parked_messages"), "the gauge of parked messages")
