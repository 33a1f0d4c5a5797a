"""A bare hop, or several: consume, one transaction (offsets, journal), publish. `python -m deploy.bench.chain`"""

import asyncio
import os
from typing import Any

import asyncpg
import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

TABLES = """
    CREATE TABLE IF NOT EXISTS chain_offset (topic text, shard int, next_offset bigint, PRIMARY KEY (topic, shard));
    CREATE TABLE IF NOT EXISTS chain_journal (topic text, shard int, position bigint, citizen text, body bytea,
        PRIMARY KEY (topic, shard, position))"""
OFFSETS = "SELECT topic, shard, next_offset FROM chain_offset"
MOVE = """
    INSERT INTO chain_offset SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[])
    ON CONFLICT (topic, shard) DO UPDATE SET next_offset = excluded.next_offset"""

Polled = dict[TopicPartition, list[ConsumerRecord]]


async def main() -> None:
    """Reads SELVBOOKING_KAFKA, _DATABASE, _SHARDS and CHAIN_HOPS (`from>to,from>to`); runs until it is ended."""
    env = os.environ
    hops = dict(hop.split(">") for hop in env["CHAIN_HOPS"].split(","))
    pool = await asyncpg.create_pool(env["SELVBOOKING_DATABASE"], min_size=1, max_size=1)
    await pool.execute(TABLES)
    consumer = AIOKafkaConsumer(bootstrap_servers=env["SELVBOOKING_KAFKA"], enable_auto_commit=False)
    producer = AIOKafkaProducer(bootstrap_servers=env["SELVBOOKING_KAFKA"], enable_idempotence=True, acks="all")
    await consumer.start()
    await producer.start()
    places = [TopicPartition(topic, shard) for topic in hops for shard in range(int(env["SELVBOOKING_SHARDS"]))]
    consumer.assign(places)
    known = {(topic, shard): offset for topic, shard, offset in await pool.fetch(OFFSETS)}
    for place in places:
        consumer.seek(place, known.get((place.topic, place.partition), 0))
    acknowledged: list[Any] = []
    while True:
        if polled := await consumer.getmany(timeout_ms=500, max_records=2000):
            await commit(pool, polled)
            await asyncio.gather(*acknowledged)
            acknowledged = [await publish(producer, hops, place, records) for place, records in polled.items()]


async def commit(pool: Any, polled: Polled) -> None:
    """One transaction: how far was read, and a journal row for each record."""
    moves = [(place.topic, place.partition, records[-1].offset + 1) for place, records in polled.items()]
    rows = [
        (place.topic, place.partition, record.offset, record.key.decode(), record.value)
        for place, records in polled.items()
        for record in records
    ]
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(MOVE, *(list(column) for column in zip(*moves, strict=True)))
        await connection.copy_records_to_table("chain_journal", records=rows)


async def publish(producer: Any, hops: dict[str, str], place: TopicPartition, records: list[ConsumerRecord]) -> Any:
    """One producer batch; what is given is done when the broker has acknowledged it."""
    batch = producer.create_batch()
    for record in records:
        batch.append(key=record.key, value=record.value, timestamp=None, headers=list(record.headers))
    return await producer.send_batch(batch, hops[place.topic], partition=place.partition)


if __name__ == "__main__":
    uvloop.run(main())
