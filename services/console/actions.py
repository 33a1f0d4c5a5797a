"""What an operator does: an entry in the audit, then a command on `in.ops`, as any authority would send it.

This is the only place where a service sends something that is not in its journal: the console is here the outside party
`ops`, and the gateway checks, knows and answers its commands like everybody's. What came of them, the events tell.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec
from aiokafka import AIOKafkaProducer

from contracts.common.v1 import DiscardParked, ReleaseParked
from contracts.envelope import SPEC_VERSION, write_headers
from contracts.registry import BY_MODEL
from contracts.topics import Kind, Topics
from shared.runtime.clock import fresh_id
from shared.runtime.database import Pool
from shared.runtime.wire import instant

Command = ReleaseParked | DiscardParked
Send = Callable[[str, Command, datetime], Awaitable[None]]
"""Takes `ce_id`, the command and `ce_time`; returns when Kafka has it."""

LONGEST_REASON = 600
PATIENCE = 15.0
"""Seconds given to Kafka while an operator looks at the page."""
_LIKE_CPR = re.compile(r"(?<!\d)\d{6}[\W_]{0,2}\d{4}(?!\d)")

NOTE = """
    INSERT INTO audit (citizen, id, at, who, act, service, message, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"""
NOTE_SENT = "UPDATE audit SET sent_at = $3 WHERE citizen = $1 AND id = $2"


def problem_of(reason: str) -> str:
    """Why a reason cannot be used, in Danish; empty when it can."""
    if not reason:
        return "Skriv en begrundelse."
    if len(reason) > LONGEST_REASON:
        return f"Begrundelsen må højst være på {LONGEST_REASON} tegn."
    if _LIKE_CPR.search(reason):
        return "Begrundelsen må ikke indeholde noget, der ligner et CPR-nummer."
    return ""


async def act(pool: Pool, send: Send, who: str, command: Command, now: datetime) -> str:
    """Notes who did what, then sends it; gives `ce_id`. If sending fails, the note says that nothing is known of it."""
    id, kind = fresh_id(), type(command).__name__
    reason = command.reason if isinstance(command, DiscardParked) else ""
    await pool.execute(NOTE, command.citizen, id, now, who, kind, command.service, command.message, reason)
    await send(id, command, now)
    await pool.execute(NOTE_SENT, command.citizen, id, now)
    return id


def ops(bootstrap: str, prefix: str) -> Send:
    """Sends to `in.ops`, keyed by citizen, so that what is done to one citizen stays in order."""
    topic = Topics(prefix).inbox(Kind.OPS)

    async def send(id: str, command: Command, now: datetime) -> None:
        headers = {
            "ce_specversion": SPEC_VERSION,
            "ce_id": id,
            "ce_source": str(Kind.OPS),
            "ce_type": BY_MODEL[type(command)].type,
            "ce_time": instant(now),
            "content-type": "application/json",
        }
        body = msgspec.json.encode(command)
        async with asyncio.timeout(PATIENCE):
            producer = AIOKafkaProducer(bootstrap_servers=bootstrap, client_id="console-ops", enable_idempotence=True)
            async with producer:
                await producer.send_and_wait(topic, body, key=command.citizen.encode(), headers=write_headers(headers))

    return send
