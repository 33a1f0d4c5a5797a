"""The floor of a sweep: the same rows in the same portions and transactions, no rules. `python -m deploy.bench.sweep_floor`

Every row gets what the service wrote for one citizen whom it swept itself: the same journal row, book and case.
"""

import asyncio
import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg
import uvloop
from aiokafka import AIOKafkaProducer

from shared.runtime.database import prepare
from shared.runtime.journal import to_kafka
from shared.runtime.ports import Row
from shared.runtime.worker import TIMERS_AT_ONCE

DUE = "SELECT subject FROM subject WHERE shard = $1 AND next_due <= $2 ORDER BY next_due LIMIT $3"
LOAD = "SELECT * FROM subject WHERE subject = ANY($1::uuid[])"
SAVE = """
    UPDATE subject SET book = n.book, body = n.body, next_due = NULL
    FROM unnest($1::uuid[], $2::text[], $3::text[]) AS n (subject, book, body) WHERE subject.subject = n.subject"""
SAMPLE = "SELECT * FROM journal WHERE subject = $1 AND type LIKE '%DeadlineOverdue%'"
MOVE = "UPDATE shard SET position = $2 WHERE shard = $1"
MOVE_CURSOR = "UPDATE shard SET cursor = $2 WHERE shard = $1"


async def main() -> None:
    """Reads SELVBOOKING_KAFKA, _DATABASE, _SHARDS, FLOOR_OUT, FLOOR_SAMPLE (a citizen), FLOOR_UNTIL; ends when all is swept."""
    env = os.environ
    producer = AIOKafkaProducer(
        bootstrap_servers=env["SELVBOOKING_KAFKA"], enable_idempotence=True, acks="all", max_batch_size=1024 * 1024,
        compression_type="lz4",
    )  # fmt: skip
    pool = await asyncpg.create_pool(env["SELVBOOKING_DATABASE"], min_size=2, max_size=2, init=prepare)
    await producer.start()
    sample = dict((await pool.fetch(SAMPLE, env["FLOOR_SAMPLE"]))[0])
    swept = dict((await pool.fetch(LOAD, [env["FLOOR_SAMPLE"]]))[0])
    until, sent = datetime.fromisoformat(env["FLOOR_UNTIL"]), None
    for shard in range(int(env["SELVBOOKING_SHARDS"])):
        position = await pool.fetchval("SELECT position FROM shard WHERE shard = $1", shard)
        while subjects := await portion(pool, shard, until, position, sample, swept):
            position += len(subjects)
            if sent:
                await sent
            sent = asyncio.create_task(publish(pool, producer, env["FLOOR_OUT"], shard, position, subjects, sample))
    if sent:
        await sent
    await producer.stop()


async def portion(
    pool: Any, shard: int, until: datetime, position: int, sample: dict[str, Any], swept: dict[str, Any]
) -> list[str]:
    """One transaction; gives whose rows it has swept."""
    async with pool.acquire() as connection, connection.transaction():
        subjects = [row["subject"] for row in await connection.fetch(DUE, shard, until, TIMERS_AT_ONCE)]
        if not subjects:
            return []
        count = len(subjects)
        await connection.fetch(LOAD, subjects)
        await connection.execute(MOVE, shard, position + count)
        await connection.execute(SAVE, subjects, [swept["book"]] * count, [swept["body"]] * count)
        rows = [
            tuple((sample | {"shard": shard, "position": position + 1 + at, "subject": subject}).values())
            for at, subject in enumerate(subjects)
        ]
        await connection.copy_records_to_table("journal", records=rows, columns=list(sample))
    return subjects


async def publish(
    pool: Any, producer: Any, topic: str, shard: int, position: int, subjects: Sequence[str], sample: dict[str, Any]
) -> None:
    """One producer batch; when it is acknowledged, the cursor."""
    headers = to_kafka(Row(shard, position, sample["topic"], "", sample["type"], b"", {}))
    headers += [("ce_same", sample["headers"].encode())]
    batch = producer.create_batch()
    for subject in subjects:
        record = {"key": subject.encode(), "value": sample["body"], "timestamp": None, "headers": headers}
        if batch.append(**record) is None:
            await (await producer.send_batch(batch, topic, partition=shard))
            batch = producer.create_batch()
            batch.append(**record)
    await (await producer.send_batch(batch, topic, partition=shard))
    await pool.execute(MOVE_CURSOR, shard, position)


if __name__ == "__main__":
    uvloop.run(main())
