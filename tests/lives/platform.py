"""All deciding services in memory, wired by what `app.py` says they read. Messages go from each to each in order; whose
comes first, chance decides. What the runtime promises (each message once, timers, numbers) is done here by hand."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from random import Random
from types import SimpleNamespace
from typing import Any

import msgspec

from contracts.registry import BY_MODEL
from contracts.topics import SERVICES
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Timer, TimerFired, To, refused
from shared.runtime.service import Service
from shared.runtime.wire import Taken, decode_body, encode, restored, stored, timer_taken, to_message

Place = tuple[str, str]
"""A service, and whose case."""
NAMES = tuple(name for name in SERVICES if name != "gateway")


def services() -> dict[str, Service]:
    """As their own code puts them together; none of them connects to anything."""
    settings = SimpleNamespace(redis=None, prefix="")
    return {name: import_module(f"services.{name}.app").app(settings) for name in NAMES}


@dataclass(frozen=True, slots=True)
class Told:
    """One decision: what came, what was said of it, and the case after it as it is stored."""

    place: Place
    message: bytes
    decision: Decision[Any]
    case: bytes


@dataclass
class Platform:
    """Cases by service and subject, timers, messages on their way, and everything that was decided."""

    chance: Random
    now: datetime
    services: dict[str, Service] = field(default_factory=services)
    cases: dict[Place, Any] = field(default_factory=dict)
    timers: dict[Place, dict[tuple[str, str], datetime]] = field(default_factory=lambda: defaultdict(dict))
    ways: dict[tuple[Place, Place], deque[Taken]] = field(default_factory=lambda: defaultdict(deque))
    journal: list[Told] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)
    ids: set[tuple[str, str]] = field(default_factory=set)
    count: int = 0

    def send(self, service: str, sender: str, subject: str, body: Any, time: datetime, id: str) -> Decision[Any] | None:
        """A command; None when the sender has sent one under that id before."""
        if (sender, id) in self.ids:
            return None
        self.ids.add((sender, id))
        self.count += 1
        taken = self._taken(f"{service}.commands", id, sender, subject, time, body, self.count)
        return self._decide((service, subject), taken)

    def until(self, now: datetime) -> None:
        """Time passes; what is due wakes its case, and what that says is on its way."""
        while due := min(self._due(now), default=None):
            when, place, name = due
            self.now = max(self.now, when)
            del self.timers[place][name]
            self._decide(place, timer_taken(place[1], *name, when))
            self.deliver(self.chance.randint(0, 3))
        self.now = max(self.now, now)

    def _due(self, now: datetime) -> list[tuple[datetime, Place, tuple[str, str]]]:
        return [(at, place, name) for place, own in self.timers.items() for name, at in own.items() if at <= now]

    def deliver(self, most: int) -> None:
        """Some of the messages on their way arrive."""
        while most and (ways := sorted(way for way, queue in self.ways.items() if queue)):
            way = self.chance.choice(ways)
            self._decide(way[1], self.ways[way].popleft())
            most -= 1

    def settle(self) -> None:
        """Everything arrives, and what follows from it, and what is due by now."""
        while any(self.ways.values()) or self._due(self.now):
            self.deliver(-1)
            self.until(self.now)

    def case(self, service: str, subject: str) -> Any:
        """The case, an empty one where nothing is known."""
        found = self.cases.get((service, subject))
        return self.services[service].store.empty(subject) if found is None else found

    def _decide(self, place: Place, taken: Taken) -> Decision[Any]:
        kept = stored(taken)
        decision = again(self.services[place[0]], self.case(*place), kept)
        self.cases[place] = decision.case
        self.journal.append(Told(place, kept, decision, document(decision.case)))
        for timer in decision.timers:
            if isinstance(timer, Timer):
                self.timers[place][timer.kind, timer.key] = timer.due_at
            else:
                self.timers[place].pop((timer.kind, timer.key), None)
        for event in decision.events:
            self._publish(place, event, taken)
        return decision

    def _publish(self, place: Place, event: Any, cause: Taken) -> None:
        """To everybody who reads the topic and knows the message. An event's time is when its cause became known."""
        service, subject = place
        topic, body, key, time = f"{service}.events", event, subject, cause.recorded
        if isinstance(event, To):
            topic, body, key, time = event.topic, event.body, event.key or subject, cause.time
        if topic == "citizens.status":
            self.shown[key] = body
        for name, reader in self.services.items():
            if topic in reader.inputs and type(body) in reader.decide.messages:
                number = cause.number if name == service else 0
                self.count += 1
                new = self._taken(topic, f"{service}/{self.count}", service, key, time, body, number)
                self.ways[place, (name, key)].append(msgspec.structs.replace(new, recorded=cause.recorded))

    def _taken(self, topic: str, id: str, source: str, subject: str, time: datetime, body: Any, number: int) -> Taken:
        kind, raw = BY_MODEL[type(body)].name, msgspec.Raw(encode(body))
        return Taken(topic, f"{topic}/0@{self.count}", id, kind, source, subject, time, self.now, raw, number)


def again(service: Service, case: Any, message: bytes) -> Decision[Any]:
    """Decides a message as it stands in a journal."""
    taken = restored(message)
    body = decode_body(taken)
    if type(body) is not TimerFired and type(body) not in service.decide.messages:
        return refused(case, "COMMAND_UNKNOWN")
    return service.decide(case, to_message(taken, body), civil_date(taken.time))


def document(case: Any) -> bytes:
    """A case as it is stored."""
    return encode(case)
