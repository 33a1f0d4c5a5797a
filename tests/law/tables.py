"""Reads the tables of examples: `tests/law/<service>/<rule id>.yaml`, one row per example.

A table is a list of rows: `name`, the rule function's keyword inputs, `outcome`. The function is the one registered under
the rule id in `services.<service>.rules`; where there are several, a header document before the rows names it:

    function: services.deadlines.rules.length.long_enough
    ---
    - name: eight days is enough
      visible_on: 2024-03-04
      due: 2024-03-12
      outcome: ok

Dates stand as dates. An instant without an offset is Danish time; where that is ambiguous, write the offset.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, get_type_hints

import msgspec
import yaml

from shared.law.calendar import COPENHAGEN
from shared.law.rule import REGISTRY, Applied

HERE = Path(__file__).parent
SAID = frozenset({"name", "outcome"})


class BrokenTable(Exception):
    """A table or a row does not say what it must."""


@dataclass(frozen=True, slots=True)
class Example:
    """One row: what goes into the rule, and what must come out."""

    rule: str
    name: str
    function: Callable[..., Applied]
    inputs: dict[str, Any]
    outcome: str


def tables(root: Path = HERE) -> list[Path]:
    """Every table, in a fixed order."""
    return sorted(root.glob("*/*.yaml"))


def rule_id(table: Path) -> str:
    """The file's name up to the first dot, so that `DL-01.leap-days.yaml` is another table of DL-01."""
    return table.name.split(".")[0]


def import_rules(service: str) -> None:
    """Registers every rule of a service."""
    package = import_module(f"services.{service}.rules")
    for module in iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")


def function_of(table: Path, named: str | None) -> Callable[..., Applied]:
    """The rule function that a table is about."""
    service, wanted = table.parent.name, rule_id(table)
    import_rules(service)
    home = f"services.{service}.rules"
    found = {f"{each.apply.__module__}.{each.apply.__qualname__}": each.apply for each in REGISTRY.get(wanted, ())}
    local = {path: function for path, function in found.items() if path.startswith(f"{home}.")}
    if named is not None:
        if named not in local:
            raise BrokenTable(f"{table.name}: {named} is no function of rule {wanted}; there is {sorted(local)}")
        return local[named]
    if len(local) != 1:
        raise BrokenTable(f"{table.name}: {home} has {len(local)} functions of rule {wanted}: {sorted(local)}")
    return next(iter(local.values()))


def examples(table: Path) -> list[Example]:
    """The rows of a table, checked and converted. BrokenTable for anything that could make a row pass unread."""
    try:
        documents = list(yaml.safe_load_all(table.read_text("utf-8")))
    except yaml.YAMLError as error:
        raise BrokenTable(f"{table.name}: {error}") from None
    header: dict[str, Any] = documents.pop(0) if len(documents) == 2 else {}
    rows = documents[0] if documents else None
    if (
        not isinstance(header, dict)
        or header.keys() - {"function"}
        or len(documents) != 1
        or not isinstance(rows, list)
    ):
        raise BrokenTable(f"{table.name}: expected a list of rows, before it at most a header with `function`")
    if not rows:
        raise BrokenTable(f"{table.name}: no rows")
    function = function_of(table, header.get("function"))
    made = [example(table, function, row) for row in rows]
    names = [each.name for each in made]
    if len(set(names)) != len(names):
        raise BrokenTable(f"{table.name}: two rows have the same name")
    return made


def example(table: Path, function: Callable[..., Applied], row: Any) -> Example:
    """One row, with every input known to the function and none missing."""
    if not isinstance(row, dict) or not row.keys() >= SAID:
        raise BrokenTable(f"{table.name}: a row needs `name` and `outcome`: {row!r}")
    given = {key: value for key, value in row.items() if key not in SAID}
    parameters = inspect.signature(function).parameters
    required = {key for key, each in parameters.items() if each.default is inspect.Parameter.empty}
    unknown, missing = sorted(given.keys() - parameters.keys()), sorted(required - given.keys())
    if unknown or missing:
        what = f"unknown inputs {unknown}, missing inputs {missing}; the rule takes {list(parameters)}"
        raise BrokenTable(f"{table.name}, {row['name']!r}: {what}")
    hints = get_type_hints(function)
    inputs = {key: value_of(table, row["name"], key, value, hints[key]) for key, value in given.items()}
    return Example(rule_id(table), str(row["name"]), function, inputs, said(row["outcome"]))


def value_of(table: Path, name: str, key: str, value: Any, hint: Any) -> Any:
    """A YAML value as the type that the rule's signature asks for."""
    if hint in (datetime, datetime | None) and value is not None:
        instant = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return instant if instant.tzinfo else instant.replace(tzinfo=COPENHAGEN)
    try:
        return msgspec.convert(value, hint)
    except msgspec.ValidationError as error:
        raise BrokenTable(f"{table.name}, {name!r}: {key}: {error}") from None


def said(outcome: Any) -> str:
    """An outcome is text; a number, a date or a yes stands in the table as YAML reads it."""
    return str(outcome).lower() if isinstance(outcome, bool) else str(outcome)
