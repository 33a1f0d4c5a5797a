"""The outside world in a storm: it waits for the broker, believes nothing twice, and leaves no order to chance."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from contracts import messages as _every_contract  # noqa: F401  (fills the registry)
from contracts.registry import CONTRACTS
from contracts.topics import Authority
from deploy.embedded.world import World
from services.simulator.outside import LONGEST_READ, KafkaOutside
from services.simulator.rest import Rest
from services.simulator.wire import Letter, Seen

CANCEL = CONTRACTS["CancelInterview"].type


class StormOutside(KafkaOutside):
    """Speaks to a world whose broker comes and goes."""

    def __init__(self, world: World, rest: Rest) -> None:
        super().__init__(world.servers.kafka, world.topics, world.authorities, world.shards)
        self.rest = rest
        self.now: datetime | None = None
        self._known: set[tuple[str, str]] = set()

    async def tick(self, now: datetime) -> None:
        await super().tick(now)
        self.now = now

    async def send(self, letters: Sequence[Letter]) -> list[str]:
        if self.now is None:
            raise ValueError("the clock has not started")
        await self.rest.heard(self.now)
        first, *others = waves(letters)
        places = await super().send(first)
        for wave in others:
            await self.rest.reached(self.now)
            places += await super().send(wave)
        return places

    async def arrived(self, at: datetime) -> list[Seen]:
        """Without what was published a second time by the next owner of a shard, also at the same time as the first."""
        found = []
        for seen in await super().arrived(at):
            if (key := (seen.topic, seen.id)) not in self._known:
                self._known.add(key)
                found.append(seen)
        return found

    async def ends(self) -> dict[TopicPartition, int]:
        until = time.monotonic() + LONGEST_READ
        while True:
            try:
                return await super().ends()
            except (KafkaError, TimeoutError):
                if time.monotonic() > until:
                    raise
            await asyncio.sleep(0.2)


def waves(letters: Sequence[Letter]) -> list[list[Letter]]:
    """The letters of one moment, cut where nobody promises an order: two authorities about one citizen, and a time given
    back while somebody else tries to book it. The platform rests between waves; an undisturbed run does the same."""
    senders: dict[str, list[Authority]] = defaultdict(list)
    found: dict[int, list[Letter]] = defaultdict(list)
    for letter in letters:
        if letter.sender not in senders[letter.key]:
            senders[letter.key].append(letter.sender)
        cancels = letter.headers.get("ce_type") == CANCEL
        found[len(letters) if cancels else senders[letter.key].index(letter.sender)].append(letter)
    return [wave for _, wave in sorted(found.items())]
