"""The gateway's tables beside the vault: counters, relations, commands. A whole batch at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

import asyncpg

from contracts.gateway.v1 import CommandAnswered
from contracts.registry import CONTRACTS
from services.gateway.case import Case, Claim, Command
from shared.law.decision import Message, TimerFired
from shared.runtime.database import columns
from shared.runtime.ports import Changes, Transaction

LOAD = """
    SELECT counter, NULL::relation AS relation, NULL::command AS command FROM counter WHERE subject = ANY($1::uuid[])
    UNION ALL SELECT NULL, relation, NULL FROM relation WHERE subject = ANY($1::uuid[])
    UNION ALL SELECT NULL, NULL, command FROM command
        JOIN unnest($2::uuid[], $3::text[], $4::text[]) AS named (subject, source, id) USING (subject, source, id)
    UNION ALL SELECT NULL, NULL, command FROM command
        JOIN unnest($5::uuid[], $6::int[]) AS answered (subject, number) USING (subject, number)"""
PARTS = """
    counters AS (
        INSERT INTO counter (subject, number, sent, cleared, timed)
        SELECT * FROM unnest($1::uuid[], $2::int[], $3::jsonb[], $4::timestamptz[], $5::text[])
        ON CONFLICT (subject) DO UPDATE
        SET number = excluded.number, sent = excluded.sent, cleared = excluded.cleared, timed = excluded.timed),
    relations AS (
        INSERT INTO relation (subject, number, since, jobcentre, akasse, said_at, moved)
        SELECT * FROM unnest($6::uuid[], $7::int[], $8::date[], $9::text[], $10::text[], $11::timestamptz[], $12::bool[])
        ON CONFLICT DO NOTHING),
    commands AS (
        INSERT INTO command (subject, source, id, type, digest, service, number, seen_at, places, answer)
        SELECT * FROM unnest($13::uuid[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::int[],
            $20::timestamptz[], $21::text[], $22::jsonb[])
        ON CONFLICT (subject, source, id) DO UPDATE SET places = excluded.places, answer = excluded.answer)"""
SAVE = f"WITH {PARTS} SELECT"
DROP_RELATIONS = """
    DELETE FROM relation USING unnest($1::uuid[], $2::int[]) AS gone (subject, number)
    WHERE relation.subject = gone.subject AND relation.number = gone.number"""
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
        """The case of every subject, in one query."""
        subjects = list(wanted)
        messages = [message for found in wanted.values() for message in found]
        named, answered = set(_named(messages)), set(_answered(messages))
        counters: dict[str, Row] = {}
        claims: dict[str, list[Claim]] = {}
        commands: dict[str, dict[str, Command]] = {}
        keys = (*columns(sorted(named), 3), *columns(sorted(answered), 2))
        for counter, relation, command in await tx.fetch(LOAD, subjects, *keys):
            if counter:
                counters[counter["subject"]] = counter
            elif relation:
                claims.setdefault(relation["subject"], []).append(_claim(relation))
            else:
                commands.setdefault(command["subject"], {})[f"{command['source']}/{command['id']}"] = _command(command)
        return {
            subject: _case(subject, counters.get(subject), claims.get(subject, ()), commands.get(subject, {}))
            for subject in subjects
        }

    async def save(self, tx: Transaction, cases: Pairs) -> None:
        """What changed, in one statement; what is to go, which is seldom, goes first."""
        if forgetting := _forgetting(cases):
            await tx.execute(FORGET_COMMANDS, *columns(forgetting, 2))
        if gone := _gone(cases):
            await tx.execute(DROP_RELATIONS, *columns(gone, 2))
        if any(values := _values(cases)):
            await tx.execute(SAVE, *values)

    def changes(self, cases: Pairs) -> Changes | None:
        """What changed, unless something is to go."""
        return None if _forgetting(cases) or _gone(cases) else Changes(PARTS, _values(cases))


def _forgetting(cases: Pairs) -> list[tuple[str, datetime | None]]:
    """Whose old answered commands are to go, and up to when."""
    return [(subject, new.cleared) for subject, (old, new) in cases.items() if new.cleared != old.cleared]


def _gone(cases: Pairs) -> list[tuple[str, int]]:
    """The relations that are no more."""
    return [(s, claim.number) for s, (old, new) in cases.items() for claim in old.claims if claim not in new.claims]


def _values(cases: Pairs) -> list[list[Any]]:
    """What is new or different: columns of counters, relations and commands."""
    counters = [
        (subject, new.number, dict(new.sent), new.cleared, new.timed)
        for subject, (old, new) in cases.items()
        if (new.number, new.cleared, new.timed) != (old.number, old.cleared, old.timed)
    ]
    claims = [
        (subject, claim.number, claim.since, claim.jobcentre, claim.akasse, claim.said_at, claim.moved)
        for subject, (old, new) in cases.items()
        for claim in new.claims
        if claim not in old.claims
    ]
    commands = [
        _row(subject, command)
        for subject, (old, new) in cases.items()
        for key, command in new.commands.items()
        if command != old.commands.get(key)
    ]
    return [*columns(counters, 5), *columns(claims, 7), *columns(commands, 10)]


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


def _case(subject: str, row: Row | None, claims: Sequence[Claim], commands: Mapping[str, Command]) -> Case:
    known = tuple(sorted(claims, key=attrgetter("number")))
    if row is None:
        return Case(subject, claims=known, commands=commands)
    return Case(subject, row["number"], row["sent"], known, commands, row["cleared"], row["timed"])


def _claim(row: Row) -> Claim:
    return Claim(row["number"], row["since"], row["jobcentre"], row["akasse"], row["said_at"], row["moved"])


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
