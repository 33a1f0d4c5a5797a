"""One batch: read, group by subject, load, decide, write. One transaction, a fixed number of statements (guarantee 5)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.runtime import journal, offsets, parking
from shared.runtime.alone import settle_alone
from shared.runtime.database import Connection
from shared.runtime.intake import Handling, Intake
from shared.runtime.offsets import Shard
from shared.runtime.ports import Record, Row
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
        tx: Connection,
        records: Sequence[Record],
        dues: Sequence[Due] = (),
        until: datetime | None = None,
        alone: bool = False,
    ) -> None:
        """Does everything up to the commit. `dues`: who has timers that are due up to `until`. `alone`: every subject in a
        savepoint of its own, to find the one that fails."""
        intake = self.intake
        intake.read(records, dues)
        for door, group in intake.doors.items():
            for record, outgoing in await door.translate(tx, group, self.now):
                self.journalist.send(intake.moves[record.shard], outgoing)
                intake.count(outgoing.metric, record.topic)
        works = list(intake.works.values())
        waiting = [work.subject for work in works if work.subject in self.shards[work.shard].waiting]
        await parking.load(tx, works, waiting)
        intake.timers_that_are_due(until)
        if alone:
            for work in works:
                await settle_alone(self.settlement, tx, work)
        elif works:
            await self.settlement.settle(tx, works)
        await offsets.move(tx, intake.moves.values())
        await parking.save(tx, works)
        await journal.write(tx, self.journalist.lines)

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
