"""Derived files: the committed ones are right, and the tool sees what is not."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contracts.registry import CONTRACTS
from deploy.cli.contracts import app
from deploy.contracts import derived, events, released
from deploy.contracts.schema import MODULES

run = CliRunner().invoke


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which nothing has drifted, to be copied."""
    root = tmp_path_factory.mktemp("written")
    derived.write(root)
    return root


@pytest.fixture
def repository(written: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(written, tmp_path, dirs_exist_ok=True))


def test_what_is_committed_is_what_the_code_says() -> None:
    assert [str(one) for one in derived.drift()] == []


def test_generating_twice_writes_nothing_the_second_time(repository: Path) -> None:
    assert derived.write(repository) == []


def test_drift_is_told_with_the_file_and_exit_status_three(repository: Path) -> None:
    (repository / "docs/events.md").write_text("by hand")
    (repository / "contracts/examples/SetDeadline.v1.json").unlink()
    (repository / "contracts/schemas/deadlines/Forgotten.v1.json").write_text("{}")
    result = run(app, ["check", "--root", str(repository)])
    assert result.exit_code == 3
    assert "contracts/examples/SetDeadline.v1.json: is not there" in result.stdout
    assert "docs/events.md: is not what the code says" in result.stdout
    assert "contracts/schemas/deadlines/Forgotten.v1.json: belongs to no contract or rule" in result.stdout
    assert run(app, ["generate", "--root", str(repository)]).exit_code == 0
    assert run(app, ["check", "--root", str(repository)]).exit_code == 0
    assert not (repository / "contracts/schemas/deadlines/Forgotten.v1.json").exists()


def test_a_broken_promise_is_told_with_file_and_field_and_exit_status_one(repository: Path) -> None:
    assert run(app, ["release", "1.0.0", "--root", str(repository)]).exit_code == 0
    file = repository / released.FOLDER / "1.0.0/deadlines/SetDeadline.v1.json"
    then = json.loads(file.read_text())
    then["properties"]["until"] = {"type": "string"}
    then["required"] = [*then["required"], "until"]
    file.write_text(json.dumps(then))
    result = run(app, ["check", "--root", str(repository)])
    assert result.exit_code == 1
    assert (
        "contracts/schemas/deadlines/SetDeadline.v1.json: against 1.0.0: field until: readers of then" in result.stdout
    )
    told = json.loads(run(app, ["check", "--json", "--root", str(repository)]).stdout)
    assert [(one["release"], one["field"]) for one in told["broken"]] == [("1.0.0", "until")]
    assert told["drift"] == []
    assert run(app, ["release", "1.1.0", "--root", str(repository)]).exit_code == 1


def test_a_release_is_frozen_once(repository: Path) -> None:
    assert run(app, ["release", "1.0.0", "--root", str(repository)]).exit_code == 0
    assert run(app, ["diff", "--root", str(repository)]).stdout == ""
    for version in ("1.0.0", "../1.0.0", "one"):
        assert run(app, ["release", version, "--root", str(repository)]).exit_code == 2


def test_every_message_stands_on_the_page_of_messages() -> None:
    page = events.page()
    for contract in CONTRACTS.values():
        if contract.model.__module__ in MODULES:
            wanted = f"| {contract.name} |" if contract.kind == "internal" else f"\n### {contract.name}\n"
            assert page.count(wanted) == 1, contract.name
