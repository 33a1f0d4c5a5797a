"""Every derived file of the repository, as text: what it should be, what has drifted, how to write it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from deploy.contracts import asyncapi, authorities, events, example, schema
from deploy.law import pages as law
from services.simulator.document import scenarios_md

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = "contracts/schemas"
FOLDERS = (SCHEMAS, "contracts/asyncapi", "contracts/examples", "docs/law")
"""Folders that hold nothing but derived files."""
STYLE: dict[str, Any] = {"sort_keys": False, "allow_unicode": True, "width": 110}


@dataclass(frozen=True, slots=True)
class Drift:
    """A file that is not what the code says."""

    file: str
    how: Literal["missing", "stale", "extra"]

    def __str__(self) -> str:
        told = {
            "missing": "is not there",
            "stale": "is not what the code says",
            "extra": "belongs to no contract or rule",
        }
        return f"{self.file}: {told[self.how]}"


def wanted(root: Path = ROOT) -> dict[str, str]:
    """Path from the repository's root → content, of every derived file. `root`: where tables and scenarios are read."""
    return dict(sorted(_files(root)))


def drift(root: Path = ROOT) -> list[Drift]:
    """How the files under `root` differ from what they should be."""
    return _drift(wanted(root), root)


def _drift(right: dict[str, str], root: Path) -> list[Drift]:
    found = []
    for file, content in right.items():
        path = root / file
        if not path.exists():
            found.append(Drift(file, "missing"))
        elif path.read_text("utf-8") != content:
            found.append(Drift(file, "stale"))
    return found + [Drift(file, "extra") for file in _present(root) if file not in right]


def write(root: Path = ROOT) -> list[Drift]:
    """Makes the files right, removes those that belong to nothing; returns what had drifted."""
    right = wanted(root)
    found = _drift(right, root)
    for one in found:
        path = root / one.file
        if one.how == "extra":
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(right[one.file], "utf-8")
    return found


def to_json(value: Any) -> str:
    """The form of every JSON file here."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _files(root: Path) -> Iterator[tuple[str, str]]:
    for name, document in schema.files():
        yield f"{SCHEMAS}/{name}", to_json(document)
    for name, document in example.files():
        yield f"contracts/examples/{name}", to_json(document)
    for name, document in (*asyncapi.documents(), ("authorities.yaml", authorities.document())):
        yield f"contracts/asyncapi/{name}", yaml.dump(document, Dumper=_Plain, **STYLE)
    yield "docs/events.md", events.page()
    yield "docs/scenarios.md", scenarios_md()
    for name, text in law.pages(root):
        yield f"docs/law/{name}", text


def _present(root: Path) -> Iterator[str]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                yield path.relative_to(root).as_posix()


class _Plain(yaml.SafeDumper):
    """Without anchors: each place is written out."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
