"""Which contact course a placed dagpenge recipient has. V2 15, § 5 of lov nr. 727 of 13/06/2023.

Each rule says its own regime, or that it does not apply; `responsible.py` asks them in the order of the catalogue.
"""

from datetime import date

from contracts.types import Insured, Regime
from services.registration.rules.hours import REACHED, months_reached
from shared.law.citation import L727, V2
from shared.law.periods import E24, G16, P24
from shared.law.rule import Applied, applied, rule

ENTRY = date(2023, 12, 31)
"""The registers ask who was registered that day, though the act says 1 January 2024 (V2 15.3: »I it-systemerne«)."""
FIRST_MONTHS = 3
ELSE = "another-regime"


@rule("TR-01", L727("§ 5"), V2("15.1"), groups=("G1",), since=E24, day="placed_on")
def newly_placed(placed_on: date) -> Applied:
    """Placed on or after 1 January 2024 (*nyledig*): the new course, from the start in the a-kasse."""
    return applied(Regime.NEW, placed_on=placed_on)


@rule("TR-02", L727("§ 5"), V2("15.2"), groups=("G1",), since=G16)
def in_trial(placed_on: date, trial: bool) -> Applied:
    """Begun in the trial of the a-kasser (*a-kasseforsøget*): goes on there until three months of unemployment (AK-02).

    The trial's own period is not in the sources; before 2024 too it is the fund's word that counts (INF).
    """
    return applied(Regime.TRIAL if trial and placed_on < E24 else ELSE, placed_on=placed_on, trial=trial)


@rule("TR-06", L727("§ 5"), V2("15.3"), groups=("G1",), since=E24, day="day")
def three_months_at_entry(day: date, hours: float, insured: Insured) -> Applied:
    """Three months or more of unemployment on 1 January 2024: the jobcentre (INF, from what V2 15.3 leaves over).

    In hours, as LAB § 9 counts months (CAL-05). Hours that nobody has reported are none.
    """
    reached = months_reached(hours, FIRST_MONTHS, insured).outcome == REACHED
    return applied(Regime.JOBCENTRE if reached else ELSE, day=day, hours=hours, insured=insured)


@rule("TR-03", V2("15.3"), groups=("G1",), since=G16, until=P24, day="day")
def old_course(day: date) -> Applied:
    """Before 2024 everybody outside the trial had the old course: cv interview, four in the jobcentre, two joint ones."""
    return applied(Regime.OLD, day=day)


@rule("TR-03", L727("§ 5"), V2("15.3"), groups=("G1",), since=E24, day="day")
def transitional(day: date, registered_at_entry: bool, returned_on: date | None) -> Applied:
    """Placed before 2024, registered on 31 December 2023 (*overgangsperson*): the old course, for that spell.

    `returned_on`: the first day registered again after a day out of the register since.
    """
    stays = registered_at_entry and (returned_on is None or day < returned_on)
    return applied(
        Regime.OLD if stays else ELSE,
        day=day, registered_at_entry=registered_at_entry, returned_on=returned_on,
    )  # fmt: skip


@rule("TR-04", L727("§ 5"), V2("15.3"), groups=("G1",), since=E24, day="day")
def no_longer_transitional(day: date, registered_at_entry: bool, returned_on: date | None) -> Applied:
    """Out of the register and back after 1 January 2024: what remains of the first three months is the a-kasse's.

    From the day of the return (INF); a deregistration and a return of the same day have not ended the spell (REG-02, INF).
    """
    left = registered_at_entry and returned_on is not None and day >= returned_on
    return applied(
        Regime.NEW_REMAINING if left else ELSE,
        day=day, registered_at_entry=registered_at_entry, returned_on=returned_on,
    )  # fmt: skip


@rule("TR-05", L727("§ 5"), V2("15.3"), groups=("G1",), since=E24, day="day")
def not_unemployed_at_entry(day: date, registered_at_entry: bool) -> Applied:
    """Placed before 2024 and not registered on 31 December 2023: what remains of the three months is the a-kasse's."""
    return applied(
        ELSE if registered_at_entry else Regime.NEW_REMAINING, day=day, registered_at_entry=registered_at_entry
    )
