"""What strikes whom, and in which order: all of it drawn from the seed."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

WORKERS = (
    ("gateway", "1"),
    ("gateway", "2"),
    ("registration", "1"),
    ("deadlines", "1"),
    ("deadlines", "2"),
    ("slots", "1"),
    ("akasse", "1"),
    ("sanctions", "1"),
    ("citizens", "1"),
)
"""Service and worker: two services have two workers each, so that shards change hands and not only owners' lives."""
SERVERS = ("kafka", "postgres", "redis")
SESSION = 3.0
"""Seconds of silence after which a worker's shards go to another."""
LONGEST_PAUSE = 0.5


class Kind(StrEnum):
    """How a process is struck."""

    KILL = "kill"
    RESTART = "restart"
    PAUSE = "pause"
    """Frozen, but for less than the session: it still owns its shards when it wakes."""
    FREEZE = "freeze"
    """Frozen for longer than the session: it has lost its shards when it wakes, and does not know it."""


KINDS = {Kind.KILL: 45, Kind.RESTART: 20, Kind.PAUSE: 15, Kind.FREEZE: 20}
"""Shares, in percent."""
FROZEN = {Kind.PAUSE: (0.1, SESSION / 2), Kind.FREEZE: (SESSION * 1.2, SESSION * 2)}
"""Seconds, from and to."""
UNTIL_DUE = 8
"""Days from the town's beginning to the eve of its first deadlines."""
VICTIMS = {f"{service}-{worker}": 4 for service, worker in WORKERS} | {"kafka": 3, "postgres": 4, "redis": 2}
"""How often each is struck, in relation to the others."""


@dataclass(frozen=True, slots=True)
class Strike:
    """One blow. `after`: seconds to wait before it; `seconds`: how long its victim stays frozen."""

    number: int
    kind: Kind
    victim: str
    after: float
    seconds: float = 0.0


def calm_days(seed: int) -> int:
    """How long the town lives before the storm begins: not at all, or until its first deadlines fall due."""
    return Random(f"{seed}:calm").choice((0, UNTIL_DUE, UNTIL_DUE))


def draw(seed: int, kills: int) -> list[Strike]:
    """The same seed gives the same strikes; fewer of them are the first of more."""
    chance = Random(f"{seed}:storm")
    return [_strike(chance, number) for number in range(1, kills + 1)]


def _strike(chance: Random, number: int) -> Strike:
    kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
    victim = chance.choices(list(VICTIMS), list(VICTIMS.values()))[0]
    seconds = chance.uniform(*FROZEN[kind]) if kind in FROZEN else 0.0
    return Strike(number, kind, victim, chance.uniform(0, LONGEST_PAUSE), seconds)
