"""Processes that outlive the function that started them, known by pid *and* start time, so that a reused pid is safe."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom

from deploy.embedded.home import StackError

TAIL = 15
"""Lines of a log that an error quotes."""


@dataclass(frozen=True, slots=True)
class Process:
    """A process for good: `started` is its start in clock ticks since boot, which a later owner of the pid cannot share."""

    pid: int
    started: int


def spawn(
    argv: Sequence[str],
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: str | None = None,
) -> Process:
    """Starts a program in a session of its own, its output added to `log`. Only pid and start time are kept of it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    group = {"user": user, "group": _group_of(user), "extra_groups": []} if user else {}
    with log.open("ab") as out:
        child = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
            **group,  # type: ignore[call-overload]
        )
    started = started_at(child.pid)
    child.returncode = 0  # we reap it in `alive`; without this Popen warns and waits for it a second time
    if started is None:
        raise StackError(f"{argv[0]} ended at once\n{tail(log)}")
    return Process(child.pid, started)


def _group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


def _stat(pid: int) -> tuple[str, int, int] | None:
    """State letter, start time and parent of a pid, None where there is no such process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return fields[0], int(fields[19]), int(fields[1])


def started_at(pid: int) -> int | None:
    """When the process of that pid began, in clock ticks since boot; None where there is none."""
    stat = _stat(pid)
    return stat[1] if stat else None


def alive(process: Process) -> bool:
    """Whether that very process still runs. A dead child of ours is reaped here."""
    stat = _stat(process.pid)
    if stat is None or stat[1] != process.started:
        return False
    if stat[0] in "ZX":
        with contextlib.suppress(ChildProcessError):
            os.waitpid(process.pid, os.WNOHANG)
        return False
    return True


def family(process: Process) -> list[Process]:
    """The process and all its descendants, as of now; empty when it is gone."""
    if not alive(process):
        return []
    children: dict[int, list[Process]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        if stat := _stat(int(entry.name)):
            children.setdefault(stat[2], []).append(Process(int(entry.name), stat[1]))
    found = [process]
    for member in found:
        found.extend(children.get(member.pid, []))
    return found


def living_in(folder: Path, program: str) -> list[Process]:
    """Processes of a program (its name as in `ps -c`) that work in exactly this folder, whoever their parent is by now."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            stat = _stat(int(entry.name))
            if stat and (entry / "comm").read_text().strip() == program and (entry / "cwd").readlink() == folder:
                found.append(Process(int(entry.name), stat[1]))
    return found


def signal_to(process: Process, number: int) -> None:
    """Signals that very process; nothing happens when it is gone, nor when its pid belongs to another by now."""
    if alive(process):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, number)


def stop(processes: Iterable[Process], *, first: int = signal.SIGTERM, limit: float = 10) -> None:
    """Asks all to end, waits up to `limit` seconds, then kills what is left, children included."""
    roots = list(processes)
    members = [member for root in roots for member in family(root)]
    for root in roots:
        signal_to(root, first)
        signal_to(root, signal.SIGCONT)
    if not _gone(members, limit):
        for member in members:
            signal_to(member, signal.SIGKILL)
        if not _gone(members, 10):
            left = [member.pid for member in members if alive(member)]
            raise StackError(f"could not stop: {left} (not even with SIGKILL)")


def _gone(processes: Sequence[Process], limit: float) -> bool:
    until = time.monotonic() + limit
    left = list(processes)
    while left := [process for process in left if alive(process)]:
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def free_port(*taken: int) -> int:
    """A loopback port that nobody uses, below the kernel's own range, and none of those that are `taken` but not used yet.

    Above that line a client that keeps knocking on a dead server's port may be given that port as its own.
    """
    draw = SystemRandom()
    for _ in range(200):
        port = draw.randrange(20_000, 32_000)
        if port in taken:
            continue
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise StackError("found no free port between 20000 and 32000 on 127.0.0.1")


def tail(log: Path) -> str:
    """The end of a log, indented, for an error message."""
    try:
        lines = log.read_text(errors="replace").splitlines()[-TAIL:]
    except FileNotFoundError:
        lines = []
    return "\n".join([f"  the end of {log}:", *(f"  | {line}" for line in lines or ["(empty)"])])
