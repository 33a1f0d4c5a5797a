"""Two multisets of messages compared without keeping either: sums of digests per stretch of a partition.

What should be there is added, what is there is taken away; a stretch that is not zero at the end holds a difference. Memory
grows by one number per stretch, that is per 4,096 records of a partition, and only for stretches that differ so far.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

STRETCH = 4096
Stretch = tuple[str, int, int]
"""Topic, partition, number of the stretch."""
_WRAP = 1 << 64


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, by its place, and a digest of what became of it or should have."""

    topic: str
    shard: int
    offset: int
    digest: int

    @property
    def stretch(self) -> Stretch:
        return self.topic, self.shard, self.offset // STRETCH

    @property
    def place(self) -> str:
        return f"{self.topic}/{self.shard}@{self.offset}"


@dataclass(slots=True)
class Ledger:
    """The sums that are not zero."""

    sums: dict[Stretch, int] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        self._put(entry.stretch, entry.digest)

    def take(self, entry: Entry) -> None:
        self._put(entry.stretch, -entry.digest)

    def _put(self, stretch: Stretch, number: int) -> None:
        total = (self.sums.pop(stretch, 0) + number) % _WRAP
        if total:
            self.sums[stretch] = total


def entry_of(place: str, *parts: bytes) -> Entry:
    """The entry of a record that lies at `place` (`deadlines.events/2@118`); ValueError for what is no place."""
    topic, _, rest = place.rpartition("/")
    shard, _, offset = rest.partition("@")
    said = blake2b(place.encode(), digest_size=8)
    for part in parts:
        said.update(b"\n")
        said.update(part)
    return Entry(topic, int(shard), int(offset), int.from_bytes(said.digest()))


def differences(expected: Sequence[Entry], actual: Sequence[Entry]) -> list[tuple[str, str]]:
    """Place by place what is missing, too much or different."""
    should = {entry.place: entry.digest for entry in expected}
    found: dict[str, list[int]] = {}
    for entry in actual:
        found.setdefault(entry.place, []).append(entry.digest)
    told = []
    for place in dict.fromkeys((*should, *found)):
        digests = found.get(place, [])
        if not digests:
            told.append((place, "was read, and is neither decided, nor waiting, nor a dead letter"))
        elif len(digests) > 1:
            told.append((place, f"was taken in {len(digests)} times"))
        elif place not in should:
            told.append((place, "was taken in, and the topic has no such message to decide"))
        elif digests[0] != should[place]:
            told.append((place, "was taken in with another content than the topic has"))
    return told
