"""What commands say: progress on standard error, JSON or a table on standard output. Not a command itself."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any


def say(line: str) -> None:
    """A line of progress, for a person."""
    print(line, file=sys.stderr, flush=True)


def print_json(value: Any) -> None:
    """The answer, for a program."""
    print(json.dumps(value, indent=2, ensure_ascii=False))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """The answer, for a person."""
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(width=None if sys.stdout.isatty() else 160, markup=False).print(table)
