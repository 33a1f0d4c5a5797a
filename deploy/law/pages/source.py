"""What the pages are made from, read once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.law.catalogue import Entry, entries
from deploy.law.registered import registered, service_of
from deploy.law.stories import Story, effects, stories
from deploy.law.tables import Table, tables
from shared.law.rule import Rule


@dataclass(frozen=True, slots=True)
class Source:
    """Rules from the code, the catalogue, and what tests and scenarios show. `effects`: rule → messages and codes."""

    rules: Sequence[Rule]
    entries: dict[str, Entry]
    tables: Sequence[Table]
    stories: Sequence[Story]
    effects: dict[str, list[str]]

    @property
    def services(self) -> list[str]:
        return sorted({service_of(rule) for rule in self.rules})

    def parts(self, id: str) -> Iterator[tuple[str, list[Rule]]]:
        """The services that have a part of a rule, each with its versions, the oldest first."""
        for name in self.services:
            versions = [rule for rule in self.rules if rule.id == id and service_of(rule) == name]
            if versions:
                yield name, versions

    def tables_of(self, service: str, id: str) -> list[Table]:
        return [table for table in self.tables if (table.service, table.rule) == (service, id)]

    def stories_of(self, id: str) -> list[Story]:
        return [story for story in self.stories if id in story.touches]


def read(root: Path) -> Source:
    """`root`: the repository."""
    told = stories(root)
    return Source(registered(), entries(), tables(root), told, effects(told))
