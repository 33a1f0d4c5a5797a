"""The first half of a batch: what the records and due timers of one transaction ask of whom, in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from contracts.envelope import BrokenHeaders
from shared.law.decision import Decider
from shared.runtime.dead import dead_letter
from shared.runtime.documents import Documents
from shared.runtime.journal import Journalist
from shared.runtime.offsets import Move, Shard
from shared.runtime.parking import Work
from shared.runtime.ports import Door, QuickStore, Record, Store
from shared.runtime.telemetry import Metrics, log, trace_ids
from shared.runtime.timers import Due
from shared.runtime.wire import TIMER, Taken, check_json, decode_body, take, timer_taken

PROGRESS, UNKNOWN = object(), object()
"""In place of a body: an event that only tells how far a service is; a command that this service does not know."""


@dataclass(frozen=True, slots=True)
class Handling:
    """What a service is, as far as a batch is concerned."""

    name: str
    decide: Decider[Any]
    store: Store[Any] | Documents[Any]
    quick: QuickStore | None
    """The store, if the statement that writes a batch can write its changes too."""
    doors: Mapping[str, Door]
    listens: frozenset[str]
    with_basis: bool
    metrics: Metrics
    types: frozenset[str]

    @property
    def commands(self) -> str:
        return f"{self.name}.commands"


@dataclass(slots=True)
class Intake:
    """What one transaction takes in. Nothing in the shards' memory changes here."""

    handling: Handling
    shards: Mapping[int, Shard]
    journalist: Journalist
    moves: dict[int, Move] = field(default_factory=dict)
    works: dict[str, Work] = field(default_factory=dict)
    doors: dict[Door, list[Record]] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    bodies: dict[int, Any] = field(default_factory=dict)

    def read(self, records: Sequence[Record], dues: Sequence[Due]) -> None:
        """Sorts records into each subject's queue, in the order in which the platform came to know them; notes who is due."""
        self._sort_out(records)
        for shard, subject in dues:
            self.move(self.shards[shard])
            self._work(subject, shard)

    def _sort_out(self, records: Sequence[Record]) -> None:
        taken: list[tuple[datetime, int, Taken, Any, int]] = []
        latest: dict[tuple[int, str], datetime] = {}
        for record in records:
            shard = self.shards.get(record.shard)
            if shard is None or record.topic not in shard.offsets:
                continue
            move = self.move(shard)
            if record.offset < move.offsets.get(record.topic, shard.offsets[record.topic]):
                continue
            move.offsets[record.topic] = record.offset + 1
            if door := self.handling.doors.get(record.topic):
                self.doors.setdefault(door, []).append(record)
            elif found := self._take(move, record):
                place = (record.shard, record.topic)
                latest[place] = max(found[0].recorded, latest.get(place, found[0].recorded))
                taken.append((latest[place], len(taken), *found, record.shard))
        taken.sort()
        for _, _, message, body, number in taken:
            self._queue(message, body, number)

    def _take(self, move: Move, record: Record) -> tuple[Taken, Any] | None:
        handling = self.handling
        try:
            taken, origin = take(record)
            if origin is not None and move.repeated(record.topic, origin.shard, origin.position):
                self.count("repeated", record.topic)
                return None
            body = self._read(taken)
            if body is not PROGRESS:
                return taken, body
            if taken.answers and taken.source in handling.listens:
                check_json(taken)
                return taken, body
            self.count("ignored", record.topic)
        except BrokenHeaders as error:
            self._bury(move, record, error.code, str(error))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            self._bury(move, record, "BODY_BROKEN", type(error).__name__)
        return None

    def _bury(self, move: Move, record: Record, code: str, reason: str) -> None:
        self.journalist.send(move, dead_letter(self.handling.name, record, code, reason))
        self.count("dead", record.topic)
        trace = next((value for name, value in record.headers if name == "traceparent" and value), b"")
        log.warning("dead letter", place=record.place, code=code, **trace_ids(trace.decode("ascii", "replace")))

    def _queue(self, taken: Taken, body: Any, shard: int) -> None:
        work = self._work(taken.subject, shard)
        work.queue.append(taken)
        self.bodies[id(taken)] = body

    def _work(self, subject: str, shard: int) -> Work:
        work = self.works.get(subject)
        if work is None:
            work = self.works[subject] = Work(subject, shard)
        return work

    def timers_that_are_due(self, until: datetime | None) -> None:
        """Queues, once the books are read, what was due up to `until`, and what was due before the platform came to know
        a message: that is decided before the message, however late we are."""
        for work in self.works.values():
            if timers := work.book.timers:
                told = [each.recorded for each in work.queue]
                latest = max([*told, until] if until else told)
                for due_at, name in sorted([(at, name) for name, at in timers.items() if at <= latest]):
                    self.slip_in(work, name, due_at, until)

    def slip_in(self, work: Work, name: str, due_at: datetime, until: datetime | None = None) -> None:
        """Puts a timer before the first message, of those yet to come, that the platform learned of later; behind the
        last if it was due up to `until`; else nowhere."""
        queue = work.queue
        place = next((i for i in range(work.at, len(queue)) if queue[i].recorded >= due_at), len(queue))
        while place < len(queue) and queue[place].topic == TIMER and queue[place].recorded <= due_at:
            place += 1
        if place < len(queue) or (until is not None and due_at <= until):
            kind, _, key = name.partition("/")
            taken = timer_taken(work.subject, kind, key, due_at)
            queue.insert(place, taken)
            self.bodies[id(taken)] = decode_body(taken)

    def move(self, shard: Shard) -> Move:
        move = self.moves.get(shard.shard)
        if move is None:
            move = self.moves[shard.shard] = Move(shard, shard.position)
        return move

    def count(self, what: str, topic: str) -> None:
        self.counts[what, topic] = self.counts.get((what, topic), 0) + 1

    def body(self, taken: Taken) -> Any:
        body = self.bodies.get(id(taken))
        if body is None:
            body = self.bodies[id(taken)] = self._read(taken)
        return body

    def _read(self, taken: Taken) -> Any:
        if taken.topic == TIMER or taken.type in self.handling.types:
            return decode_body(taken)
        if taken.topic != self.handling.commands:
            return PROGRESS
        check_json(taken)
        return UNKNOWN
