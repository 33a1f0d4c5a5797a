"""What operators read: dates, durations, names and values in Danish."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from services.console.words import EVENTS, FIELDS
from shared.law.calendar import COPENHAGEN
from shared.law.danish import danish as day

__all__ = ["ACTS", "STANDINGS", "day", "duration", "event_name", "field_name", "moment", "number", "shown"]

STANDINGS = {"OPEN": "åben", "FULFILLED": "indfriet", "OVERDUE": "overskredet", "CLOSED": "lukket"}
ACTS = {"ReleaseParked": "Frigivet", "DiscardParked": "Kasseret"}


def event_name(type: str) -> str:
    return EVENTS.get(type, type)


def field_name(name: str) -> str:
    return FIELDS.get(name, name)


def moment(value: datetime) -> str:
    """13. marts 2024 kl. 00.10, Danish time"""
    local = value.astimezone(COPENHAGEN)
    return f"{day(local)} kl. {local:%H.%M}"


def duration(span: timedelta) -> str:
    """3 dage, 1 time, 12 minutter: the largest unit, rounded down."""
    minutes = max(0, int(span.total_seconds() // 60))
    for size, one, many in ((1440, "dag", "dage"), (60, "time", "timer")):
        if minutes >= size:
            return f"{minutes // size} {one if minutes // size == 1 else many}"
    return f"{minutes} {'minut' if minutes == 1 else 'minutter'}"


def number(value: int) -> str:
    """12.345"""
    return f"{value:,}".replace(",", ".")


def shown(value: Any) -> str:
    """A field's value for reading: dates and instants in Danish, yes and no, lists and parts in a line."""
    match value:
        case _ if value is None or value in ("", [], (), {}):
            return "–"
        case bool():
            return "ja" if value else "nej"
        case str():
            return _dated(value)
        case list() | tuple():
            return "; ".join(shown(each) for each in value)
        case Mapping():
            return ", ".join(f"{field_name(name)}: {shown(each)}" for name, each in value.items())
        case _:
            return str(value)


def _dated(text: str) -> str:
    if len(text) < 10 or text[4:5] != "-":
        return text
    try:
        if len(text) == 10:
            return day(date.fromisoformat(text))
        instant = datetime.fromisoformat(text)
        return moment(instant) if instant.tzinfo else text
    except ValueError:
        return text
