"""What waits, waits for a reason: behind a message that parked the subject, or for causes that are not seen yet."""

from collections.abc import Sequence
from typing import Any

import msgspec

from contracts.common.v1 import CitizenParked, ParkedDiscarded, ParkedReleased
from contracts.envelope import read_after
from contracts.registry import BY_MODEL
from deploy.audit.groups import by_subject
from deploy.audit.run import Opened, Run
from shared.runtime.parking import HELD, PARKED, Book
from shared.runtime.wire import restored

CHECK = "waiting"
PARK = [BY_MODEL[model].type for model in (CitizenParked, ParkedReleased, ParkedDiscarded)]
ROWS = """
    SELECT subject, ordinal, why, message, book, parked FROM waiting LEFT JOIN subject USING (subject)
    ORDER BY subject, ordinal"""
PARKED_SAID = """
    SELECT subject, coalesce(kept.message, '') AS kept, coalesce(said.message, '') AS said FROM
        (SELECT subject, parked AS message FROM subject WHERE parked <> '') AS kept
    FULL JOIN
        (SELECT subject, message FROM (
            SELECT DISTINCT ON (subject) subject, type, convert_from(body, 'UTF8')::json ->> 'message' AS message
            FROM journal WHERE topic = $1 AND type = ANY($2) ORDER BY subject, position DESC) AS last
         WHERE type = $3) AS said
    USING (subject)
    WHERE kept.message IS DISTINCT FROM said.message
        OR NOT EXISTS (SELECT FROM waiting WHERE waiting.subject = kept.subject AND why = 'parked')
    ORDER BY subject LIMIT 100"""

_book = msgspec.json.Decoder(Book)


async def check(run: Run, of: Opened) -> None:
    """Memory: one subject's waiting messages at a time."""
    for row in await of.tx.fetch(PARKED_SAID, f"{of.name}.events", PARK, PARK[0]):
        what = "nothing waits behind it" if row["kept"] == row["said"] else "its events say otherwise"
        run.report.find(CHECK, of.name, row["subject"], f"parked behind {row['kept'] or 'nothing'}: {what}")
    async for subject, rows in by_subject(of.tx.cursor(ROWS, prefetch=1000)):
        for row in rows:
            run.report.counts[f"waiting: {row['why']}"] += 1
        if problem := _problem(run, of, rows):
            run.report.find(CHECK, of.name, subject, problem)


def _problem(run: Run, of: Opened, rows: Sequence[Any]) -> str | None:
    parked, why = rows[0]["parked"], {row["why"] for row in rows}
    if not why <= {HELD, PARKED}:
        return "a message waits without a known reason"
    if parked and parked not in {restored(row["message"]).id for row in rows}:
        return "the message that parked it does not wait"
    if not parked and PARKED in why:
        return "messages wait as parked, the subject is not"
    if parked or not run.at_rest:
        return None
    seen = _book.decode(rows[0]["book"] or "{}").seen
    after = read_after(restored(rows[0]["message"]).after)
    if all(seen.get(name, 0) >= number for name, number in after.items() if name in of.handling.listens):
        return "a held command has seen its causes and does not run"
    return None
