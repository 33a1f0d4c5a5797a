"""Whether a citizen may book a time. BAB § 44; V1 2.2-2.4."""

from datetime import date, datetime

from shared.law.citation import BAB, FAQ, V1
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule

SB = ("G1", "G2", "G3", "G4o", "G4u", "G5", "G7", "G8", "G9", "G10")
"""Who books job interviews themselves (*pligt til selvbooking*)."""


@rule("BK-01", BAB("§ 44", stk=1), V1("2.3"), groups=SB, since=G16, day="booked_at")
def still_to_come(booked_at: datetime, starts_at: datetime) -> Applied:
    """One chooses among times that are offered, not among those that have begun."""
    return applied("ok" if booked_at <= starts_at else "past", booked_at=booked_at, starts_at=starts_at)


@rule("BK-02", FAQ("11-09-2017"), groups=SB, since=G16, day="booked_on")
def one_planned(booked_on: date, planned: tuple[date, ...]) -> Applied:
    """At most one planned *jobsamtale* or *opfølgningssamtale*; on the meeting day itself a new one may be booked."""
    later = [day for day in planned if day > booked_on]
    return applied(
        "already-booked" if later else "ok", booked_on=booked_on, planned=[day for day in planned if day >= booked_on]
    )


@rule("DL-02", BAB("§ 44", stk=1), V1("2.2"), groups=SB, since=G16, day="held_on")
def held_in_time(held_on: date, hold_by: date) -> Applied:
    """The interview is held at the latest a week after the booking deadline; that day is set with the deadline."""
    return applied("ok" if held_on <= hold_by else "after-last-day", held_on=held_on, hold_by=hold_by)
