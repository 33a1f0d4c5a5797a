"""Starts services that strike themselves, and tells whether they did."""

from collections.abc import Sequence
from pathlib import Path

from deploy.embedded.members import Member
from deploy.embedded.world import World

QUICK = {"SELVBOOKING_SESSION_MS": "1500"}
MODULE = "tests.faults.dying_service"


def start(world: World, service: str, points: Sequence[str], strike: str) -> Member:
    """A process that strikes itself at these points in turn (SIGKILL), or at one of them once (SIGSTOP)."""
    own = {"SERVICE": service, "POINTS": ",".join(points), "STRIKE": strike, "NOTE": str(_note(world, service))}
    return world.start(service, module=MODULE, extra_env={**QUICK, **own})


def deaths(world: World, service: str) -> list[str]:
    """`unsent -9`: each point and the exit status there, in order."""
    return _note(world, service).read_text().splitlines()


def frozen(world: World, service: str) -> bool:
    """Whether it has frozen itself."""
    return _note(world, service).exists()


def _note(world: World, service: str) -> Path:
    return world.folder / f"{service}.struck"
