"""Stored state, journal rows and timers are what follows when every journal is decided again with today's code."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import msgspec

from deploy.audit.again import Again, decided_again
from deploy.audit.beside import Beside
from deploy.audit.groups import by_subject
from deploy.audit.run import Opened, Run
from shared.runtime.journal import COLUMNS
from shared.runtime.wire import TIMER, restored

ROWS = f"""
    SELECT {", ".join(COLUMNS)} FROM journal
    WHERE subject IS NOT NULL AND (sequence > 0 OR input IS NULL OR length(input) > 0)
    ORDER BY subject, shard, position"""
TIMERS = "SELECT subject, kind, key, due_at, shard FROM timer ORDER BY subject, kind, key"
WAITING = "SELECT subject, message FROM waiting ORDER BY subject, ordinal"
SUBJECTS, MESSAGES = 200, 4000
"""How many cases are compared at a time, and after how many messages at the latest."""
WRITE_ONLY = {"console": ("added",)}
"""Members of a case that are written and never loaded."""

_encoder = msgspec.json.Encoder(order="sorted")


async def check(run: Run, of: Opened) -> None:
    """Memory: the whole case and journal of some subjects at a time."""
    timers = Beside(of.tx.cursor(TIMERS, prefetch=1000))
    waiting = Beside(of.tx.cursor(WAITING, prefetch=1000))
    async for some in _portions(run, of):
        for again in some:
            before, stored = await timers.of(again.subject)
            _unset(run, of, before)
            _, lines = await waiting.of(again.subject)
            if not again.broken:
                _timers(run, of, again, stored, lines)
        await _states(run, of, [again for again in some if not again.broken])
    _unset(run, of, await timers.rest())


async def _portions(run: Run, of: Opened) -> AsyncIterator[list[Again]]:
    some: list[Again] = []
    async for subject, rows in by_subject(of.tx.cursor(ROWS, prefetch=1000)):

        def tell(row: Any, what: str) -> None:
            feed = of.service.doors and (row["topic"] or "").startswith("out.")
            run.report.find("feeds" if feed else "decisions", of.name, f"{row['shard']}:{row['position']}", what)

        some.append(decided_again(of.handling, subject, rows, tell))
        run.report.counts["subjects"] += 1
        run.report.counts["decisions"] += len(some[-1].messages)
        run.meter.add(len(rows), f"{of.name}: decided again")
        if len(some) >= SUBJECTS or sum(len(again.messages) for again in some) >= MESSAGES:
            yield some
            some = []
    if some:
        yield some


async def _states(run: Run, of: Opened, some: Sequence[Again]) -> None:
    if not some:
        return
    cases: Mapping[str, Any] = await of.handling.store.load(of.tx, {again.subject: again.messages for again in some})
    for again in some:
        case = again.case
        if names := WRITE_ONLY.get(of.name):
            case = replace(case, **{name: getattr(cases[again.subject], name) for name in names})
        if _encoder.encode(case) != _encoder.encode(cases[again.subject]):
            what = f"the stored case differs in {_where(cases[again.subject], case)}"
            run.report.find("state", of.name, again.subject, what)


def _where(stored: Any, case: Any) -> str:
    """The names of the members that differ; never their values."""
    if type(stored) is not type(case) or not is_dataclass(case):
        return "the whole"
    names = [field.name for field in fields(case)]
    return ", ".join(
        name for name in names if _encoder.encode(getattr(stored, name)) != _encoder.encode(getattr(case, name))
    )


def _timers(run: Run, of: Opened, again: Again, stored: Sequence[Any], lines: Sequence[Any]) -> None:
    """A timer that waits behind a defect has no row any more."""
    waiting = [taken for taken in (restored(line["message"]) for line in lines) if taken.topic == TIMER]
    fired = {tuple(taken.place.split("/", 2)[1:]) for taken in waiting}
    expected = {key: due_at for key, due_at in again.timers.items() if key not in fired}
    found = {(row["kind"], row["key"]): row["due_at"] for row in stored}
    run.report.counts["timers"] += len(found)
    for kind, key in sorted(expected.keys() | found.keys()):
        then, now = expected.get((kind, key)), found.get((kind, key))
        if then != now:
            what = "is not set" if now is None else "nothing has set it" if then is None else "is set for another time"
            run.report.find("timers", of.name, f"{again.subject}/{kind}/{key}", what)
    for row in stored:
        _due(run, of, row, again.shard)


def _unset(run: Run, of: Opened, rows: Sequence[Any]) -> None:
    for row in rows:
        run.report.find("timers", of.name, f"{row['subject']}/{row['kind']}/{row['key']}", "nothing has set it")


def _due(run: Run, of: Opened, row: Any, shard: int) -> None:
    place = f"{row['subject']}/{row['kind']}/{row['key']}"
    if row["shard"] != shard:
        run.report.find("timers", of.name, place, f"lies in shard {row['shard']}, its subject in {shard}")
    if run.at_rest and run.now is not None and row["due_at"] <= run.now:
        run.report.find("timers", of.name, place, "is due and has not fired")
