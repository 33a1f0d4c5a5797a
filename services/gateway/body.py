"""A command's body against its contract: no unknown field, no wrong value, nothing that no rule could use."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import msgspec
from pydantic import TypeAdapter, ValidationError

from services.gateway import cpr
from services.gateway.policy import FIRST_DAY, LAST_DAY
from services.gateway.rejection import Rejected

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].+)?")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,40}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that have no place in a text; PostgreSQL cannot even store the first."""


def validated(model: type, said: dict[str, Any]) -> Any:
    """The contract object; raises Rejected with the paths of what is wrong, and nothing of what stands there."""
    try:
        body = _adapter(model).validate_json(msgspec.json.encode(said), strict=True, extra="forbid")
    except ValidationError as error:
        problems = error.errors(include_input=False, include_context=False, include_url=False)
        unknown = [problem for problem in problems if problem["type"] == "unexpected_keyword_argument"]
        paths = dict.fromkeys(".".join(_name(part) for part in each["loc"]) or "?" for each in unknown or problems)
        raise Rejected("FIELD_UNKNOWN" if unknown else "FIELD_BROKEN", tuple(sorted(paths))) from None
    if broken := tuple(dict.fromkeys(_out_of_range(body, said, ""))):
        raise Rejected("FIELD_BROKEN", broken)
    return body


@cache
def _adapter(model: type) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _name(part: object) -> str:
    """A field's name or index; what does not look like one is not repeated."""
    if isinstance(part, str) and (not NAME.fullmatch(part) or cpr.may_hold_one(part)):
        return "?"
    return str(part)


def _out_of_range(value: Any, said: Any, path: str) -> Iterator[str]:
    """Paths of what the types let through and no rule can use: numbers read as dates, absurd years, control characters."""
    if is_dataclass(value) and isinstance(said, dict):
        for field in fields(value):
            if field.name in said:
                inner = f"{path}.{field.name}" if path else field.name
                yield from _out_of_range(getattr(value, field.name), said[field.name], inner)
    elif isinstance(value, tuple) and isinstance(said, list):
        for index, (inner_value, inner_said) in enumerate(zip(value, said, strict=True)):
            yield from _out_of_range(inner_value, inner_said, f"{path}.{index}")
    elif isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        if not FIRST_DAY <= day <= LAST_DAY or not (isinstance(said, str) and DAY.fullmatch(said)):
            yield path
    elif isinstance(value, str) and CONTROL.search(value):
        yield path
