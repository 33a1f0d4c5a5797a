"""The console's site with a database and a clock, and the people who come to it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import httpx
from starlette.applications import Starlette

from services.console.access import Access, read_tokens
from services.console.actions import Command
from services.console.site import Console
from shared.runtime.clock import VirtualClock
from shared.runtime.database import Pool
from tests.services.console.told import NOON
from tests.web.markup import Page

ANNA_TOKEN, SCREEN_TOKEN, ROBOT_TOKEN = "a" * 32, "s" * 32, "r" * 32
TOKENS = f"anna:{ANNA_TOKEN}:read,act;skaerm:{SCREEN_TOKEN}:read;robot:{ROBOT_TOKEN}:act"


@dataclass
class Sent:
    """In place of Kafka: keeps what was sent, or is away."""

    commands: list[tuple[str, Command, datetime]] = field(default_factory=list)
    away: bool = False

    async def __call__(self, id: str, command: Command, now: datetime) -> None:
        if self.away:
            raise TimeoutError
        self.commands.append((id, command, now))


class Site:
    """The console as it runs in the service, but for Kafka."""

    def __init__(self, pool: "Pool | None", tokens: str = TOKENS) -> None:
        self.clock, self.sent = VirtualClock(), Sent()
        self.clock.tick(NOON)
        console = Console(Access(read_tokens(tokens) if tokens else ()), self.sent)
        if pool is not None:
            console.opened(pool)
            console.started(self.clock)
        self.app = Starlette(routes=console.routes())

    @asynccontextmanager
    async def visitor(self, token: str = "") -> AsyncIterator[httpx.AsyncClient]:
        """A browser; with a token, one that has signed in."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://console") as client:
            if token:
                answer = await client.post("/log-ind", data={"token": token, "til": "/"})
                assert answer.status_code == 303, answer.text
            yield client


def page_of(answer: httpx.Response) -> Page:
    """The page in an answer; it must be a good one."""
    page = Page(answer.text)
    assert page.problems == []
    return page


def mark_of(answer: httpx.Response) -> str:
    """What the page's forms carry."""
    found = re.search(r'name="mark" value="([0-9a-f]{64})"', answer.text)
    assert found, answer.text
    return found[1]
