"""A platform that answers by rote, and scenario files written on the spot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent
from typing import Any

from services.simulator.rest import AtRest
from services.simulator.scenario import read
from services.simulator.steps import Scenario
from services.simulator.wire import Letter, Seen

ANNA = "0b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
PEOPLE = 'citizens: {anna: {group: G1, akasse: "05", jobcentre: "46100", insured: full-time}}'


def write(folder: Path, steps: str, head: str = f"law: [DL-01]\n{PEOPLE}", name: str = "a") -> Path:
    """A scenario file; `head` stands on the first two lines, `steps:` on the third."""
    file = folder / f"{name}.yaml"
    file.write_text(f"{head}\nsteps:\n{dedent(steps).strip()}\n")
    return file


def scenario(folder: Path, steps: str, number: int = 0, name: str = "a") -> Scenario:
    """The same, read."""
    return read(write(folder, steps, name=name), number)


def utc(text: str) -> datetime:
    """`2024-03-04T09:00`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def event(name: str, at: str, body: dict[str, Any] | None = None, **more: Any) -> Seen:
    """An event about Anna, seen at that instant (UTC)."""
    known: dict[str, Any] = {"topic": "deadlines.events", "subject": ANNA, "time": utc(at), **more}
    return Seen(at=utc(at), name=name, body=body or {}, **known)


@dataclass
class RotePlatform:
    """Both ports of a player. `answers` gives the messages that a letter brings about, `due` those that time does."""

    answers: Callable[[Letter], Sequence[Seen]] = lambda letter: ()
    due: dict[datetime, Sequence[Seen]] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    ticks: list[datetime] = field(default_factory=list)
    waiting: list[Seen] = field(default_factory=list)

    async def send(self, letters: Sequence[Letter]) -> list[str]:
        first = len(self.letters)
        self.letters += letters
        self.waiting += [seen for letter in letters for seen in self.answers(letter)]
        return [f"in.{letter.sender}/0@{first + number}" for number, letter in enumerate(letters)]

    async def tick(self, now: datetime) -> None:
        self.ticks.append(now)
        for time in sorted(time for time in self.due if time <= now):
            self.waiting += self.due.pop(time)

    async def arrived(self, at: datetime) -> list[Seen]:
        found, self.waiting = self.waiting, []
        return [Seen(at, *(getattr(seen, name) for name in Seen.__slots__[1:])) for seen in found]

    async def heard(self, now: datetime) -> None:
        assert self.ticks[-1] == now

    async def reached(self, now: datetime) -> AtRest:
        return AtRest(min(self.due, default=None), 0, len(self.letters))
