"""The gateway's tables beside the vault: counters, relations, commands. A whole batch at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import asyncpg

from contracts.gateway.v1 import CommandAnswered
from contracts.registry import CONTRACTS
from services.gateway.case import Case, Claim, Command
from shared.law.decision import Message, TimerFired
from shared.runtime.database import columns
from shared.runtime.ports import Transaction

COUNTERS = "SELECT subject, number, sent, cleared, timed FROM counter WHERE subject = ANY($1::uuid[])"
SAVE_COUNTERS = """
    INSERT INTO counter (subject, number, sent, cleared, timed)
    SELECT * FROM unnest($1::uuid[], $2::int[], $3::jsonb[], $4::timestamptz[], $5::text[])
    ON CONFLICT (subject) DO UPDATE
    SET number = excluded.number, sent = excluded.sent, cleared = excluded.cleared, timed = excluded.timed"""

RELATIONS = """
    SELECT subject, number, since, jobcentre, akasse FROM relation WHERE subject = ANY($1::uuid[])
    ORDER BY subject, number"""
ADD_RELATIONS = """
    INSERT INTO relation (subject, number, since, jobcentre, akasse)
    SELECT * FROM unnest($1::uuid[], $2::int[], $3::date[], $4::text[], $5::text[]) ON CONFLICT DO NOTHING"""
DROP_RELATIONS = """
    DELETE FROM relation USING unnest($1::uuid[], $2::int[]) AS gone (subject, number)
    WHERE relation.subject = gone.subject AND relation.number = gone.number"""

COMMANDS = """
    SELECT command.* FROM command JOIN unnest($1::uuid[], $2::text[], $3::text[]) AS named (subject, source, id)
        USING (subject, source, id)
    UNION
    SELECT command.* FROM command JOIN unnest($4::uuid[], $5::int[]) AS answered (subject, number)
        USING (subject, number)"""
SAVE_COMMANDS = """
    INSERT INTO command (subject, source, id, type, digest, service, number, seen_at, places, answer)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[],
        $8::timestamptz[], $9::text[], $10::jsonb[])
    ON CONFLICT (subject, source, id) DO UPDATE SET places = excluded.places, answer = excluded.answer"""
FORGET_COMMANDS = """
    DELETE FROM command USING unnest($1::uuid[], $2::timestamptz[]) AS old (subject, cleared)
    WHERE command.subject = old.subject AND command.seen_at < old.cleared AND command.answer IS NOT NULL"""

Row = asyncpg.Record
Pairs = Mapping[str, tuple[Case, Case]]


class GatewayStore:
    """A case is a part of what is stored: of a subject's commands those that the batch's messages name."""

    def empty(self, subject: str) -> Case:
        return Case(subject)

    async def load(self, tx: Transaction, wanted: Mapping[str, Sequence[Message[Any]]]) -> dict[str, Case]:
        """The case of every subject, in three queries."""
        subjects = list(wanted)
        cases = {subject: Case(subject) for subject in subjects}
        for row in await tx.fetch(COUNTERS, subjects):
            cases[row["subject"]] = Case(
                row["subject"], row["number"], row["sent"], cleared=row["cleared"], timed=row["timed"]
            )
        claims: dict[str, list[Claim]] = {}
        for row in await tx.fetch(RELATIONS, subjects):
            claims.setdefault(row["subject"], []).append(
                Claim(row["number"], row["since"], row["jobcentre"], row["akasse"])
            )
        commands: dict[str, dict[str, Command]] = {}
        messages = [message for found in wanted.values() for message in found]
        named, answered = set(_named(messages)), set(_answered(messages))
        if named or answered:
            keys = (*columns(sorted(named), 3), *columns(sorted(answered), 2))
            for row in await tx.fetch(COMMANDS, *keys):
                commands.setdefault(row["subject"], {})[f"{row['source']}/{row['id']}"] = _command(row)
        for subject in claims.keys() | commands.keys():
            known = tuple(claims.get(subject, ()))
            cases[subject] = replace(cases[subject], claims=known, commands=commands.get(subject, {}))
        return cases

    async def save(self, tx: Transaction, cases: Pairs) -> None:
        """What changed, in at most one statement a table and purpose; forgetting comes first."""
        if forgetting := [(s, new.cleared) for s, (old, new) in cases.items() if new.cleared != old.cleared]:
            await tx.execute(FORGET_COMMANDS, *columns(forgetting, 2))
        if counters := [
            (subject, new.number, dict(new.sent), new.cleared, new.timed)
            for subject, (old, new) in cases.items()
            if (new.number, new.cleared, new.timed) != (old.number, old.cleared, old.timed)
        ]:
            await tx.execute(SAVE_COUNTERS, *columns(counters, 5))
        if gone := [(s, c.number) for s, (old, new) in cases.items() for c in old.claims if c not in new.claims]:
            await tx.execute(DROP_RELATIONS, *columns(gone, 2))
        if claims := [
            (subject, claim.number, claim.since, claim.jobcentre, claim.akasse)
            for subject, (old, new) in cases.items()
            for claim in new.claims
            if claim not in old.claims
        ]:
            await tx.execute(ADD_RELATIONS, *columns(claims, 5))
        if commands := [
            _row(subject, command)
            for subject, (old, new) in cases.items()
            for key, command in new.commands.items()
            if command != old.commands.get(key)
        ]:
            await tx.execute(SAVE_COMMANDS, *columns(commands, 10))


def _named(messages: Iterable[Message[Any]]) -> Iterator[tuple[str, str, str]]:
    """Subject, source and id of the commands that messages are, or that an operator's message was."""
    for message in messages:
        if isinstance(message.body, TimerFired):
            continue
        if CONTRACTS[message.type].kind == "command":
            yield message.subject, message.source, message.id
        elif message.answers is None and message.correlation.startswith("ops/"):
            yield message.subject, "ops", message.correlation.removeprefix("ops/")


def _answered(messages: Iterable[Message[Any]]) -> Iterator[tuple[str, int]]:
    """Subject and number of the commands that events answer."""
    return ((message.subject, message.answers) for message in messages if message.answers is not None)


def _command(row: Row) -> Command:
    answer = row["answer"]
    return Command(
        row["source"],
        row["id"],
        row["type"],
        row["digest"],
        row["service"],
        row["number"],
        row["seen_at"],
        tuple(row["places"].split()),
        answer and CommandAnswered(**answer),
    )


def _row(subject: str, known: Command) -> tuple[Any, ...]:
    return (
        subject, known.source, known.id, known.type, known.digest, known.service, known.number, known.seen_at,
        " ".join(known.places), known.answer,
    )  # fmt: skip
