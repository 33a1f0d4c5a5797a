"""The naive way: FastStream one message at a time, a typed handler, one transaction each, one publish each.

Tables and bytes are those of the floor. `python -m deploy.bench.naive`
"""

import asyncio
import os
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage, TopicPartition
from pydantic import BaseModel

from deploy.bench import sample
from deploy.bench.floor import NEW

LOAD = "SELECT body FROM floor_state WHERE citizen = $1"
MOVE = """
    UPDATE floor_shard SET next_offset = $2 + 1, position = position + 1 WHERE shard = $1 AND next_offset <= $2
    RETURNING position"""
STATE = """
    INSERT INTO floor_state VALUES ($1, $2) ON CONFLICT (citizen) DO UPDATE SET body = excluded.body"""
JOURNAL = "INSERT INTO floor_journal VALUES ($1, $2, $3, $4, $5, $6, $7)"


class SetDeadline(BaseModel):
    """The command as a typed handler gets it."""

    due: date
    visible_on: date | None = None
    interview_type: str = "JOB"


def make(pool: Any, kafka: str, inlet: str, outlet: str, shards: list[int], made: sample.Sample) -> KafkaBroker:
    """A broker with one handler; a message delivered twice changes nothing the second time, and is published again."""
    broker = KafkaBroker(kafka, logger=None)
    headers = dict(made.headers)

    @broker.subscriber(
        partitions=[TopicPartition(inlet, shard) for shard in shards],
        group_id=f"{inlet}-naive",
        auto_offset_reset="earliest",
        ack_policy=AckPolicy.NACK_ON_ERROR,
    )
    async def handle(command: SetDeadline, message: KafkaMessage) -> None:
        record: Any = message.raw_message
        citizen, shard = record.key.decode(), record.partition
        async with pool.acquire() as connection, connection.transaction():
            await connection.fetchval(LOAD, citizen)
            position = await connection.fetchval(MOVE, shard, record.offset)
            if position is not None:
                await connection.execute(STATE, citizen, made.state)
                journal = (made.journal_headers, made.value.encode(), made.journal_applied or None, made.journal_input)
                await connection.execute(JOURNAL, shard, position, citizen, *journal)
        await broker.publish(
            made.value.encode(), outlet, key=citizen.encode(), partition=shard, headers=headers
        )  # fmt: skip

    return broker


async def main() -> None:
    """Reads the same environment as the floor; runs until it is ended."""
    env = os.environ
    shards = [int(shard) for shard in env["BENCH_SHARDS"].split(",")]
    pool = await asyncpg.create_pool(env["SELVBOOKING_DATABASE"], min_size=1, max_size=2)
    await pool.execute(NEW, shards)
    made = sample.read(Path(env["BENCH_SAMPLE"]))
    broker = make(pool, env["SELVBOOKING_KAFKA"], env["BENCH_IN"], env["BENCH_OUT"], shards, made)
    await broker.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
