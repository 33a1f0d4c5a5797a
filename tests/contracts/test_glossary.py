"""The glossary's names are names of the code."""

import re

from deploy.contracts.derived import ROOT

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/glossary.md").read_text().splitlines()
    if line.startswith("| ") and not line.startswith("| Danish")
]
CODE = "\n".join(
    path.read_text() for folder in ("contracts", "shared") for path in sorted((ROOT / folder).rglob("*.py"))
)


def test_every_name_in_the_glossary_stands_in_the_code() -> None:
    names = {part for row in ROWS for name in re.findall(r"`([^`]+)`", row[1]) for part in name.split(".")}
    assert len(names) > 40
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", CODE)] == []


def test_no_term_is_explained_twice() -> None:
    terms = [row[0] for row in ROWS]
    assert len(set(terms)) == len(terms)
    assert all(len(row) == 4 and all(row) for row in ROWS)
