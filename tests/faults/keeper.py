"""Starts a service that strikes itself at one point after another, makes sure that it did, and starts it again."""

import os
from collections.abc import Iterable
from functools import partial

from deploy.embedded.members import Member
from deploy.embedded.process import Process
from deploy.embedded.world import World
from tests.support.eventually import eventually

QUICK = {"SELVBOOKING_SESSION_MS": "1500"}
PATIENCE = 240
"""Seconds until a point must have been reached; a point may lie weeks of the life ahead."""


def start(world: World, service: str, point: str, strike: str, worker: str = "1") -> Member:
    """A process that strikes itself there. `struck` tells whether it has."""
    note = world.folder / f"{service}-{worker}.{point}.{strike}"
    own = {"SERVICE": service, "POINT": point, "STRIKE": strike, "NOTE": str(note)}
    return world.start(service, worker, module="tests.faults.dying_service", extra_env={**QUICK, **own})


def struck(world: World, member: Member, point: str, strike: str) -> bool:
    """Whether it said that it is at the point."""
    note = world.folder / f"{member.key}.{point}.{strike}"
    return note.exists() and note.read_text() == point


async def killed_at(world: World, service: str, points: Iterable[str]) -> list[str]:
    """Has a service die by SIGKILL at each of these points in turn, then run as usual; the points that it died at."""
    died = []
    for point in points:
        member = start(world, service, point, "SIGKILL")
        status = await eventually(partial(ended, member.process), f"{service} dies at {point}", PATIENCE)
        assert (status, struck(world, member, point, "SIGKILL")) == ([-9], True), f"{service} at {point}"
        died.append(point)
    world.start(service, extra_env=QUICK)
    return died


async def ended(process: Process) -> list[int]:
    """A child's exit status, -9 for SIGKILL; nothing while it runs. To be asked before anybody else looks whether it lives."""
    pid, status = os.waitpid(process.pid, os.WNOHANG)  # noqa: ASYNC222  (it does not wait)
    return [os.waitstatus_to_exitcode(status)] if pid else []
