"""Citizens and supplies without broker or database: messages between them are queues, in order from each to each."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from contracts.registry import BY_MODEL
from contracts.slots.v1 import Slot
from contracts.topics import supply_of
from contracts.types import Form, InterviewType
from services.slots.case import Case, Citizen, Supply
from services.slots.decide import decide
from services.slots.store import SlotStore
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message, Refusal, Timer, TimerFired, To, derived

JOBCENTRE, PLANNER, JOBNET = "jobcentre-46100", "planner-46100", "jobnet"
SUPPLY = supply_of(JOBCENTRE)
ANNA, BO = derived("test", "anna"), derived("test", "bo")
empty = SlotStore().empty


def at(text: str) -> datetime:
    """An instant, written in UTC: `2024-03-14 09:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def slot(id: str, starts_at: str | datetime, minutes: int = 45, staff: str = "s-7", **more: Any) -> Slot:
    """A time; an interview of type JOB, in person, unless said otherwise."""
    start = at(starts_at) if isinstance(starts_at, str) else starts_at
    return Slot(slot=id, starts_at=start, minutes=minutes, staff=staff, **({"form": Form.IN_PERSON} | more))


def joint(id: str, starts_at: str, **more: Any) -> Slot:
    """A time for a joint interview."""
    return slot(id, starts_at, interview_type=InterviewType.JOINT, **more)


BEGINNING = at("2024-03-04 10:00")


@dataclass
class World:
    """Cases by subject. `sent` waits to be delivered; `answers` has what became of each command, by its number."""

    now: datetime = BEGINNING
    cases: dict[str, Case] = field(default_factory=dict)
    sent: dict[tuple[str, str], deque[Message[Any]]] = field(default_factory=lambda: defaultdict(deque))
    answers: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    events: list[Any] = field(default_factory=list)
    timers: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    count: int = 0

    def citizen(self, id: str) -> Citizen:
        case = self.cases.get(id, Citizen(id))
        assert isinstance(case, Citizen)
        return case

    def supply(self, id: str = SUPPLY) -> Supply:
        case = self.cases.get(id, Supply(id))
        assert isinstance(case, Supply)
        return case

    def give(
        self,
        subject: str,
        body: Any,
        time: str | datetime | None = None,
        source: str = JOBNET,
        number: int | None = None,
    ) -> Decision[Case]:
        """One message straight into `decide`; what it sends waits in `sent`."""
        self.count += 1
        time = at(time) if isinstance(time, str) else time or self.now
        self.now = max(self.now, time)
        message = Message(f"m-{self.count}", source, type(body).__name__, subject, time, body, time, number)
        decision = decide(self.cases.get(subject, empty(subject)), message, civil_date(time))
        self.cases[subject] = decision.case
        for timer in decision.timers:
            self.timers.pop((subject, timer.kind, timer.key), None)
            if isinstance(timer, Timer):
                self.timers[subject, timer.kind, timer.key] = timer.due_at
        own = [each for each in decision.events if not isinstance(each, To)]
        assert decision.applied or not [each for each in own if BY_MODEL[type(each)].consequence], "without a basis"
        self.events += own
        if number is not None:
            self.answers[number] += (
                [decision.refusal] if decision.refusal else [] if decision.pending else own or [None]
            )
        for each in decision.events:
            if isinstance(each, To):
                new = Message("", "slots", "", each.key or subject, time, each.body, time, number)
                self.sent[subject, new.subject].append(new)
        return decision

    def passes(self, until: str) -> list[Any]:
        """Time goes on; what the timers bring."""
        seen = len(self.events)
        for (subject, kind, key), due_at in sorted(self.timers.items(), key=lambda each: each[1]):
            if due_at <= at(until):
                del self.timers[subject, kind, key]
                self.give(subject, TimerFired(kind, key, due_at), due_at, "timer")
        self.settle()
        return self.events[seen:]

    def deliver(self, choose: Callable[[list[tuple[str, str]]], tuple[str, str]] = lambda ways: ways[0]) -> bool:
        """One message between shards; of those that could come next, `choose` says which does."""
        ways = sorted(way for way, queue in self.sent.items() if queue)
        if ways:
            message = self.sent[choose(ways)].popleft()
            self.give(message.subject, message.body, message.time, message.source, message.number)
        return bool(ways)

    def settle(self) -> None:
        """Delivers until nothing is on its way."""
        while self.deliver():
            pass

    def ask(self, subject: str, body: Any, time: str | datetime | None = None, source: str = JOBNET) -> Any:
        """A command and its one answer: the event, the refusal, or None for plain acceptance."""
        number = self.send(subject, body, time, source)
        self.settle()
        (answer,) = self.answers[number]
        return answer

    def send(self, subject: str, body: Any, time: str | datetime | None = None, source: str = JOBNET) -> int:
        """A command whose answer is not waited for; gives its number."""
        number = self.count + 1
        self.give(subject, body, time, source, number)
        return number


def code(answer: Any) -> str:
    """The code of a refusal; any other answer fails the test."""
    assert isinstance(answer, Refusal), answer
    return answer.code
