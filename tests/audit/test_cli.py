"""What `selvbooking audit` says and returns."""

import json
import os
import subprocess
import sys
from pathlib import Path

from deploy.embedded.home import REPOSITORY
from deploy.embedded.world import World
from tests.support.database import changed


def audit(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command as an operator gives it, on the servers of the test run."""
    return subprocess.run(
        [sys.executable, "-m", "deploy.cli.main", "audit", *words],
        cwd=REPOSITORY,
        env={**os.environ, "SELVBOOKING_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


async def test_findings_are_told_as_json_with_their_place_and_an_exit_code(lived: World, stack_home: Path) -> None:
    move = "UPDATE shard SET cursor = cursor {} 1 WHERE shard = 1"
    async with changed(lived.database_url("sanctions"), move.format("+"), move.format("-")):
        done = audit(stack_home, "--world", lived.name, "--json")
    assert done.returncode == 3, done.stderr
    told = json.loads(done.stdout)
    assert [(found["check"], found["service"], found["place"]) for found in told["findings"]] == [
        ("offsets", "sanctions", "shard 1")
    ]
    assert told["counts"]["records"] > 100
    assert " of about " in done.stderr, "progress with numbers"


def test_a_world_that_is_not_there_is_an_error_in_one_line(lived: World, stack_home: Path) -> None:
    done = audit(stack_home, "--world", "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("error: there is no world nowhere")
