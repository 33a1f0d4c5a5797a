"""The read model, written a batch at a time. The timeline is only added to; a case never brings it along."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from services.console.case import Case, Parked, Summary
from shared.law.decision import Message
from shared.runtime.database import columns
from shared.runtime.ports import Transaction

LOAD = "SELECT citizen, summary FROM summary WHERE citizen = ANY($1::uuid[])"
LOAD_PARKED = "SELECT citizen, service, message, type, error, since FROM parked WHERE citizen = ANY($1::uuid[])"
SAVE = """
    INSERT INTO summary (citizen, summary) SELECT * FROM unnest($1::uuid[], $2::jsonb[])
    ON CONFLICT (citizen) DO UPDATE SET summary = excluded.summary"""
ADD = """
    INSERT INTO entry (citizen, id, service, sequence, type, time, consequence, body, basis)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::timestamptz[], $7::bool[],
        $8::json[], $9::json[])
    ON CONFLICT (citizen, id) DO NOTHING"""
COUNT = """
    INSERT INTO tally (day, service, type, code, number)
    SELECT * FROM unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::bigint[])
    ON CONFLICT (day, service, type, code) DO UPDATE SET number = tally.number + excluded.number"""
PARK = """
    INSERT INTO parked (citizen, service, message, type, error, since)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
    ON CONFLICT (citizen, service) DO UPDATE SET
        message = excluded.message, type = excluded.type, error = excluded.error, since = excluded.since"""
UNPARK = """
    DELETE FROM parked USING unnest($1::uuid[], $2::text[]) AS d (citizen, service)
    WHERE parked.citizen = d.citizen AND parked.service = d.service"""


class ConsoleStore:
    """Reads summaries, writes what a batch added."""

    def empty(self, subject: str) -> Case:
        return Case(subject)

    async def load(self, tx: Transaction, wanted: Mapping[str, Sequence[Message[Any]]]) -> dict[str, Case]:
        """Every case of the batch: two queries, no timeline."""
        subjects = list(wanted)
        known = {row["citizen"]: row["summary"] for row in await tx.fetch(LOAD, subjects)}
        parked: dict[str, list[Parked]] = {}
        for citizen, *rest in await tx.fetch(LOAD_PARKED, subjects):
            parked.setdefault(citizen, []).append(Parked(*rest))
        return {
            subject: Case(subject, summary_of(known.get(subject)), tuple(parked.get(subject, ())))
            for subject in subjects
        }

    async def save(self, tx: Transaction, cases: Mapping[str, tuple[Case, Case]]) -> None:
        """Counts are taken in a fixed order, so that two workers never wait for one another in a circle."""
        counted: Counter[tuple[Any, ...]] = Counter()
        rows: dict[str, list[tuple[Any, ...]]] = {SAVE: [], ADD: [], PARK: [], UNPARK: []}
        for subject, (old, new) in cases.items():
            if new.summary != old.summary:
                rows[SAVE].append((subject, new.summary))
            for line in new.added:
                counted[line.day, line.service, line.type, line.code] += 1
                body, basis = msgspec.json.encode(line.body).decode(), msgspec.json.encode(line.basis).decode()
                fixed = (subject, line.id, line.service, line.sequence, line.type, line.time, line.consequence)
                rows[ADD].append((*fixed, body, basis))
            fresh = [each for each in new.parked if each not in old.parked]
            rows[PARK] += [(subject, p.service, p.message, p.type, p.error, p.since) for p in fresh]
            still = {each.service for each in new.parked}
            rows[UNPARK] += [(subject, each.service) for each in old.parked if each.service not in still]
        rows[COUNT] = [(*what, number) for what, number in sorted(counted.items())]
        for statement, some in rows.items():
            if some:
                await tx.execute(statement, *columns(some, len(some[0])))


def summary_of(stored: Any) -> Summary:
    """What stands in the column, or the summary of somebody of whom nothing is known."""
    return Summary() if stored is None else msgspec.convert(stored, Summary)
