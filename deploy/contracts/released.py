"""The schemas of every release, frozen under `contracts/released/<version>/`, and how today's stand to them."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.contracts import schema
from deploy.contracts.compatibility import Break, breaks, plain
from deploy.contracts.derived import ROOT, SCHEMAS

FOLDER = "contracts/released"
VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise of a release that today's contracts do not keep."""

    file: str
    release: str
    what: Break | None

    def __str__(self) -> str:
        told = self.what or "the message is gone"
        return f"{SCHEMAS}/{self.file}: against {self.release}: {told}"

    def facts(self) -> dict[str, Any]:
        """For machines."""
        facts = {"file": f"{SCHEMAS}/{self.file}", "release": self.release}
        what = self.what
        return facts | (
            {"field": what.field, "who": what.who, "was": what.was, "now": what.now} if what else {"gone": True}
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from the last release; `breaks`: somebody could not bear it."""

    file: str
    what: str
    breaks: bool

    def __str__(self) -> str:
        return f"{'! ' if self.breaks else '  '}{self.file}: {self.what}"

    def facts(self) -> dict[str, Any]:
        """For machines."""
        return {"file": self.file, "what": self.what, "breaks": self.breaks}


def broken(root: Path = ROOT) -> list[Broken]:
    """Every promise broken, of every release. What counts is the code, not the files written from it."""
    now = dict(schema.files())
    found: list[Broken] = []
    for release in versions(root):
        for file, old in _frozen(root, release):
            if file not in now:
                found.append(Broken(file, release, None))
            elif plain(old) != plain(now[file]):
                found += [Broken(file, release, one) for one in breaks(old, now[file])]
    return found


def changes(root: Path = ROOT) -> list[Change]:
    """What is new, gone or different since the last release."""
    now = dict(schema.files())
    last = latest(root)
    then = dict(_frozen(root, last)) if last else {}
    found = [Change(file, "new", False) for file in now if file not in then]
    for file, old in then.items():
        if file not in now:
            found.append(Change(file, "gone", True))
        elif old != now[file]:
            found += _differences(file, old, now[file])
    return sorted(found, key=lambda one: (one.file, one.what))


def _differences(file: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    bad = breaks(old, new)
    yield from (Change(file, str(one), True) for one in bad)
    told = {one.field for one in bad}
    was, now = (plain(document).get("properties", {}) for document in (old, new))
    for name in sorted({*was, *now} - told):
        if name not in was:
            yield Change(file, f"field {name}: added", False)
        elif name not in now:
            yield Change(file, f"field {name}: removed", False)
        elif was[name] != now[name]:
            yield Change(file, f"field {name}: changed", False)
    if old.get("description") != new.get("description"):
        yield Change(file, "description", False)


def freeze(version: str, root: Path = ROOT) -> Path:
    """Copies today's schemas to where they stay. FileExistsError when the version was released."""
    target = root / FOLDER / version
    shutil.copytree(root / SCHEMAS, target)
    return target


def versions(root: Path = ROOT) -> list[str]:
    """Every release, oldest first."""
    folders = [path.name for path in (root / FOLDER).glob("*") if VERSION.fullmatch(path.name)]
    return sorted(folders, key=lambda name: tuple(int(part) for part in name.split(".")))


def latest(root: Path = ROOT) -> str:
    """The last release; empty before the first."""
    return (versions(root) or [""])[-1]


def _frozen(root: Path, release: str) -> Iterator[tuple[str, dict[str, Any]]]:
    folder = root / FOLDER / release
    for path in sorted(folder.rglob("*.json")):
        yield path.relative_to(folder).as_posix(), json.loads(path.read_text())
