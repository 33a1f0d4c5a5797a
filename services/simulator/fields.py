"""Checks what a step says of a message against the contract, and turns it into the form that travels.

A field may be `$told.notice`: the field `notice` of the message that an earlier step kept `as: told`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from contracts.registry import Contract
from contracts.types import UUID_FORM
from services.simulator.local import day, instant, wire

REFERENCE = re.compile(r"^\$([a-z][a-z0-9-]*)\.([a-z_]+)$")
UNKNOWN = "UNKNOWN"
"""What an open enumeration reads a value as that it does not know."""
MINE = ("slot", "slots", "staff", "command_id")
"""Fields that hold names given by the file; each file's are kept apart from those of the others in the same world."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Stands in a body for a field of an earlier message."""

    step: str
    field: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a file knows when a step is read: the prefix of its own names, the contracts of the messages it kept."""

    space: str
    kept: Mapping[str, Contract]


class Wrong(ValueError):
    """One field is wrong."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field
        self.text = text


@cache
def hints(model: type) -> dict[str, Any]:
    """The fields of a message and their types, with what pydantic knows of them."""
    found = get_type_hints(model, include_extras=True)
    return {field.name: found[field.name] for field in fields(model)}


@cache
def _adapter(hint: Any) -> TypeAdapter[Any]:
    return TypeAdapter(hint)


def command_body(contract: Contract, given: Mapping[str, Any], context: Context) -> tuple[dict[str, Any], list[Wrong]]:
    """The body to send, and what is wrong with it: fields unknown, missing, of the wrong form."""
    body, wrong = partial_body(contract, given, context)
    if wrong:
        return body, wrong
    example = {
        name: context.kept[v.step].example.get(v.field) if isinstance(v, Kept) else v for name, v in body.items()
    }
    try:
        _adapter(contract.model).validate_json(json.dumps(example), strict=True)
    except ValidationError as error:
        wrong = [Wrong(str(part["loc"][0]) if part["loc"] else "", _in_words(part)) for part in error.errors()]
    return body, wrong


def partial_body(contract: Contract, given: Mapping[str, Any], context: Context) -> tuple[dict[str, Any], list[Wrong]]:
    """Any of the message's fields, in the form in which they travel; what an expectation compares."""
    known, body, wrong = hints(contract.model), {}, []
    for name, value in given.items():
        if name not in known:
            wrong.append(Wrong(name, f"{contract.name} has no field `{name}`; it has {_listed(known)}"))
            continue
        try:
            body[name] = _value(known[name], name, value, context)
        except Wrong as problem:
            wrong.append(problem)
        except ValueError as error:
            wrong.append(Wrong(name, str(error)))
    return body, wrong


def _value(hint: Any, name: str, value: Any, context: Context) -> Any:
    if isinstance(value, str) and value.startswith("$"):
        return _kept(name, value, context)
    if plain(hint) is date and value is not None:
        day(value)
    told = _localised(hint, value)
    _check(hint, name, told)
    return _spaced(name, told, context.space)


def _check(hint: Any, name: str, told: Any) -> None:
    """Every member that is given has its form; of a structure some may be left out. A command is checked whole later."""
    kind = plain(hint)
    if kind is tuple and isinstance(told, list):
        for part in told:
            _check(item(hint), name, part)
    elif is_dataclass(kind) and isinstance(told, Mapping):
        for member, part in told.items():
            _check(hints(kind)[member], name, part)  # type: ignore[arg-type]
    elif not (isinstance(told, Mapping) and kind is dict):
        try:
            read = json.loads(_adapter(hint).dump_json(_adapter(hint).validate_json(json.dumps(told), strict=True)))
        except ValidationError as error:
            raise Wrong(name, _in_words(error.errors()[0])) from None
        if isinstance(told, str) and kind not in (datetime, date) and read != told:
            raise Wrong(name, f"{told!r} is none of {', '.join(part for part in kind if part != UNKNOWN)}")


def _in_words(error: ErrorDetails) -> str:
    """A code of digits alone is a number in YAML; quotes make it a text. An id is the platform's: a message tells it."""
    if error["type"] == "string_type" and isinstance(error["input"], int):
        return f'a text; write it in quotes: "{error["input"]}"'
    if error["type"] == "string_pattern_mismatch" and error["ctx"]["pattern"] == UUID_FORM:
        return "no id; keep the message that tells it (`as: told`) and name its field: $told.interview"
    inner = ".".join(map(str, error["loc"][1:]))
    return f"{inner}: {error['msg']}" if inner else error["msg"]


def _kept(name: str, value: str, context: Context) -> Kept:
    found = REFERENCE.match(value)
    if not found or found[1] not in context.kept:
        raise Wrong(name, f"{value}: no earlier step of this file says `as: {value[1:].partition('.')[0]}`")
    contract = context.kept[found[1]]
    if found[2] not in hints(contract.model):
        raise Wrong(name, f"{value}: {contract.name} has no field `{found[2]}`")
    return Kept(found[1], found[2])


def plain(hint: Any) -> Any:
    """The bare type behind an annotated or optional one: `datetime`, `tuple`, a dataclass."""
    while True:
        if get_origin(hint) is Annotated:
            hint = get_args(hint)[0]
        elif get_origin(hint) is None or isinstance(hint, type):
            return hint
        elif some := [part for part in get_args(hint) if part not in (type(None), ...)]:
            origin = get_origin(hint)
            if isinstance(origin, type) and issubclass(origin, tuple | dict | list):
                return origin
            hint = some[0]


def item(hint: Any) -> Any:
    """What a tuple holds."""
    while get_origin(hint) is not tuple:
        hint = next(part for part in get_args(hint) if part is not type(None))
    return get_args(hint)[0]


def _localised(hint: Any, value: Any) -> Any:
    """Danish times become instants, at any depth."""
    kind = plain(hint)
    if kind is datetime and value is not None:
        return wire(instant(value))
    if kind is tuple and isinstance(value, list):
        return [_localised(item(hint), part) for part in value]
    if is_dataclass(kind) and isinstance(value, Mapping):
        known = hints(kind)  # type: ignore[arg-type]
        for name in value:
            if name not in known:
                raise ValueError(f"there is no field `{name}` here; there are {_listed(known)}")
        return {name: _localised(known[name], part) for name, part in value.items()}
    return value


def _spaced(name: str, value: Any, space: str) -> Any:
    """The file's own names with the file's prefix; the rest as it is."""
    if isinstance(value, str):
        return space + value if name in MINE else value
    if isinstance(value, Mapping):
        return {key: _spaced(key, part, space) for key, part in value.items()}
    if isinstance(value, list):
        return [_spaced(name, part, space) for part in value]
    return value


def _listed(names: Mapping[str, Any]) -> str:
    return ", ".join(names) or "none"
