"""What must be booked to become registered again (*straksbooking*). BAB § 30, stk. 3."""

from datetime import date

from shared.law.citation import BAB, V1
from shared.law.rule import Applied, applied, rule


@rule("IM-02", BAB("§ 30", stk=3), V1("2.7.1"), groups=("G1",), since=date(2021, 1, 1))
def within_ten_days(held_on: date, hold_by: date) -> Applied:
    """While re-registration waits for a booking, only an interview held within ten days of it can be booked."""
    return applied("ok" if held_on <= hold_by else "not-within-ten-days", held_on=held_on, hold_by=hold_by)
