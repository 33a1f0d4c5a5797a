"""The envelope: CloudEvents 1.0 in Kafka's binary mode. Headers say what and whose; the value is the bare JSON body.

| header | meaning |
|---|---|
| `ce_id` | unique per source; of a command the sender's own id, by which duplicates are known |
| `ce_source` | `jobcentre-46100` or `deadlines` |
| `ce_type` | `dk.selvbooking.SetDeadline.v1` |
| `ce_dataschema` | of our own messages: the `$id` of the JSON Schema of the value |
| `ce_time` | business time: when it happened, by the sender's clock |
| `ce_subject` | the citizen's id (or that of a supply of slots) |
| `ce_sequence` | of our own messages: gapless per subject and topic, from 1 |
| `ce_causationid` | the message that led to this one |
| `ce_correlationid` | the authority's command at the root of it all |
| `ce_recordedtime` | when the platform took it in, by the platform's clock |
| `ce_number` | the router's number of a citizen's command |
| `ce_after` | how far the citizen's other services must have come first: `registration:5,slots:3` |
| `ce_answers` | on an event: the number of the command that it answers |
| `ce_command` | inside a service: the command that a message helps to finish |
| `ce_origin` | shard and position in the producer's journal: `3:1204`; lets a reader drop what was published twice |
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SPEC_VERSION = "1.0"
REQUIRED_INBOUND = ("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time")

Headers = Iterable[tuple[str, bytes]]


class BrokenHeaders(ValueError):
    """A header is missing or cannot be read; `code` is for the dead letter. The message never quotes a value."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def read_headers(headers: Headers) -> dict[str, str]:
    """All headers as text. The first of a repeated name counts; bytes that are not UTF-8, or null, are an error."""
    try:
        return {name: value.decode() for name, value in reversed(tuple(headers))}
    except UnicodeDecodeError:
        raise BrokenHeaders("HEADER_NOT_UTF8", "a header is not UTF-8") from None
    except AttributeError:
        raise BrokenHeaders("HEADER_NULL", "a header has no value") from None


def write_headers(headers: Mapping[str, str]) -> list[tuple[str, bytes]]:
    """The form Kafka clients take."""
    return [(name, value.encode()) for name, value in headers.items()]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a message stands in its producer's journal."""

    shard: int
    position: int

    @classmethod
    def parse(cls, text: str) -> "Origin":
        shard, _, position = text.partition(":")
        return cls(int(shard), int(position))

    def __str__(self) -> str:
        return f"{self.shard}:{self.position}"


def read_after(text: str) -> dict[str, int]:
    """`registration:5,slots:3` as a mapping; the empty text is the empty mapping."""
    pairs = (part.partition(":") for part in text.split(",") if part)
    return {service: int(number) for service, _, number in pairs}


def write_after(after: Mapping[str, int]) -> str:
    """The reverse of `read_after`, in a fixed order."""
    return ",".join(f"{service}:{number}" for service, number in sorted(after.items()))
