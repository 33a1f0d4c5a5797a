"""Seconds of processor that processes have used, by /proc: what a contestant, the database and the broker cost."""

import os
from collections.abc import Iterable
from pathlib import Path

from deploy.embedded.process import Process, family
from deploy.embedded.server import read_state

TICK = 1 / os.sysconf("SC_CLK_TCK")


def seconds(processes: Iterable[Process]) -> float:
    """Processor time (user and system) of these processes and their children, those that have ended included."""
    return sum(_seconds(member.pid) for root in processes for member in family(root))


def _seconds(pid: int) -> float:
    """Of one process and of its children that have ended; 0 where there is no such process any more."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(field) for field in fields[11:15]) * TICK


def servers(home: Path) -> dict[str, float]:
    """Of each server of the stack that is a process of ours: `kafka`, `postgres` (all its sessions), `redis`."""
    return {name: seconds([server.process]) for name, server in read_state(home).items() if server.process}


def since(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """What was used in between."""
    return {name: after[name] - used for name, used in before.items() if name in after}


def machine() -> float:
    """Seconds in which any processor of this machine was not idle, since it started."""
    user, nice, system, _, _, *rest = (
        int(field) for field in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]
    )
    return (user + nice + system + sum(rest)) * TICK
