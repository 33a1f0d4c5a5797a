"""The outside world's patience: with services that die, move, freeze or are several, and that send again after a crash."""

import asyncio
import http.client
import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from deploy.embedded.members import Member, url_of
from deploy.embedded.world import World
from services.simulator.outside import KafkaOutside
from services.simulator.rest import HttpRest, Status
from services.simulator.wire import Seen

ANSWER_WITHIN = 5
"""Seconds for one answer; a frozen process gives none."""


class Patient(HttpRest):
    """Asks whatever runs of each service of a world. `spared` services and workers (`slots`, `slots-2`) are not waited for."""

    def __init__(self, world: World, limit: float = 240) -> None:
        super().__init__(list(world.services), limit, lambda _: None)
        self.world, self.spared = world, set[str]()

    async def ask(self, urls: Any) -> dict[str, Status]:
        """One round, by the services' names: what all workers of one say, as one."""
        wanted = [service for service in urls if service not in self.spared]
        said = await asyncio.gather(*(asyncio.to_thread(self._together, service) for service in wanted))
        return dict(zip(wanted, said, strict=True))

    def _together(self, service: str) -> Status:
        members = [each for key, each in list(self.world.members.items()) if each.service == service]
        said = [_said(each) for each in members if each.key not in self.spared]
        shards = sorted(shard for each in said for shard in each.get("shards", ()))
        clocks = {each.get("clock") for each in said}
        numbers = ("unread", "unpublished", "due", "held", "parked", "handled", "published")
        whole = shards == list(range(self.world.shards)) and all(each.get("idle") for each in said)
        due = [each["next_due"] for each in said if each.get("next_due")]
        return Status.from_json({
            "service": service,
            "clock": clocks.pop() if len(clocks) == 1 else None,
            "idle": whole,
            "next_due": min(due, key=datetime.fromisoformat, default=None),
            "why": "; ".join(each["why"] for each in said if each.get("why")) or f"has shards {shards}",
            **{name: sum(each.get(name, 0) for each in said) for name in numbers},
        })  # fmt: skip


def _said(member: Member) -> dict[str, Any]:
    """A worker's `/status`; of one that does not answer only that."""
    address = urlsplit(url_of(member) or "")
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=ANSWER_WITHIN)
    try:
        connection.request("GET", "/status")
        found: dict[str, Any] = json.loads(connection.getresponse().read())
        return found
    except (OSError, http.client.HTTPException, ValueError) as error:
        return {"why": f"{member.key} is away: {type(error).__name__}"}
    finally:
        connection.close()


class Once(KafkaOutside):
    """Reads like a careful consumer: a message that is sent again after a crash has the id of the first."""

    def __init__(self, world: World) -> None:
        super().__init__(world.servers.kafka, world.topics, world.authorities, world.shards)
        self.ids = set[tuple[str, str]]()

    async def arrived(self, at: datetime) -> list[Seen]:
        new = []
        for seen in await super().arrived(at):
            if (seen.topic, seen.id) not in self.ids:
                self.ids.add((seen.topic, seen.id))
                new.append(seen)
        return new
