"""YAML read into plain values that know their lines, so that an error can say where."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

TRUE = "true"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong with a scenario file, and on which line of it."""

    line: int
    text: str


class BadFile(Exception):
    """The file cannot be read at all, or not as a scenario: every problem found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{problem.line}: {problem.text}" for problem in problems))
        self.problems = sorted(problems)


class Block(dict[str, Any]):
    """A mapping with the line of its first key and of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A list with the line of each item."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


class _Loader(yaml.SafeLoader):
    """YAML 1.2's core forms only: a date stays text, `on` is a word, `05` keeps its zero."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


for tag, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?[0-9]+\.[0-9]+", "-0123456789"),
    ("null", r"null|~|", ["n", "~", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


def parse(text: str) -> Block:
    """The file's one mapping. BadFile for what is not YAML, for a repeated key, for anything that is no mapping."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadFile([Problem(mark.line + 1 if mark else 1, f"not YAML: {error.problem or error}")]) from None
    except yaml.YAMLError as error:
        raise BadFile([Problem(1, f"not YAML: {error}")]) from None
    problems: list[Problem] = []
    value = _value(node, problems) if node else None
    if not isinstance(value, Block):
        problems.append(Problem(1, "a scenario is a mapping with `law`, `citizens` and `steps`"))
    if problems or not isinstance(value, Block):
        raise BadFile(problems)
    return value


def _value(node: yaml.Node, problems: list[Problem]) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        block = Block(line)
        for key, item in node.value:
            name, where = str(key.value), key.start_mark.line + 1
            if name in block:
                problems.append(Problem(where, f"`{name}` stands here twice"))
            block[name], block.lines[name] = _value(item, problems), where
        return block
    if isinstance(node, yaml.SequenceNode):
        items = Items()
        for item in node.value:
            items.append(_value(item, problems))
            items.lines.append(item.start_mark.line + 1)
        return items
    return _scalar(node.tag.rpartition(":")[2], node.value)


def _scalar(kind: str, text: str) -> Any:
    readers: dict[str, Callable[[str], Any]] = {"bool": TRUE.__eq__, "int": int, "float": float, "null": lambda _: None}
    return readers[kind](text) if kind in readers else text
