"""What `selvbooking audit` says and returns."""

import json
from pathlib import Path

import pytest

from deploy.embedded.world import World
from tests.support.command import selvbooking
from tests.support.database import changed


async def test_findings_are_told_as_json_with_their_place_and_an_exit_code(lived: World, stack_home: Path) -> None:
    move = "UPDATE shard SET cursor = cursor {} 1 WHERE shard = 1"
    async with changed(lived.database_url("sanctions"), move.format("+"), move.format("-")):
        done = selvbooking(stack_home, "audit", "--world", lived.name, "--json")
    assert done.returncode == 3, done.stderr
    told = json.loads(done.stdout)
    assert [(found["check"], found["service"], found["place"]) for found in told["findings"]] == [
        ("offsets", "sanctions", "shard 1")
    ]
    assert told["counts"]["records"] > 100
    assert " of about " in done.stderr, "progress with numbers"


def test_a_world_that_is_not_there_is_an_error_in_one_line(lived: World, stack_home: Path) -> None:
    done = selvbooking(stack_home, "audit", "--world", "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("error: there is no world nowhere")


@pytest.mark.timeout(240)
def test_a_play_can_be_explained_and_then_audited(stack_home: Path) -> None:
    home = stack_home / "played"
    file = "tests/scenarios/misses-the-deadline-and-returns-two-days-later.yaml"
    for command in (("play", file), ("explain", "--all", "--rerun"), ("audit",)):
        done = selvbooking(home, *command)
        assert done.returncode == 0, (command, done.stderr)
