"""Danish civil dates. The only place where a legal date becomes an instant, or an instant a date."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@lru_cache(maxsize=8192)
def start_of_day(day: date) -> datetime:
    """The instant (UTC) at which a Danish civil date begins."""
    return datetime.combine(day, time(), COPENHAGEN).astimezone(UTC)


def at_clock(day: date, clock: time) -> datetime:
    """The instant (UTC) at which Danish clocks show that time on the date, also when they were changed in its night."""
    return datetime.combine(day, clock, COPENHAGEN).astimezone(UTC)


@lru_cache(maxsize=8192)
def end_of_day(day: date) -> datetime:
    """The instant (UTC) at which a limit on that date has run out: midnight after it (CAL-01)."""
    return start_of_day(day + timedelta(days=1))


@lru_cache(maxsize=8192)
def civil_date(instant: datetime) -> date:
    """The Danish civil date of an instant. A naive datetime is an error, never a guess."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return instant.astimezone(COPENHAGEN).date()


@lru_cache(maxsize=8192)
def add_months(day: date, months: int) -> date:
    """`day ⊕ months`, clamped to the month's end: 31 January + 3 = 30 April (CAL-04)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def end_of_month(day: date) -> date:
    """The last day of the date's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Danish public holidays of a year; store bededag only through 2023 (lov nr. 214 af 06/03/2023)."""
    import holidays  # takes a third of a second, and only planners ask

    return frozenset(holidays.country_holidays("DK", years=year).keys())


def is_working_day(day: date) -> bool:
    """Monday to Friday and no public holiday. No legal limit moves because of it (CAL-06); planners use it."""
    return day.weekday() < 5 and day not in public_holidays(day.year)
