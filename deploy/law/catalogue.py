"""Reads `shared/law/catalogue.yaml`: which rules there are, what they rest on, whom and when they concern."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from contracts.types import Group
from shared.law import citation
from shared.law.citation import Citation

FILE = Path(citation.__file__).with_name("catalogue.yaml")

SB = frozenset(Group) - {Group.G6}
GROUPS: Mapping[str, frozenset[Group]] = {
    "SB": SB,
    "NON1": SB - {Group.G1},
    "KHS": frozenset({Group.G2, Group.G3, Group.G4O, Group.G4U, Group.G5}),
    "REG": frozenset({Group.G1, Group.G2, Group.G4O}),
    "EDU": frozenset({Group.G1}),
}
LAWS = {"E21": date(2021, 1, 1), "E23": date(2023, 3, 22), "E24": date(2024, 1, 1)}
"""The changes of law, by their first day."""
LAST_OF_OLD = LAWS["E24"] - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule of the catalogue. `reason`: why it has no function, when `unbuilt` says that it needs none; or what that leaves
    out."""

    id: str
    section: str
    title: str
    basis: tuple[Citation, ...]
    groups: frozenset[Group]
    in_force: str
    open: str | None
    unbuilt: str | None
    reason: str | None
    apart: str | None

    @property
    def since(self) -> date | None:
        """The first day; None where the rule is as old as what it belongs to."""
        if self.in_force in LAWS:
            return LAWS[self.in_force]
        return None if self.in_force in ("NOW", "P24") else date.fromisoformat(self.in_force)

    @property
    def until(self) -> date | None:
        """The last day; None where none is known."""
        return LAST_OF_OLD if self.in_force == "P24" else None


@dataclass(frozen=True, slots=True)
class Section:
    """A letter of the catalogue. `now`: the platform covers it; the rules of other sections come later."""

    letter: str
    title: str
    now: bool
    rules: tuple[Entry, ...]


@cache
def sections(file: Path = FILE) -> tuple[Section, ...]:
    """The whole catalogue. ValueError or KeyError for anything that is not written as it must be."""
    told: Mapping[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return tuple(
        Section(
            letter, said["title"], said["now"], tuple(_entry(id, letter, rule) for id, rule in said["rules"].items())
        )
        for letter, said in told.items()
    )


def entries() -> dict[str, Entry]:
    """Every rule by its id, in the order of the catalogue."""
    return {rule.id: rule for section in sections() for rule in section.rules}


def _entry(id: str, section: str, said: Mapping[str, Any]) -> Entry:
    unbuilt = [state for state in ("not_operative", "left", "in_part") if state in said]
    known = {"title", "basis", "groups", "in_force", "open", "not_operative", "left", "in_part", "apart"}
    if len(unbuilt) > 1 or said.keys() - known:
        raise ValueError(f"{id}: {sorted(said)}")
    state = unbuilt[0] if unbuilt else None
    return Entry(
        id,
        section,
        said["title"],
        tuple(citation.cited(each) for each in said["basis"].split("; ")),
        frozenset[Group]().union(*(_groups(word) for word in said["groups"].split())),
        str(said["in_force"]),
        said.get("open"),
        state.replace("_", " ") if state else None,
        said[state] if state else None,
        said.get("apart"),
    )


def _groups(word: str) -> frozenset[Group]:
    return GROUPS[word] if word in GROUPS else frozenset({Group(word)})
