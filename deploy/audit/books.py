"""A subject's timers, as its book has them, against those that its decisions left set."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from deploy.audit.again import Again
from deploy.audit.run import Opened, Run
from shared.runtime.parking import Book
from shared.runtime.wire import TIMER, restored

CHECK = "timers"
_book = msgspec.json.Decoder(Book).decode


def check_book(run: Run, of: Opened, again: Again, row: Any, waiting: Sequence[Any]) -> None:
    """`row` is the subject's own, None if it has none. A timer that waits behind a defect is off."""
    found = _timers(row)
    off = {taken.place.split("/", 1)[1] for line in waiting if (taken := restored(line["message"])).topic == TIMER}
    expected = {f"{kind}/{key}": due_at for (kind, key), due_at in again.timers.items()}
    expected = {name: due_at for name, due_at in expected.items() if name not in off}
    run.report.counts["timers"] += len(found)
    for name in sorted(expected.keys() | found.keys()):
        then, now = expected.get(name), found.get(name)
        if then != now:
            what = "is not set" if now is None else "nothing has set it" if then is None else "is set for another time"
            run.report.find(CHECK, of.name, f"{again.subject}/{name}", what)
        if now is not None and run.at_rest and run.now is not None and now <= run.now:
            run.report.find(CHECK, of.name, f"{again.subject}/{name}", "is due and has not fired")
    if row is not None:
        _row(run, of, row, found)


def check_unknown(run: Run, of: Opened, rows: Sequence[Any]) -> None:
    """Subjects of whom nothing was decided: their books may say what was seen of others, and no more."""
    for row in rows:
        for name in _timers(row):
            run.report.find(CHECK, of.name, f"{row['subject']}/{name}", "nothing has set it")
        if row["body"]:
            run.report.find("state", of.name, row["subject"], "nothing was decided about this case")
        _row(run, of, row, _timers(row))


def _timers(row: Any) -> dict[str, datetime]:
    return {} if row is None else _book(row["book"]).timers


def _row(run: Run, of: Opened, row: Any, timers: dict[str, datetime]) -> None:
    if row["next_due"] != min(timers.values(), default=None):
        run.report.find(CHECK, of.name, row["subject"], "next_due is not that of its first timer")
    if row["shard"] != int(row["subject"][-8:], 16) % run.shards:
        run.report.find(
            "sequences", of.name, row["subject"], f"is kept in shard {row['shard']}, where it does not belong"
        )
