"""From when a deadline that ran out demands a booking at once (*straksbooking*). V1 2.5, 2.7.3, 2.15."""

from datetime import date, timedelta

from contracts.types import Group
from shared.law.calendar import add_months
from shared.law.citation import BAB, FAQ, V1
from shared.law.periods import G16
from shared.law.rule import OK, Applied, applied, rule

SB = frozenset(Group) - {Group.G6}
"""V1 Indledning: all groups but sygedagpenge."""
DAY = timedelta(days=1)
LAST_UNCLOSED = date(2019, 12, 8)
"""The last day whose interviews did not close the deadline by their day alone."""
FORGOTTEN_AFTER = 3
"""Months; »3 måneder eller mere«, BAB § 30, stk. 3."""


@rule("IM-01", V1("2.5"), V1("2.7.3"), V1("2.15"), groups=SB, since=G16)
def demanded_after(due: date, answered_on: date | None) -> Applied:
    """A deadline in play that was not met demands a booking from the day after it, at the first look at Jobnet.

    Nothing is demanded of somebody who has booked the interview meanwhile, however late; `answered_on` is its day (INF,
    from V1 2.6). The interview to which a dagpenge recipient was summoned when coming back answers it as well, whatever its type
    (IM-08). It is a reminder and no consequence, so it is shown for a deadline that binds nobody as well (DL-11, INF).
    """
    return applied(OK if answered_on else (due + DAY).isoformat(), due=due, answered_on=answered_on)


@rule("DL-05", FAQ("01-11-2019"), groups=SB, since=G16, until=LAST_UNCLOSED, day="held_on")
def demanded_until_registered(held_on: date) -> Applied:
    """Before release 2019-4 a deadline that was met closed only when the interview was registered as held (BK-08): until then a
    booking was demanded from the day after the interview, the outcome."""
    return applied((held_on + DAY).isoformat(), held_on=held_on)


@rule("IM-07", V1("2.15"), groups=SB, since=G16, day="day")
def demanded_today(away: bool, day: date) -> Applied:
    """Nothing is demanded for a deadline in sickness or in an approved holiday; when that is over, it is.

    The deadline itself does not move: whoever is away when it ends has missed it all the same.
    """
    return applied("not-while-away" if away else OK, away=away, day=day)


@rule("IM-03", BAB("§ 30", stk=3), V1("2.9.1"), groups=("G1",), since=G16, day="deregistered_on")
def forgotten(deregistered_on: date) -> Applied:
    """Of a dagpenge recipient who is out of the register nothing is demanded when three months have passed (CAL-04): the
    outcome is the first such day. Whoever comes back before it must book."""
    return applied(add_months(deregistered_on, FORGOTTEN_AFTER).isoformat(), deregistered_on=deregistered_on)
