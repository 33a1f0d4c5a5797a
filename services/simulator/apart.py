"""Files that are played together share one platform, but not a jobcentre whose diary one of them fills.

Which times are free there decides what the law does (IM-04), so a file with a planner gets jobcentres that no other file has.
"""

import re
from collections.abc import Mapping
from typing import Any

from services.simulator.marked import Block, Items

PLACE = re.compile(r"^(?:(?:jobcentre|planner)-)?([0-9]{5})$")
PLANNER = re.compile(r"^planner-[0-9]{5}$")
FIRST, EACH = 60_000, 10
"""Codes of jobcentres that nobody writes: so many for each file."""


def own_places(top: Block, number: int) -> dict[str, str]:
    """The codes that stand in a file with a planner, and those that stand for them when it is the `number`th of several."""
    words = list(_texts(top))
    if not any(PLANNER.match(word) for word in words):
        return {}
    codes = dict.fromkeys(found[1] for word in words if (found := PLACE.match(word)))
    return {code: f"{FIRST + number * EACH + index}" for index, code in enumerate(list(codes)[:EACH])}


def moved(value: Any, places: Mapping[str, str]) -> Any:
    """The same YAML, with other jobcentres; lines stay what they were."""
    if isinstance(value, Block):
        block = Block(value.line)
        for name, part in value.items():
            block[_moved(name, places)] = moved(part, places)
        block.lines = {_moved(name, places): line for name, line in value.lines.items()}
        return block
    if isinstance(value, Items):
        items = Items()
        items.extend(moved(part, places) for part in value)
        items.lines = value.lines
        return items
    return _moved(value, places) if isinstance(value, str) else value


def moved_back(text: str, places: Mapping[str, str]) -> str:
    """As the file has it, for whoever reads what came."""
    for code, other in places.items():
        text = re.sub(rf"\b{other}\b", code, text)
    return text


def _moved(word: str, places: Mapping[str, str]) -> str:
    found = PLACE.match(word)
    return word.replace(found[1], places.get(found[1], found[1])) if found else word


def _texts(value: Any) -> list[str]:
    if isinstance(value, Block):
        return [*value, *(word for part in value.values() for word in _texts(part))]
    if isinstance(value, Items):
        return [word for part in value for word in _texts(part)]
    return [value] if isinstance(value, str) else []
