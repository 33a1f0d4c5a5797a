"""Catching up after being away: a shard's topics are merged by the time at which the platform learned of each record
(guarantee 6). Kafka keeps order inside a topic only; without this a whole month of commands would be decided before the
first of that month's events, and timers that came due in between would judge by half of what was known.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from shared.runtime.ports import Record
from shared.runtime.wire import read_instant

Place = tuple[str, int]
"""Topic (short) and shard."""

MOST_KEPT = 4000
"""Records that wait in memory per topic and shard; fetching pauses beyond that."""


class CatchUp:
    """The merge of what had been written when the shards were taken. Later records need no merging, and get none."""

    def __init__(
        self,
        starts: Mapping[Place, int] | None = None,
        ends: Mapping[Place, int] | None = None,
        doors: Collection[str] = (),
    ) -> None:
        reading = {place: at for place, at in (starts or {}).items() if place[0] not in doors}
        behind = [place for place, at in reading.items() if at < (ends or {})[place]]
        shards = {shard for _, shard in behind if sum(other == shard for _, other in behind) > 1}
        self._at = {place: at for place, at in reading.items() if place[1] in shards}
        self._ends = {place: (ends or {})[place] for place in self._at}
        self._known: dict[Place, datetime] = {}
        self._kept: dict[Place, list[tuple[datetime, Record]]] = {place: [] for place in self._at}

    @property
    def crowded(self) -> set[Place]:
        """Places from which no more should be fetched for now."""
        return {place for place, kept in self._kept.items() if len(kept) >= MOST_KEPT}

    def sort(self, records: Sequence[Record]) -> list[Record]:
        """What may be handled now, in order; the rest is kept until the slower topics have come as far."""
        if not self._at:
            return list(records)
        ready = [record for record in records if not self._keep(record)]
        for shard in {shard for _, shard in self._at}:
            ready += self._merged(shard)
        return ready

    def _keep(self, record: Record) -> bool:
        place = record.topic, record.shard
        if place not in self._at:
            return False
        if record.offset >= self._at[place]:
            self._known[place] = max(_stamp(record), self._known.get(place, _stamp(record)))
            self._kept[place].append((self._known[place], record))
            self._at[place] = record.offset + 1
        return True

    def _merged(self, shard: int) -> list[Record]:
        places = [place for place in self._at if place[1] == shard]
        slow = [self._known.get(place) for place in places if self._at[place] < self._ends[place]]
        if None in slow:
            return []
        upto = min((known for known in slow if known is not None), default=datetime.max.replace(tzinfo=UTC))
        found: list[tuple[datetime, Record]] = []
        for place in places:
            found += [each for each in self._kept[place] if each[0] <= upto]
            self._kept[place] = [each for each in self._kept[place] if each[0] > upto]
            if not slow:
                del self._at[place], self._kept[place]
        return [record for _, record in sorted(found, key=lambda each: each[0])]


def _stamp(record: Record) -> datetime:
    """When the platform learned of it. A record that does not say goes with the one before it."""
    said = {name: value for name, value in record.headers if name in ("ce_recordedtime", "ce_time")}
    try:
        return read_instant((said.get("ce_recordedtime") or said["ce_time"]).decode())
    except (KeyError, ValueError, OverflowError, AttributeError):
        return datetime.min.replace(tzinfo=UTC)
