"""Whole lives: every command there is, in any order, twice, late, about midnights; all services, in memory."""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.lives.life import Life


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(some.randoms(use_true_random=False), some.integers(5, 40))
def test_whatever_happens_nothing_happens_that_must_never_be(chance: Random, steps: int) -> None:
    Life(chance).live(steps)
