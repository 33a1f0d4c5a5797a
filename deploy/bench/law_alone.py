"""What the law alone costs: the benchmark's commands decided in memory, with no broker, database, journal or decoding.

A runtime that cost nothing beyond the floor would still have to decide; so this gives the pace that none can pass here.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from statistics import median
from time import process_time
from typing import Any

from deploy.bench import load
from services.deadlines.case import Case
from services.deadlines.decide import decide
from shared.law.calendar import civil_date
from shared.law.decision import Message
from shared.runtime.ports import Record
from shared.runtime.wire import decode_body, take, to_message

ROUNDS = 7


def micros(citizens: int = 5000) -> float:
    """Processor time of one `decide(SetDeadline)` in microseconds, the median of some rounds."""
    now = load.now()
    cases: dict[str, Case] = {}
    for message, today in _messages("registration.events", load.facts(citizens, now)):
        cases[message.subject] = decide(cases.get(message.subject, Case(message.subject)), message, today).case
    commands = list(_messages("deadlines.commands", load.commands(citizens, now)))
    took = []
    for _ in range(ROUNDS):
        start = process_time()
        for message, today in commands:
            decide(cases[message.subject], message, today)
        took.append(process_time() - start)
    return round(median(took) / citizens * 1e6, 1)


def ceilings(law: float, paces: Mapping[str, float], cores: int) -> dict[str, float]:
    """How many times as fast as each (messages/s) the floor would be if it decided as well, at `law` µs on one core."""
    pace = 1 / (1 / paces["floor"] + law / 1e6 / cores)
    return {name: round(pace / other, 2) for name, other in paces.items()}


def _messages(topic: str, made: Iterable[load.Made]) -> Iterator[tuple[Message[Any], date]]:
    for number, (subject, value, headers) in enumerate(made):
        taken, _ = take(Record(topic, 0, number, subject.encode(), value, tuple(headers)))
        yield to_message(taken, decode_body(taken)), civil_date(taken.time)
