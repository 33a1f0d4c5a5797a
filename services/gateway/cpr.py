"""What a CPR number looks like. The door reads it in one place only, and refuses whatever looks like one elsewhere."""

import re
from collections.abc import Iterator
from typing import Any

NUMBER = re.compile(
    r"(?:(?:0[1-9]|[12][0-9]|3[01])(?:01|03|05|07|08|10|12)"
    r"|(?:0[1-9]|[12][0-9]|30)(?:04|06|09|11)"
    r"|(?:0[1-9]|[12][0-9])02)[0-9]{6}"
)
"""Ten digits that begin with a day of the year. The last digit proves nothing: numbers without modulus 11 are valid."""

DIGITS = 10
_LIKE = re.compile(r"(?<!\d)(\d\d)(\d\d)\d\d[\W_]{0,2}\d{4}(?!\d)")
_WITHIN = re.compile(r"(?=(\d\d)(\d\d)\d\d[\W_]{0,2}\d{4})")
_UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_NO_DIGIT = re.compile(r"[^0-9]+")
_TEMPORARY = 60
"""Added to the day in replacement numbers (*erstatnings-CPR*)."""


def is_number(text: object) -> bool:
    """Whether this is what a `cpr` field must hold."""
    return isinstance(text, str) and NUMBER.fullmatch(text) is not None


def looks_like_one(text: str) -> bool:
    """Whether ten digits, perhaps with a hyphen, that begin like a date stand somewhere in the text (UUIDs aside)."""
    return len(text) >= DIGITS and any(map(_like_a_date, _LIKE.finditer(_UUID.sub("-", text))))


def may_hold_one(text: str) -> bool:
    """The same without mercy: also within a longer row of digits. For what is repeated to somebody."""
    return len(text) >= DIGITS and any(map(_like_a_date, _WITHIN.finditer(_UUID.sub("-", text))))


def _like_a_date(found: re.Match[str]) -> bool:
    day, month = int(found[1]), int(found[2])
    return (1 <= day <= 31 or 1 <= day - _TEMPORARY <= 31) and 1 <= month <= 12


def holds(text: str, number: str) -> bool:
    """Whether this very number stands in the text, whatever stands between its digits."""
    if len(text) < DIGITS:
        return False
    plain = text if text.isascii() else "".join(str(int(sign)) for sign in text if sign.isdecimal())
    return number in _NO_DIGIT.sub("", plain)


def texts(value: Any) -> Iterator[str]:
    """Every key, string and number within a JSON value, as text."""
    match value:
        case dict():
            for key, inner in value.items():
                yield key
                yield from texts(inner)
        case list():
            for inner in value:
                yield from texts(inner)
        case str():
            yield value
        case int() | float():
            yield str(value)
