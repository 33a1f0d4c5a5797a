"""The auditor: reads the topics and databases of a platform and proves that they agree, or says where they do not.

It streams: what is in memory at a time grows neither with the messages nor with the citizens.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime

from asyncpg import InvalidCatalogNameError, UndefinedTableError

from deploy.audit import (
    answers,
    door,
    intake,
    journals,
    offsets,
    published,
    sequences,
    states,
    unreadable,
    vault,
    waiting,
)
from deploy.audit.report import Finding, Report
from deploy.audit.run import AWAY, Meter, Opened, Run, opened
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
    vault.check,
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
        found = [each for audited in services if (each := await _opened(audited, stack, report))]
        run = Run(
            {each.name: each for each in found},
            topics,
            shards,
            at_rest,
            now,
            report,
            Meter(tell, sum(each.size for each in found)),
        )
        for each in found:
            if not all([await _checked(run, each, check) for check in CHECKS]):
                await unreadable.name(run, each)
        run.meter.say("done")
    return report


async def _opened(audited: Audited, stack: AsyncExitStack, report: Report) -> Opened | None:
    """The snapshot of a service; None for one whose database is not there, or not a service's."""
    try:
        tx = await stack.enter_async_context(audited.connect())
        await stack.enter_async_context(tx.transaction(isolation="repeatable_read", readonly=True))
        async with tx.transaction():
            found = await opened(audited.service, audited.handling, tx)
    except (InvalidCatalogNameError, UndefinedTableError) as error:
        report.find("database", audited.service.name, audited.service.name, f"cannot be read: {error}")
        return None
    if audited.service.opened is not None:
        audited.service.opened(await stack.enter_async_context(audited.connect()))  # type: ignore[arg-type]
    return found


async def _checked(run: Run, of: Opened, check: Check) -> bool:
    """What stops a check is a finding too; the other checks go on."""
    try:
        async with of.tx.transaction():
            await check(run, of)
    except AWAY:
        raise
    except Exception as error:
        name = check.__module__.rpartition(".")[2]
        run.report.find(name, of.name, "somewhere", f"what is stored cannot be checked: {type(error).__name__}")
        return False
    return True
