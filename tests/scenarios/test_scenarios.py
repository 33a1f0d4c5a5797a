"""Every scenario file, played side by side on the real platform; and what `selvbooking play` says and returns."""

import json
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from contracts.topics import SERVICES
from services.simulator.outside import KafkaOutside
from services.simulator.player import Player
from services.simulator.rest import HttpRest
from services.simulator.scenario import read
from services.simulator.steps import Send
from services.simulator.watch import Watch
from tests.support.command import selvbooking
from tests.support.stack import MakeWorld

pytestmark = pytest.mark.timeout(900)
FILES = sorted(Path(__file__).parent.glob("*.yaml"))
USUAL = {"jobnet", "digitalpost", "ops"}
MISSES = Path(__file__).with_name("misses-the-deadline-and-returns-two-days-later.yaml")


@pytest_asyncio.fixture(scope="module")
async def played(make_session_world: MakeWorld) -> AsyncIterator[dict[str, Watch]]:
    """All files in one world, by name."""
    scenarios = [read(file, number, together=True) for number, file in enumerate(FILES)]
    authorities = sorted(USUAL.union(*(scenario.authorities for scenario in scenarios)))
    world = await make_session_world("scenarios", authorities, services=SERVICES, start=True)
    async with KafkaOutside(
        world.servers.kafka, world.topics, authorities, world.shards, [world.topics.status]
    ) as outside:
        rest = HttpRest([world.url(service) for service in SERVICES])
        watches = await Player(outside, rest, scenarios, lambda *_: None).play()
    yield {watch.scenario.name: watch for watch in watches}
    await world.stop()


def test_there_are_scenarios_enough() -> None:
    assert len(FILES) >= 18


@pytest.mark.parametrize("name", [file.stem for file in FILES])
def test_a_life_goes_as_the_law_says(played: dict[str, Watch], name: str) -> None:
    assert [f"{name}.yaml:{failure.line}: {failure.text}" for failure in played[name].failures] == []


def test_nobody_was_parked(played: dict[str, Watch]) -> None:
    parked = [
        known.seen.body for watch in played.values() for known in watch.known if known.seen.name == "CitizenParked"
    ]
    assert parked == []


def test_every_command_got_one_answer(played: dict[str, Watch]) -> None:
    for watch in played.values():
        answered = [known.seen.correlation for known in watch.known if known.seen.name == "CommandAnswered"]
        steps = (*watch.scenario.prelude, *watch.scenario.steps)
        sent = {f"{step.sender}/{step.id}" for step in steps if isinstance(step, Send)}
        assert set(answered) == sent, watch.scenario.name


def play(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command as a user gives it, on the servers of the test run."""
    return selvbooking(home, "play", *words, seconds=200)


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.usefixtures("servers")
def test_a_play_as_json_tells_every_message_and_then_the_verdict(stack_home: Path) -> None:
    done = play(stack_home, "--json", str(MISSES))
    assert done.returncode == 0, done.stderr
    *messages, verdict = objects(done.stdout)
    assert verdict == {"file": str(MISSES), "verdict": "ok", "failures": []}
    deregistered = next(said for said in messages if said["type"] == "JobseekerDeregistered")
    assert (deregistered["topic"], deregistered["citizen"]) == ("registration.events", "anna")
    assert deregistered["time"] == "2024-03-12T23:10:00Z"
    assert "REG-01" in [applied["rule"] for applied in deregistered["basis"]]
    last = json.loads((stack_home / "last-world.json").read_text())
    assert last["citizens"] == {f"{MISSES.stem}:anna": deregistered["citizen_id"]}


@pytest.mark.usefixtures("servers")
def test_a_failed_expectation_is_named_with_file_and_line_and_what_came_closest(
    stack_home: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(MISSES.read_text().replace("effective: 2024-03-13", "effective: 2024-03-14"))
    done = play(stack_home, str(wrong))
    assert done.returncode == 1
    assert f"{wrong}:5: expected JobseekerDeregistered for anna" in done.stdout
    assert "effective is 2024-03-13, not 2024-03-14" in done.stdout


def test_a_wrong_file_is_reported_before_anything_starts(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(MISSES.read_text().replace("due: 2024-03-12", "due: 2024-02-30").replace("hold_by:", "held_by:"))
    done = play(tmp_path / "home", str(wrong))
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        f"{wrong}:4: due: no such date: 2024-02-30 (day is out of range for month)",
        f"{wrong}:8: ImmediateBookingRequired has no field `held_by`; it has requested_on, hold_by, deadline, registered",
    ]
    assert not (tmp_path / "home").exists()
