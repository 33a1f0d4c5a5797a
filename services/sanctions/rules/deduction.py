"""How many days a deduction would cover. LAS §§ 37 a, 69 c, 69 n, 77; V1 2.5."""

from datetime import date, timedelta

from contracts.types import Group
from services.sanctions import policy
from services.sanctions.rules.assessment import PROVISIONS
from shared.law.citation import LAS, V1, Citation
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule

KHS = LAS("§ 37 a")
"""Stk. 1 for G2 and G4o, stk. 2 for G3, G4u and G5, which refers to stk. 1."""

DEDUCTIONS: dict[Group, Citation] = {
    Group.G2: KHS,
    Group.G3: KHS,
    Group.G4O: KHS,
    Group.G4U: KHS,
    Group.G5: KHS,
    Group.G7: LAS("§ 69 n", stk=4),
    Group.G8: LAS("§ 69 c", stk=4),
    Group.G9: LAS("§ 77", stk=4),
}
"""What the municipality would deduct under, if it finds no reasonable ground (SAN-04)."""


@rule("SAN-03", *dict.fromkeys(DEDUCTIONS.values()), V1("2.5"), groups=PROVISIONS, since=G16)
def days_between(missed_on: date, restored_on: date) -> Applied:
    """The days of a deduction: from the last day for booking up to, not including, the day of booking or restored contact.

    Under LAS § 37 a for kontanthjælp and uddannelseshjælp (G2-G5), § 69 n, stk. 4, for jobafklaring (G7), § 69 c, stk. 4, for
    ressourceforløb (G8) and § 77, stk. 4, for ledighedsydelse (G9). The first day always counts, also when it is booked the
    day after. An interview that is held, asked for or not, restores the contact (V1 2.6). The outcome is the number of days.
    """
    passed = (missed_on + timedelta(days=each) for each in range((restored_on - missed_on).days))
    days = sum(day.weekday() in policy.COUNTED_WEEKDAYS for day in passed)
    return applied(str(max(1, days)), missed_on=missed_on, restored_on=restored_on)


@rule("SAN-04", LAS("§ 13", stk=7), LAS("§ 13", stk=8), V1("2.5"), V1("2.14"), groups=PROVISIONS, since=G16)
def barred(ground: str | None) -> Applied:
    """A reasonable ground (*rimelig grund*) bars the deduction. Here those that the platform knows by itself; others, and the
    concrete assessment that is always made, are the caseworker's."""
    return applied("no-deduction" if ground else "deduction-possible", ground=ground)
