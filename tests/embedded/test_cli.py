"""The command line, as a person or a script meets it: exit codes, JSON on standard output, one line for an error."""

import json
import os
import signal
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from contracts.topics import SERVICES, Topics
from deploy.cli import main
from deploy.embedded import stack
from deploy.embedded.home import REPOSITORY
from deploy.embedded.process import stop
from deploy.embedded.server import read_state
from tests.support import command

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def selvbooking(home: Path) -> Run:
    """Runs a command in that home."""
    return partial(command.selvbooking, home)


def test_every_command_of_the_help_exists_and_says_what_it_does(selvbooking: Run) -> None:
    shown = selvbooking("--help", COLUMNS="200").stdout
    for name in main.COMMANDS:
        said = main.summary(REPOSITORY / "deploy" / "cli" / f"{name}.py")
        assert said, f"deploy/cli/{name}.py is missing or has no docstring"
        assert said in shown
        assert selvbooking(name, "--help").returncode == 0


def test_the_help_imports_no_command(selvbooking: Run) -> None:
    seen = selvbooking("--help", PYTHONPROFILEIMPORTTIME="1").stderr
    assert "typer" in seen
    assert "deploy.embedded" not in seen
    assert "asyncpg" not in seen


def test_where_nothing_runs_status_is_well_and_says_so(selvbooking: Run) -> None:
    done = selvbooking("status")
    assert (done.returncode, done.stdout) == (0, "")
    assert "not running" in done.stderr
    told = json.loads(selvbooking("status", "--json").stdout)
    assert told == {"running": False, "well": True, "servers": [], "services": []}
    assert selvbooking("down").returncode == 0


def test_status_tells_what_is_wrong_with_code_3(selvbooking: Run, home: Path) -> None:
    stack.up(home, only={"redis"})
    assert selvbooking("status").returncode == 0
    process = read_state(home)["redis"].process
    assert process
    stop([process], first=signal.SIGKILL)
    done = selvbooking("status", "--json")
    assert done.returncode == 3
    [server] = json.loads(done.stdout)["servers"]
    assert server["problem"] == f"process {process.pid} is gone"
    assert f"process {process.pid} is gone" in selvbooking("status").stdout


def test_wrong_usage_is_code_2_and_a_failure_one_line_without_a_traceback(selvbooking: Run) -> None:
    assert selvbooking("nothing-of-the-kind").returncode == 2
    assert selvbooking("up", "--authorities", "ministry-1").returncode == 2
    failed = selvbooking("status", SELVBOOKING_HOME="/dev/null")
    assert failed.returncode == 1
    assert failed.stderr.startswith("error: ")
    assert failed.stderr.count("\n") == 1


def test_paragraphs_are_printed_whatever_the_locale(selvbooking: Run) -> None:
    done = selvbooking("law", "show", "reg-01", PYTHONIOENCODING="ascii")
    assert (done.returncode, "BAB § 27, stk. 2" in done.stdout) == (0, True)


def test_what_is_not_there_is_said_before_any_server_is_started(selvbooking: Run, home: Path) -> None:
    for command_ in (("audit",), ("explain", "anna")):
        done = selvbooking(*command_)
        assert (done.returncode, done.stderr) == (1, f"error: there is no world main in {home}\n")


def test_topics_lists_the_plan_without_servers(selvbooking: Run) -> None:
    listed = json.loads(selvbooking("topics", "--json").stdout)
    assert {"name": Topics().clock, "partitions": 1, "config": {"retention.ms": "-1"}, "exists": None} in listed


def test_up_starts_everything_finds_it_again_repairs_it_and_down_stops_it(selvbooking: Run, home: Path) -> None:
    first = answer(selvbooking("up", "--json"))
    assert set(first["services"]) == {*SERVICES, "console"}
    before = answer(selvbooking("status", "--json"))
    assert before["well"]
    assert [server["name"] for server in before["servers"]] == ["kafka", "postgres", "redis"]

    assert answer(selvbooking("up", "--json")) == first
    assert answer(selvbooking("status", "--json")) == before
    assert all(topic["exists"] for topic in json.loads(selvbooking("topics", "--json").stdout))

    victim = next(service for service in before["services"] if service["service"] == "slots")
    os.kill(victim["pid"], signal.SIGKILL)
    assert selvbooking("status").returncode == 3
    assert answer(selvbooking("up", "--json"))["services"].keys() == first["services"].keys()
    after = answer(selvbooking("status", "--json"))
    assert [one["service"] for one in after["services"] if one not in before["services"]] == ["slots"]

    assert selvbooking("down").returncode == 0
    assert [file.name for file in home.iterdir()] == ["stack.lock"]
    for one in [*after["servers"], *after["services"]]:
        assert not runs(one["pid"])


def answer(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def runs(pid: int) -> bool:
    """Whether the pid is a living process; a dead one that nobody has collected yet is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False
