"""How long a deadline must be, and how it is made longer. BAB § 44, stk. 1; V1 2.2, 2.3, 2.12."""

from datetime import date

from services.deadlines.rules.counting import AT_LEAST
from services.deadlines.rules.groups import SB
from shared.law.citation import BAB, FAQ, V1
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule


@rule("DL-01", BAB("§ 44", stk=1), V1("2.2"), FAQ("14-09-2016"), groups=SB, since=G16, day="visible_on")
def long_enough(visible_on: date, due: date) -> Applied:
    """At least eight days (CAL-02), also where the citizen would agree to fewer; longer is free."""
    return applied("ok" if due >= visible_on + AT_LEAST else "too-short", visible_on=visible_on, due=due)


@rule("DL-08", V1("2.3"), V1("2.12"), groups=SB, since=G16, day="asked_on")
def extendable(old_due: date | None, asked_on: date, due: date) -> Applied:
    """A deadline in play can be moved to a later day (*forlængelse*) until it has run out, not after.

    After it the sources know a new deadline (V1 2.5) or help with booking (V1 2.12), and no extension.
    """
    if old_due is None:
        outcome = "no-deadline"
    elif asked_on > old_due:
        outcome = "run-out"
    else:
        outcome = "ok" if due > old_due else "not-later"
    return applied(outcome, old_due=old_due, asked_on=asked_on, due=due)
