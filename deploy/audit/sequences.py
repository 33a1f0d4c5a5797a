"""Each subject's messages are numbered without a gap on every topic, in the shard where the subject belongs, and its book says
the same. All of it is asked in SQL, so that memory does not grow with the citizens."""

from typing import Any

from deploy.audit.beside import Beside
from deploy.audit.run import Opened, Run

CHECK = "sequences"
GAPS = """
    SELECT subject, topic, sequence, before, shard, position FROM (
        SELECT subject, topic, sequence, shard, position,
            lag(sequence, 1, 0::bigint) OVER (PARTITION BY subject, topic ORDER BY shard, position) AS before
        FROM journal WHERE sequence > 0) AS numbered
    WHERE sequence <> before + 1 ORDER BY shard, position LIMIT 100"""
STRAYS = """
    SELECT shard, position FROM journal
    WHERE sequence > 0 AND ('x' || right(subject::text, 8))::bit(32)::bigint % $1 <> shard
    ORDER BY shard, position LIMIT 100"""
SENT = """
    SELECT subject, topic, noted, sent FROM
        (SELECT subject, key AS topic, value::bigint AS noted
         FROM subject, json_each_text(book::json -> 'sent')) AS book
    FULL JOIN
        (SELECT subject, topic, max(sequence) AS sent FROM journal WHERE sequence > 0 GROUP BY subject, topic) AS written
    USING (subject, topic)
    WHERE noted IS DISTINCT FROM sent ORDER BY subject, topic LIMIT 100"""
ANSWERED = """
    SELECT subject, max((headers::json ->> 'ce_answers')::bigint) AS answered FROM journal
    WHERE topic = $1 AND headers LIKE '%"ce_answers"%' GROUP BY subject ORDER BY subject"""
SEEN = """
    SELECT subject, (book::json -> 'seen' ->> $1)::bigint AS seen,
        EXISTS (SELECT FROM waiting WHERE waiting.subject = subject.subject) AS waits
    FROM subject WHERE book::json -> 'seen' ->> $1 IS NOT NULL OR EXISTS (
        SELECT FROM waiting WHERE waiting.subject = subject.subject)
    ORDER BY subject"""


async def check(run: Run, of: Opened) -> None:
    """What was sent, by journal and by book; at rest also what was seen of others, by book and by their journals."""
    for row in await of.tx.fetch(GAPS):
        place = f"{row['shard']}:{row['position']}"
        what = f"sequence {row['sequence']} on {row['topic']} follows {row['before']}"
        run.report.find(CHECK, of.name, place, what)
    for row in await of.tx.fetch(STRAYS, run.shards):
        run.report.find(CHECK, of.name, f"{row['shard']}:{row['position']}", "the subject belongs to another shard")
    for row in await of.tx.fetch(SENT):
        what = f"the book says {row['noted'] or 0} sent to {row['topic']}, the journal {row['sent'] or 0}"
        run.report.find("book", of.name, row["subject"], what)
    for source in sorted(of.handling.listens & run.services.keys()) if run.at_rest else ():
        await _seen(run, of, run.services[source])


async def _seen(run: Run, of: Opened, source: Opened) -> None:
    """The highest command that a source answered is the highest that the book has seen; who waits has not seen all yet."""
    books = Beside(of.tx.cursor(SEEN, source.name, prefetch=1000))
    async for row in source.tx.cursor(ANSWERED, f"{source.name}.events", prefetch=1000):
        before, found = await books.of(row["subject"])
        _none(run, of, source, before)
        if not any(book["waits"] for book in found):
            _same(run, of, source, row["subject"], row["answered"], found[0]["seen"] if found else None)
    _none(run, of, source, await books.rest())


def _none(run: Run, of: Opened, source: Opened, books: list[Any]) -> None:
    for book in books:
        if book["seen"] is not None:
            _same(run, of, source, book["subject"], None, book["seen"])


def _same(run: Run, of: Opened, source: Opened, subject: str, answered: int | None, seen: int | None) -> None:
    if answered != seen:
        what = f"the book has seen {seen or 0} of {source.name}, which answered up to {answered or 0}"
        run.report.find("book", of.name, subject, what)
