"""Goals, spread and what limited a round: pure functions."""

import pytest

from deploy.bench import cpu, pipeline, rounds
from deploy.bench.report import Goal, spread


@pytest.mark.parametrize(
    ("goal", "met"),
    [
        (Goal("g", 0.75, least=0.75), True),
        (Goal("g", 0.74, least=0.75), False),
        (Goal("g", 1.5, most=1.5), True),
        (Goal("g", 1.6, most=1.5), False),
        (Goal("g", None, least=1), None),
    ],
)
def test_a_goal_is_met_at_its_bound_and_unknown_without_a_value(goal: Goal, met: bool | None) -> None:
    assert goal.met is met


def test_spread_tells_the_middle_and_both_ends() -> None:
    assert spread([3.0, 1.0, 2.0]) == {"median": 2.0, "min": 1.0, "max": 3.0, "all": [3.0, 1.0, 2.0]}


def test_a_contestant_that_did_not_run_leaves_its_goal_unmeasured() -> None:
    pace = {name: {"per_second": {"median": value}} for name, value in (("ours", 30.0), ("floor", 60.0))}
    assert [(goal.value, goal.met) for goal in pipeline.goals(pace)] == [(0.5, False), (None, None), (None, None)]


@pytest.mark.parametrize(
    ("busy", "said"),
    [
        ({"workers": 1.2, "postgres": 0.5, "others": 0.2}, "all 2 cores, workers most"),
        ({"workers": 0.9, "postgres": 0.2, "others": 0.0}, "one core per worker"),
        ({"workers": 0.3, "postgres": 0.3, "others": 0.0}, "waiting for one another"),
    ],
)
def test_what_limits_a_round_is_told_by_the_busy_cores(busy: dict[str, float], said: str) -> None:
    assert rounds.limit(busy, workers=1, cores=2) == said


def test_processor_time_is_told_apart_by_who_used_it() -> None:
    assert cpu.since({"workers": 1.0, "kafka": 2.0}, {"workers": 4.0, "kafka": 2.5}) == {"workers": 3.0, "kafka": 0.5}
    before = cpu.machine()
    assert sum(number * number for number in range(2_000_000)) and cpu.machine() > before
