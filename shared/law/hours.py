"""Months of unemployment counted in hours (*sammenlagt ledighed*), BAB § 7. Plain arithmetic; what it decides is in rules."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import TypeVar

Told = TypeVar("Told", bound=str)

FULL_TIME, PART_TIME = "full-time", "part-time"

MONTH = {FULL_TIME: 16_033, PART_TIME: 13_000}
"""Hundredths of an hour of a month, by how the member is insured: 160.33 h and 130 h."""


def months_in_hours(months: int, insured: str) -> float:
    """The hours that count as so many months, exact to two decimals: 3 months full-time are 480.99 h, 16 are 2565.28 h."""
    return months * MONTH[insured] / 100


def insured_as_told(placed: Told, placed_on: date, told: Iterable[tuple[date, Told | None]], day: date) -> Told:
    """As the placement says, until something else is told of a later day: that is so from its own day on (INF)."""
    changes = [
        now for (_, was), (since, now) in pairwise(told) if now is not None and now != was and placed_on < since <= day
    ]
    return changes[-1] if changes else placed


def begun_again(totals: Iterable[tuple[date, float]], start: date, on: date, until: date | None) -> frozenset[date]:
    """The days whose totals were counted from a placement on `on`, which is taken back: lower than what the one before it, of
    `start`, had reached by then (INF: a correction of that is told again)."""
    mine = [(day, hours) for day, hours in totals if start <= day and (until is None or day < until)]
    reached = max((hours for day, hours in mine if day < on), default=0)
    return frozenset(day for day, hours in mine if day >= on and hours < reached)
