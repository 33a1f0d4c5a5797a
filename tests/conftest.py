"""Fixtures that every test may ask for by name, and the order in which files are given to the processes that run tests."""

import os
from pathlib import Path

import pytest

from tests.support.stack import make_session_world, make_world, servers, stack_home

__all__ = ["make_session_world", "make_world", "servers", "stack_home"]

LONGEST = (
    "storm", "scenarios", "faults", "benchmarks", "explore", "audit", "embedded", "deploy", "runtime", "security",
)  # fmt: skip
"""Folders whose files take longest, longest first. The thousands of short tests fill what is left at the end."""
HERE = Path(__file__).parent


def pytest_configure() -> None:
    """A broker lives for minutes here: machine code of the best kind never pays for the processors that make it."""
    os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, or the last of them keeps one processor busy while the other has nothing left."""

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(HERE).parts[0]
        return LONGEST.index(folder) if folder in LONGEST else len(LONGEST)

    items.sort(key=rank)
