"""One record of an `in` topic: is it a command of ours, whole, from whom it says, and free of CPR numbers?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

import contracts.messages  # noqa: F401  (completes the registry)
from contracts.envelope import REQUIRED_INBOUND, SPEC_VERSION, BrokenHeaders, read_headers
from contracts.registry import BY_TYPE, Contract
from contracts.topics import Authority, outage_of, supplier_of, supply_of
from services.gateway import cpr
from services.gateway.body import validated
from services.gateway.policy import CLOCKS_DIFFER, LARGEST, OLDEST
from services.gateway.rejection import Rejected
from shared.law.calendar import civil_date
from shared.runtime.ports import Record

ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
TRACE = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


@dataclass(frozen=True, slots=True)
class Checked:
    """A good command. `body` is its canonical JSON, defaults written out; `cpr` or `subject` says whose it is."""

    contract: Contract
    id: str
    source: str
    time: datetime
    body: bytes
    cpr: str | None
    subject: str | None
    trace: str


def check(record: Record, authority: Authority, now: datetime) -> Checked:
    """The command in a record; raises Rejected with a code, and never a value, for everything else."""
    if size_of(record) > LARGEST:
        raise Rejected("TOO_LARGE")
    if record.value is None:
        raise Rejected("TOMBSTONE")
    headers = _headers(record)
    if headers["ce_source"] != str(authority):
        raise Rejected("WRONG_SOURCE")
    contract = BY_TYPE.get(headers["ce_type"])
    if contract is None or contract.kind != "command":
        raise Rejected("TYPE_UNKNOWN")
    if contract.about == "operations" and authority.kind not in contract.senders:
        raise Rejected("SENDER_NOT_ALLOWED")
    if not ID.fullmatch(headers["ce_id"]):
        raise Rejected("ID_BROKEN")
    time = _time(headers["ce_time"], now)
    said = _json(record.value)
    number = said.pop("cpr", None) if contract.about == "citizen" else None
    _free_of_numbers(record, said, number)
    if contract.about == "citizen" and number is None:
        raise Rejected("CPR_MISSING")
    if number is not None and not cpr.is_number(number):
        raise Rejected("CPR_BROKEN")
    body = validated(contract.model, said)
    trace = headers.get("traceparent", "")
    return Checked(
        contract,
        headers["ce_id"],
        str(authority),
        time,
        msgspec.json.encode(body),
        number,
        _subject(contract, body, authority),
        trace if TRACE.fullmatch(trace) else "",
    )


def size_of(record: Record) -> int:
    """Bytes of key, headers and value."""
    headers = sum(len(name) + len(value or b"") for name, value in record.headers)
    return len(record.key or b"") + headers + len(record.value or b"")


def harmless_id(record: Record) -> str | None:
    """The sender's own id of a command, if it can be read and is no CPR number."""
    found = next((value for name, value in record.headers if name == "ce_id"), None) or b""
    text = found[:129].decode(errors="replace")
    return text if ID.fullmatch(text) and not cpr.may_hold_one(text) and not _mentions_own(record, text) else None


def _mentions_own(record: Record, text: str) -> bool:
    """Whether a text holds the number that stands in the record's own `cpr` field."""
    if record.value is None or len(record.value) > LARGEST:
        return False
    try:
        number = _json(record.value).get("cpr")
    except Rejected:
        return False
    return isinstance(number, str) and cpr.is_number(number) and cpr.holds(text, number)


def _headers(record: Record) -> dict[str, str]:
    try:
        headers = read_headers(record.headers)
    except BrokenHeaders as error:
        raise Rejected(error.code) from None
    if missing := tuple(name for name in REQUIRED_INBOUND if not headers.get(name)):
        raise Rejected("HEADER_MISSING", missing)
    if headers["ce_specversion"] != SPEC_VERSION:
        raise Rejected("SPECVERSION_UNKNOWN")
    return headers


def _time(text: str, now: datetime) -> datetime:
    try:
        time = datetime.fromisoformat(text.upper()).astimezone(UTC) if TIME.fullmatch(text) else None
    except (ValueError, OverflowError):
        time = None
    if time is None:
        raise Rejected("TIME_BROKEN")
    if time > now + CLOCKS_DIFFER:
        raise Rejected("TIME_IN_FUTURE")
    if time < now - OLDEST:
        raise Rejected("TIME_TOO_OLD")
    return time


def _json(value: bytes) -> dict[str, Any]:
    try:
        said = msgspec.json.decode(value)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Rejected("NOT_JSON") from None
    if not isinstance(said, dict):
        raise Rejected("NOT_AN_OBJECT")
    return said


def _free_of_numbers(record: Record, said: Mapping[str, Any], number: Any) -> None:
    """No CPR number outside its field: neither this citizen's, however written, nor anything that looks like one."""
    own = number if cpr.is_number(number) else None

    def found(text: str) -> bool:
        return cpr.looks_like_one(text) or (own is not None and cpr.holds(text, own))

    if record.key is not None and found(record.key.decode(errors="replace")):
        raise Rejected("CPR_IN_KEY")
    for name, raw in record.headers:
        text = raw.decode(errors="replace")
        random = name == "traceparent" and TRACE.fullmatch(text)
        if found(name) or (cpr.holds(text, own) if random and own else not random and found(text)):
            raise Rejected("CPR_IN_HEADER")
    if any(found(text) for text in cpr.texts(said)):
        raise Rejected("CPR_IN_TEXT")


def _subject(contract: Contract, body: Any, authority: Authority) -> str | None:
    """Whose case it is, where that is not a citizen named by number."""
    if contract.about == "operations":
        return str(body.citizen)
    if contract.about == "day":
        return outage_of(civil_date(body.starts_at))
    return supply_of(supplier_of(str(authority))) if contract.about == "supply" else None
