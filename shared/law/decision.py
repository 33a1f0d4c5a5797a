"""What every service's `decide(case, message, today) -> Decision` reads and returns. Pure values, no I/O, no clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha1
from typing import Any, Generic, TypeVar
from uuid import UUID

from shared.law.rule import NOT_IN_FORCE, Applied
from shared.law.value import Value, replace

C = TypeVar("C")
B = TypeVar("B")
NAMESPACE = UUID("5e1fb00c-0000-5000-8000-000000000001")
_BEGUN = sha1(NAMESPACE.bytes, usedforsecurity=False)
_VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))


def derived(*parts: object) -> str:
    """An id that follows from what caused it (UUIDv5), so that a replay gives the same one."""
    found = _BEGUN.copy()
    found.update("/".join(map(str, parts)).encode())
    digest = found.hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{_VARIANT[digest[16]]}{digest[17:20]}-{digest[20:32]}"


class Message(Value, Generic[B], frozen=True):
    """A command, an event or a timer on its way into `decide`.

    `type` is the contract's short name; `subject` whose case it is (a citizen's id, or that of a supply of slots).
    `time` is the business time that the sender gave, `recorded` when the platform came to know it; both UTC. They differ
    for what arrives late. `number` is the router's number of the citizen's command, on the command and on what a service
    sends itself to finish it; `command` is then the name of that command. `answers` is that number on the event of
    another service that answered it. `cause` names the record or message behind it, `correlation` the command at the
    root; `sequence` and `basis` are those of the event. `fate` is what an operator's hand made of it (`Desk`).
    """

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    body: B
    recorded: datetime
    number: int | None = None
    command: str = ""
    answers: int | None = None
    correlation: str = ""
    cause: str = ""
    sequence: int = 0
    basis: Any = None
    fate: str = ""


class TimerFired(Value, frozen=True):
    """The body of a message that time sends."""

    kind: str
    key: str
    due_at: datetime


class Timer(Value, frozen=True):
    """Wake the case at `due_at` (UTC). One timer per kind and key; setting it again moves it."""

    kind: str
    key: str
    due_at: datetime


class Clear(Value, frozen=True):
    """Forget a timer."""

    kind: str
    key: str


class To(Value, frozen=True):
    """An output that does not go to the service's own events: another topic, another subject's shard.

    `topic` is a name without prefix and version (`slots.supply`, `out.akasse-05`). `key` defaults to the case's subject.
    """

    topic: str
    body: Any
    key: str | None = None
    type: str | None = None
    headers: Mapping[str, str] = {}


class Refusal(Value, frozen=True):
    """A command that a rule says no to: a code for machines, facts for people; the rule is in `Decision.applied`."""

    code: str
    facts: Mapping[str, Any] = {}
    rule: str | None = None


class Decision(Value, Generic[C], frozen=True):
    """What follows from one message.

    `events` are contract objects for the service's event topic, or `To`. `pending` says that the answer to the command
    comes with a later message of the same number.
    """

    case: C
    events: tuple[Any, ...] = ()
    timers: tuple[Timer | Clear, ...] = ()
    applied: tuple[Applied, ...] = ()
    refusal: Refusal | None = None
    pending: bool = False


def refused(case: C, code: str, *applied: Applied, **facts: Any) -> Decision[C]:
    """No, with its basis: the last rule applied is the one that says it."""
    said = applied[-1] if applied else None
    known = {**(said.inputs if said else {}), **facts}
    return Decision(case, applied=applied, refusal=Refusal(code, known, said.rule if said else None))


DONE, NOT_PARKED, DISCARDED = "DONE", "NOT_PARKED", "DISCARDED"
"""Fates: an operator's order that was carried out, one about a message that was not parked, a message thrown away."""


@dataclass(frozen=True, slots=True)
class Desk(Generic[C]):
    """For a service that answers senders itself: what it says when an operator has acted on it, by the message's `fate`.

    `met`: whether an order came before; then it is answered again, and not carried out again.
    """

    met: Callable[[C, Message[Any]], bool]
    say: Callable[[C, Message[Any], date], Decision[C]]


class Decider(Generic[C]):
    """`decide`, put together from one function per message type and one per kind of timer."""

    def __init__(
        self,
        messages: Mapping[type, Callable[[C, Message[Any], date], Decision[C]]],
        timers: Mapping[str, Callable[[C, Message[TimerFired], date], Decision[C]]] | None = None,
        desk: Desk[C] | None = None,
    ) -> None:
        self.messages = dict(messages)
        self.timers = dict(timers or {})
        self.desk = desk

    def __call__(self, case: C, message: Message[Any], today: date) -> Decision[C]:
        """`today` is the Danish civil date of the message's business time."""
        if message.fate and self.desk is not None:
            return by_law_in_force(self.desk.say(case, message, today))
        if type(message.body) is TimerFired:
            return by_law_in_force(self.timers[message.body.kind](case, message, today))
        return by_law_in_force(self.messages[type(message.body)](case, message, today))


def by_law_in_force(decision: Decision[C]) -> Decision[C]:
    """A rule that was asked about a day outside its dates is no basis of what was decided."""
    said = tuple([each for each in decision.applied if each.outcome != NOT_IN_FORCE])
    return decision if len(said) == len(decision.applied) else replace(decision, applied=said)
