"""The tables of examples: `tests/law/<service>/<rule id>.yaml`, as they are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """The examples of a rule in a service. `function`: which of several it is about."""

    service: str
    rule: str
    function: str | None
    rows: list[Row]

    @property
    def columns(self) -> list[str]:
        """What a row says, the name first and the outcome last."""
        order = {"name": 0, "outcome": 2}
        return sorted(dict.fromkeys(name for row in self.rows for name in row), key=lambda name: order.get(name, 1))


def tables(root: Path) -> list[Table]:
    """Every table that can be read; of a broken one the tests tell."""
    return [table for file in sorted((root / "tests/law").glob("*/*.yaml")) for table in _table(file)]


def _table(file: Path) -> Iterator[Table]:
    documents = documents_of(file)
    rows = documents[-1] if documents else None
    if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
        header = documents[0] if len(documents) > 1 and isinstance(documents[0], dict) else {}
        yield Table(file.parent.name, file.name.split(".")[0], header.get("function"), rows)


def documents_of(file: Path) -> list[Any]:
    """What a YAML file says, document by document; nothing when it is not YAML, which the tests tell better."""
    try:
        return list(yaml.load_all(file.read_text("utf-8"), Loader=_Dateless))
    except yaml.YAMLError:
        return []


class _Dateless(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Leaves dates as they are written; a table may well hold one that does not exist."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
