"""`docs/codes.md` against the source: every code that can reach a partner is explained, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.topics import SERVICES
from deploy.embedded.home import REPOSITORY
from services.gateway.rejection import REASONS

PAGE = (REPOSITORY / "docs" / "codes.md").read_text()
DOOR, REFUSALS = PAGE.split("\n## ")[1:]
ROW = re.compile(r"^\| `([A-Z_0-9]+)` \| (.*?) \|(?: (.*?) \|)?$", re.MULTILINE)
MAKERS = {"refused": 1, "Refusal": 0, "SlotDenied": None, "CommandRefused": None, "CommandAnswered": None}
"""Calls that make a refusal, with the place of the code among their arguments; None: only by name."""


def codes_in(file: Path) -> Iterator[str]:
    """Every code that a file can refuse with."""
    tree = ast.parse(file.read_text())
    tables = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        place = MAKERS.get(name)
        found = [word.value for word in call.keywords if word.arg == "code"] if name in MAKERS else []
        if place is not None and len(call.args) > place:
            found.append(call.args[place])
        for value in found:
            yield from codes_of(value, tables, f"{file.name}:{call.lineno}")


def codes_of(value: ast.expr, tables: dict[str, ast.expr], where: str) -> Iterator[str]:
    """The codes that an expression can be. One that is passed on (`answer.code`) is made elsewhere."""
    match value:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=yes, orelse=no):
            yield from codes_of(yes, tables, where)
            yield from codes_of(no, tables, where)
        case ast.Subscript(value=ast.Name(id=table)) if isinstance(tables.get(table), ast.Dict):
            for each in tables[table].values:  # type: ignore[attr-defined]
                yield from codes_of(each, tables, where)
        case ast.Attribute(attr="code"):
            pass
        case _:
            pytest.fail(f"{where}: this test cannot see which code that is")


def in_source() -> dict[str, set[str]]:
    """Where each code comes from: a service, or the runtime that all share."""
    found: dict[str, set[str]] = {}
    for place in (*(f"services/{service}" for service in SERVICES), "shared/runtime"):
        for file in (REPOSITORY / place).rglob("*.py"):
            for code in codes_in(file):
                found.setdefault(code, set()).add(place.rpartition("/")[2])
    return found


def test_every_refusal_is_explained_with_the_services_that_say_it() -> None:
    explained = {code: set(services.split(", ")) for code, services, _ in ROW.findall(REFUSALS)}
    assert explained == in_source()
    assert all(meaning for _, _, meaning in ROW.findall(REFUSALS))


def test_every_rejection_of_the_door_is_there_with_its_reason() -> None:
    assert [(code, reason) for code, reason, _ in ROW.findall(DOOR)] == list(REASONS.items())


def test_the_search_sees_what_refuses() -> None:
    found = in_source()
    assert found["DEADLINE_TOO_SHORT"] == {"deadlines"} and found["SLOT_TAKEN"] == {"slots"}
    assert found["NOT_YOUR_MEMBER"] == {"registration"} and found["DISCARDED"] == {"gateway", "runtime"}
