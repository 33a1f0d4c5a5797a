"""The gate before a release: a golden table of changes, and what it says about a whole repository."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.contracts import released, schema
from deploy.contracts.compatibility import WHOLE, breaks

TABLE = yaml.safe_load(Path(__file__).with_name("compatibility.yaml").read_text())
WHO = {
    "past": "today's readers do not accept what was written then",
    "future": "readers of then do not accept what is written today",
}
A_DEADLINE = "deadlines/DeadlineSet.v1.json"


def document(field: dict[str, Any] | None, form: str) -> dict[str, Any]:
    """A message with one field that never changes, and the one in question."""
    made: dict[str, Any] = {"type": "object", "properties": {"other": {"type": "string"}}, "required": ["other"]}
    if field is not None:
        field = dict(field)
        if field.pop("required", False):
            made["required"].append("field")
        made["properties"]["field"] = field
    closed: dict[str, Any] = schema.closed(made)
    return closed if form == "inbound" else made


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["name"])
def test_the_change_breaks_whom_the_table_says(case: dict[str, Any]) -> None:
    form = case.get("form", "open")
    found = breaks(document(case["was"], form), document(case["now"], form))
    told = {WHO.get(who, "silent") for who in case["breaks"]}
    assert {one.who if one.who in WHO.values() else "silent" for one in found} == told
    assert {one.field for one in found} <= {case.get("at", "field")}, "the break is told at the field that changed"


def test_the_table_has_no_case_twice() -> None:
    names = [case["name"] for case in TABLE]
    assert len(set(names)) == len(names)


def test_a_message_that_is_no_longer_an_object_breaks_as_a_whole() -> None:
    assert {one.field for one in breaks({"type": "object"}, {"type": "array"})} == {WHOLE}


def test_every_contract_goes_together_with_itself() -> None:
    assert [file for file, document in schema.files() if breaks(document, document)] == []


def test_what_was_released_is_kept_to() -> None:
    assert released.versions(), "there is a release"
    assert [str(one) for one in released.broken()] == []


def frozen(root: Path, version: str, file: str, change: dict[str, Any]) -> None:
    """A release that holds one message, and that otherwise than today."""
    path = root / released.FOLDER / version / file
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({**dict(schema.files())[file], **change}))


def test_every_release_counts_not_only_the_last(tmp_path: Path) -> None:
    today = dict(schema.files())[A_DEADLINE]
    frozen(tmp_path, "0.9.0", A_DEADLINE, {"required": [name for name in today["required"] if name != "owner"]})
    frozen(tmp_path, "0.10.0", A_DEADLINE, {})
    assert released.versions(tmp_path) == ["0.9.0", "0.10.0"]
    (only,) = released.broken(tmp_path)
    assert str(only).startswith(f"contracts/schemas/{A_DEADLINE}: against 0.9.0: field owner: {WHO['past']}")


def test_a_message_must_not_vanish(tmp_path: Path) -> None:
    frozen(tmp_path, "1.0.0", A_DEADLINE, {})
    path = tmp_path / released.FOLDER / "1.0.0" / A_DEADLINE
    path.rename(path.with_name("DeadlineForgotten.v1.json"))
    assert [str(one) for one in released.broken(tmp_path)] == [
        "contracts/schemas/deadlines/DeadlineForgotten.v1.json: against 1.0.0: the message is gone"
    ]


def test_the_difference_to_the_last_release_is_told_field_by_field(tmp_path: Path) -> None:
    today = dict(schema.files())[A_DEADLINE]
    properties = {name: node for name, node in today["properties"].items() if name != "basis"}
    properties["owner"] = {"type": "string", "pattern": "^x$"}
    frozen(tmp_path, "1.0.0", A_DEADLINE, {"properties": properties})
    told = [str(change) for change in released.changes(tmp_path) if change.file == A_DEADLINE]
    assert told[0] == f"  {A_DEADLINE}: field basis: added"
    assert told[1].startswith(f"! {A_DEADLINE}: field owner: its pattern has changed")
    assert len(told) == 2
