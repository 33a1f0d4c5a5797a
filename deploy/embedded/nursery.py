"""Starts services without loading their libraries each time: one process loads them once, and forks for each start.

Loading takes nearly two seconds of a processor, several hundred times in a test run. A nursery belongs to the process that
asked for the first start and ends with it, so it never holds code older than its owner. What is started belongs to nobody's
life: it is known by pid and start time like any other process, and stopped the same way.
"""

import gc
import importlib
import json
import os
import random
import runpy
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploy.embedded.home import REPOSITORY, StackError
from deploy.embedded.process import Process, started_at, tail

LOADED = ("shared.runtime.running", "contracts.messages", "redis.asyncio")
"""What every service imports, and takes long. A service's own code is loaded by itself."""


class Nursery:
    """Held by the owner. Ends when the owner ends, however that ends: the kernel closes its socket."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            argv = [sys.executable, "-m", "deploy.embedded.nursery", str(theirs.fileno())]
            self._process = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, cwd=REPOSITORY, pass_fds=[theirs.fileno()], start_new_session=True
            )
        self._asks, self._answers = ours, ours.makefile("rb")
        self._lock = threading.Lock()

    @property
    def pid(self) -> int:
        return self._process.pid

    def start(self, module: str, log: Path, env: Mapping[str, str]) -> Process:
        """As `python -m <module>` in the repository, in a session of its own, its output added to `log`."""
        log.parent.mkdir(parents=True, exist_ok=True)
        order = {"module": module, "log": str(log), "env": dict(env)}
        with self._lock:
            try:
                self._asks.sendall(json.dumps(order).encode() + b"\n")
                answer = self._answers.readline()
            except OSError:
                answer = b""
        if not answer:
            raise StackError(f"{module} could not be started: the nursery is gone")
        pid = int(answer)
        if (started := started_at(pid)) is None:
            raise StackError(f"{module} ended at once\n{tail(log)}")
        return Process(pid, started)


_held: dict[int, Nursery] = {}
_holding = threading.Lock()


def nursery() -> Nursery:
    """This process's own; a fork of it gets another."""
    with _holding:
        return _held.setdefault(os.getpid(), _held.get(os.getpid()) or Nursery())


def wait_for_orders(asks: socket.socket) -> dict[str, Any] | None:
    """Forks for every order. Returns None when the owner is gone, and in each child the order it was made for."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the dead
    with asks.makefile("rb") as orders:
        for line in orders:
            order: dict[str, Any] = json.loads(line)
            if (pid := os.fork()) == 0:
                return order
            asks.sendall(b"%d\n" % pid)
    return None


def become(order: Mapping[str, Any]) -> None:
    """Turns the fork into what was ordered, as if it had been started afresh."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    with Path(order["log"]).open("ab") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    os.environ.clear()
    os.environ.update(order["env"])
    random.seed()
    sys.argv = [order["module"]]
    runpy.run_module(order["module"], run_name="__main__", alter_sys=True)


def main(descriptor: int) -> None:
    """The nursery itself, until its owner is gone."""
    for name in LOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=descriptor) as asks:
        order = wait_for_orders(asks)
    if order is not None:
        become(order)


if __name__ == "__main__":
    main(int(sys.argv[1]))
