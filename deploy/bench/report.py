"""How every benchmark ends: where it ran, spread of its rounds, goals met or missed, JSON or tables, exit code."""

import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import typer

from deploy.cli.report import print_json, say
from deploy.embedded.home import REPOSITORY
from deploy.embedded.server import now, read_state

PACKAGES = ("aiokafka", "asyncpg", "faststream", "msgspec")
MISSED = 1


@dataclass(frozen=True, slots=True)
class Goal:
    """A number that should be at least, or at most, so much. Without a value it was not measured."""

    name: str
    value: float | None
    least: float | None = None
    most: float | None = None

    @property
    def met(self) -> bool | None:
        """None when it was not measured."""
        if self.value is None:
            return None
        return not (self.least is not None and self.value < self.least) and not (
            self.most is not None and self.value > self.most
        )

    def __str__(self) -> str:
        verdict = {True: "met", False: "MISSED", None: "not measured"}[self.met]
        bound = f"at least {self.least:g}" if self.least is not None else f"at most {self.most:g}"
        return f"goal {verdict}: {self.name} {bound}" + ("" if self.value is None else f", is {self.value:.3g}")


def spread(values: Sequence[float]) -> dict[str, Any]:
    """Median, least and most of the rounds, and each."""
    each = [round(value, 3) for value in values]
    return {"median": round(median(values), 3), "min": min(each), "max": max(each), "all": each}


def where(home: Path) -> dict[str, Any]:
    """The machine, the versions of what ran on it, and the commit."""
    return {
        "at": now(),
        "commit": _commit(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        "load_before": round(os.getloadavg()[0], 2),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "servers": {name: server.implementation for name, server in read_state(home).items()},
        "packages": {name: version(name) for name in PACKAGES},
    }


def _commit() -> str:
    """With `+` behind it when files differ from it; empty outside a repository."""
    argv = ["git", "-C", str(REPOSITORY), "describe", "--always", "--abbrev=12", "--dirty=+", "--exclude=*"]
    try:
        return subprocess.run(argv, capture_output=True, text=True, timeout=20).stdout.strip()
    except OSError:
        return ""


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def finish(found: dict[str, Any], goals: Sequence[Goal], as_json: bool) -> None:
    """Prints the goals, and with `as_json` everything found; exit code 1 when a goal is missed."""
    if as_json:
        print_json(found | {"goals": [asdict(goal) | {"met": goal.met} for goal in goals]})
    for goal in goals:
        say(str(goal))
    if any(goal.met is False for goal in goals):
        raise typer.Exit(MISSED)
