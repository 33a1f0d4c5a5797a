"""What must be booked to become registered again (*straksbooking*). BAB § 30, stk. 3."""

from datetime import date

from shared.law.citation import BAB, V1
from shared.law.periods import G16
from shared.law.rule import OK, Applied, applied, rule

NO_TIMES = "no-times"


@rule("IM-02", BAB("§ 30", stk=3), V1("2.7.1"), groups=("G1",), since=G16, day="held_on")
def within_ten_days(held_on: date, hold_by: date) -> Applied:
    """While re-registration waits for a booking, only an interview held within ten days of it can be booked."""
    return applied("ok" if held_on <= hold_by else "not-within-ten-days", held_on=held_on, hold_by=hold_by)


@rule("IM-01", BAB("§ 30", stk=3), V1("2.7.1"), V1("2.15"), groups=("G1", "G2", "G4o"), since=G16)
def a_few(offered: int, requested_on: date, hold_by: date) -> Applied:
    """A limited number of times in the nearest days is offered; how many is not said (AMB, policy)."""
    return applied(OK if offered else "none-left", offered=offered, requested_on=requested_on, hold_by=hold_by)


@rule("IM-04", V1("2.7.1"), groups=("G1",), since=G16)
def any_free(free: bool, diary_known: bool, requested_on: date, hold_by: date, waited: bool = False) -> Applied:
    """Where no time is free, the registration takes effect without a booking, and one is demanded at the next login.

    A diary in which nothing was ever published for those days or later may be kept elsewhere: then nothing is said at first
    (INF). When the ten days have run out (`waited`) and nothing was offered in them, there was nothing to choose: V1 2.7.1,
    »er der ikke nogen ledige tider at vælge …, bliver vedkommende tilmeldt« (INF: so nobody waits for ever, and no day is
    lost, since the day of the request counts).
    """
    outcome = OK if free else NO_TIMES if diary_known or waited else "unknown"
    return applied(
        outcome, free=free, diary_known=diary_known, requested_on=requested_on, hold_by=hold_by, waited=waited
    )
