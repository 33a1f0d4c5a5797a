"""Waits until every service is at rest: nothing unread, nothing unpublished, nothing due, nothing on its way."""

import asyncio
import http.client
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

PAUSE, LONGEST_PAUSE = 0.04, 0.1
"""Seconds between two rounds of questions: short at first, longer when the services have much to do. Shorter ones cost the
services more than they save."""


class Restless(Exception):
    """The services did not come to rest in time; says which, and why."""


@dataclass(frozen=True, slots=True)
class Status:
    """What a worker says at `/status`."""

    service: str
    worker: str
    clock: datetime | None
    idle: bool
    unread: int
    unpublished: int
    due: int
    held: int
    parked: int
    next_due: datetime | None
    handled: int
    published: int
    why: str

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Status":
        """A worker that is only starting, or in trouble, says less: it is not idle, and `why` tells the reason."""
        numbers = ("unread", "unpublished", "due", "held", "parked", "handled", "published")
        instants = (
            datetime.fromisoformat(text) if (text := said.get(name)) else None for name in ("clock", "next_due")
        )
        clock, next_due = instants
        return cls(
            service=said["service"],
            worker=said.get("worker", ""),
            clock=clock,
            idle=bool(said.get("idle")),
            next_due=next_due,
            why=said.get("why", ""),
            **{name: int(said.get(name, 0)) for name in numbers},
        )

    def unrest(self, now: datetime) -> str | None:
        """Why the worker is not at rest, None when it is."""
        busy = {
            "behind the clock": self.clock != now,
            f"{self.unread} records unread": self.unread,
            f"{self.unpublished} rows unpublished": self.unpublished,
            f"{self.due} timers due": self.due,
            f"{self.held} commands held, waiting for their causes": self.held,
            self.why or "busy": not self.idle,
        }
        reasons = [reason for reason, is_so in busy.items() if is_so]
        return f"{self.service}-{self.worker}: {', '.join(reasons)}" if reasons else None


@dataclass(frozen=True, slots=True)
class AtRest:
    """Where the services rest: the first timer after now, and how many citizens are parked."""

    next_due: datetime | None
    parked: int
    handled: int


class Rest(Protocol):
    """What a player needs to know of the services."""

    async def heard(self, now: datetime) -> None:
        """Returns when every service knows that it is this time; Restless when that takes too long."""

    async def reached(self, now: datetime) -> AtRest:
        """Returns when all are at rest at this time; Restless when that takes too long."""


class HttpRest:
    """Asks every worker over HTTP, one connection each."""

    def __init__(self, urls: Sequence[str], limit: float = 60, tell: Callable[[str], None] = print) -> None:
        self.urls, self.limit, self.tell = urls, limit, tell
        self.connections: dict[str, http.client.HTTPConnection] = {}
        self.parked = 0

    async def heard(self, now: datetime) -> None:
        until, asked = time.monotonic() + self.limit, list(self.urls)
        while asked:
            deaf = {url: status for url, status in (await self.ask(asked)).items() if status.clock != now}
            if deaf and time.monotonic() > until:
                who = ", ".join(f"{status.service}-{status.worker}" for status in deaf.values())
                raise Restless(
                    f"the clock was moved to {now.isoformat()}, and not heard after {self.limit:.0f} s by {who}"
                )
            asked = list(deaf)
            if asked:
                await asyncio.sleep(PAUSE)

    async def reached(self, now: datetime) -> AtRest:
        until, before, pause, asked = time.monotonic() + self.limit, (-1, -1), PAUSE, self.urls
        while True:
            round_ = await self.ask(asked)
            unrest = {url: why for url, status in round_.items() if (why := status.unrest(now))}
            sums = (
                sum(status.handled for status in round_.values()),
                sum(status.published for status in round_.values()),
            )
            if not unrest and asked is self.urls and sums == before:
                return self._at_rest(round_.values())
            if time.monotonic() > until:
                why = "; ".join(unrest.values()) or "messages go round and round"
                raise Restless(f"no rest at {now.isoformat()} after {self.limit:.0f} s: {why}")
            before = (-1, -1) if unrest or asked is not self.urls else sums
            if unrest:
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, LONGEST_PAUSE)
            asked = list(unrest) or self.urls  # whoever is busy is asked again alone; the others have their peace

    async def ask(self, urls: Sequence[str]) -> dict[str, Status]:
        """One round of questions. A worker that does not answer is an error, not unrest."""
        said = await asyncio.gather(*(asyncio.to_thread(self._status, url) for url in urls))
        return dict(zip(urls, said, strict=True))

    def _status(self, url: str) -> Status:
        for attempt in range(3):
            connection = self.connections.get(url) or self._connect(url)
            try:
                connection.request("GET", "/status")
                return Status.from_json(json.loads(connection.getresponse().read()))
            except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
                self.connections.pop(url).close()
                if attempt == 2:
                    raise Restless(f"{url}/status: {error or type(error).__name__}") from None
                time.sleep(0.2)
        raise AssertionError("unreachable")

    def _connect(self, url: str) -> http.client.HTTPConnection:
        address = urlsplit(url)
        self.connections[url] = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
        return self.connections[url]

    def _at_rest(self, statuses: Iterable[Status]) -> AtRest:
        found = list(statuses)
        parked = sum(status.parked for status in found)
        if parked > self.parked:
            who = ", ".join(f"{status.service}-{status.worker}: {status.parked}" for status in found if status.parked)
            self.tell(f"parked behind a defect: {who}")
        self.parked = parked
        due = [status.next_due for status in found if status.next_due]
        return AtRest(min(due, default=None), parked, sum(status.handled for status in found))
