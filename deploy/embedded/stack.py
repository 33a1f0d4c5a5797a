"""Starts, finds, checks and stops the three servers. What runs is written in `<home>/stack.json`, mode 0600."""

import os
import shutil
import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from deploy.embedded import kafka, postgres, redis
from deploy.embedded.addresses import Postgres, Servers, servers_of
from deploy.embedded.home import Progress, StackError, alone, locked, quiet, shared
from deploy.embedded.leash import leash
from deploy.embedded.process import alive, stop
from deploy.embedded.server import Server, now, read_state, wait_until_it_answers, write_state

__all__ = [
    "ALL", "Postgres", "ServerStatus", "Servers", "StackStatus", "down", "revive", "running", "session", "status", "up",
]  # fmt: skip

KINDS: dict[str, ModuleType] = {"kafka": kafka, "postgres": postgres, "redis": redis}
ALL = frozenset(KINDS)
NAMED_BY = {name: f"SELVBOOKING_STACK_{name.upper()}" for name in KINDS}
"""Environment variables that name a server run by somebody else; it is used as it is, and never stopped."""
NAMED_LIMIT = 10.0


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """One line of `status`. `problem` is None when the server answers."""

    name: str
    implementation: str
    since: str
    pid: int | None
    port: int | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class StackStatus:
    """What of the stack is there, and how it does; no servers when it is not running."""

    servers: tuple[ServerStatus, ...]

    @property
    def well(self) -> bool:
        return not any(server.problem for server in self.servers)


def up(home: Path, progress: Progress = quiet, only: Collection[str] = ALL) -> Servers:
    """Makes sure that the servers run and answer: finds those that do, repairs those that do not, starts the rest.

    They go on until `down`.
    """
    return _up(home, progress, only, kept=True)


def revive(home: Path, names: Collection[str], progress: Progress = quiet) -> None:
    """Starts those of these servers again that do not answer, on their ports and data; for whoever is in a session."""
    _up(home, progress, names, kept=False)


def _up(home: Path, progress: Progress, only: Collection[str], kept: bool) -> Servers:
    if not Path("/proc/self/stat").exists():
        raise StackError(
            "the embedded stack knows its processes by /proc, which only Linux has; use docker compose here"
        )
    with locked(home / "stack.lock", progress), ThreadPoolExecutor() as pool:
        known, writing = read_state(home), threading.Lock()

        def record(server: Server) -> None:
            with writing:
                before = known.get(server.name)
                known[server.name] = replace(server, kept=kept or bool(before and before.kept), resting=False)
                write_state(home, known)

        starts = [pool.submit(_ensure, home, name, known.get(name), progress, record) for name in KINDS if name in only]
        for start in starts:
            start.result()
    return servers_of({name: server for name, server in known.items() if name in only})


def _ensure(home: Path, name: str, before: Server | None, progress: Progress, record: Callable[[Server], None]) -> None:
    if named := os.environ.get(NAMED_BY[name]):
        if before and before.url != named:
            _remove(before)
        server = Server(name, f"named by {NAMED_BY[name]}", named, now())
        wait_until_it_answers(server, KINDS[name].answers, NAMED_LIMIT)
        record(before if before and before.url == named else server)
        return
    mine = before if before and before.process else None
    problem = _problem(mine) if mine and not mine.resting else None
    if mine and not mine.resting and not problem:
        record(mine)
        return
    progress(f"{name}: {problem}; starting it again" if problem else f"{name}: starting")
    if mine and mine.process and not mine.resting:
        stop([mine.process], first=_stop_signal(name), limit=3)
    server = KINDS[name].start(home / name, home / "logs" / f"{name}.log", mine, progress, record)
    progress(f"{name}: {server.implementation} answers")


def running(home: Path, only: Collection[str] = ALL) -> Servers | None:
    """The servers, if all of them run and answer; nothing is started."""
    known = {name: server for name, server in _awake(home).items() if name in only}
    return servers_of(known) if known.keys() == set(only) and not any(_problems(known).values()) else None


def status(home: Path) -> StackStatus:
    """Each server that was started or named, and what is wrong with it."""
    known = _awake(home)
    problems = _problems(known)
    return StackStatus(tuple(_status(server, problems[name]) for name, server in known.items()))


def _awake(home: Path) -> dict[str, Server]:
    return {name: server for name, server in read_state(home).items() if not server.resting}


def down(home: Path, progress: Progress = quiet) -> None:
    """Stops what runs and removes its data. Servers named from outside are only forgotten."""
    _down(home, progress, lambda server: True)


def _down(home: Path, progress: Progress, goes: Callable[[Server], bool], rest: Collection[str] = ()) -> None:
    with locked(home / "stack.lock", progress), ThreadPoolExecutor() as pool:
        known = read_state(home)
        going = [server for server in known.values() if goes(server)]
        for server in going:
            if server.process and not server.resting:
                progress(f"{server.name}: stopping")
        list(pool.map(lambda server: _remove(server, server.name in rest), going))
        resting = {
            server.name: replace(server, resting=True) for server in going if server.process and server.name in rest
        }
        write_state(home, {name: server for name, server in known.items() if server not in going} | resting)
        if len(going) == len(known):
            shutil.rmtree(home / "logs", ignore_errors=True)


PLAYED = frozenset({"postgres", "kafka"})
"""Whose data a play leaves behind, for whoever looks into it later, in whatever order."""


@contextmanager
def session(
    home: Path, progress: Progress = quiet, only: Collection[str] = ALL, rest: Collection[str] = ()
) -> Iterator[Servers]:
    """The servers for as long as the block lasts. What `up` started goes on; what sessions started ends with the last.

    Of those in `rest` the data stay, for a later session. It ends even when this process is killed: see `leash`.
    """
    with leash("stack", home, "session"):
        try:
            with shared(home / "sessions.lock"):
                yield _up(home, progress, only, kept=False)
        finally:
            leave(home, progress, rest)


def leave(home: Path, progress: Progress = quiet, rest: Collection[str] = ()) -> None:
    """Stops what sessions started, unless another session is still there."""
    with alone(home / "sessions.lock") as last:
        if last:
            _down(home, progress, lambda server: not server.kept, rest)


def _problem(server: Server) -> str | None:
    if server.process and not alive(server.process):
        return f"process {server.process.pid} is gone"
    answer: str | None = KINDS[server.name].answers(server)
    return answer and f"does not answer: {answer}"


def _problems(known: dict[str, Server]) -> dict[str, str | None]:
    """All asked at once, and off this thread: PostgreSQL's check has an event loop of its own."""
    with ThreadPoolExecutor() as pool:
        return dict(zip(known, pool.map(_problem, known.values()), strict=True))


def _remove(server: Server, rest: bool = False) -> None:
    if server.process:
        if not server.resting:
            stop([server.process], first=_stop_signal(server.name))
        if server.name == "postgres":
            postgres.remove_orphans(Path(server.data))
        if rest:
            return
        shutil.rmtree(server.data, ignore_errors=True)


def _stop_signal(name: str) -> int:
    return int(getattr(KINDS[name], "STOP", 15))


def _status(server: Server, problem: str | None) -> ServerStatus:
    port = urlsplit(server.url if "//" in server.url else f"//{server.url.split(',')[0]}").port
    pid = server.process.pid if server.process else None
    return ServerStatus(server.name, server.implementation, server.since, pid, port, problem)
