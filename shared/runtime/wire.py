"""Between Kafka records and messages: what a record says, decoded lean, and what a decision sends, encoded once."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

import msgspec

import contracts.messages  # noqa: F401  (completes the registry)
from contracts.envelope import BrokenHeaders, Origin, read_after, read_headers
from contracts.registry import BY_TYPE, CONTRACTS
from shared.law.decision import Message, TimerFired
from shared.law.rule import Applied
from shared.runtime.ports import Record

TIMER = "timer"
SUBJECT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LARGEST = 2**63
"""What a PostgreSQL bigint does not hold."""
encode = msgspec.json.Encoder().encode


class Taken(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A message as it was taken in: everything that `decide` may depend on, in a form that can be stored. `fate`: what an
    operator's hand made of it."""

    topic: str
    place: str
    id: str
    type: str
    source: str
    subject: str
    time: datetime
    recorded: datetime
    body: msgspec.Raw
    number: int = 0
    command: str = ""
    after: str = ""
    answers: int = 0
    correlation: str = ""
    cause: str = ""
    sequence: int = 0
    trace: str = ""
    fate: str = ""


class Carried(msgspec.Struct):
    """The part of an event's body that the runtime adds to the contract's own fields."""

    basis: msgspec.Raw = msgspec.Raw(b"[]")


_taken = msgspec.json.Decoder(Taken)
_carried = msgspec.json.Decoder(Carried)
_timer = msgspec.json.Decoder(TimerFired)
_json = msgspec.json.Decoder(msgspec.Raw)
_bodies: dict[str, msgspec.json.Decoder[Any]] = {}
_encoded: dict[int, tuple[Applied, bytes]] = {}
"""By identity; what is kept here cannot lose its identity to another."""
MOST_ENCODED = 20_000


def stored(taken: Taken) -> bytes:
    """The form of the journal's `input` and of a waiting message."""
    return encode(taken)


def restored(data: bytes) -> Taken:
    """The reverse of `stored`."""
    return _taken.decode(data)


def instant(time: datetime) -> str:
    """RFC 3339 in UTC, with a Z."""
    return _instant(time if time.tzinfo is UTC else time.astimezone(UTC))


@lru_cache(maxsize=4096)
def _instant(time: datetime) -> str:
    return time.isoformat()[:-6] + "Z"


@lru_cache(maxsize=4096)
def read_instant(text: str) -> datetime:
    """The reverse; a time without offset is an error."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return time.astimezone(UTC)


def take(record: Record) -> tuple[Taken, Origin | None]:
    """Reads one of our own records. Raises BrokenHeaders, or msgspec's error, for what is not one."""
    headers = read_headers(record.headers)
    if "\0" in "".join(headers.values()):
        raise BrokenHeaders("HEADER_BROKEN", "a header has a NUL, which no database keeps")
    try:
        contract = BY_TYPE.get(headers["ce_type"])
        time = read_instant(headers["ce_time"])
        origin = headers.get("ce_origin")
        taken = Taken(
            topic=record.topic,
            place=record.place,
            id=headers["ce_id"],
            type=contract.name if contract else headers["ce_type"],
            source=headers["ce_source"],
            subject=_subject(record),
            time=time,
            recorded=read_instant(headers["ce_recordedtime"]) if "ce_recordedtime" in headers else time,
            body=msgspec.Raw(record.value or b""),
            number=int(headers.get("ce_number", 0)),
            command=headers.get("ce_command", ""),
            after=headers.get("ce_after", ""),
            answers=int(headers.get("ce_answers", 0)),
            correlation=headers.get("ce_correlationid", ""),
            cause=headers.get("ce_causationid", ""),
            sequence=int(headers.get("ce_sequence", 0)),
            trace=headers.get("traceparent", ""),
        )
        if taken.after:
            read_after(taken.after)
        return taken, _origin(origin) if origin else None
    except KeyError as missing:
        raise BrokenHeaders("HEADER_MISSING", f"header {missing.args[0]} is missing") from None
    except (ValueError, OverflowError):
        raise BrokenHeaders("HEADER_BROKEN", "a header or the key has the wrong form") from None


def _subject(record: Record) -> str:
    key = (record.key or b"").decode("ascii")
    if not SUBJECT.fullmatch(key):
        raise ValueError("the key is not a subject")
    return key


def _origin(text: str) -> Origin:
    shard, position = origin = Origin.parse(text)
    if not (0 <= shard < 2**31 and 0 < position < LARGEST):
        raise ValueError("no journal has such a place")
    return origin


def timer_taken(subject: str, kind: str, key: str, due_at: datetime) -> Taken:
    """The message that time sends; its id follows from what was due."""
    due = instant(due_at)
    return Taken(
        topic=TIMER,
        place=f"{TIMER}/{kind}/{key}",
        id=f"time/{subject}/{kind}/{key}/{due}",
        type=TIMER,
        source="time",
        subject=subject,
        time=due_at,
        recorded=due_at,
        body=msgspec.Raw(encode(TimerFired(kind, key, due_at))),
        correlation=f"time/{kind}/{key}/{due}",
    )


def decode_body(taken: Taken) -> Any:
    """The contract object (or TimerFired); raises msgspec's ValidationError for a body of the wrong shape."""
    if taken.topic == TIMER:
        return _timer.decode(taken.body)
    decoder = _bodies.get(taken.type)
    if decoder is None:
        decoder = _bodies[taken.type] = msgspec.json.Decoder(CONTRACTS[taken.type].model)
    return decoder.decode(taken.body)


def check_json(taken: Taken) -> None:
    """Raises msgspec's DecodeError for a body that is no JSON at all: it could be stored and never be read again."""
    _json.decode(taken.body)


def to_message(taken: Taken, body: Any, with_basis: bool = False) -> Message[Any]:
    """What `decide` gets."""
    basis = msgspec.json.decode(_carried.decode(taken.body).basis) if with_basis and taken.topic != TIMER else None
    return Message(
        taken.id, taken.source, taken.type, taken.subject, taken.time, body, taken.recorded, taken.number or None,
        taken.command, taken.answers or None, taken.correlation, taken.cause, taken.sequence, basis, taken.fate,
    )  # fmt: skip


def encode_event(body: Any, basis: bytes) -> bytes:
    """The contract's own JSON with `basis` as its last member."""
    own = encode(body)
    return b'%b,"basis":%b}' % (own[:-1], basis) if len(own) > 2 else b'{"basis":%b}' % basis


def encode_applied(applied: Sequence[Applied]) -> bytes:
    """The rules applied, as they stand in the journal and in `basis`. A rule that is asked the same again gives the same
    object, which is not encoded again."""
    try:
        return b"[%b]" % b",".join([_encoded[id(each)][1] for each in applied])
    except KeyError:
        if len(_encoded) > MOST_ENCODED:
            _encoded.clear()
        _encoded.update((id(each), (each, encode(each))) for each in applied)
        return encode_applied(applied)


@cache
def type_of(message: str) -> str:
    """The CloudEvents type of a message, by the name of its class."""
    return CONTRACTS[message].type
