"""The floor: the least that is still effectively once. Raw aiokafka, one transaction a batch (offsets, state, journal),
producer batches out. No law, no contracts, no deduplication, no telemetry. `python -m deploy.bench.floor`"""

import asyncio
import os
from typing import Any

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

TABLES = """
    CREATE TABLE IF NOT EXISTS floor_offset (shard int PRIMARY KEY, next_offset bigint NOT NULL);
    CREATE TABLE IF NOT EXISTS floor_state (citizen text PRIMARY KEY, body bytea NOT NULL);
    CREATE TABLE IF NOT EXISTS floor_journal (
        shard int, position bigint, citizen text, body bytea, PRIMARY KEY (shard, position))"""
OFFSET = """
    INSERT INTO floor_offset SELECT * FROM unnest($1::int[], $2::bigint[])
    ON CONFLICT (shard) DO UPDATE SET next_offset = excluded.next_offset"""
LOAD = "SELECT citizen, body FROM floor_state WHERE citizen = ANY($1::text[])"
STATE = """
    INSERT INTO floor_state SELECT * FROM unnest($1::text[], $2::bytea[])
    ON CONFLICT (citizen) DO UPDATE SET body = excluded.body"""


async def main() -> None:
    """Reads SELVBOOKING_KAFKA, _DATABASE, _SHARDS, FLOOR_IN, FLOOR_OUT and FLOOR_SHARES (`0,1`); runs until it is ended."""
    env = os.environ
    shards = [int(shard) for shard in env["FLOOR_SHARES"].split(",")]
    pool = await asyncpg.create_pool(env["SELVBOOKING_DATABASE"], min_size=1, max_size=2)
    consumer = AIOKafkaConsumer(bootstrap_servers=env["SELVBOOKING_KAFKA"], enable_auto_commit=False)
    producer = AIOKafkaProducer(
        bootstrap_servers=env["SELVBOOKING_KAFKA"], enable_idempotence=True, acks="all", max_batch_size=1024 * 1024,
        max_request_size=8 * 1024 * 1024, compression_type="lz4",
    )  # fmt: skip
    await consumer.start()
    await producer.start()
    places = [TopicPartition(env["FLOOR_IN"], shard) for shard in shards]
    consumer.assign(places)
    for place in places:
        consumer.seek(place, 0)
    positions = dict.fromkeys(shards, 0)
    while True:
        polled = await consumer.getmany(timeout_ms=50, max_records=2000)
        if polled:
            await batch(pool, producer, env["FLOOR_OUT"], polled, positions)


async def batch(pool: Any, producer: Any, out: str, polled: Any, positions: dict[int, int]) -> None:
    """One transaction, then one producer batch per partition."""
    state, journal, ends = {}, [], {}
    for place, records in polled.items():
        shard = place.partition
        ends[shard] = records[-1].offset + 1
        for record in records:
            positions[shard] += 1
            citizen = record.key.decode()
            state[citizen] = record.value
            journal.append((shard, positions[shard], citizen, record.value))
    async with pool.acquire() as connection, connection.transaction():
        await connection.fetch(LOAD, list(state))
        await connection.execute(OFFSET, list(ends), list(ends.values()))
        await connection.execute(STATE, list(state), list(state.values()))
        await connection.copy_records_to_table("floor_journal", records=journal)
    sent = []
    for shard in ends:
        lane = producer.create_batch()
        for at, _, citizen, body in journal:
            if at == shard and lane.append(key=citizen.encode(), value=body, timestamp=None) is None:
                sent.append(await producer.send_batch(lane, out, partition=shard))
                lane = producer.create_batch()
                lane.append(key=citizen.encode(), value=body, timestamp=None)
        sent.append(await producer.send_batch(lane, out, partition=shard))
    await asyncio.gather(*sent)


if __name__ == "__main__":
    asyncio.run(main())
