"""What the law alone costs: the benchmark's commands decided in memory, with no broker, database, journal or decoding.

A runtime that cost nothing beyond the floor would still have to decide; so this gives the pace that none can pass here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from statistics import median
from time import process_time
from typing import Any

from deploy.bench import load
from services.deadlines.case import Case
from services.deadlines.decide import decide
from services.deadlines.settle import DUE
from shared.law.calendar import civil_date
from shared.law.decision import Message, Timer
from shared.runtime.ports import Record
from shared.runtime.wire import decode_body, take, timer_taken, to_message

ROUNDS = 7
Asked = tuple[Case, Message[Any], date]
"""What `decide` is given."""


def micros(citizens: int = 5000) -> float:
    """Processor time of one `decide(SetDeadline)` in microseconds, the median of some rounds."""
    return _timed(_asked(citizens))


def miss_micros(citizens: int = 5000) -> float:
    """The same of one missed deadline, its timer; what the service makes of the question that it asks (ADR 12) is not in it."""
    missed: list[Asked] = []
    for case, message, today in _asked(citizens):
        decision = decide(case, message, today)
        timers = (each for each in decision.timers if isinstance(each, Timer) and each.kind == DUE)
        missed += [(decision.case, *_fired(message.subject, each)) for each in timers]
    return _timed(missed)


def ceilings(law: float, paces: Mapping[str, float], cores: int) -> dict[str, float]:
    """How many times as fast as each (messages/s) the floor would be if it decided as well, at `law` µs on one core."""
    pace = 1 / (1 / paces["floor"] + law / 1e6 / cores)
    return {name: round(pace / other, 2) for name, other in paces.items()}


def _asked(citizens: int) -> list[Asked]:
    """Each citizen's case by what registration says, and the command for it."""
    now = load.now()
    cases: dict[str, Case] = {}
    for message, today in _messages("registration.events", load.facts(citizens, now)):
        cases[message.subject] = decide(cases.get(message.subject, Case(message.subject)), message, today).case
    commands = _messages("deadlines.commands", load.commands(citizens, now))
    return [(cases[message.subject], message, today) for message, today in commands]


def _fired(subject: str, timer: Timer) -> tuple[Message[Any], date]:
    """What time sends when the timer is due."""
    taken = timer_taken(subject, timer.kind, timer.key, timer.due_at)
    return to_message(taken, decode_body(taken)), civil_date(taken.time)


def _timed(asked: Sequence[Asked]) -> float:
    took = []
    for _ in range(ROUNDS):
        start = process_time()
        for case, message, today in asked:
            decide(case, message, today)
        took.append(process_time() - start)
    return round(median(took) / len(asked) * 1e6, 1)


def _messages(topic: str, made: Iterable[load.Made]) -> Iterator[tuple[Message[Any], date]]:
    for number, (subject, value, headers) in enumerate(made):
        taken, _ = take(Record(topic, 0, number, subject.encode(), value, tuple(headers)))
        yield to_message(taken, decode_body(taken)), civil_date(taken.time)
