"""The floor: the least that is still effectively once. Raw aiokafka, one transaction a batch (offsets compared and set,
state, journal), whole producer batches out while the next batch runs, then the cursor. As many bytes in and out as ours,
though always the same ones; no law, no contracts, no deduplication, no telemetry. `python -m deploy.bench.floor`"""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import asyncpg
import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from deploy.bench import sample

TABLES = """
    CREATE TABLE floor_shard (
        shard int PRIMARY KEY, next_offset bigint NOT NULL, position bigint NOT NULL, cursor bigint NOT NULL);
    CREATE TABLE floor_state (citizen text PRIMARY KEY, body bytea NOT NULL);
    CREATE TABLE floor_journal (
        shard int, position bigint, citizen text, headers text, body bytea, applied bytea, input bytea,
        PRIMARY KEY (shard, position)) WITH (toast_tuple_target = 8160)"""
NEW = "INSERT INTO floor_shard SELECT unnest($1::int[]), 0, 0, 0 ON CONFLICT DO NOTHING"
SHARDS = "SELECT shard, next_offset, position FROM floor_shard WHERE shard = ANY($1::int[])"
LEFT = """
    SELECT shard, j.position, citizen FROM floor_journal j JOIN floor_shard USING (shard)
    WHERE shard = ANY($1::int[]) AND j.position > cursor ORDER BY 1, 2"""
LOAD = "SELECT citizen, body FROM floor_state WHERE citizen = ANY($1::text[])"
MOVE = """
    UPDATE floor_shard AS s SET next_offset = n.next_offset, position = n.position
    FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[]) AS n (shard, expected, next_offset, position)
    WHERE s.shard = n.shard AND s.next_offset = n.expected"""
STATE = """
    INSERT INTO floor_state SELECT * FROM unnest($1::text[], $2::bytea[])
    ON CONFLICT (citizen) DO UPDATE SET body = excluded.body"""
CURSOR = """
    UPDATE floor_shard AS s SET cursor = n.position FROM unnest($1::int[], $2::bigint[]) AS n (shard, position)
    WHERE s.shard = n.shard"""

Row = tuple[int, int, str]
"""Shard, position, citizen."""


class Floor:
    """One worker's share of the partitions."""

    def __init__(self, pool: Any, producer: Any, topic: str, made: sample.Sample) -> None:
        self.pool, self.producer, self.topic = pool, producer, topic
        self.state, self.value = made.state, made.value.encode()
        self.headers = [(name, value.encode()) for name, value in made.headers]
        self.kept = (made.journal_headers, self.value, made.journal_applied or None, made.journal_input)
        self.offsets: dict[int, int] = {}
        self.positions: dict[int, int] = {}

    async def take(self, shards: Sequence[int]) -> None:
        """Finds out how far the last owner came, and sends what it had not sent."""
        async with self.pool.acquire() as connection:
            await connection.execute(NEW, shards)
            for shard, offset, position in await connection.fetch(SHARDS, shards):
                self.offsets[shard], self.positions[shard] = offset, position
            await self.publish([tuple(row) for row in await connection.fetch(LEFT, shards)])

    async def commit(self, polled: Any) -> list[Row]:
        """One transaction; a shard that another has moved on fails it."""
        rows: list[Row] = []
        moves = []
        for place, records in polled.items():
            shard, position = place.partition, self.positions[place.partition]
            rows += [(shard, at, record.key.decode()) for at, record in enumerate(records, position + 1)]
            moves.append((shard, self.offsets[shard], records[-1].offset + 1, position + len(records)))
        citizens = list({citizen for _, _, citizen in rows})
        async with self.pool.acquire() as connection, connection.transaction():
            await connection.fetch(LOAD, citizens)
            if await connection.execute(MOVE, *zip(*moves, strict=True)) != f"UPDATE {len(moves)}":
                raise RuntimeError("another worker has one of these shards")
            await connection.execute(STATE, citizens, [self.state] * len(citizens))
            await connection.copy_records_to_table("floor_journal", records=[(*row, *self.kept) for row in rows])
        for shard, _, offset, position in moves:
            self.offsets[shard], self.positions[shard] = offset, position
        return rows

    async def publish(self, rows: Sequence[Row]) -> None:
        """In order, a producer batch per partition; then the cursor moves."""
        lanes: dict[int, list[Row]] = {}
        for row in rows:
            lanes.setdefault(row[0], []).append(row)
        await asyncio.gather(*(self._lane(shard, lane) for shard, lane in lanes.items()))
        if rows:
            ends = [(shard, lane[-1][1]) for shard, lane in lanes.items()]
            async with self.pool.acquire() as connection:
                await connection.execute(CURSOR, *zip(*ends, strict=True))

    async def _lane(self, shard: int, lane: Sequence[Row]) -> None:
        batch = self.producer.create_batch()
        for _, _, citizen in lane:
            record = {"key": citizen.encode(), "value": self.value, "timestamp": None, "headers": self.headers}
            if batch.append(**record) is None:
                await (await self.producer.send_batch(batch, self.topic, partition=shard))
                batch = self.producer.create_batch()
                batch.append(**record)
        await (await self.producer.send_batch(batch, self.topic, partition=shard))


async def main() -> None:
    """Reads SELVBOOKING_KAFKA, SELVBOOKING_DATABASE, BENCH_IN, _OUT, _SHARDS (`0,1`), _SAMPLE; runs until it is ended."""
    env = os.environ
    shards = [int(shard) for shard in env["BENCH_SHARDS"].split(",")]
    pool = await asyncpg.create_pool(env["SELVBOOKING_DATABASE"], min_size=2, max_size=2)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=env["SELVBOOKING_KAFKA"], enable_auto_commit=False,
        max_partition_fetch_bytes=2 * 1024 * 1024,
    )  # fmt: skip
    producer = AIOKafkaProducer(
        bootstrap_servers=env["SELVBOOKING_KAFKA"], enable_idempotence=True, acks="all", max_batch_size=1024 * 1024,
        max_request_size=8 * 1024 * 1024, compression_type="lz4",
    )  # fmt: skip
    await consumer.start()
    await producer.start()
    floor = Floor(pool, producer, env["BENCH_OUT"], sample.read(Path(env["BENCH_SAMPLE"])))
    await floor.take(shards)
    places = [TopicPartition(env["BENCH_IN"], shard) for shard in shards]
    consumer.assign(places)
    for place in places:
        consumer.seek(place, floor.offsets[place.partition])
    sending = asyncio.create_task(floor.publish([]))
    while True:
        if polled := await consumer.getmany(timeout_ms=50, max_records=2000):
            rows = await floor.commit(polled)
            await sending
            sending = asyncio.create_task(floor.publish(rows))


if __name__ == "__main__":
    uvloop.run(main())
