"""`bench pipeline` from end to end at a tiny size, so that no contestant rots; its figures mean nothing here."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from deploy.bench import law_alone, peer, pipeline
from deploy.bench.contestants import CONTESTANTS
from deploy.embedded.home import quiet
from deploy.embedded.stack import Servers

pytestmark = pytest.mark.timeout(1200)
CITIZENS = 200


@pytest_asyncio.fixture(scope="module")
async def found(servers: Servers, stack_home: Path) -> dict[str, Any]:
    """One round of everybody. A round raises unless each citizen got exactly one event of the right type."""
    return await pipeline.run(servers, stack_home, list(CONTESTANTS), CITIZENS, workers=2, rounds=1, shards=4)


def test_every_contestant_answers_every_command_once(found: dict[str, Any]) -> None:
    expected = dict.fromkeys(CONTESTANTS if shutil.which("mvn") else CONTESTANTS.keys() - {"peer"}, CITIZENS)
    assert {name: each["rounds"][0]["messages"] for name, each in found["contestants"].items()} == expected


def test_all_write_events_of_the_same_size_as_ours(found: dict[str, Any]) -> None:
    sizes = {name: each["rounds"][0]["bytes_out_each"] for name, each in found["contestants"].items()}
    assert {name: size for name, size in sizes.items() if abs(size - sizes["ours"]) > 0.05 * sizes["ours"]} == {}


def test_a_round_says_what_each_part_cost(found: dict[str, Any]) -> None:
    played = found["contestants"]["ours"]["rounds"][0]
    assert {"workers", "postgres", "kafka"} <= set(played["cpu_seconds"])
    assert sum(played["cpu_seconds"].values()) > 0, "of a part alone so short a round may see no tick of 10 ms"
    assert played["limited_by"]


def test_the_law_has_a_price_that_no_runtime_can_save(found: dict[str, Any]) -> None:
    assert found["law_micros"] > 1
    assert found["ceilings"].keys() == found["contestants"].keys() - {"ours"}
    assert law_alone.ceilings(20.0, {"floor": 50_000, "peer": 25_000}, cores=2) == {"floor": 0.67, "peer": 1.33}


def test_without_maven_the_peer_is_said_not_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SELVBOOKING_CACHE", str(tmp_path))
    with pytest.raises(peer.NotHere, match="no Maven"):
        peer.program(quiet)
