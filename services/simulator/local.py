"""Danish local time as people write it, into instants. A time that the clock skips or shows twice is an error."""

from datetime import UTC, date, datetime

from shared.law.calendar import COPENHAGEN


def instant(text: object) -> datetime:
    """`2024-03-04T10:00` in Danish time, or with an offset of its own, as UTC. ValueError says what is wrong."""
    try:
        time = datetime.fromisoformat(text) if isinstance(text, str) and "T" in text else None
    except ValueError as error:
        raise ValueError(f"no such time: {text} ({error})") from None
    if time is None:
        raise ValueError(f"not a time: {text!r}; write 2024-03-04T10:00")
    if time.tzinfo is not None:
        return time.astimezone(UTC)
    first, second = (time.replace(tzinfo=COPENHAGEN, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(COPENHAGEN).replace(tzinfo=None) != time:
        raise ValueError(f"{text} does not exist: the clock is put forward that night")
    if first != second:
        raise ValueError(f"{text} happens twice that night: give the offset, +02:00 or +01:00")
    return first


def day(text: object) -> date:
    """`2024-03-04`. ValueError says what is wrong."""
    try:
        if isinstance(text, str):
            return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"no such date: {text} ({error})") from None
    raise ValueError(f"not a date: {text!r}; write 2024-03-04")


def wire(time: datetime) -> str:
    """RFC 3339 in UTC, as it stands in headers and bodies."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def shown(time: datetime) -> str:
    """Danish local time for people, to the minute."""
    return f"{time.astimezone(COPENHAGEN):%Y-%m-%d %H:%M}"
