"""What is known about one server of the stack, as it stands in the state file."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy.embedded.home import StackError, write_private
from deploy.embedded.process import Process, alive, tail


@dataclass(frozen=True, slots=True)
class Server:
    """One running server. Without a process it was named from outside, and is neither stopped nor repaired by us."""

    name: str
    implementation: str
    url: str
    since: str
    process: Process | None = None
    log: str = ""
    data: str = ""
    kept: bool = False
    """Whether it goes on until `down`; else it ends with the last session."""
    resting: bool = False
    """Stopped with its data in place: what was played can still be explained."""
    topic_door: str = ""
    """Only of the stand-in broker: host:port that takes orders to create topics."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, saved: dict[str, Any]) -> "Server":
        process = saved["process"]
        return cls(**{**saved, "process": Process(**process) if process else None})

    def running_as(self, process: Process) -> "Server":
        return replace(self, process=process)


def read_state(home: Path) -> dict[str, Server]:
    """The servers in the state file; none without one."""
    try:
        saved = json.loads((home / "stack.json").read_text())
    except FileNotFoundError:
        return {}
    return {name: Server.from_json(server) for name, server in saved.items()}


def write_state(home: Path, known: Mapping[str, Server]) -> None:
    """Replaces the state file; without servers there is none."""
    if known:
        text = json.dumps({name: known[name].as_json() for name in sorted(known)}, indent=2)
        write_private(home / "stack.json", text)
    else:
        (home / "stack.json").unlink(missing_ok=True)


Record = Callable[[Server], None]
"""Keeps a server in the state file as soon as it has a process, so that even a start cut short leaves nothing unknown."""

Answers = Callable[[Server], str | None]
"""One try: None when the server answers, else what is wrong."""


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def wait_until_it_answers(server: Server, answers: Answers, limit: float, every: float = 0.03) -> None:
    """Polls until the server answers; fails at once when its process ends, in the end when time is up."""
    until = time.monotonic() + limit
    while problem := answers(server):
        if server.process and not alive(server.process):
            raise StackError(f"{server.implementation} ended while starting\n{tail(Path(server.log))}")
        if time.monotonic() > until:
            end = f"\n{tail(Path(server.log))}" if server.log else ""
            raise StackError(f"{server.implementation} does not answer after {limit:.0f} s: {problem}{end}")
        time.sleep(every)
