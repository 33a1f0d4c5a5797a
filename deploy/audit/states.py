"""Stored state, journal rows and timers are what follows when every journal is decided again with today's code."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import msgspec

from deploy.audit.again import Again, decided_again
from deploy.audit.beside import Beside
from deploy.audit.books import check_book, check_unknown
from deploy.audit.groups import by_subject
from deploy.audit.run import AWAY, Opened, Run
from shared.runtime.documents import Documents
from shared.runtime.journal import COLUMNS

ROWS = f"""
    SELECT {", ".join(COLUMNS)} FROM journal
    WHERE subject IS NOT NULL AND (sequence > 0 OR input IS NULL OR length(input) > 0)
    ORDER BY subject, shard, position"""
BOOKS = "SELECT subject, shard, book, next_due, body FROM subject ORDER BY subject"
WAITING = "SELECT subject, message FROM waiting ORDER BY subject, ordinal"
SUBJECTS, MESSAGES = 200, 4000
"""How many cases are compared at a time, and after how many messages at the latest."""
WRITE_ONLY = {"console": ("added",)}
"""Members of a case that are written and never loaded."""

_encoder = msgspec.json.Encoder(order="sorted")


async def check(run: Run, of: Opened) -> None:
    """Memory: case, journal and messages of some subjects at a time; of one subject always the whole."""
    books, waiting = (Beside(of.tx.cursor(sql, prefetch=1000)) for sql in (BOOKS, WAITING))
    async for some in _portions(run, of):
        bodies = {}
        for again in some:
            before, found = await books.of(again.subject)
            check_unknown(run, of, before)
            _, lines = await waiting.of(again.subject)
            bodies[again.subject] = found[0]["body"] if found else ""
            if not again.broken:
                check_book(run, of, again, found[0] if found else None, lines)
        whole = [again for again in some if not again.broken]
        if isinstance(of.handling.store, Documents):
            _documents(run, of, of.handling.store, whole, bodies)
        elif whole:
            for again in whole:
                if bodies[again.subject]:
                    run.report.find("state", of.name, again.subject, "has a document, and its case is kept in tables")
            await _cases(run, of, whole)
    check_unknown(run, of, await books.rest())


async def _portions(run: Run, of: Opened) -> AsyncIterator[list[Again]]:
    def tell(row: Any, what: str, topic: str | None) -> None:
        feed = of.service.doors and (topic or "").startswith("out.")
        run.report.find("feeds" if feed else "decisions", of.name, f"{row['shard']}:{row['position']}", what)

    some: list[Again] = []
    async for subject, rows in by_subject(of.tx.cursor(ROWS, prefetch=1000)):
        some.append(decided_again(of.handling, subject, rows, tell))
        run.report.counts["subjects"] += 1
        run.report.counts["decisions"] += len(some[-1].messages)
        run.meter.add(len(rows), f"{of.name}: decided again")
        if len(some) >= SUBJECTS or sum(len(again.messages) for again in some) >= MESSAGES:
            yield some
            some = []
    if some:
        yield some


def _documents(run: Run, of: Opened, store: Documents[Any], some: Sequence[Again], bodies: Mapping[str, str]) -> None:
    """The stored document is the recomputed one to the byte; a case that never changed has none."""
    for again in some:
        body = bodies[again.subject]
        if (body or store.write(store.empty(again.subject))) != store.write(again.case):
            _differs(run, of, again.subject, body.encode(), store.write(again.case).encode())


async def _cases(run: Run, of: Opened, some: Sequence[Again]) -> None:
    """What the service's own tables hold is compared in the form of one document."""
    cases = await _loaded(run, of, some)
    for again in some:
        if again.subject in cases:
            found, expected = (_document(of, case) for case in (cases[again.subject], again.case))
            if found != expected:
                _differs(run, of, again.subject, found, expected)


async def _loaded(run: Run, of: Opened, some: Sequence[Again]) -> dict[str, Any]:
    """The cases that can be read; those that cannot are asked for one by one, and named."""
    try:
        async with of.tx.transaction():
            return await of.handling.store.load(of.tx, {again.subject: again.messages for again in some})
    except AWAY:
        raise
    except Exception as error:
        if len(some) == 1:
            what = f"the stored case cannot be read: {type(error).__name__}"
            run.report.find("state", of.name, some[0].subject, what)
            return {}
    return {subject: case for again in some for subject, case in (await _loaded(run, of, [again])).items()}


def _document(of: Opened, case: Any) -> bytes:
    """The case as one document, without what is written and never loaded."""
    members: dict[str, Any] = msgspec.to_builtins(case)
    for name in WRITE_ONLY.get(of.name, ()):
        members.pop(name, None)
    return _encoder.encode(members)


def _differs(run: Run, of: Opened, subject: str, found: bytes, expected: bytes) -> None:
    """The names of the members that differ; never their values."""
    try:
        then, now = msgspec.json.decode(found or b"{}"), msgspec.json.decode(expected)
        names = sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))
    except (msgspec.MsgspecError, AttributeError):
        names = []
    run.report.find("state", of.name, subject, f"the stored case differs in {', '.join(names) or 'its form'}")
