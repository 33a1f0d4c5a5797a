"""Where the stack keeps its things: the home folder, the download cache, the lock, files that only their owner reads."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

Progress = Callable[[str], None]
"""Is told, a line at a time, what is being waited for."""


def quiet(_: str) -> None:
    """Progress that nobody wants to see."""


class StackError(Exception):
    """What went wrong and where, in words for the person who started the stack."""


def default_home() -> Path:
    """`SELVBOOKING_HOME`, else `.local` in the repository."""
    return Path(os.environ.get("SELVBOOKING_HOME") or REPOSITORY / ".local").absolute()


def cache() -> Path:
    """Downloads (broker jars, wheels): shared by every home, and kept by `down`."""
    folder = Path(os.environ.get("SELVBOOKING_CACHE") or REPOSITORY / ".local" / "cache").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def locked(file: Path, progress: Progress = quiet) -> Iterator[None]:
    """One process at a time; the lock goes with its holder, however that ends. The file itself stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        if not _try_lock(handle.fileno()):
            progress(f"waiting for another process that holds {file}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def shared(file: Path) -> Iterator[None]:
    """Many at a time; see `alone`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield


@contextmanager
def alone(file: Path, patience: float = 1) -> Iterator[bool]:
    """Whether nobody holds the file `shared`. If so, newcomers wait until this block ends.

    The patience is for a holder that is just being killed: its locks do not end at one moment with its pipes.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience
    with file.open("a") as handle:
        while not (mine := _try_lock(handle.fileno())) and time.monotonic() < until:
            time.sleep(0.1)
        yield mine


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def write_private(file: Path, text: str) -> None:
    """Replaces the file in one step, mode 0600: a reader sees the old text or the new, nobody else sees any."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(text)
    draft.replace(file)
