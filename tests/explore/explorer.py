"""Runs schedules one after another on two prepared databases, and says of each how it went."""

import asyncio
import random
import secrets
import traceback
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog

from deploy.embedded import databases
from deploy.embedded.addresses import Postgres
from deploy.embedded.databases import Database as Made
from shared.runtime.service import handling_of
from shared.runtime.settings import Settings
from shared.runtime.telemetry import Metrics
from tests.explore.database import Database
from tests.explore.director import Director
from tests.explore.faults import Temper
from tests.explore.judge import End, end_of, faults_of
from tests.explore.loop import ACTOR, StepLoop
from tests.explore.schedule import Member, Schedule
from tests.explore.script import SCRIPTS, Script, script_of
from tests.explore.services import guide
from tests.support.tally import app

THOROUGH = 25
"""Every so many schedules the tables are made small again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One schedule: its seed, its steps, and what is wrong (nothing, mostly)."""

    seed: int
    steps: list[str]
    wrong: list[str]


@dataclass
class Explorer:
    """`undisturbed`: the ends of scripts that were run once without faults."""

    loop: StepLoop
    members: dict[str, Member]
    undisturbed: dict[int, End] = field(default_factory=dict)
    ran: int = 0

    async def run(self, seed: int) -> Outcome:
        """One schedule, judged. The seed decides everything."""
        number = seed % SCRIPTS
        if number not in self.undisturbed and (failed := await self.play_undisturbed(number)):
            return failed
        try:
            temper = Temper.of(random.Random(f"temper {seed}"))
            schedule = await self.play(self.schedule(f"schedule {seed}", script_of(number), temper))
        except Failed as failed:
            return Outcome(seed, failed.steps, [str(failed)])
        return Outcome(seed, schedule.director.steps, await faults_of(schedule, self.undisturbed[number]))

    async def play_undisturbed(self, number: int) -> Outcome | None:
        """Learns how a script must end; what is wrong with it already then."""
        schedule = await self.play(self.schedule(f"undisturbed {number}", script_of(number)))
        if wrong := await faults_of(schedule, None):
            return Outcome(number, schedule.director.steps, [f"undisturbed: {line}" for line in wrong])
        self.undisturbed[number] = await end_of(schedule)
        return None

    def schedule(self, seed: str, script: Script, temper: Temper | None = None) -> Schedule:
        """Made, not yet played."""
        return Schedule(self.loop, script, self.members, Director(self.loop, seed), temper)

    async def play(self, schedule: Schedule) -> Schedule:
        """Plays it on empty tables; raises Failed when it does not come to its end."""
        self.ran += 1
        for member in self.members.values():
            await member.database.clear(self.ran % THOROUGH == 0)
        with heard(schedule.director.note):
            try:
                await schedule.play()
            except Exception as error:
                raise Failed(f"{type(error).__name__}: {error}", schedule.director.steps) from error
        return schedule


class Failed(Exception):
    """A schedule that did not come to its end."""

    def __init__(self, why: str, steps: list[str]) -> None:
        super().__init__(why)
        self.steps = steps


@contextmanager
def heard(note: Callable[[str], None]) -> Iterator[None]:
    """The runtime's log lines go among the steps."""

    def listen(_: Any, __: str, event: Any) -> Any:
        actor = ACTOR.get()
        trouble = event.pop("exc_info", None)
        said = " ".join(f"{key}={value}" for key, value in event.items() if key != "event")
        note(f"    {actor.name if actor else 'nobody'} logs: {event['event']} {said}".rstrip())
        if trouble:
            note("      " + traceback.format_exc(limit=-1).partition("\n")[2].strip().replace("\n", " "))
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[listen], logger_factory=structlog.ReturnLoggerFactory())
    try:
        yield
    finally:
        structlog.configure(**before)


@asynccontextmanager
async def explorer(postgres: Postgres, undisturbed: Mapping[int, End] | None = None) -> AsyncIterator[Explorer]:
    """On databases of its own, gone afterwards. The running loop must be a `StepLoop`. `undisturbed`: what is known before."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, StepLoop)
    unused: dict[str, Any] = {"kafka": "none", "database": "none"}
    services = (("tally", app(Settings(**unused))), ("guide", guide()))
    made = [Made(f"explore_{secrets.token_hex(4)}_{short}", secrets.token_urlsafe(12)) for short, _ in services]
    await databases.create(postgres, made)
    members: dict[str, Member] = {}
    try:
        for (short, service), own in zip(services, made, strict=True):
            database = Database(service.name, own.url(postgres))
            await database.open(service)
            members[service.name] = Member(short, service, handling_of(service, Metrics(service.name)), database)
        yield Explorer(loop, members, dict(undisturbed or {}))
    finally:
        for member in members.values():
            await member.database.close()
        await databases.drop(postgres, [each.name for each in made])


def explain(outcome: Outcome) -> str:
    """A failing schedule as a readable list."""
    width = len(str(len(outcome.steps)))
    lines: Sequence[str] = [f"{number:{width}} {step}" for number, step in enumerate(outcome.steps, 1)]
    return "\n".join([*lines, "", *(f"WRONG: {line}" for line in outcome.wrong)])
