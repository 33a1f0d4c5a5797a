"""Dates near the end of the calendar do not break: a case must never stop because somebody wrote 9999-12-31."""

from datetime import date, timedelta

from shared.law.calendar import add_months

LAST = date(9000, 1, 1)


def after(day: date, days: int) -> date:
    """So many days later."""
    return day + timedelta(days=days) if day < LAST else date.max


def months_after(day: date, months: int) -> date:
    """So many months later, clamped to the month's end."""
    return add_months(day, months) if day < LAST else date.max
