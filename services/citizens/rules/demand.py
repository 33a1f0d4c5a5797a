"""From when a deadline that ran out demands a booking at once (*straksbooking*). V1 2.5, 2.7.3, 2.15."""

from datetime import date, timedelta

from contracts.types import Group
from shared.law.citation import V1
from shared.law.periods import G16
from shared.law.rule import OK, Applied, applied, rule

SB = frozenset(Group) - {Group.G6}
"""V1 Indledning: all groups but sygedagpenge."""
DAY = timedelta(days=1)


@rule("IM-01", V1("2.5"), V1("2.7.3"), V1("2.15"), groups=SB, since=G16)
def demanded_after(due: date, answered_on: date | None) -> Applied:
    """A deadline in play that was not met demands a booking from the day after it, at the first look at Jobnet.

    Nothing is demanded of somebody who has booked the interview meanwhile, however late; `answered_on` is its day (INF,
    from V1 2.6).
    """
    return applied(OK if answered_on else (due + DAY).isoformat(), due=due, answered_on=answered_on)


@rule("IM-07", V1("2.15"), groups=SB, since=G16, day="day")
def demanded_today(away: bool, day: date) -> Applied:
    """Nothing is demanded for a deadline in sickness or in an approved holiday; when that is over, it is.

    The deadline itself does not move: whoever is away when it ends has missed it all the same.
    """
    return applied("not-while-away" if away else OK, away=away, day=day)
