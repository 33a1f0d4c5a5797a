"""The second half of a batch: load the cases, decide message by message, save what changed; hold, park, release."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
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
from contracts.envelope import read_after
from shared.law.calendar import civil_date
from shared.law.decision import (
    DISCARDED,
    DONE,
    NOT_PARKED,
    Clear,
    Decision,
    Message,
    Timer,
    TimerFired,
    refused,
)
from shared.runtime.database import Connection
from shared.runtime.documents import Documents
from shared.runtime.intake import PROGRESS, UNKNOWN, Handling, Intake
from shared.runtime.journal import Journalist, Mark
from shared.runtime.offsets import Move
from shared.runtime.parking import HELD, PARKED, Waiting, Work
from shared.runtime.ports import Changes
from shared.runtime.telemetry import log, trace_ids, traced
from shared.runtime.wire import TIMER, Taken, to_message

OPERATORS = (ReleaseParked, DiscardParked)
read_after_cached = lru_cache(maxsize=4096)(read_after)


@dataclass(slots=True)
class Settlement:
    """Decides what was taken in. `stepping`: what waits is run one by one, not all that may run at once."""

    intake: Intake
    stepping: bool = False
    changed: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def handling(self) -> Handling:
        return self.intake.handling

    @property
    def journalist(self) -> Journalist:
        return self.intake.journalist

    async def settle(self, tx: Connection, works: Sequence[Work], run: Callable[[Work], None] | None = None) -> None:
        """Loads the cases and decides (by `run`, if not the whole queue)."""
        store = self.handling.store
        if isinstance(store, Documents):
            for work in works:
                work.before = work.case = store.read(work.subject, work.body)
                (run or self.run)(work)
                if work.case is not work.before:
                    work.body = store.write(work.case)
            return
        cases = await store.load(tx, {work.subject: self._messages(work) for work in works})
        for work in works:
            work.before = work.case = cases[work.subject]
            (run or self.run)(work)
            if work.case is not work.before:
                self.changed[work.subject] = work.before, work.case

    def changes(self) -> Changes | None:
        """What changed, if the statement that writes the batch can write it; then it is not to be saved as well."""
        quick = self.handling.quick
        return quick.changes(self.changed) if quick and self.changed else None

    async def save(self, tx: Connection) -> None:
        """Saves the cases that changed; those that are documents are a part of the subject's record."""
        if self.changed:
            await self.handling.store.save(tx, self.changed)  # type: ignore[union-attr]
            self.changed = {}

    def _messages(self, work: Work) -> list[Message[Any]]:
        return [
            to_message(taken, body)
            for taken in (*work.queue, *(entry.taken for entry in work.waiting))
            if (body := self.intake.body(taken)) is not PROGRESS and body is not UNKNOWN
        ]

    def run(self, work: Work) -> None:
        while work.at < len(work.queue):
            taken = work.queue[work.at]
            work.at += 1
            self.take_up(work, taken)

    def take_up(self, work: Work, taken: Taken) -> None:
        """What becomes of the next message of a queue: decided now, or put in line."""
        body = self.intake.body(taken)
        if type(body) in OPERATORS and body.service == self.handling.name:
            self._operate(work, taken, body)
        elif taken.topic == TIMER and not self._still_due(work, taken, body):
            return
        elif work.parked:
            self.wait(work, taken, PARKED)
            self.intake.count("parked", taken.topic)
        elif taken.topic == self.handling.commands and (work.holds_commands or not self._seen(work, taken)):
            self.wait(work, taken, HELD)
            self.intake.count("held", taken.topic)
        elif not self._one(work, taken, body):
            self.wait(work, taken, PARKED)
        elif taken.answers:
            self._go_on(work)

    def wait(self, work: Work, taken: Taken, why: str) -> None:
        """Puts a message in line. A timer is off then, or it would be due again and again."""
        if taken.topic == TIMER:
            work.book.timers.pop(_name(self.intake.body(taken)), None)
        work.wait(taken, why)

    def _seen(self, work: Work, taken: Taken) -> bool:
        """Whether the services that this one listens to have come as far as the router says they must have."""
        return not taken.after or all(
            work.book.seen.get(service, 0) >= number
            for service, number in read_after_cached(taken.after).items()
            if service in self.handling.listens
        )

    def _go_on(self, work: Work) -> None:
        """Runs what waits, in order, as far as it may."""
        while not self.stepping and (entry := self.next(work)):
            self.again(work, entry)

    def next(self, work: Work) -> Waiting | None:
        """The first waiting message that may run now. A command that may not holds back the later ones."""
        blocked = False
        for entry in () if work.parked else tuple(work.waiting):
            if entry.taken.topic != self.handling.commands or not (blocked or not self._seen(work, entry.taken)):
                return entry
            blocked = True
            work.relabel(entry, HELD)
        return None

    def again(self, work: Work, entry: Waiting) -> None:
        """Decides a waiting message."""
        if self._one(work, entry.taken, self.intake.body(entry.taken)):
            work.leave(entry)
        else:
            work.relabel(entry, PARKED)

    def _one(self, work: Work, taken: Taken, body: Any) -> bool:
        """Decides one message; False when that hit a defect and the subject is parked now."""
        self._note_answer(work, taken)
        if body is PROGRESS:
            return True
        try:
            if taken.trace:
                with traced(self.handling.name, taken) as trace:
                    decision = self._decide(work.case, taken, body)
            else:
                decision, trace = self._decide(work.case, taken, body), ""
            self.journalist.write(self.intake.moves[work.shard], work, taken, decision, trace)
        except Exception as error:
            self.park(work, taken, error)
            return False
        if taken.topic == TIMER:
            work.book.timers.pop(_name(body), None)
        work.case = decision.case
        for timer in decision.timers:
            self._set(work, timer, taken)
        self.intake.count("refused" if decision.refusal else "in", taken.topic)
        return True

    def _decide(self, case: Any, taken: Taken, body: Any) -> Decision[Any]:
        if body is UNKNOWN:
            return refused(case, "COMMAND_UNKNOWN")
        return self.handling.decide(case, to_message(taken, body, self.handling.with_basis), civil_date(taken.time))

    def _note_answer(self, work: Work, taken: Taken) -> None:
        if taken.answers:
            work.book.seen[taken.source] = max(taken.answers, work.book.seen.get(taken.source, 0))

    def _still_due(self, work: Work, taken: Taken, body: Any) -> bool:
        """An earlier message of the same batch may have moved or cleared the timer."""
        return work.book.timers.get(_name(body)) == taken.time

    def _set(self, work: Work, timer: Timer | Clear, by: Taken) -> None:
        """Notes a timer set, moved or cleared. When we are late it may be due before the next message of the queue."""
        name = _name(timer)
        due_at = timer.due_at if type(timer) is Timer else None
        if due_at is not None:
            work.book.timers[name] = due_at
        else:
            work.book.timers.pop(name, None)
        for entry in tuple(work.waiting):
            if entry.taken.topic == TIMER and entry.taken is not by and _name(self.intake.body(entry.taken)) == name:
                work.leave(entry)
        if due_at is not None and work.at < len(work.queue) and not (by.topic == TIMER and due_at <= by.recorded):
            self.intake.slip_in(work, name, due_at)

    def park(self, work: Work, taken: Taken, error: Exception) -> None:
        """The subject stands still from here; everyone else goes on."""
        work.parked = taken.id
        self.intake.count("parked", taken.topic)
        self.say_parked(work, taken.id, taken, error)

    def say_parked(self, work: Work, message: str, taken: Taken, error: Exception) -> None:
        """Says what kind of error, never its text."""
        kind = type(error).__name__
        event = CitizenParked(message=message, type=taken.type, error=kind)
        decision: Decision[Any] = Decision(work.case, (event,), pending=True)
        self.journalist.write(self.intake.moves[work.shard], work, taken, decision, taken.trace, handled=False)
        log.error(
            "citizen parked",
            message=taken.id,
            type=taken.type,
            error=kind,
            where=_where(error),
            **trace_ids(taken.trace),
        )

    def _operate(self, work: Work, taken: Taken, body: ReleaseParked | DiscardParked) -> None:
        """An operator's release or discard. Whatever becomes of it is an event."""
        write, move = self.journalist.write, self.intake.moves[work.shard]
        entry = next((each for each in work.waiting if work.parked == body.message == each.taken.id), None)
        if not self._say(work, taken, body, DONE if entry else NOT_PARKED):
            return
        if entry is None:
            write(move, work, taken, refused(work.case, "NOT_PARKED", message=body.message), taken.trace, handled=False)
            return
        work.parked = ""
        if isinstance(body, DiscardParked):
            work.leave(entry)
            self._note_answer(work, entry.taken)
            said: list[Any] = [ParkedDiscarded(message=body.message, reason=body.reason)]
            write(move, work, taken, Decision(work.case, tuple(said), pending=True), taken.trace, handled=False)
            if entry.taken.number:
                command = entry.taken.command or entry.taken.type
                command_id = entry.taken.correlation.partition("/")[2]
                no = CommandRefused(command=command, command_id=command_id, code="DISCARDED")
                write(move, work, entry.taken, Decision(work.case, (no,)), entry.taken.trace, handled=False)
            elif entry.taken.topic != TIMER:
                self._say(work, entry.taken, self.intake.body(entry.taken), DISCARDED)
        else:
            event = ParkedReleased(message=body.message)
            write(move, work, taken, Decision(work.case, (event,), pending=True), taken.trace, handled=False)
        self._go_on(work)

    def _say(self, work: Work, taken: Taken, body: Any, fate: str) -> bool:
        """What a service that answers senders itself says of this. False for an order that came before."""
        desk = self.handling.decide.desk
        if desk is None:
            return True
        told = msgspec.structs.replace(taken, fate=fate)
        new = not desk.met(work.case, to_message(told, body))
        decision = self._decide(work.case, told, body)
        self.journalist.write(self.intake.moves[work.shard], work, told, decision, told.trace)
        work.case = decision.case
        for timer in decision.timers:
            self._set(work, timer, told)
        return new

    def snapshot(self, work: Work) -> Callable[[], None]:
        """A way back to how things stand now, for this subject and the rows it wrote."""
        move = self.intake.moves[work.shard]
        return partial(_restore, self.journalist, move, self.journalist.mark(move), work, work.copy())


def _restore(journalist: Journalist, move: Move, mark: Mark, work: Work, as_it_was: Work) -> None:
    journalist.back(move, mark)
    for name in ("book", "parked", "case", "body", "waiting", "dropped"):
        setattr(work, name, getattr(as_it_was, name))


def _name(timer: Timer | Clear | TimerFired) -> str:
    """How a timer is called in the book."""
    return f"{timer.kind}/{timer.key}"


def _where(error: Exception) -> str:
    """File and line of the defect, for the log; an error's text may quote data, its place does not."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
