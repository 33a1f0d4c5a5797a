"""The chapter on scenarios: the format, written by hand, and every message with its fields, from the contracts."""

from collections.abc import Iterable
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from contracts.messages import MODULES
from contracts.registry import CONTRACTS, Contract
from services.simulator.fields import hints, item, plain

FORMAT = Path(__file__).parent / "format.md"
WORDS = {
    "datetime": "time",
    "str": "text",
    "int": "number",
    "float": "number",
    "bool": "true or false",
    "dict": "mapping",
    "date": "date",
}


def scenarios_md() -> str:
    """`docs/scenarios.md` as it must be; a difference from the committed file is drift."""
    places = [module.__name__ for module in MODULES]
    known = [contract for contract in CONTRACTS.values() if contract.model.__module__ in places]
    known.sort(key=lambda contract: places.index(contract.model.__module__))  # not by who was imported first
    commands = [contract for contract in known if contract.kind == "command"]
    events = [contract for contract in known if contract.kind == "event"]
    return "\n".join(
        [
            FORMAT.read_text("utf-8").rstrip(),
            "",
            "## What can be sent",
            "",
            "`name*` must be given. Who else sends it is refused by the gateway, which a scenario may well show.",
            "",
            "| `send:` | `from:` | fields | what it means |",
            "|---|---|---|---|",
            *(_row(contract, ", ".join(sorted(contract.senders))) for contract in commands),
            "",
            "## What can be expected",
            "",
            "**Bold** is a consequence (`nothing_else: true` counts it). `to:` lists the kinds of authority that are told.",
            "",
            "| `expect:` | `to:` | fields | what it means |",
            "|---|---|---|---|",
            *(_row(contract, ", ".join(sorted(contract.feeds))) for contract in events),
            "",
        ]
    )


def _row(contract: Contract, authorities: str) -> str:
    name = f"**{contract.name}**" if contract.consequence else contract.name
    meaning = " ".join((contract.model.__doc__ or "").split("\n\n")[0].split())
    needed = "*" if contract.kind == "command" else ""
    return f"| {name} | {authorities or '–'} | {_fields(contract.model, needed) or '–'} | {meaning} |"


def _fields(model: Any, needed: str) -> str:
    types = hints(model)
    told = []
    for field in fields(model):
        given = field.default is not MISSING or field.default_factory is not MISSING
        told.append(f"`{field.name}{'' if given else needed}` {_form(types[field.name], needed)}")
    return ", ".join(told)


def _form(hint: Any, needed: str) -> str:
    kind = plain(hint)
    if kind is tuple:
        return f"list of {_form(item(hint), needed)}"
    if is_dataclass(kind):
        return f"{{{_fields(kind, needed)}}}"
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _choice(str(member) for member in kind if member != "UNKNOWN")
    return WORDS[kind.__name__]


def _choice(members: Iterable[str]) -> str:
    return "/".join(members)
