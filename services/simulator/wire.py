"""Between steps and Kafka records: what an authority writes, and what anybody reads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contracts.envelope import SPEC_VERSION, read_headers
from contracts.registry import BY_TYPE, CONTRACTS
from contracts.topics import Authority
from services.simulator.local import wire

BARE = ("CommandAnswered", "RecordRejected")
"""What stands on an `out` topic as it is; all else there is a notice around the event."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A record to write: the authority whose `in` topic it goes to, the opaque key, headers, bytes."""

    sender: Authority
    key: str
    headers: Mapping[str, str]
    value: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that was read. `at`: where the clock stood; `time`: its business time; `topic` is short."""

    at: datetime
    time: datetime
    topic: str
    name: str
    subject: str
    body: Mapping[str, Any]
    basis: tuple[Mapping[str, Any], ...] = ()
    id: str = ""
    correlation: str = ""
    causation: str = ""

    @property
    def out(self) -> str | None:
        """The authority on whose `out` topic it stands."""
        return self.topic.removeprefix("out.") if self.topic.startswith("out.") else None

    @property
    def rules(self) -> frozenset[str]:
        """The ids of the rules that it rests on."""
        return frozenset(applied["rule"] for applied in self.basis)


def envelope(sender: Authority, name: str, id: str, business: datetime) -> dict[str, str]:
    """The headers of a command."""
    return {
        "ce_specversion": SPEC_VERSION,
        "ce_id": id,
        "ce_source": str(sender),
        "ce_type": CONTRACTS[name].type,
        "ce_time": wire(business),
        "content-type": "application/json",
    }


def command(
    sender: Authority, name: str, id: str, business: datetime, body: Mapping[str, Any], cpr: str | None, key: str
) -> Letter:
    """A command about a citizen (`cpr`), or about something else."""
    said = {"cpr": cpr, **body} if cpr else body
    return Letter(sender, key, envelope(sender, name, id, business), json.dumps(said).encode())


def read_message(
    topic: str, key: bytes | None, value: bytes, headers: list[tuple[str, bytes]], at: datetime
) -> Seen | None:
    """A record of an events or `out` topic; None for a type that no contract knows."""
    said = read_headers(headers)
    contract = BY_TYPE.get(said["ce_type"])
    if contract is None:
        return None
    body = json.loads(value)
    if topic.startswith("out.") and contract.name not in BARE:
        body = body["message"]
    basis = tuple(body.pop("basis", ()))
    return Seen(
        at,
        datetime.fromisoformat(said["ce_time"]),
        topic,
        contract.name,
        said.get("ce_subject") or (key or b"").decode(errors="replace"),
        body,
        basis,
        said.get("ce_id", ""),
        said.get("ce_correlationid", ""),
        said.get("ce_causationid", ""),
    )


def sent_message(letter: Letter, at: datetime) -> Seen:
    """A record that was written, in the form of those that are read; what is no message has no body."""
    contract = BY_TYPE.get(letter.headers.get("ce_type", ""))
    try:
        body, time = json.loads(letter.value or b""), datetime.fromisoformat(letter.headers["ce_time"])
    except (ValueError, KeyError):
        body, time = None, at
    known = body if isinstance(body, dict) else {}
    return Seen(
        at,
        time,
        f"in.{letter.sender}",
        contract.name if contract else "record",
        "",
        known,
        (),
        letter.headers.get("ce_id", ""),
    )
