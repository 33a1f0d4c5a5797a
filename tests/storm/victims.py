"""The processes that can be struck: how each is harmed from outside, and how whoever runs them brings it back."""

import asyncio
import contextlib
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from deploy.embedded import postgres, stack
from deploy.embedded.home import StackError
from deploy.embedded.members import problem_of
from deploy.embedded.process import Process, alive, family, signal_to, stop
from deploy.embedded.server import read_state
from deploy.embedded.world import World
from tests.storm.plan import SERVERS, SESSION, WORKERS

GRACE = 5
"""Seconds that a worker is told it has to stop."""
PATIENCE = 3.0 * GRACE
"""Seconds after which whoever runs it kills what was asked to stop."""
SETTINGS = {"SELVBOOKING_SESSION_MS": str(int(SESSION * 1000)), "SELVBOOKING_GRACE_SECONDS": str(GRACE)}


class Victim(Protocol):
    """One process that must run."""

    name: str
    stops_at: int
    """The signal that asks it to stop."""

    @property
    def process(self) -> Process:
        """As it runs now, or ran last."""

    async def start(self) -> None:
        """Starts it again unless it runs."""

    def problem(self) -> str | None:
        """Why it is not ready; None when it is. Blocks."""


class Worker:
    """A process of a service."""

    stops_at: int = signal.SIGTERM

    def __init__(self, world: World, service: str, worker: str) -> None:
        self.world, self.service, self.worker = world, service, worker
        self.name = f"{service}-{worker}"

    @property
    def process(self) -> Process:
        return self.world.members[self.name].process

    async def start(self) -> None:
        self.world.start(self.service, self.worker, SETTINGS)

    def problem(self) -> str | None:
        return problem_of(self.world.members[self.name])


class Server:
    """The broker, the database or Redis, started again on the same port and the same data."""

    def __init__(self, home: Path, name: str) -> None:
        self.home, self.name = home, name
        self.stops_at: int = postgres.STOP if name == "postgres" else signal.SIGTERM

    @property
    def process(self) -> Process:
        found = read_state(self.home)[self.name].process
        if found is None:
            raise StackError(f"{self.name} is somebody else's; a storm needs servers of its own")
        return found

    async def start(self) -> None:
        if not alive(self.process):
            with contextlib.suppress(StackError):  # it did not answer in time; whoever waits for it goes on asking
                await asyncio.to_thread(stack.revive, self.home, {self.name})

    def problem(self) -> str | None:
        server = read_state(self.home)[self.name]
        problem: str | None = stack.KINDS[self.name].answers(server)
        return problem


def victims(world: World) -> dict[str, Victim]:
    """Everything under the town, by name."""
    found: list[Victim] = [Worker(world, service, worker) for service, worker in WORKERS]
    found += [Server(world.home, name) for name in SERVERS]
    return {victim.name: victim for victim in found}


def freeze(process: Process) -> Callable[[], None]:
    """Stops a process and its children in their tracks, the first before the others; gives the way to let them go on."""
    signal_to(process, signal.SIGSTOP)
    frozen = family(process)
    for each in frozen:
        signal_to(each, signal.SIGSTOP)

    def thaw() -> None:
        for each in frozen:
            signal_to(each, signal.SIGCONT)

    return thaw


def end(process: Process, number: int) -> None:
    """Ends it by a signal and waits until it is gone; kills what does not listen."""
    stop([process], first=number, limit=PATIENCE)
