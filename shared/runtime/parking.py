"""The runtime's own record of a subject: what was sent and seen, and what waits (guarantees 8 and 9).

A message waits *held*, until the events it must follow are seen, or *parked*, behind a defect, until an operator acts.
Waiting messages keep their order of arrival.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from shared.runtime.database import Connection, columns
from shared.runtime.wire import Taken, instant, restored, stored

HELD, PARKED = "held", "parked"

LOAD = "SELECT subject, book, parked, body FROM subject WHERE subject = ANY($1::uuid[])"
SAVE = r"""
    INSERT INTO subject (subject, shard, book, next_due, body, parked)
    SELECT subject, shard, book, next_due, coalesce(body, ''), parked FROM unnest(
        string_to_array($13, E'\x1e')::uuid[], string_to_array($14, E'\x1e')::int[], string_to_array($15, E'\x1e'),
        string_to_array($16, E'\x1e', '-')::timestamptz[], string_to_array($17, E'\x1e', '-'), $18::text[]
    ) AS now (subject, shard, book, next_due, body, parked)
    ON CONFLICT (subject) DO UPDATE SET
        book = excluded.book, parked = excluded.parked, next_due = excluded.next_due, body = excluded.body"""
"""A part of the statement that writes a batch (`writing.py`). All but `parked` come as one text per column: asyncpg looks
at each element of an array several times. JSON has no control characters."""
LOAD_WAITING = """
    SELECT subject, ordinal, why, message FROM waiting WHERE subject = ANY($1::uuid[]) ORDER BY subject, ordinal"""
ADD_WAITING = """
    INSERT INTO waiting (subject, ordinal, shard, why, message)
    SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::int[], $4::text[], $5::bytea[])"""
DROP_WAITING = """
    DELETE FROM waiting USING unnest($1::uuid[], $2::bigint[]) AS d (subject, ordinal)
    WHERE waiting.subject = d.subject AND waiting.ordinal = d.ordinal"""


class Book(msgspec.Struct, omit_defaults=True, gc=False):
    """`sent`: messages per topic so far, the source of `ce_sequence`. `seen`: the highest command of the citizen that
    each service is known to have answered. `timers`: when each is due, by `kind/key`."""

    sent: dict[str, int] = {}
    seen: dict[str, int] = {}
    timers: dict[str, datetime] = {}

    def copy(self) -> "Book":
        """One that can change without this one."""
        return Book(dict(self.sent), dict(self.seen), dict(self.timers))

    def next(self, topic: str) -> int:
        """The sequence of the next message on a topic."""
        self.sent[topic] = sequence = self.sent.get(topic, 0) + 1
        return sequence


_book = msgspec.json.Decoder(Book).decode
_encode = msgspec.json.Encoder().encode


class Waiting(msgspec.Struct, gc=False):
    """A message that waits. `stored`: it has a row already."""

    ordinal: int
    why: str
    taken: Taken
    stored: bool


class Work(msgspec.Struct, gc=False):
    """One subject within one batch. `at`: the place in the queue of the next message. `body`: its case, as a document."""

    subject: str
    shard: int
    book: Book = msgspec.field(default_factory=Book)
    parked: str = ""
    body: str = ""
    waiting: list[Waiting] = []
    dropped: list[int] = []
    queue: list[Taken] = []
    at: int = 0
    before: Any = None
    case: Any = None
    written: tuple[str, str, str] = ("", "", "")

    def copy(self) -> "Work":
        """How it stands now; the queue is not part of it."""
        waiting, dropped = list(self.waiting), list(self.dropped)
        return Work(
            self.subject, self.shard, self.book.copy(), self.parked, self.body, waiting, dropped, case=self.case
        )

    def wait(self, taken: Taken, why: str) -> None:
        """Puts a message at the end of the line."""
        last = self.waiting[-1].ordinal if self.waiting else max(self.dropped, default=0)
        self.waiting.append(Waiting(last + 1, why, taken, stored=False))

    def leave(self, entry: Waiting) -> None:
        """Takes a message out of the line."""
        self.waiting.remove(entry)
        if entry.stored:
            self.dropped.append(entry.ordinal)

    def relabel(self, entry: Waiting, why: str) -> None:
        """Says anew why a message waits; it keeps its place."""
        if entry.why != why:
            if entry.stored:
                self.dropped.append(entry.ordinal)
            self.waiting[self.waiting.index(entry)] = Waiting(entry.ordinal, why, entry.taken, stored=False)

    @property
    def holds_commands(self) -> bool:
        """Whether a command of this citizen waits for its causes; later ones stay behind it."""
        return bool(self.waiting) and any(entry.why == HELD for entry in self.waiting)

    @property
    def next_due(self) -> datetime | None:
        """When its first timer is due."""
        return min(self.book.timers.values(), default=None)


async def load(tx: Connection, works: Sequence[Work], with_waiting: Iterable[str]) -> None:
    """Fills in the stored part of each subject's record: one query, and one more if somebody waits."""
    by_subject = {work.subject: work for work in works}
    for row in await tx.fetch(LOAD, list(by_subject)):
        work = by_subject[row["subject"]]
        _, book, work.parked, work.body = row
        work.book, work.written = _book(book), (book, work.parked, work.body)
    if some := [subject for subject in with_waiting if subject in by_subject]:
        for row in await tx.fetch(LOAD_WAITING, some):
            entry = Waiting(row["ordinal"], row["why"], restored(row["message"]), stored=True)
            by_subject[row["subject"]].waiting.append(entry)


def changed(works: Sequence[Work]) -> list[Any]:
    """What `SAVE` is given: what changed of each subject's record."""
    rows = []
    for work in works:
        now = _encode(work.book).decode(), work.parked, work.body
        if now != work.written:
            due = work.next_due
            rows.append((work.subject, str(work.shard), now[0], instant(due) if due else "-", now[2] or "-", now[1]))
    *told, parked = columns(rows, 6)
    return [*map("\x1e".join, told), parked]


def lines_changed(works: Iterable[Work]) -> bool:
    """Whether messages came into a line, or left it."""
    lines = (work for work in works if work.dropped or work.waiting)
    return any(work.dropped or any(not entry.stored for entry in work.waiting) for work in lines)


async def save_lines(tx: Connection, works: Sequence[Work]) -> None:
    """Writes which messages wait now."""
    dropped = [(work.subject, ordinal) for work in works for ordinal in work.dropped]
    if dropped:
        await tx.execute(DROP_WAITING, *columns(dropped, 2))
    added = [
        (work.subject, entry.ordinal, work.shard, entry.why, stored(entry.taken))
        for work in works
        for entry in work.waiting
        if not entry.stored
    ]
    if added:
        await tx.execute(ADD_WAITING, *columns(added, 5))
