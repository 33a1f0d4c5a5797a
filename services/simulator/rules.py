"""The rules that a file may name: those of the catalogue."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from shared.law import citation

CATALOGUE = Path(citation.__file__).with_name("catalogue.yaml")


@cache
def known() -> frozenset[str]:
    """Every rule id."""
    sections = yaml.load(CATALOGUE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return frozenset(id for section in sections.values() for id in section["rules"])


def unknown(rules: Iterable[object]) -> list[str]:
    """Those that the catalogue does not have."""
    return [str(rule) for rule in rules if str(rule) not in known()]
