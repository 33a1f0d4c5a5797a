"""Shows dead letters, a JSON object a line: `python -m deploy.kafka.dead gateway [--open]`.

`--open` decodes the original record; for the gateway's, which are sealed, it needs the vault's key in
`SELVBOOKING_VAULT_KEY`. What it then prints may hold CPR numbers: never into a log, a ticket or a mail.
"""

import argparse
import asyncio
import base64
import json
import os
from collections.abc import AsyncIterator
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.topics import SERVICES, Topics
from deploy.embedded.addresses import Servers
from deploy.embedded.topics import partitions
from services.gateway.dead import open_dead
from services.gateway.vault import Vault


async def letters(kafka: str, topic: str) -> AsyncIterator[bytes]:
    """The value of every record that the topic holds now; read as nobody, so that nothing is marked as read."""
    count = (await partitions(Servers(kafka=kafka), [topic])).get(topic, 0)
    parts = [TopicPartition(topic, number) for number in range(count)]
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, enable_auto_commit=False, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign(parts)
        ends = await consumer.end_offsets(parts)
        for part in parts:
            consumer.pause(*parts)
            consumer.resume(part)
            while await consumer.position(part) < ends[part]:
                for record in (await consumer.getmany(part, timeout_ms=500)).get(part, ()):
                    yield record.value
    finally:
        await consumer.stop()


def in_clear(service: str, value: bytes, vault: Vault | None) -> dict[str, Any]:
    """The letter; with a vault the original record in place of its sealed or encoded form."""
    letter: dict[str, Any] = json.loads(value)
    if vault is None:
        return {name: said for name, said in letter.items() if name not in ("sealed", "key", "headers", "value")}
    if service == "gateway":
        _, original = open_dead(vault, value)
        del letter["sealed"]
        headers = {name: _text(raw) for name, raw in original.headers}
        return {**letter, "key": _text(original.key), "headers": headers, "value": _text(original.value)}
    headers = {name: _decoded(raw) for name, raw in letter["headers"]}
    return {**letter, "key": _decoded(letter["key"]), "headers": headers, "value": _decoded(letter["value"])}


def _decoded(raw: str | None) -> str | None:
    return None if raw is None else _text(base64.b64decode(raw))


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode(errors="backslashreplace")


async def show(kafka: str, prefix: str, service: str, vault: Vault | None) -> None:
    """Prints every letter of one service."""
    async for value in letters(kafka, Topics(prefix).dead(service)):
        print(json.dumps(in_clear(service, value, vault), ensure_ascii=False))


def main() -> None:
    """Reads `SELVBOOKING_KAFKA`, `SELVBOOKING_PREFIX` and, to open, `SELVBOOKING_VAULT_KEY`."""
    parser = argparse.ArgumentParser(description="Show dead letters.")
    parser.add_argument("service", choices=SERVICES)
    parser.add_argument("--open", action="store_true", help="show the original records; may show CPR numbers")
    asked = parser.parse_args()
    key = os.environ.get("SELVBOOKING_VAULT_KEY", "")
    if asked.open and asked.service == "gateway" and not key:
        parser.error("--open of the gateway's letters needs SELVBOOKING_VAULT_KEY")
    vault = Vault(bytes.fromhex(key or "00" * 32), ids=str) if asked.open else None
    prefix = os.environ.get("SELVBOOKING_PREFIX", "selvbooking.")
    asyncio.run(show(os.environ["SELVBOOKING_KAFKA"], prefix, asked.service, vault))


if __name__ == "__main__":
    main()
