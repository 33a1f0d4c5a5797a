"""A service started by the nursery is like one that was started afresh; and the nursery ends with its owner."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.embedded.home import REPOSITORY
from deploy.embedded.nursery import nursery
from deploy.embedded.process import Process, alive, signal_to, started_at, stop
from tests.support.eventually import eventually

TOLD = "tests.embedded.told"
OWNER = """
from pathlib import Path
from deploy.embedded.nursery import nursery
held = nursery()
child = held.start("tests.embedded.told", Path({log!r}), {{"THEN": "sleep"}})
print(held.pid, child.pid, flush=True)
input()
"""


async def until(said: Callable[[], bool], what: str) -> None:
    async def ask() -> bool:
        return said()

    await eventually(ask, what, 60)


async def test_it_runs_as_the_main_program_with_its_own_session_environment_and_log(tmp_path: Path) -> None:
    log = tmp_path / "deep" / "log"
    child = nursery().start(TOLD, log, {"THEN": "sleep", "B": "2"})
    await until(lambda: log.exists() and "\n" in log.read_text(), "it speaks")
    assert log.read_text() == f"__main__ ['{REPOSITORY / 'tests/embedded/told.py'}'] ['B', 'THEN'] True\n"
    assert alive(child)
    stop([child])
    assert not alive(child)


async def test_who_fails_says_why_in_its_log_and_is_buried(tmp_path: Path) -> None:
    child = nursery().start(TOLD, tmp_path / "log", {"THEN": "fail"})
    await until(lambda: started_at(child.pid) != child.started, "it is gone, and no zombie")
    assert "RuntimeError: as it was told" in (tmp_path / "log").read_text()


async def test_a_killed_child_leaves_the_others_and_the_nursery_alone(tmp_path: Path) -> None:
    one, other = (nursery().start(TOLD, tmp_path / name, {"THEN": "sleep"}) for name in "ab")
    signal_to(one, signal.SIGKILL)
    await until(lambda: not alive(one), "it is gone")
    third = nursery().start(TOLD, tmp_path / "c", {"THEN": "sleep"})
    assert alive(other) and alive(third)
    stop([other, third])


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
async def test_the_nursery_ends_with_its_owner_and_what_it_started_lives(tmp_path: Path, end: int) -> None:
    """Whose lives are tied to the owner's is another matter: `leash.py`."""
    code = OWNER.format(log=str(tmp_path / "log"))
    owner = subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, "-c", code], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout
    held, born = (process_of(int(pid)) for pid in owner.stdout.readline().split())
    assert alive(held) and alive(born)
    os.kill(owner.pid, end)
    owner.communicate()
    await until(lambda: not alive(held), "the nursery is gone")
    assert alive(born)
    stop([born])


def process_of(pid: int) -> Process:
    started = started_at(pid)
    assert started is not None
    return Process(pid, started)
