"""The auditor: reads the topics and databases of a platform and proves that they agree, or says where they do not.

It streams: what is in memory at a time grows neither with the messages nor with the citizens.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime

from asyncpg import DataError
from msgspec import MsgspecError

from deploy.audit import answers, door, intake, journals, offsets, published, sequences, states, waiting
from deploy.audit.report import Finding, Report
from deploy.audit.run import Meter, Opened, Run, opened
from deploy.audit.sources import Audited, KafkaTopics, Topics
from deploy.embedded.home import Progress, quiet

__all__ = ["Audited", "Finding", "KafkaTopics", "Report", "Topics", "audit"]

Check = Callable[[Run, Opened], Awaitable[None]]
CHECKS: tuple[Check, ...] = (
    journals.check,
    sequences.check,
    offsets.check,
    waiting.check,
    published.check,
    intake.check,
    door.check,
    answers.check,
    states.check,
)


async def audit(
    services: Sequence[Audited],
    topics: Topics,
    shards: int,
    tell: Progress = quiet,
    *,
    at_rest: bool = True,
    now: datetime | None = None,
) -> Report:
    """Everything that can be proven of these services; of topics that none of them writes, only how they were read.

    `at_rest`: nothing is in flight, so unpublished rows, unread records and timers due by `now` are findings too.
    """
    report = Report()
    async with AsyncExitStack() as stack:
        found = []
        for audited in services:
            tx = await stack.enter_async_context(audited.connect())
            await stack.enter_async_context(tx.transaction(isolation="repeatable_read", readonly=True))
            found.append(await opened(audited.service, audited.handling, tx))
            if audited.service.opened is not None:
                audited.service.opened(await stack.enter_async_context(audited.connect()))  # type: ignore[arg-type]
        run = Run({each.name: each for each in found}, topics, shards, at_rest, now, report, Meter(tell))
        for each in found:
            for check in CHECKS:
                await _checked(run, each, check)
    return report


async def _checked(run: Run, of: Opened, check: Check) -> None:
    """What cannot even be read is a finding too; the other checks go on."""
    try:
        async with of.tx.transaction():
            await check(run, of)
    except (DataError, MsgspecError, UnicodeDecodeError) as error:
        name = check.__module__.rpartition(".")[2]
        run.report.find(name, of.name, "somewhere", f"what is stored cannot be read: {type(error).__name__}")
