"""The floor of a sweep: the same rows in the same portions and transactions, no rules. `python -m deploy.bench.sweep_floor`

Everybody gets what the service wrote for one citizen whom it swept itself: the same journal rows, book and case. What the
service makes of the question that each of them sends (ADR 12) is no part of the floor.
"""

import asyncio
import os
from collections.abc import Sequence
from datetime import datetime
from itertools import product
from typing import Any

import asyncpg
import uvloop
from aiokafka import AIOKafkaProducer

from contracts.topics import Topics
from shared.runtime.database import prepare
from shared.runtime.journal import to_kafka
from shared.runtime.ports import Row
from shared.runtime.timers import AT_ONCE

DUE = "SELECT subject FROM subject WHERE shard = $1 AND next_due <= $2 ORDER BY next_due LIMIT $3"
LOAD = "SELECT * FROM subject WHERE subject = ANY($1::uuid[])"
SAVE = """
    UPDATE subject SET book = n.book, body = n.body, next_due = NULL
    FROM unnest($1::uuid[], $2::text[], $3::text[]) AS n (subject, book, body) WHERE subject.subject = n.subject"""
SAMPLE = """
    SELECT * FROM journal WHERE subject = $1 AND (type LIKE '%DeadlineOverdue%' OR topic = 'deadlines.outages')
    ORDER BY position"""
MOVE = "UPDATE shard SET position = $2 WHERE shard = $1"
MOVE_CURSOR = "UPDATE shard SET cursor = $2 WHERE shard = $1"


async def main() -> None:
    """Reads SELVBOOKING_KAFKA, _DATABASE, _SHARDS, _PREFIX, FLOOR_SAMPLE (a citizen), FLOOR_UNTIL; ends when all is swept."""
    env = os.environ
    producer = AIOKafkaProducer(
        bootstrap_servers=env["SELVBOOKING_KAFKA"], enable_idempotence=True, acks="all", max_batch_size=1024 * 1024,
        compression_type="lz4",
    )  # fmt: skip
    pool = await asyncpg.create_pool(env["SELVBOOKING_DATABASE"], min_size=2, max_size=2, init=prepare)
    await producer.start()
    samples = [dict(row) for row in await pool.fetch(SAMPLE, env["FLOOR_SAMPLE"])]
    topics = Topics(env["SELVBOOKING_PREFIX"])
    swept = dict((await pool.fetch(LOAD, [env["FLOOR_SAMPLE"]]))[0])
    until, sent = datetime.fromisoformat(env["FLOOR_UNTIL"]), None
    for shard in range(int(env["SELVBOOKING_SHARDS"])):
        position = await pool.fetchval("SELECT position FROM shard WHERE shard = $1", shard)
        while subjects := await portion(pool, shard, until, position, samples, swept):
            position += len(subjects) * len(samples)
            if sent:
                await sent
            sent = asyncio.create_task(publish(pool, producer, topics, shard, position, subjects, samples))
    if sent:
        await sent
    await producer.stop()


async def portion(
    pool: Any, shard: int, until: datetime, position: int, samples: Sequence[dict[str, Any]], swept: dict[str, Any]
) -> list[str]:
    """One transaction; gives whose rows it has swept."""
    async with pool.acquire() as connection, connection.transaction():
        subjects = [row["subject"] for row in await connection.fetch(DUE, shard, until, AT_ONCE)]
        if not subjects:
            return []
        count = len(subjects)
        await connection.fetch(LOAD, subjects)
        await connection.execute(MOVE, shard, position + count * len(samples))
        await connection.execute(SAVE, subjects, [swept["book"]] * count, [swept["body"]] * count)
        rows = [
            tuple((sample | {"shard": shard, "position": position + at, "subject": subject}).values())
            for at, (subject, sample) in enumerate(product(subjects, samples), 1)
        ]
        await connection.copy_records_to_table("journal", records=rows, columns=list(samples[0]))
    return subjects


async def publish(
    pool: Any, producer: Any, topics: Topics, shard: int, position: int, subjects: Sequence[str], samples: Sequence[Any]
) -> None:
    """One producer batch a topic; when all are acknowledged, the cursor."""
    await asyncio.gather(*(lane(producer, topics.full(each["topic"]), shard, subjects, each) for each in samples))
    await pool.execute(MOVE_CURSOR, shard, position)


async def lane(producer: Any, topic: str, shard: int, subjects: Sequence[str], sample: dict[str, Any]) -> None:
    headers = to_kafka(Row(shard, 1, sample["topic"], "", sample["type"], b"", {}))
    headers += [("ce_same", sample["headers"].encode())]
    batch = producer.create_batch()
    for subject in subjects:
        record = {"key": subject.encode(), "value": sample["body"], "timestamp": None, "headers": headers}
        if batch.append(**record) is None:
            await (await producer.send_batch(batch, topic, partition=shard))
            batch = producer.create_batch()
            batch.append(**record)
    await (await producer.send_batch(batch, topic, partition=shard))


if __name__ == "__main__":
    uvloop.run(main())
