"""Many citizens like one whom `deadlines` itself has stored: the service's own rows, copied by set-based SQL."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import asyncpg

from deploy.bench import load, scene
from deploy.bench.load import Made
from deploy.embedded.home import Progress
from deploy.embedded.world import World

PORTION = 100_000
CITIZEN = "('b0000000' || lpad(to_hex(n * 2654435761), 16, '0') || lpad(to_hex(n), 8, '0'))::uuid"
"""`load.citizen(n)`, in SQL."""
ITS_OWN = "replace(replace({}, $4, ({})::text), $5, md5('deadline' || n)::uuid::text)"
"""A document, with the ids of citizen and deadline changed."""
LAST_POSITION = """
    UPDATE shard SET position = last.position, cursor = last.position
    FROM (SELECT shard, max(position) AS position FROM journal GROUP BY shard) AS last WHERE shard.shard = last.shard"""
COLUMNS = """
    SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1
    ORDER BY ordinal_position"""
DEADLINE = "SELECT coalesce(substring(book FROM '\"due/([0-9a-f-]{36})\"'), '') FROM subject WHERE subject = $1"
"""The id of somebody's open deadline, by its timer; empty for who has none."""
INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'journal' AND indexname <> 'journal_pkey'"
REMOVE = f"DELETE FROM subject USING generate_series($1::bigint, $2::bigint) AS n WHERE subject = {CITIZEN}"


@dataclass(frozen=True, slots=True)
class Model:
    """A citizen to copy: registered and guided; with a deadline, or without."""

    number: int
    due: date | None


async def stored(world: World, models: Sequence[Model], now: datetime) -> None:
    """Starts the service and lets it store the models. Its clock, if virtual, stands at `now`; it still runs afterwards."""
    kafka, names = world.servers.kafka, world.topics
    if world.clock == "virtual":
        await scene.tick(world, now)
    facts = (fact for model in models for fact in load.facts(1, now, first=model.number))
    await load.fill(kafka, names.events("registration"), facts, world.shards)
    await scene.started(world)
    await scene.at_rest(world)
    wanted = {model.number: {"due": model.due} for model in models if model.due}
    await load.fill(kafka, names.commands("deadlines"), commands(wanted, now, 0), world.shards)
    await scene.at_rest(world)


def commands(bodies: Mapping[int, Mapping[str, Any]], now: datetime, after: int, count: int = 1) -> Iterator[Made]:
    """`SetDeadline` for each of these citizens, numbered on the router's line from `after` + 1."""
    for place, (number, body) in enumerate(bodies.items()):
        yield load.message("SetDeadline", number, dict(body), now, "jobcentre-46100", after + place + 1, count)


async def copy(connection: Any, world: World, model: Model, numbers: range, tell: Progress) -> None:
    """Copies one citizen to these numbers: all that the service keeps of it but the journal."""
    owner = load.citizen(model.number)
    own = {"subject": CITIZEN, "shard": f"n % {world.shards}"}
    own |= {name: ITS_OWN.format(f"one.{name}", CITIZEN) for name in ("book", "body")}
    columns = await _columns(connection, "subject")
    values = ", ".join(own.get(name, f"one.{name}") for name in columns)
    statement = f"""
        INSERT INTO subject ({", ".join(columns)}) SELECT {values}
        FROM generate_series($1::bigint, $2::bigint) AS n, subject AS one WHERE one.subject = $3"""
    deadline = await connection.fetchval(DEADLINE, owner)
    for start in range(numbers.start, numbers.stop, PORTION):
        stop = min(start + PORTION, numbers.stop)
        await connection.execute(statement, start, stop - 1, owner, owner, deadline)
        tell(f"  citizens: {stop - numbers.start:,} of {len(numbers):,}")


async def remove(connection: Any, numbers: range) -> None:
    """Takes these citizens out of the store; the journal stays."""
    await connection.execute(REMOVE, numbers.start, numbers.stop - 1)


async def lengthen_journal(
    connection: Any, world: World, model: Model, numbers: range, rows: int, tell: Progress
) -> None:
    """Adds published rows, gapless in each shard: the model's own row again and again, dealt out among these citizens."""
    owner, shards = load.citizen(model.number), world.shards
    columns = await _columns(connection, "journal")
    own = {
        "subject": CITIZEN,
        "shard": f"at % {shards}",
        "position": f"(SELECT position FROM shard WHERE shard.shard = at % {shards}) + at / {shards} + 1",
        "sequence": f"at / {len(numbers)} + 1",
    }
    values = ", ".join(own.get(name, f"one.{name}") for name in columns)
    statement = f"""
        INSERT INTO journal ({", ".join(columns)}) SELECT {values}
        FROM (SELECT at, {numbers.start} + at % {len(numbers)} AS n FROM generate_series($1::bigint, $2::bigint) AS at) AS many,
            (SELECT * FROM journal WHERE subject = $3 AND sequence > 0 ORDER BY position DESC LIMIT 1) AS one"""
    indexes = await connection.fetch(INDEXES)
    for name, _ in indexes:
        await connection.execute(f"DROP INDEX {name}")
    for start in range(0, rows, PORTION):
        stop = min(start + PORTION, rows)
        await connection.execute(statement, start, stop - 1, owner)
        tell(f"  journal: {stop:,} of {rows:,}")
    for name, definition in indexes:
        tell(f"  journal: index {name}")
        await connection.execute(definition)
    await connection.execute(LAST_POSITION)


async def _columns(connection: Any, table: str) -> list[str]:
    return [row[0] for row in await connection.fetch(COLUMNS, table)]


async def settled(connection: Any) -> None:
    """Leaves the tables as autovacuum would have, in time."""
    await connection.execute("VACUUM (ANALYZE)")


async def opened(world: World) -> Any:
    """A connection to the database of `deadlines`, ids as text."""
    connection = await asyncpg.connect(world.database_url("deadlines"))
    await connection.set_type_codec("uuid", schema="pg_catalog", encoder=str, decoder=str, format="text")
    return connection
