"""`docs/law/`: the law by rule, by paragraph, by group, by story. One module for each kind of page."""

from collections.abc import Iterator
from pathlib import Path

from deploy.law.pages import acts, coverage, groups, index, policy, service, stories
from deploy.law.pages.source import read


def pages(root: Path) -> Iterator[tuple[str, str]]:
    """File name and text of each page. `root` holds `tests/`."""
    source = read(root)
    yield "README.md", index.page(source)
    yield "coverage.md", coverage.page(source)
    yield "policy.md", policy.page()
    yield "groups.md", groups.page(source)
    yield "stories.md", stories.page(source)
    yield from acts.pages(source)
    for name in source.services:
        yield f"{name}.md", service.page(source, name)
