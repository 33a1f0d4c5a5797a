"""Where a check had to stop: the rows that cannot be read, by their places."""

from collections.abc import Callable
from typing import Any

import msgspec

from deploy.audit.ledger import entry_of
from deploy.audit.run import AWAY, Opened, Run
from shared.runtime.parking import Book
from shared.runtime.wire import TIMER, restored

CHECK = "unreadable"
Read = Callable[[Any], Any]


def _message(stored: bytes) -> None:
    taken = restored(stored)
    if taken.topic != TIMER:
        entry_of(taken.place)


_json = msgspec.json.Decoder(msgspec.Raw).decode
COLUMNS: dict[str, dict[str, Read]] = {
    "SELECT shard || ':' || position AS place, headers, nullif(body, '') AS body, nullif(input, '') AS input FROM journal "
    "ORDER BY shard, position": {
        "headers": msgspec.json.Decoder(dict[str, str]).decode,
        "body": _json,
        "input": _message,
    },
    "SELECT subject::text AS place, book FROM subject ORDER BY subject": {"book": msgspec.json.Decoder(Book).decode},
    "SELECT subject || '/' || ordinal AS place, message FROM waiting ORDER BY subject, ordinal": {"message": _message},
}
"""Each query, and how its columns are read."""


async def name(run: Run, of: Opened) -> None:
    """Reads every row of the runtime's tables once more, alone."""
    for query, columns in COLUMNS.items():
        try:
            async with of.tx.transaction():
                async for row in of.tx.cursor(query, prefetch=1000):
                    _look_at(run, of, row, columns)
        except AWAY:
            raise
        except Exception as error:
            run.report.find(CHECK, of.name, "a whole table", f"{type(error).__name__}: {error}")


def _look_at(run: Run, of: Opened, row: Any, columns: dict[str, Read]) -> None:
    for column, read in columns.items():
        try:
            if row[column] is not None:
                read(row[column])
        except (ValueError, msgspec.MsgspecError) as error:
            run.report.find(CHECK, of.name, row["place"], f"its {column} cannot be read: {type(error).__name__}")
