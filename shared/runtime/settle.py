"""The second half of a batch: load the cases, decide message by message, save what changed; hold, park, release."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from contracts.common.v1 import (
    CitizenParked,
    CommandRefused,
    DiscardParked,
    ParkedDiscarded,
    ParkedReleased,
    ReleaseParked,
)
from contracts.envelope import read_after
from shared.law.calendar import civil_date
from shared.law.decision import Clear, Decision, Timer, refused
from shared.runtime import timers
from shared.runtime.database import Connection, passes
from shared.runtime.intake import PROGRESS, UNKNOWN, Handling, Intake
from shared.runtime.journal import Journalist
from shared.runtime.parking import HELD, PARKED, Work
from shared.runtime.telemetry import log, traced
from shared.runtime.wire import TIMER, Taken, to_message

day_of = lru_cache(maxsize=4096)(civil_date)
read_after_cached = lru_cache(maxsize=4096)(read_after)


@dataclass(slots=True)
class Settlement:
    """Decides what was taken in."""

    intake: Intake

    @property
    def handling(self) -> Handling:
        return self.intake.handling

    @property
    def alarms(self) -> dict[timers.Key, tuple[datetime | None, int]]:
        """Timers set (an instant) and cleared (None), with their shard."""
        return {
            (work.subject, *key): (due_at, work.shard)
            for work in self.intake.works.values()
            for key, due_at in work.timers.items()
        }

    @property
    def journalist(self) -> Journalist:
        return self.intake.journalist

    async def settle(self, tx: Connection, works: Sequence[Work]) -> None:
        """Loads the cases, decides, saves the cases that changed."""
        wanted = {
            work.subject: [
                to_message(taken, body)
                for taken in (*work.queue, *(entry.taken for entry in work.waiting))
                if (body := self.intake.body(taken)) is not PROGRESS and body is not UNKNOWN
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

    async def settle_alone(self, tx: Connection, work: Work) -> None:
        """As `settle` for one subject; whatever goes wrong is its own, and it is parked."""
        undo = self._snapshot(work)
        try:
            async with tx.transaction():
                await self.settle(tx, [work])
        except Exception as error:
            if passes(error):
                raise
            undo()
            for taken in work.queue:
                if not work.parked:
                    self._park(work, taken, error)
                work.wait(taken, PARKED)

    def _run(self, work: Work) -> None:
        for taken in work.queue:
            body = self.intake.body(taken)
            if isinstance(body, ReleaseParked | DiscardParked):
                self._operate(work, taken, body)
            elif work.parked:
                work.wait(taken, PARKED)
                self.intake.count("parked", taken.topic)
            elif taken.topic == self.handling.commands and (work.holds_commands or not self._seen(work, taken)):
                work.wait(taken, HELD)
                self.intake.count("held", taken.topic)
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
                elif self._one(work, entry.taken, self.intake.body(entry.taken)):
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
                work.timers[body.kind, body.key] = None
            message = to_message(taken, body if body is not UNKNOWN else None, self.handling.with_basis)
            with traced(self.handling.name, taken) as trace:
                decision: Decision[Any] = (
                    refused(work.case, "COMMAND_UNKNOWN")
                    if body is UNKNOWN
                    else self.handling.decide(work.case, message, day_of(taken.time))
                )
            self.journalist.write(self.intake.moves[work.shard], work, taken, decision, trace)
        except Exception as error:
            undo()
            self._park(work, taken, error)
            return False
        work.case = decision.case
        for timer in decision.timers:
            self._set(work, timer)
        self.intake.count("refused" if decision.refusal else "in", taken.topic)
        return True

    def _still_due(self, work: Work, taken: Taken, body: Any) -> bool:
        """An earlier message of the same batch may have moved or cleared the timer."""
        return work.timers.get((body.kind, body.key), taken.time) == taken.time

    def _set(self, work: Work, timer: Timer | Clear) -> None:
        work.timers[timer.kind, timer.key] = timer.due_at if isinstance(timer, Timer) else None

    def _park(self, work: Work, taken: Taken, error: Exception) -> None:
        """The subject stands still from here; everyone else goes on. Says what kind of error, never its text."""
        work.parked = taken.id
        self.intake.count("parked", taken.topic)
        kind = type(error).__name__
        event = CitizenParked(message=taken.id, type=taken.type, error=kind)
        decision: Decision[Any] = Decision(work.case, (event,), pending=True)
        self.journalist.write(self.intake.moves[work.shard], work, taken, decision, taken.trace, handled=False)
        log.error("citizen parked", message=taken.id, type=taken.type, error=kind, where=_where(error))

    def _operate(self, work: Work, taken: Taken, body: ReleaseParked | DiscardParked) -> None:
        """An operator's release or discard. Whatever becomes of it is an event."""
        write, move = self.journalist.write, self.intake.moves[work.shard]
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
        move, journalist = self.intake.moves[work.shard], self.journalist
        position, lines, rows = move.position, len(journalist.lines), len(journalist.rows)
        sent, seen, parked, case = dict(work.book.sent), dict(work.book.seen), work.parked, work.case
        waiting, dropped = list(work.waiting), list(work.dropped)
        due = dict(work.timers)

        def undo() -> None:
            move.position = position
            del journalist.lines[lines:], journalist.rows[rows:]
            work.book.sent, work.book.seen, work.parked, work.case = sent, seen, parked, case
            work.waiting, work.dropped = waiting, dropped
            work.timers = due

        return undo


def _where(error: Exception) -> str:
    """File and line of the defect, for the log; an error's text may quote data, its place does not."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
