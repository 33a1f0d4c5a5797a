"""The storm's own machinery, on processes that do nothing but sleep."""

import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.topics import Authority, Kind
from deploy.embedded.process import Process, alive, signal_to, spawn, stop
from services.simulator.outside import KafkaOutside
from services.simulator.wire import Letter, Seen
from tests.storm.outside import CANCEL, StormOutside, waves
from tests.storm.plan import KINDS, VICTIMS, Strike, draw
from tests.storm.plan import Kind as Blow
from tests.storm.striker import Striker
from tests.storm.timeline import Timeline
from tests.storm.victims import Victim
from tests.support.eventually import eventually

JOBNET, OFFICE = Authority(Kind.JOBNET), Authority(Kind.JOBCENTRE, "46100")


class Sleeper:
    """A process that must run. `starts` tells how often it was started."""

    stops_at: int = signal.SIGTERM

    def __init__(self, name: str, log: Path) -> None:
        self.name, self.log, self.starts = name, log, 0
        self._spawn()

    def _spawn(self) -> None:
        self.process: Process = spawn([sys.executable, "-c", "import time; time.sleep(600)"], self.log)
        self.starts += 1

    async def start(self) -> None:
        if not alive(self.process):
            self._spawn()

    def problem(self) -> str | None:
        return None if alive(self.process) else "gone"


@pytest.fixture
def sleepers(tmp_path: Path) -> Iterator[dict[str, Sleeper]]:
    found = {name: Sleeper(name, tmp_path / "log") for name in ("a", "b")}
    yield found
    stop(each.process for each in found.values())


def test_the_same_seed_strikes_the_same_and_another_seed_others() -> None:
    assert draw(7, 100) == draw(7, 100)
    assert draw(7, 100)[:10] == draw(7, 10)
    assert draw(7, 100) != draw(8, 100)


def test_everything_is_struck_in_every_way() -> None:
    strikes = draw(7, 1000)
    assert {strike.victim for strike in strikes} == set(VICTIMS)
    assert {strike.kind for strike in strikes} == set(KINDS)


async def test_whoever_was_struck_runs_again_and_the_timeline_tells(
    sleepers: dict[str, Sleeper], tmp_path: Path
) -> None:
    strikes = [
        Strike(1, Blow.KILL, "a", 0.0),
        Strike(2, Blow.RESTART, "a", 0.0),
        Strike(3, Blow.FREEZE, "b", 0.0, 0.3),
        Strike(4, Blow.KILL, "b", 0.0),
    ]
    victims: dict[str, Victim] = {**sleepers}
    with Timeline(tmp_path / "timeline.txt") as timeline:
        striker = Striker(victims, strikes, timeline)
        await striker.strike_all()
    assert {name: each.starts for name, each in sleepers.items()} == {"a": 3, "b": 2}
    assert all(alive(each.process) for each in sleepers.values())
    assert striker.findings == []
    assert timeline.counts() == {"kinds": {"freeze": 1, "kill": 2, "restart": 1}, "victims": {"a": 2, "b": 2}}
    told = timeline.file.read_text()
    assert "strike 3: freeze b for 0.3 s" in told
    assert "strike 4: b is back" in told


async def test_whoever_ends_without_being_struck_is_started_again_and_is_a_finding(
    sleepers: dict[str, Sleeper], tmp_path: Path
) -> None:
    with Timeline(tmp_path / "timeline.txt") as timeline:
        striker = Striker({**sleepers}, [Strike(1, Blow.PAUSE, "a", 0.0, 0.1)], timeline)
        signal_to(sleepers["b"].process, signal.SIGKILL)

        async def gone() -> bool:
            return not alive(sleepers["b"].process)

        await eventually(gone, "b is gone")
        await striker.strike_all()
    assert striker.findings == ["b ended by itself"]
    assert (sleepers["b"].starts, alive(sleepers["b"].process)) == (2, True)


def letter(sender: Authority, key: str, kind: str = "") -> Letter:
    return Letter(sender, key, {"ce_type": kind}, b"")


def test_two_authorities_do_not_speak_about_one_citizen_in_the_same_breath() -> None:
    office, again, jobnet = letter(OFFICE, "anna"), letter(OFFICE, "anna"), letter(JOBNET, "anna")
    other = letter(JOBNET, "bo")
    assert waves([office, jobnet, again, other]) == [[office, again, other], [jobnet]]


def test_a_time_is_given_back_when_nobody_else_is_booking() -> None:
    cancel, booking = letter(JOBNET, "anna", CANCEL), letter(JOBNET, "bo")
    assert waves([cancel, booking]) == [[booking], [cancel]]


async def test_what_was_published_twice_is_heard_once_though_both_are_read_at_the_same_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else a deadline counts twice in a life, and every chance after it is another."""
    now = datetime(2024, 2, 20, 8, tzinfo=UTC)
    one, two = (
        Seen(now, now, "deadlines.events", name, "anna", {}, id=name) for name in ("DeadlineSet", "DeadlineClosed")
    )
    arriving = [[one, two, one], [two]]

    async def read(self: KafkaOutside, at: datetime) -> list[Seen]:
        return arriving.pop(0)

    monkeypatch.setattr(KafkaOutside, "arrived", read)
    outside = StormOutside.__new__(StormOutside)
    outside._known = set()
    assert await outside.arrived(now) == [one, two]
    assert await outside.arrived(now) == []
