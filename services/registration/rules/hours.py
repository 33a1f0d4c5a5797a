"""Months of unemployment counted in hours (*sammenlagt ledighed*). BAB § 7."""

from contracts.types import Insured
from shared.law.citation import BAB
from shared.law.hours import months_in_hours
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule

REACHED = "reached"


@rule("CAL-05", BAB("§ 7"), groups=("G1",), since=G16)
def months_reached(hours: float, months: int, insured: Insured) -> Applied:
    """Whether so many hours make so many months: a month is 160.33 h for the full-time insured, 130 h part-time."""
    needed = months_in_hours(months, insured)
    return applied(
        REACHED if hours >= needed else "not-yet", hours=hours, months=months, insured=insured, needed=needed
    )
