"""What the outside does in a schedule: the same messages in the same order, whatever happens to the services.

Every script is such that the end is the same however its messages interleave: what a citizen's command depends on in the
other service it names in `ce_after`, and time goes on only after what was said before it.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.topics import shard_of
from shared.runtime.wire import instant
from tests.support.tally import DEFECT, REFUSED, UNSTORABLE
from tests.support.wire import citizen, headers

BEGIN = datetime(2024, 3, 4, 9, tzinfo=UTC)
DONE = object()
SCRIPTS = 24
"""How many there are. Each is run undisturbed once, and compared with every schedule that plays it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A record that the outside writes: short topic, partition, key, body, headers."""

    topic: str
    shard: int
    who: str
    kind: str
    body: bytes
    headers: list[tuple[str, bytes]]

    def __str__(self) -> str:
        return f"{self.kind} for {int(self.who[-8:], 16)} on {self.topic}/{self.shard}"


@dataclass(frozen=True, slots=True)
class Tick:
    """The clock goes on."""

    now: datetime

    def __str__(self) -> str:
        return f"the clock says {instant(self.now)}"


@dataclass
class Script:
    """`counts`: how far each citizen's tally must be in the end; `dead`: how many dead letters there must be."""

    shards: int
    items: list[Said | Tick] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    dead: int = 0
    now: datetime = BEGIN
    numbers: Counter[str] = field(default_factory=Counter)
    origins: Counter[int] = field(default_factory=Counter)

    def say(self, kind: str, who: str, body: Any, *, to: str = "deadlines", after: str = "", number: int = -1) -> str:
        """A command, as the router writes it. Gives its id."""
        if number < 0:
            self.numbers[who] += 1
            number = self.numbers[who]
        shard = shard_of(who, self.shards)
        self.origins[shard] += 1
        self.now += timedelta(seconds=1)
        origin = f"{shard}:{self.origins[shard]}"
        more: dict[str, Any] = {"after": after} if after else {}
        written = headers(
            kind, who, "gateway", self.now, origin=origin, number=number, recordedtime=instant(self.now),
            correlationid=f"jobcentre-46100/k-{origin}", **more,
        )  # fmt: skip
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.items.append(Said(f"{to}.commands", shard, who, kind, text, written))
        return dict(written)["ce_id"].decode()

    def count(self, who: str, due: object = "2024-03-12", **more: Any) -> str:
        self.counts[who] += due not in (DEFECT, UNSTORABLE, REFUSED)
        return self.say("SetDeadline", who, {"due": str(due)}, **more)

    def order(self, kind: str, who: str, message: str, **more: str) -> None:
        """An operator's."""
        self.say(kind, who, {"service": "deadlines", "citizen": who, "message": message, **more}, number=0)


Life = Iterator[None]
"""A citizen's messages, one at each step."""


def plain(script: Script, who: str) -> Life:
    for due in ("2024-03-12", REFUSED, "2024-03-13", "2024-03-14"):
        script.count(who, due)
        yield


def guided(script: Script, who: str) -> Life:
    script.count(who)
    yield
    for _ in range(2):
        script.say("RecordGuidance", who, {}, to="registration")
        yield
        guided_by = f"registration:{script.numbers[who]}"
        script.count(who, "2024-03-15", after=guided_by)
        yield
        script.say("SetDeadline", who, {"due": str(DEFECT)}, after=guided_by)  # no defect: the case says `guided`
        script.counts[who] += 1
        yield


def timed(script: Script, who: str) -> Life:
    for days in (1, 2):
        on = (script.now + timedelta(days=days)).date()
        script.say("ExtendDeadline", who, {"due": str(on)})
        script.counts[who] += 1
        while script.now.date() < on:
            script.count(who)
            yield
    script.say("ExtendDeadline", who, {"due": "2024-03-20"})
    yield
    script.say("CloseDeadline", who, {})


def parked(script: Script, who: str) -> Life:
    script.count(who)
    yield
    bad = script.count(who, DEFECT if shard_of(who, 2) else UNSTORABLE)
    yield
    script.count(who)
    yield
    script.order("ReleaseParked", who, bad)
    yield
    script.count(who)
    yield
    script.order("DiscardParked", who, bad, reason="x")
    yield
    script.count(who)


def broken(script: Script, who: str) -> Life:
    for body in (b'{"due":', b'{"due":7}'):
        script.say("SetDeadline", who, body)
        script.dead += 1
        yield
        script.count(who)
        yield


LIVES: tuple[Callable[[Script, str], Life], ...] = (plain, guided, timed, parked, broken, guided, timed)
AT_ONCE = 4
"""Lives of one script."""


def script_of(number: int) -> Script:
    """The script of this number."""
    chance = random.Random(f"script {number}")
    script = Script(shards=chance.choice([2, 3, 4]))
    people = [citizen(one) for one in chance.sample(range(1, 1000), AT_ONCE)]
    lives = [life(script, who) for life, who in zip(chance.sample(LIVES, AT_ONCE), people, strict=True)]
    while lives:
        for _ in range(len(lives) + 2):
            life = chance.choice(lives)
            if next(life, DONE) is DONE:
                lives.remove(life)
            if not lives:
                break
        script.now = script.now.replace(hour=9, minute=0, second=0) + timedelta(days=1)
        script.items.append(Tick(script.now))
    return script
