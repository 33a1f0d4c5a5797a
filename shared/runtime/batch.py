"""One batch: read, group by subject, load, decide, write. One transaction, a fixed number of statements."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from contracts.common.v1 import (
    CitizenParked,
    CommandRefused,
    DiscardParked,
    ParkedDiscarded,
    ParkedReleased,
    ReleaseParked,
)
from contracts.envelope import BrokenHeaders, read_after
from shared.law.calendar import civil_date
from shared.law.decision import Clear, Decider, Decision, Timer, refused
from shared.runtime import journal, offsets, parking, timers
from shared.runtime.database import Connection, passes
from shared.runtime.dead import dead_letter
from shared.runtime.offsets import Move, Shard
from shared.runtime.parking import HELD, PARKED, Work
from shared.runtime.ports import Door, Record, Row, Store
from shared.runtime.telemetry import Metrics, log, traced
from shared.runtime.timers import Due
from shared.runtime.wire import TIMER, Taken, decode_body, take, timer_taken, to_message

PROGRESS, UNKNOWN = object(), object()
"""In place of a body: an event that only tells how far a service is; a command that this service does not know."""

day_of = lru_cache(maxsize=4096)(civil_date)
read_after_cached = lru_cache(maxsize=4096)(read_after)


@dataclass(frozen=True, slots=True)
class Handling:
    """What a service is, as far as a batch is concerned."""

    name: str
    decide: Decider[Any]
    store: Store[Any]
    doors: Mapping[str, Door]
    listens: frozenset[str]
    with_basis: bool
    metrics: Metrics
    types: frozenset[str]

    @property
    def commands(self) -> str:
        return f"{self.name}.commands"


@dataclass(slots=True)
class Batch:
    """The work of one transaction. Nothing in memory changes for good before `committed`."""

    handling: Handling
    shards: Mapping[int, Shard]
    now: datetime
    next_due: datetime | None = None
    moves: dict[int, Move] = field(default_factory=dict)
    works: dict[str, Work] = field(default_factory=dict)
    timers: dict[timers.Key, tuple[datetime | None, int]] = field(default_factory=dict)
    doors: dict[tuple[int, str], list[Record]] = field(default_factory=dict)
    bodies: dict[int, Any] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    journalist: journal.Journalist = field(init=False)

    def __post_init__(self) -> None:
        self.journalist = journal.Journalist(self.handling.name, self.now)

    @property
    def rows(self) -> list[Row]:
        """What is to be published after the commit, in order."""
        return self.journalist.rows

    async def run(self, tx: Connection, records: Sequence[Record], dues: Sequence[Due], alone: bool = False) -> None:
        """Does everything up to the commit. `alone`: every subject in a savepoint of its own, to find the one that fails."""
        self._sort_out(records)
        for due in dues:
            self._queue_timer(due)
        await self._timers_that_come_first(tx)
        for (shard, topic), group in self.doors.items():
            for outgoing in await self.handling.doors[topic].translate(tx, group, self.now):
                self.journalist.send(self.moves[shard], outgoing)
                self._count(outgoing.metric, topic)
        works = list(self.works.values())
        waiting = [work.subject for work in works if work.subject in self.shards[work.shard].waiting]
        await parking.load(tx, works, waiting)
        if alone:
            for work in works:
                await self._settle_alone(tx, work)
        else:
            await self._settle(tx, works)
        await offsets.move(tx, self.moves.values())
        await parking.save(tx, works)
        await timers.write(tx, self.timers)
        await journal.write(tx, self.journalist.lines)

    def committed(self) -> None:
        """Brings the memory of the shards up to what is now in the database."""
        for move in self.moves.values():
            move.committed()
        for work in self.works.values():
            waiting = self.shards[work.shard].waiting
            (waiting.add if work.waiting else waiting.discard)(work.subject)
        for (what, topic), number in self.counts.items():
            self.handling.metrics.messages.labels(what, topic).inc(number)

    def earliest_timer(self) -> datetime | None:
        """The first of the timers that this batch set."""
        return min((due for due, _ in self.timers.values() if due is not None), default=None)

    # --- what came in ---

    def _sort_out(self, records: Sequence[Record]) -> None:
        taken: list[tuple[datetime, int, Taken, Any]] = []
        latest: dict[tuple[int, str], datetime] = {}
        for record in records:
            shard = self.shards.get(record.shard)
            if shard is None or record.topic not in shard.offsets:
                continue
            move = self._move(shard)
            if record.offset < move.offsets.get(record.topic, shard.offsets[record.topic]):
                continue
            move.offsets[record.topic] = record.offset + 1
            if record.topic in self.handling.doors:
                self.doors.setdefault((record.shard, record.topic), []).append(record)
            elif found := self._take(move, record):
                place = (record.shard, record.topic)
                latest[place] = max(found[0].recorded, latest.get(place, found[0].recorded))
                taken.append((latest[place], len(taken), *found))
        taken.sort(key=lambda each: each[:2])
        for _, _, message, body in taken:
            self._queue(message, body)

    def _take(self, move: Move, record: Record) -> tuple[Taken, Any] | None:
        handling = self.handling
        try:
            taken, origin = take(record)
            if origin is not None and move.repeated(record.topic, origin.shard, origin.position):
                self._count("repeated", record.topic)
                return None
            body = self._read(taken)
            if body is not PROGRESS or (taken.answers and taken.source in handling.listens):
                return taken, body
            self._count("ignored", record.topic)
        except BrokenHeaders as error:
            self._bury(move, record, error.code, str(error))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            self._bury(move, record, "BODY_BROKEN", type(error).__name__)
        return None

    def _bury(self, move: Move, record: Record, code: str, reason: str) -> None:
        self.journalist.send(move, dead_letter(self.handling.name, record, code, reason))
        self._count("dead", record.topic)
        log.warning("dead letter", place=record.place, code=code)

    def _queue(self, taken: Taken, body: Any) -> None:
        shard = int(taken.place.rpartition("/")[2].partition("@")[0])
        work = self.works.get(taken.subject)
        if work is None:
            work = self.works[taken.subject] = Work(taken.subject, shard)
        work.queue.append(taken)
        self.bodies[id(taken)] = body

    def _queue_timer(self, due: Due, at: int | None = None) -> None:
        shard, subject, kind, key, due_at = due
        self._move(self.shards[shard])
        work = self.works.get(subject)
        if work is None:
            work = self.works[subject] = Work(subject, shard)
        taken = timer_taken(subject, kind, key, due_at)
        work.queue.insert(len(work.queue) if at is None else at, taken)
        self.bodies[id(taken)] = decode_body(taken)

    async def _timers_that_come_first(self, tx: Connection) -> None:
        """What was due before the platform came to know a message is decided before that message, however late we are."""
        if self.next_due is None or not self.works:
            return
        latest = {work.subject: max(taken.recorded for taken in work.queue) for work in self.works.values()}
        until = max(latest.values())
        if self.next_due > until:
            return
        queued = {taken.id for work in self.works.values() for taken in work.queue if taken.topic == TIMER}
        for due in await timers.due_of(tx, list(self.works), until):
            _, subject, kind, key, due_at = due
            queue = self.works[subject].queue
            if due_at <= latest[subject] and timer_taken(subject, kind, key, due_at).id not in queued:
                place = next((i for i, taken in enumerate(queue) if taken.recorded >= due_at), len(queue))
                while place < len(queue) and queue[place].topic == TIMER and queue[place].recorded <= due_at:
                    place += 1
                self._queue_timer(due, place)

    def _move(self, shard: Shard) -> Move:
        move = self.moves.get(shard.shard)
        if move is None:
            move = self.moves[shard.shard] = Move(shard, shard.position)
        return move

    def _count(self, what: str, topic: str) -> None:
        self.counts[what, topic] = self.counts.get((what, topic), 0) + 1

    # --- deciding ---

    async def _settle(self, tx: Connection, works: Sequence[Work]) -> None:
        """Loads the cases, decides, saves the cases that changed."""
        wanted = {
            work.subject: [
                to_message(taken, body)
                for taken in (*work.queue, *(entry.taken for entry in work.waiting))
                if (body := self._body(taken)) is not PROGRESS and body is not UNKNOWN
            ]
            for work in works
        }
        cases = await self.handling.store.load(tx, wanted)
        for work in works:
            work.before = work.case = cases[work.subject]
            self._run(work)
        changed = {work.subject: (work.before, work.case) for work in works if work.case is not work.before}
        if changed:
            await self.handling.store.save(tx, changed)

    async def _settle_alone(self, tx: Connection, work: Work) -> None:
        """As `_settle` for one subject; whatever goes wrong is its own, and it is parked."""
        undo = self._snapshot(work)
        try:
            async with tx.transaction():
                await self._settle(tx, [work])
        except Exception as error:
            if passes(error):
                raise
            undo()
            for taken in work.queue:
                if not work.parked:
                    self._park(work, taken, error)
                work.wait(taken, PARKED)

    def _body(self, taken: Taken) -> Any:
        body = self.bodies.get(id(taken))
        if body is None:
            body = self.bodies[id(taken)] = self._read(taken)
        return body

    def _read(self, taken: Taken) -> Any:
        if taken.topic == TIMER or taken.type in self.handling.types:
            return decode_body(taken)
        return UNKNOWN if taken.topic == self.handling.commands else PROGRESS

    def _run(self, work: Work) -> None:
        for taken in work.queue:
            body = self._body(taken)
            if isinstance(body, ReleaseParked | DiscardParked):
                self._operate(work, taken, body)
            elif work.parked:
                work.wait(taken, PARKED)
                self._count("parked", taken.topic)
            elif taken.topic == self.handling.commands and (work.holds_commands or not self._seen(work, taken)):
                work.wait(taken, HELD)
                self._count("held", taken.topic)
            elif not self._one(work, taken, body):
                work.wait(taken, PARKED)
            elif taken.answers:
                self._go_on(work)

    def _seen(self, work: Work, taken: Taken) -> bool:
        """Whether the services that this one listens to have come as far as the router says they must have."""
        after = read_after_cached(taken.after) if taken.after else {}
        return all(
            work.book.seen.get(service, 0) >= number
            for service, number in after.items()
            if service in self.handling.listens
        )

    def _go_on(self, work: Work) -> None:
        """Runs what waits, in order, as far as it may."""
        moved = True
        while moved and not work.parked:
            moved, blocked = False, False
            for entry in list(work.waiting):
                command = entry.taken.topic == self.handling.commands
                if command and (blocked or not self._seen(work, entry.taken)):
                    blocked = True
                    work.relabel(entry, HELD)
                elif self._one(work, entry.taken, self._body(entry.taken)):
                    work.leave(entry)
                    moved = True
                else:
                    work.relabel(entry, PARKED)
                    break

    def _one(self, work: Work, taken: Taken, body: Any) -> bool:
        """Decides one message; False when that hit a defect and the subject is parked now."""
        if taken.answers:
            work.book.seen[taken.source] = max(taken.answers, work.book.seen.get(taken.source, 0))
        if body is PROGRESS:
            return True
        undo = self._snapshot(work)
        try:
            if taken.topic == TIMER:
                if not self._still_due(work, taken, body):
                    return True
                self.timers[work.subject, body.kind, body.key] = (None, work.shard)
            message = to_message(taken, body if body is not UNKNOWN else None, self.handling.with_basis)
            with traced(self.handling.name, taken) as trace:
                decision: Decision[Any] = (
                    refused(work.case, "COMMAND_UNKNOWN")
                    if body is UNKNOWN
                    else self.handling.decide(work.case, message, day_of(taken.time))
                )
            self.journalist.write(self.moves[work.shard], work, taken, decision, trace)
        except Exception as error:
            undo()
            self._park(work, taken, error)
            return False
        work.case = decision.case
        for timer in decision.timers:
            self._set(work, timer)
        self._count("refused" if decision.refusal else "in", taken.topic)
        return True

    def _still_due(self, work: Work, taken: Taken, body: Any) -> bool:
        """An earlier message of the same batch may have moved or cleared the timer."""
        changed = self.timers.get((work.subject, body.kind, body.key))
        return changed is None or changed[0] == taken.time

    def _set(self, work: Work, timer: Timer | Clear) -> None:
        due_at = timer.due_at if isinstance(timer, Timer) else None
        self.timers[work.subject, timer.kind, timer.key] = (due_at, work.shard)

    # --- defects ---

    def _park(self, work: Work, taken: Taken, error: Exception) -> None:
        """The subject stands still from here; everyone else goes on. Says what kind of error, never its text."""
        work.parked = taken.id
        self._count("parked", taken.topic)
        kind = type(error).__name__
        event = CitizenParked(message=taken.id, type=taken.type, error=kind)
        decision: Decision[Any] = Decision(work.case, (event,), pending=True)
        self.journalist.write(self.moves[work.shard], work, taken, decision, taken.trace, handled=False)
        log.error("citizen parked", message=taken.id, type=taken.type, error=kind, where=_where(error))

    def _operate(self, work: Work, taken: Taken, body: ReleaseParked | DiscardParked) -> None:
        """An operator's release or discard. Whatever becomes of it is an event."""
        write, move = self.journalist.write, self.moves[work.shard]
        entry = next((entry for entry in work.waiting if entry.taken.id == body.message), None)
        if work.parked != body.message or entry is None:
            write(move, work, taken, refused(work.case, "NOT_PARKED", message=body.message), taken.trace, handled=False)
            return
        work.parked = ""
        if isinstance(body, DiscardParked):
            work.leave(entry)
            said: list[Any] = [ParkedDiscarded(message=body.message, reason=body.reason)]
            write(move, work, taken, Decision(work.case, tuple(said), pending=True), taken.trace, handled=False)
            if entry.taken.number:
                command = entry.taken.command or entry.taken.type
                command_id = entry.taken.correlation.partition("/")[2]
                no = CommandRefused(command=command, command_id=command_id, code="DISCARDED")
                write(move, work, entry.taken, Decision(work.case, (no,)), entry.taken.trace, handled=False)
        else:
            event = ParkedReleased(message=body.message)
            write(move, work, taken, Decision(work.case, (event,), pending=True), taken.trace, handled=False)
        self._go_on(work)

    def _snapshot(self, work: Work) -> Callable[[], None]:
        """A way back to how things stand now, for this subject and the rows it wrote."""
        move, journalist = self.moves[work.shard], self.journalist
        position, lines, rows = move.position, len(journalist.lines), len(journalist.rows)
        sent, seen, parked, case = dict(work.book.sent), dict(work.book.seen), work.parked, work.case
        waiting, dropped = list(work.waiting), list(work.dropped)
        due = {key: value for key, value in self.timers.items() if key[0] == work.subject} if self.timers else {}

        def undo() -> None:
            move.position = position
            del journalist.lines[lines:], journalist.rows[rows:]
            work.book.sent, work.book.seen, work.parked, work.case = sent, seen, parked, case
            work.waiting, work.dropped = waiting, dropped
            for key in [key for key in self.timers if key[0] == work.subject]:
                del self.timers[key]
            self.timers.update(due)

        return undo


def _where(error: Exception) -> str:
    """File and line of the defect, for the log; an error's text may quote data, its place does not."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
