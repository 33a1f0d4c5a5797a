"""The rules as the services register them, and where each stands in the code."""

import importlib
import inspect
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import services
from shared.law.rule import REGISTRY, Rule


@cache
def registered() -> tuple[Rule, ...]:
    """Every rule of every service, by id and date. Modules that cannot be imported are named on stderr and left out."""
    for name in _rule_modules():
        try:
            importlib.import_module(name)
        except Exception as error:
            print(f"{name} cannot be imported: {type(error).__name__}: {error}", file=sys.stderr)
    found = (rule for versions in REGISTRY.values() for rule in versions)
    ours = {(r.id, r.since, function_of(r)): r for r in found if r.apply.__module__.startswith("services.")}
    return tuple(ours[key] for key in sorted(ours))


def _rule_modules() -> Iterator[str]:
    for file in sorted(Path(services.__path__[0]).glob("*/rules/*.py")):
        if file.stem != "__init__":
            yield f"services.{file.parts[-3]}.rules.{file.stem}"


def service_of(rule: Rule) -> str:
    return rule.apply.__module__.split(".")[1]


def function_of(rule: Rule) -> str:
    """`services.deadlines.rules.length.long_enough`"""
    return f"{rule.apply.__module__}.{rule.apply.__qualname__}"


def place_of(rule: Rule) -> str:
    """`services/deadlines/rules/length.py:13`"""
    _, line = inspect.getsourcelines(inspect.unwrap(rule.apply))
    return f"{rule.apply.__module__.replace('.', '/')}.py:{line}"


def says(rule: Rule) -> str:
    """The first paragraph of what the rule says, on one line."""
    return " ".join((inspect.getdoc(rule.apply) or "").partition("\n\n")[0].split())


def words(rule: Rule) -> str:
    """All that the rule says, a line for each paragraph."""
    said = (inspect.getdoc(rule.apply) or "").split("\n\n")
    return "\n\n".join(" ".join(each.split()) for each in said)


def in_order(groups: Iterable[str]) -> list[str]:
    """Groups as people count them: G2 before G10."""
    return sorted(groups, key=lambda group: (int("".join(filter(str.isdigit, group)) or 0), group))


def plain(rule: Rule) -> dict[str, Any]:
    """As one JSON object."""
    return {
        "rule": rule.id,
        "service": service_of(rule),
        "since": str(rule.since),
        "until": str(rule.until) if rule.until else None,
        "groups": in_order(rule.groups),
        "basis": [str(citation) for citation in rule.citations],
        "says": says(rule),
    }
