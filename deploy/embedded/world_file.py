"""What a home knows of its worlds, readable without any server: `<home>/worlds/<name>/world.json`, mode 0600."""

import json
from pathlib import Path
from typing import Any

from deploy.embedded.home import StackError, write_private
from deploy.embedded.members import Member
from deploy.embedded.process import stop


def folder_of(home: Path, name: str) -> Path:
    """Where a world keeps its file and the logs of its services."""
    return home / "worlds" / name


def worlds(home: Path) -> list[str]:
    """The names of the worlds in a home."""
    return sorted(file.parent.name for file in (home / "worlds").glob("*/world.json"))


def read_world(home: Path, name: str) -> dict[str, Any]:
    """What was saved; StackError when there is no such world."""
    try:
        saved: dict[str, Any] = json.loads((folder_of(home, name) / "world.json").read_text())
    except FileNotFoundError:
        raise StackError(f"there is no world {name} in {home}") from None
    return saved


def write_world(home: Path, name: str, saved: dict[str, Any]) -> None:
    """It holds the vault key and the database passwords."""
    write_private(folder_of(home, name) / "world.json", json.dumps(saved, indent=2))


def members_of(home: Path, name: str) -> list[Member]:
    """The processes of a world that should run."""
    return [Member.from_json(member) for member in read_world(home, name)["members"].values()]


def stop_members(home: Path, name: str, limit: float = 25) -> None:
    """Stops the processes of a world; the world itself stays. Without such a world there is nothing to stop."""
    if name in worlds(home):
        stop([member.process for member in members_of(home, name)], limit=limit)
