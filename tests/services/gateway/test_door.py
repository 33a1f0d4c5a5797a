"""The door: what it lets in, and what it turns away."""

import json
from datetime import datetime
from typing import Any

import pytest
from structlog.testing import capture_logs

from contracts.registry import CONTRACTS
from contracts.topics import Authority, supply_of
from services.gateway.check import Checked, check
from services.gateway.dead import open_dead
from services.gateway.door import GatewayDoor
from services.gateway.policy import LARGEST
from services.gateway.rejection import REASONS
from services.gateway.vault import Vault, WrongVaultKey
from shared.law.value import replace
from shared.runtime.clock import fresh_id
from shared.runtime.ports import Record, Transaction
from tests.services.gateway.records import (
    ANNA,
    JOBCENTRE,
    MASTER_KEY,
    PLANNER,
    fresh_number,
    record,
    through,
    with_header,
)

NUMBER = fresh_number()
DASHED = f"{NUMBER[:6]}-{NUMBER[6:]}"
DUE = {"due": "2024-03-12"}
SLOT = CONTRACTS["PublishSlots"].example["slots"][0]


def good(**more: Any) -> Record:
    return record(body=DUE, cpr=NUMBER, **more)


def slots(**more: Any) -> Record:
    return record("PublishSlots", {"slots": [SLOT | more]}, source=PLANNER)


def without_header(name: str) -> Record:
    base = good()
    return replace(base, headers=[header for header in base.headers if header[0] != name])


def on_topic(base: Record, authority: str) -> Record:
    return replace(base, topic=f"in.{authority}")


def valued(value: bytes | None) -> Record:
    return replace(good(), value=value)


BAD: dict[str, tuple[Record, str, list[str]]] = {
    "value too large": (valued(b"x" * (LARGEST + 1)), "TOO_LARGE", []),
    "headers too large": (with_header(good(), "x", b"x" * LARGEST), "TOO_LARGE", []),
    "tombstone": (valued(None), "TOMBSTONE", []),
    "header without value": (with_header(good(), "x", None), "HEADER_NULL", []),
    "header not UTF-8": (with_header(good(), "x", b"\xff"), "HEADER_NOT_UTF8", []),
    "no id": (without_header("ce_id"), "HEADER_MISSING", ["ce_id"]),
    "no headers": (replace(good(), headers=[]), "HEADER_MISSING",
                   ["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time"]),
    "other CloudEvents": (good(specversion="0.3"), "SPECVERSION_UNKNOWN", []),
    "another authority's topic": (on_topic(good(), "jobcentre-70700"), "WRONG_SOURCE", []),
    "unknown type": (good(type="dk.selvbooking.SetDeadline.v2"), "TYPE_UNKNOWN", []),
    "an event": (good(type=CONTRACTS["DeadlineSet"].type), "TYPE_UNKNOWN", []),
    "an internal message": (good(type=CONTRACTS["ClaimSlot"].type), "TYPE_UNKNOWN", []),
    "an operator's command from a jobcentre": (record("ReleaseParked"), "SENDER_NOT_ALLOWED", []),
    "id with a space": (good(id="k 1"), "ID_BROKEN", []),
    "id too long": (good(id="k" * 129), "ID_BROKEN", []),
    "time without offset": (good(time="2024-03-04T10:00:00"), "TIME_BROKEN", []),
    "time without seconds": (good(time="2024-03-04T10:00+01:00"), "TIME_BROKEN", []),
    "a day that is none": (good(time="2024-02-30T10:00:00Z"), "TIME_BROKEN", []),
    "the year one": (good(time="0001-01-01T00:00:00+14:00"), "TIME_BROKEN", []),
    "a number for a time": (good(time="1709550000"), "TIME_BROKEN", []),
    "tomorrow": (good(time="2024-03-05T13:00:00Z"), "TIME_IN_FUTURE", []),
    "six minutes ahead": (good(time="2024-03-04T12:06:00Z"), "TIME_IN_FUTURE", []),
    "two years ago": (good(time="2022-03-04T12:00:00Z"), "TIME_TOO_OLD", []),
    "not JSON": (valued(b"{"), "NOT_JSON", []),
    "empty": (valued(b""), "NOT_JSON", []),
    "not UTF-8": (valued(b'{"due": "\xff"}'), "NOT_JSON", []),
    "NaN": (valued(b'{"due": NaN}'), "NOT_JSON", []),
    "half a surrogate": (valued(b'{"due": "\\ud800"}'), "NOT_JSON", []),
    "far too deep": (valued(b"[" * 100_000), "NOT_JSON", []),
    "a list": (valued(b"[]"), "NOT_AN_OBJECT", []),
    "a text": (valued(b'"due"'), "NOT_AN_OBJECT", []),
    "no CPR number": (record(body=DUE), "CPR_MISSING", []),
    "CPR number null": (record(body=DUE | {"cpr": None}), "CPR_MISSING", []),
    "CPR number with hyphen": (record(body=DUE, cpr=DASHED), "CPR_BROKEN", []),
    "CPR number unknown": (record(body=DUE, cpr="0000000000"), "CPR_BROKEN", []),
    "CPR number as a number": (record(body=DUE | {"cpr": 2902991234}), "CPR_BROKEN", []),
    "CPR number in a text": (
        record("AnswerNotice", CONTRACTS["AnswerNotice"].example | {"explanation": f"Se {DASHED}"}, source="akasse-05",
               cpr=NUMBER), "CPR_IN_TEXT", []),
    "another's CPR number in a text": (
        record("AnswerNotice", CONTRACTS["AnswerNotice"].example | {"explanation": f"Se {fresh_number()}"},
               source="akasse-05", cpr=NUMBER), "CPR_IN_TEXT", []),
    "CPR number as a field's name": (record(body=DUE | {NUMBER: 1}, cpr=NUMBER), "CPR_IN_TEXT", []),
    "CPR number as a number in a slot": (slots(minutes=int("29" + NUMBER[2:])), "CPR_IN_TEXT", []),
    "CPR number of a supply": (record("PublishSlots", source=PLANNER, cpr=NUMBER), "CPR_IN_TEXT", []),
    "CPR number as key": (replace(good(), key=NUMBER.encode()), "CPR_IN_KEY", []),
    "CPR number within a binary key": (replace(good(), key=b"\xff7" + NUMBER.encode() + b"7"), "CPR_IN_KEY", []),
    "CPR number as id": (good(id=DASHED), "CPR_IN_HEADER", []),
    "CPR number within an id": (good(id=f"k7{NUMBER}7"), "CPR_IN_HEADER", []),
    "CPR number in a header's name": (with_header(good(), NUMBER, b"1"), "CPR_IN_HEADER", []),
    "CPR number in a second header": (with_header(good(), "ce_id", NUMBER.encode()), "CPR_IN_HEADER", []),
    "CPR number as trace": (
        with_header(good(), "traceparent", f"00-{NUMBER}{'a' * 22}-{'b' * 16}-01".encode()), "CPR_IN_HEADER", []),
    "unknown field": (record(body=DUE | {"dua": 1}, cpr=NUMBER), "FIELD_UNKNOWN", ["dua"]),
    "unknown field within a slot": (slots(foo=1), "FIELD_UNKNOWN", ["slots.0.foo"]),
    "unknown field with an odd name": (record(body=DUE | {"Anna Hansen": 1}, cpr=NUMBER), "FIELD_UNKNOWN", ["?"]),
    "unknown field with a number in its name": (
        record(body=DUE | {f"n7{fresh_number()}": 1}, cpr=NUMBER), "FIELD_UNKNOWN", ["?"]),
    "field missing": (record(body={}, cpr=NUMBER), "FIELD_BROKEN", ["due"]),
    "30 February": (record(body={"due": "2024-02-30"}, cpr=NUMBER), "FIELD_BROKEN", ["due"]),
    "29 February of a common year": (record(body={"due": "2023-02-29"}, cpr=NUMBER), "FIELD_BROKEN", ["due"]),
    "a time for a date": (record(body={"due": "2024-03-12T00:00:00Z"}, cpr=NUMBER), "FIELD_BROKEN", ["due"]),
    "seconds for a date": (record(body={"due": "1709424000"}, cpr=NUMBER), "CPR_IN_TEXT", []),
    "few seconds for a date": (record(body={"due": "951782400"}, cpr=NUMBER), "FIELD_BROKEN", ["due"]),
    "a number for a date": (record(body={"due": 951782400}, cpr=NUMBER), "FIELD_BROKEN", ["due"]),
    "the year 9999": (record(body={"due": "9999-12-31"}, cpr=NUMBER), "FIELD_BROKEN", ["due"]),
    "the year 1": (record(body={"due": "0001-01-01"}, cpr=NUMBER), "FIELD_BROKEN", ["due"]),
    "unknown choice": (record(body=DUE | {"interview_type": "TEA"}, cpr=NUMBER), "FIELD_BROKEN", ["interview_type"]),
    "text too long": (
        record("AnswerNotice", CONTRACTS["AnswerNotice"].example | {"explanation": "x" * 601}, source="akasse-05",
               cpr=NUMBER), "FIELD_BROKEN", ["explanation"]),
    "a text that no database stores": (
        record("AnswerNotice", CONTRACTS["AnswerNotice"].example | {"explanation": "a\x00b"}, source="akasse-05",
               cpr=NUMBER), "FIELD_BROKEN", ["explanation"]),
    "text for a truth": (
        record("AnswerNotice", CONTRACTS["AnswerNotice"].example | {"relevant": "yes"}, source="akasse-05",
               cpr=NUMBER), "FIELD_BROKEN", ["relevant"]),
    "a slot without offset": (slots(starts_at="2024-03-14T09:00:00"), "FIELD_BROKEN", ["slots.0.starts_at"]),
    "a slot in seconds": (slots(starts_at="951782400"), "FIELD_BROKEN", ["slots.0.starts_at"]),
    "a slot of no length": (slots(minutes=0), "FIELD_BROKEN", ["slots.0.minutes"]),
    "no slots": (record("PublishSlots", {"slots": []}, source=PLANNER), "FIELD_BROKEN", ["slots"]),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
async def test_a_bad_record_becomes_a_dead_letter_and_its_owner_is_told(
    what: str, door: GatewayDoor, vault: Vault, tx: Transaction
) -> None:
    bad, code, paths = BAD[what]
    dead, rejected = await through(door, tx, [bad])
    letter, original = open_dead(vault, dead.body)
    told = json.loads(rejected.body)
    assert (dead.topic, dead.metric, letter.code, letter.place) == ("gateway.dead", "dead", code, bad.place)
    assert rejected.topic == bad.topic.replace("in.", "out.") and rejected.headers["ce_causationid"] == bad.place
    assert (told["code"], told["reason"], told["place"]) == (code, REASONS[code], bad.place)
    assert set(paths) <= set(told["fields"]) and bool(paths) == bool(told["fields"])
    if original.whole:
        assert (original.key, original.value, list(original.headers)) == (bad.key, bad.value, list(bad.headers))


@pytest.mark.parametrize("what", BAD)
async def test_nothing_of_a_cpr_number_stands_in_what_is_made_of_a_bad_record(
    what: str, door: GatewayDoor, tx: Transaction
) -> None:
    for outgoing in await through(door, tx, [BAD[what][0]]):
        text = repr((outgoing.topic, outgoing.key, outgoing.type, outgoing.body, dict(outgoing.headers)))
        assert NUMBER not in text and DASHED not in text


async def test_a_good_command_goes_inward_without_its_number(door: GatewayDoor, tx: Transaction) -> None:
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    given = with_header(good(id="k-17", time="2024-03-04T11:59:30.5+01:00"), "traceparent", trace.encode())
    [sent] = await through(door, tx, [given])
    assert (sent.topic, sent.type, sent.metric) == ("gateway.inbound", CONTRACTS["SetDeadline"].type, "out")
    assert sent.body == b'{"due":"2024-03-12","visible_on":null,"interview_type":"JOB"}'
    assert dict(sent.headers) == {
        "ce_id": "k-17",
        "ce_source": JOBCENTRE,
        "ce_time": "2024-03-04T10:59:30.500000Z",
        "ce_subject": sent.key,
        "ce_causationid": given.place,
        "ce_correlationid": "jobcentre-46100/k-17",
        "traceparent": trace,
    }


async def test_a_citizen_has_one_id_whoever_writes_and_whenever(door: GatewayDoor, tx: Transaction) -> None:
    first = await through(door, tx, [good(), record(body=DUE, cpr=fresh_number()), good()])
    [later] = await through(door, tx, [good(source="jobcentre-70700")])
    assert first[0].key == first[2].key == later.key != first[1].key


async def test_good_and_bad_come_out_in_the_order_they_came_in(door: GatewayDoor, tx: Transaction) -> None:
    sent = await through(door, tx, [good(), valued(b"{"), good()])
    topics = ["gateway.inbound", "gateway.dead", "out.jobcentre-46100", "gateway.inbound"]
    assert [outgoing.topic for outgoing in sent] == topics


async def test_a_planners_command_is_about_the_supply_of_its_jobcentre(door: GatewayDoor, tx: Transaction) -> None:
    [sent] = await through(door, tx, [slots()])
    assert sent.key == sent.headers["ce_subject"] == supply_of("jobcentre-46100")


async def test_an_operators_command_is_about_the_citizen_it_names(door: GatewayDoor, tx: Transaction) -> None:
    body = CONTRACTS["ReleaseParked"].example | {"citizen": ANNA}
    [sent] = await through(door, tx, [record("ReleaseParked", body, source="ops")])
    assert (sent.key, json.loads(sent.body)) == (ANNA, body)


@pytest.mark.parametrize("name", [contract.name for contract in CONTRACTS.values() if contract.kind == "command"])
async def test_the_example_of_every_command_goes_through(name: str, door: GatewayDoor, tx: Transaction) -> None:
    contract = CONTRACTS[name]
    kind = sorted(contract.senders)[0]
    source = {"jobcentre": JOBCENTRE, "akasse": "akasse-05", "planner": PLANNER}.get(kind, str(kind))
    number = NUMBER if contract.about == "citizen" else None
    [sent] = await through(door, tx, [record(name, source=source, cpr=number)])
    assert (sent.topic, sent.type) == ("gateway.inbound", contract.type)


async def test_business_time_may_run_five_minutes_ahead_and_a_year_behind(door: GatewayDoor, tx: Transaction) -> None:
    for time in ("2024-03-04T12:05:00Z", "2023-03-05T12:00:00Z", "2024-03-04t12:00:00z"):
        [sent] = await through(door, tx, [good(time=time)])
        assert sent.topic == "gateway.inbound"


async def test_a_broken_trace_is_left_behind_and_a_new_one_may_begin(vault: Vault, tx: Transaction) -> None:
    begins = GatewayDoor(vault, lambda: "a-new-one")
    [sent] = await through(begins, tx, [with_header(good(), "traceparent", b"00-0-0-01")])
    assert sent.headers["traceparent"] == "a-new-one"


@pytest.mark.parametrize(
    ("id", "told"), [("k-17", "k-17"), (None, None), ("k 17", None), (DASHED, None), (f"k7{fresh_number()}", None)]
)
async def test_a_rejection_repeats_the_senders_id_only_if_it_is_harmless(
    id: str | None, told: str | None, door: GatewayDoor, tx: Transaction
) -> None:
    _, rejected = await through(door, tx, [replace(good(id=id), value=None)])
    assert json.loads(rejected.body)["command_id"] == told


async def test_a_defect_of_ours_in_one_record_stops_neither_the_others_nor_says_what_it_held(
    vault: Vault, tx: Transaction
) -> None:
    trap = good()

    def breaks(given: Record, authority: Authority, now: datetime) -> Checked:
        if given is trap:
            raise KeyError(NUMBER)
        return check(given, authority, now)

    with capture_logs() as logs:
        dead, _, sent = await through(GatewayDoor(vault, lambda: "", breaks), tx, [trap, good()])
    assert json.loads(dead.body)["code"] == "INTERNAL" and sent.topic == "gateway.inbound"
    assert [(line["error"], line["place"]) for line in logs] == [("KeyError", trap.place)]
    assert NUMBER not in repr(logs)


async def test_a_dead_letter_opens_with_its_own_vaults_key_only(door: GatewayDoor, tx: Transaction) -> None:
    dead, _ = await through(door, tx, [valued(b"{")])
    with pytest.raises(WrongVaultKey):
        open_dead(Vault(MASTER_KEY[::-1], fresh_id), dead.body)


async def test_a_dead_letter_of_a_huge_record_fits_into_a_topic(
    door: GatewayDoor, vault: Vault, tx: Transaction
) -> None:
    huge = valued(b"7" * 8_000_000)
    dead, _ = await through(door, tx, [huge])
    letter, original = open_dead(vault, dead.body)
    assert len(dead.body) < 1_000_000 and letter.size > 8_000_000 and not original.whole
    assert (huge.value or b"").startswith(original.value or b"-")
