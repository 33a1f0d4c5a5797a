"""One batch: read, group by subject, load, decide, write. One transaction, a fixed number of statements (guarantee 5)."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime
from typing import Any

from shared.runtime import journal, parking, writing
from shared.runtime.alone import settle_alone
from shared.runtime.database import Connection
from shared.runtime.intake import Handling, Intake
from shared.runtime.offsets import Shard
from shared.runtime.ports import Changes, Record, Row
from shared.runtime.settle import Settlement
from shared.runtime.timers import Due


class Batch:
    """The work of one transaction. Nothing in memory changes for good before `committed`."""

    def __init__(self, handling: Handling, shards: Mapping[int, Shard], now: datetime) -> None:
        self.handling, self.shards, self.now = handling, shards, now
        self.journalist = journal.Journalist(handling.name, now)
        self.intake = Intake(handling, shards, self.journalist)
        self.settlement = Settlement(self.intake)

    @property
    def rows(self) -> list[Row]:
        """What is to be published after the commit, in order."""
        return self.journalist.rows

    async def run(
        self,
        connection: Connection,
        records: Sequence[Record],
        dues: Sequence[Due] = (),
        until: datetime | None = None,
        alone: bool = False,
    ) -> None:
        """Does everything, the commit too. `dues`: who has timers that are due up to `until`. `alone`: every subject in a
        savepoint of its own, to find the one that fails.

        What is read needs no transaction: only a shard's owner writes, and who is not the owner any more fails to write.
        """
        if alone:
            async with connection.transaction():
                await self._read(connection, records, dues, until)
                for work in self.intake.works.values():
                    await settle_alone(self.settlement, connection, work)
                await self._write(connection)
        else:
            await self._read(connection, records, dues, until)
            if works := list(self.intake.works.values()):
                await self.settlement.settle(connection, works)
            changes = self.settlement.changes()
            async with self._transaction(connection, changes):
                await self._write(connection, changes)

    async def _read(
        self, connection: Connection, records: Sequence[Record], dues: Sequence[Due], until: datetime | None
    ) -> None:
        intake = self.intake
        intake.read(records, dues)
        for door, group in intake.doors.items():
            for record, outgoing in await door.translate(connection, group, self.now):
                self.journalist.send(intake.moves[record.shard], outgoing)
                intake.count(outgoing.metric, record.topic)
        if works := list(intake.works.values()):
            waiting = [work.subject for work in works if work.subject in self.shards[work.shard].waiting]
            await parking.load(connection, works, waiting)
            intake.timers_that_are_due(until)

    def _transaction(self, connection: Connection, changes: Changes | None) -> AbstractAsyncContextManager[Any]:
        """Around more than one statement; one is a transaction by itself."""
        stored = changes is not None or not self.settlement.changed
        lines = parking.lines_changed(self.intake.works.values())
        one = stored and not lines and writing.is_small(self.journalist.lines)
        return nullcontext() if one else connection.transaction()

    async def _write(self, connection: Connection, changes: Changes | None = None) -> None:
        works = list(self.intake.works.values())
        if changes is None:
            await self.settlement.save(connection)
        await writing.write(connection, self.intake.moves.values(), works, self.journalist.lines, changes)
        await parking.save_lines(connection, works)

    def committed(self) -> None:
        """Brings the memory of the shards up to what is now in the database."""
        for move in self.intake.moves.values():
            move.committed()
        for work in self.intake.works.values():
            waiting = self.shards[work.shard].waiting
            (waiting.add if work.waiting else waiting.discard)(work.subject)
        for (what, topic), number in self.intake.counts.items():
            self.handling.metrics.messages.labels(what, topic).inc(number)

    def earliest_timer(self) -> datetime | None:
        """The first of its subjects' timers."""
        return min((due for work in self.intake.works.values() if (due := work.next_due)), default=None)
