"""A stream of rows in portions: one subject's rows, or those of some subjects."""

from collections.abc import AsyncIterable, AsyncIterator
from typing import Any


async def by_subject(rows: AsyncIterable[Any]) -> AsyncIterator[tuple[str, list[Any]]]:
    """Each subject with its rows; they must come together."""
    subject, found = "", list[Any]()
    async for row in rows:
        if row["subject"] != subject and found:
            yield subject, found
            found = []
        subject = row["subject"]
        found.append(row)
    if found:
        yield subject, found
