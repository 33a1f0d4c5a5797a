"""Ties what a process started to that process: when it is gone, killed included, what it started is stopped.

A watcher process holds the reading end of a pipe whose writing end only the owner has. The kernel closes that end when
the owner ends, however it ends. (A parent-death signal would not do: it fires when the starting *thread* ends, does not
reach grandchildren, and cannot be given to a server that is restarted later by someone else.)
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.embedded.home import REPOSITORY

RELEASED = b"released"


class Leash:
    """Held by the owner. Until it is released, the end of the owner is the end of what is tied."""

    def __init__(self, kind: str, home: Path, name: str) -> None:
        argv = [sys.executable, "-m", "deploy.embedded.leash", kind, str(home), name]
        self._watcher = subprocess.Popen(argv, stdin=subprocess.PIPE, cwd=REPOSITORY, start_new_session=True)

    def release(self) -> None:
        """The owner has stopped everything itself."""
        self._watcher.communicate(RELEASED)


@contextmanager
def leash(kind: str, home: Path, name: str) -> Iterator[None]:
    """`stack`: a session on the servers of this home; `world`: the processes of the world of that name."""
    tie = Leash(kind, home, name)
    try:
        yield
    finally:
        tie.release()


def watch(kind: str, home: Path, name: str) -> None:
    """Waits for the owner's end, then stops what is tied unless it was released."""
    if sys.stdin.buffer.read() == RELEASED:
        return
    if kind == "stack":
        from deploy.embedded import stack

        stack.leave(home)
    else:
        from deploy.embedded.world_file import stop_members

        stop_members(home, name)


if __name__ == "__main__":
    watch(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
