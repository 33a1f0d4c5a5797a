"""Dead letters of our own topics (guarantee 8): original bytes, reason, place. The gateway's door makes its own, sealed."""

import base64
from uuid import NAMESPACE_URL, uuid5

import msgspec

from shared.runtime.ports import Outgoing, Record

TYPE = "dk.selvbooking.DeadLetter.v1"


def dead_letter(service: str, record: Record, code: str, reason: str) -> Outgoing:
    """A record that cannot be understood, kept whole so that it can be looked at and sent again."""
    body = {
        "code": code,
        "reason": reason,
        "place": record.place,
        "key": _text(record.key),
        "headers": [[name, _text(value)] for name, value in record.headers],
        "value": _text(record.value),
    }
    key = str(uuid5(NAMESPACE_URL, record.place))
    return Outgoing(f"{service}.dead", key, TYPE, msgspec.json.encode(body), {"ce_causationid": record.place}, "dead")


def _text(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()
