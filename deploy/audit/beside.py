"""Two streams of rows, both in the order of their subjects, read side by side."""

from collections.abc import AsyncIterable
from typing import Any


class Beside:
    """The second of the streams. What it has of a subject is asked for in order."""

    def __init__(self, rows: AsyncIterable[Any]) -> None:
        self._rows = aiter(rows)
        self._next: Any = None
        self._begun = False

    async def of(self, subject: str) -> tuple[list[Any], list[Any]]:
        """The rows of subjects before this one that were not asked for, and those of this one."""
        before: list[Any] = []
        found: list[Any] = []
        row = await self._current()
        while row is not None and row["subject"] <= subject:
            (found if row["subject"] == subject else before).append(row)
            row = await self._advance()
        return before, found

    async def rest(self) -> list[Any]:
        """What nobody asked for after the last subject."""
        left = []
        row = await self._current()
        while row is not None:
            left.append(row)
            row = await self._advance()
        return left

    async def _current(self) -> Any:
        if not self._begun:
            self._begun = True
            await self._advance()
        return self._next

    async def _advance(self) -> Any:
        self._next = await anext(self._rows, None)
        return self._next
