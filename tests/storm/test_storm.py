"""A small storm, with a seed that is always the same and one that nobody has seen before; `make storm` makes large ones."""

from pathlib import Path
from random import SystemRandom

import pytest

from tests.storm.plan import UNTIL_DUE
from tests.storm.play import play, set_aside, told
from tests.storm.run import Order
from tests.support.stack import say

KILLS, CITIZENS = 10, 20


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", [1, None], ids=["known", "random"])
def test_a_town_in_a_storm_comes_to_the_same_as_an_undisturbed_one(stack_home: Path, seed: int | None) -> None:
    drawn = SystemRandom().randrange(1_000_000) if seed is None else seed
    summary = play(stack_home / "storm", Order(KILLS, drawn, CITIZENS, UNTIL_DUE), say)
    assert summary["ok"], told(summary)


def test_the_logs_of_a_storm_that_failed_are_kept_by_its_seed(tmp_path: Path) -> None:
    for said in ("before", "now"):
        (tmp_path / "worlds").mkdir()
        (tmp_path / "worlds" / "a.log").write_text(said)
        kept = set_aside(tmp_path / "worlds", 7)
    assert (kept.name, (kept / "a.log").read_text()) == ("worlds-7", "now")
