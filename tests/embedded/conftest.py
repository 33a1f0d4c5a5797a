"""Homes of their own for tests that start and stop servers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.embedded import stack
from deploy.embedded.process import Process
from deploy.embedded.server import read_state
from deploy.embedded.world_file import stop_members, worlds


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An empty home; whatever still runs in it is stopped after the test."""
    folder = tmp_path / "home"
    yield folder
    for world in worlds(folder):
        stop_members(folder, world)
    stack.down(folder)


@pytest.fixture
def process_of(home: Path) -> Callable[[str], Process]:
    """The process of a server in that home, as the state file has it."""

    def find(name: str) -> Process:
        process = read_state(home)[name].process
        assert process is not None
        return process

    return find
