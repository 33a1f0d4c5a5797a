"""What can go wrong in a schedule, how likely it is in this one, and how it is mended at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from tests.explore.director import Choice, Director, Op
from tests.explore.process import Process
from tests.explore.script import Said

if TYPE_CHECKING:
    from tests.explore.schedule import Schedule

KINDS = ("kill", "freeze", "zombie", "expel", "stop", "fail", "again", "hang up", "set back")
MOST = 14
"""Faults of one schedule."""


@dataclass
class Temper:
    """A schedule's own character, drawn from its seed: some know no kill, in some one worker lags far behind."""

    weights: dict[str, float]
    haste: float
    slowness: float
    thaw: float
    left: int
    after: int
    ranks: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, chance: Random) -> "Temper":
        weights = {kind: 10 ** chance.uniform(-2, -0.7) if chance.random() < 0.6 else 0.0 for kind in KINDS}
        ranked = chance.random() < 0.5
        return cls(
            weights,
            haste=10 ** chance.uniform(-0.5, 0.7),
            slowness=10 ** chance.uniform(-2, 0),
            thaw=10 ** chance.uniform(-2, -0.7),
            left=chance.randint(2, MOST),
            after=chance.randint(0, 300),
            ranks={"": 0.0} if ranked else {},
        )

    def spent(self, director: Director) -> bool:
        """After the outside's last word faults go on for a while."""
        self.after -= 1
        return self.after < 0

    def prefer(self, director: Director, ready: Sequence[Op]) -> Op:
        """Whose op is done: anybody's, or that of the first in rank; ranks change now and then."""
        chance = director.random
        if not self.ranks:
            return chance.choice(ready)
        for op in ready:
            self.ranks.setdefault(op.actor.name, chance.random())
        if chance.random() < 0.03:
            self.ranks[chance.choice(ready).actor.name] = chance.random()
        best = max(op.actor.name for op in ready if self.ranks[op.actor.name] == max(self._ranks(ready)))
        return chance.choice([op for op in ready if op.actor.name == best])

    def _ranks(self, ready: Sequence[Op]) -> list[float]:
        return [self.ranks[op.actor.name] for op in ready]


def possible(schedule: "Schedule", temper: Temper) -> list[Choice]:
    """The faults that could happen now, and the way back from those that did."""
    choices: list[Choice] = [(0.3, step) for step in _restarts(schedule) + _burials(schedule)]
    thawing = 2.0 if any(_replaced(schedule, process) for process in schedule.alive()) else temper.thaw
    choices += [(thawing, step) for step in _thaws(schedule)]
    if temper.left <= 0:
        return choices
    found = {
        "kill": _each(schedule, _busy(schedule.alive()), _kill),
        "freeze": _each(schedule, _running(schedule), _freeze),
        "zombie": _each(schedule, _busy([p for p in _running(schedule) if _has_heirs(p)]), _zombie),
        "stop": _each(schedule, _running(schedule), _stop),
        "expel": _expulsions(schedule),
        "fail": [partial(_fail, schedule, op) for op in schedule.director.ready() for _ in _ways(op)],
        "again": [partial(_again, schedule)] if schedule.at else [],
        "hang up": _each(schedule, [p for p in schedule.alive() if p.actor.frozen and p.pool.open], _hang_up),
        "set back": [partial(_set_back, schedule, name) for name in schedule.members if _down(schedule, name)],
    }
    for kind, steps in found.items():
        weight = temper.weights[kind]
        choices += [(weight / len(steps), partial(_spend, temper, step)) for step in steps if weight]
    return choices


def mended(schedule: "Schedule") -> list[Choice]:
    """What stands between the schedule and rest."""
    return [(1.0, step) for step in _thaws(schedule) + _burials(schedule) + _restarts(schedule)]


async def _spend(temper: Temper, step: Any) -> None:
    temper.left -= 1
    await step()


def _each(schedule: "Schedule", processes: Sequence[Process], fault: Any) -> list[Any]:
    return [partial(fault, schedule, process) for process in processes]


def _running(schedule: "Schedule") -> list[Process]:
    return [process for process in schedule.alive() if not process.actor.frozen and not process.stopping]


def _busy(processes: Sequence[Process]) -> list[Process]:
    """The same, but those in the middle of a transaction eight times: there it hurts most."""
    return [process for process in processes for _ in range(8 if process.pool.open else 1)]


def _has_heirs(process: Process) -> bool:
    return bool(process.worker.owned) and len(process.group.members) > 1


def _replaced(schedule: "Schedule", process: Process) -> bool:
    """Frozen, and somebody else owns its shards by now: the moment to go on as a zombie."""
    others = [other for other in schedule.alive() if other is not process and other.group is process.group]
    return process.actor.frozen and any(set(other.worker.owned) & set(process.worker.owned) for other in others)


def _ways(op: Op) -> range:
    """An op with an effect goes wrong more often: its caller cannot know whether it was done."""
    return range(0 if op.fails is None else 6 if op.lasting else 1)


async def _kill(schedule: "Schedule", process: Process) -> None:
    doing = [op.what for op in schedule.director.pending if op.actor is process.actor and op.what != "fetches"]
    schedule.director.note(f"{process.actor.name}: KILLED at {', '.join(doing) or 'rest'}")
    await process.die()


async def _freeze(schedule: "Schedule", process: Process) -> None:
    schedule.director.note(f"{process.actor.name}: FROZEN")
    process.actor.frozen = True


async def _zombie(schedule: "Schedule", process: Process) -> None:
    """Frozen in the middle of something, and missed at once: when it goes on, its shards are somebody else's."""
    await _freeze(schedule, process)
    schedule.director.note(f"broker: GIVES UP {process.actor.name}")
    process.group.leave(process.actor.name)


async def _stop(schedule: "Schedule", process: Process) -> None:
    schedule.director.note(f"{process.actor.name}: told to stop")
    process.stop()


def _expulsions(schedule: "Schedule") -> list[Any]:
    def expel(group: Any, member: str) -> Any:
        async def step() -> None:
            schedule.director.note(f"broker: GIVES UP {member}")
            group.leave(member)

        return step

    return [expel(group, member) for group in schedule.groups.values() for member in group.members]


async def _fail(schedule: "Schedule", op: Op) -> None:
    await schedule.director.fail(op, op.lasting and schedule.director.flip())


async def _again(schedule: "Schedule") -> None:
    """The gateway publishes its last rows of one shard again, in order, as after a crash before its cursor moved."""
    said = [item for item in schedule.script.items[: schedule.at] if isinstance(item, Said)]
    if said:
        shard = schedule.director.random.choice(said).shard
        rows = [each for each in said if each.shard == shard][-schedule.director.random.randint(1, 6) :]
        schedule.director.note(f"outside: SAYS AGAIN the last {len(rows)} of shard {shard}")
        for each in rows:
            schedule.write(each)


async def _hang_up(schedule: "Schedule", process: Process) -> None:
    schedule.director.note(f"database: HANGS UP on {process.actor.name}, idle in a transaction")
    await schedule.director.call(process.pool.hang_up())
    await schedule.director.look_at_blocked()


def _down(schedule: "Schedule", name: str) -> bool:
    return all(process.ended for (service, _), process in schedule.processes.items() if service == name)


async def _set_back(schedule: "Schedule", name: str) -> None:
    """An operator sets the cursors of a service back while it is down; what was published is published again."""
    back = schedule.director.random.randint(1, 5)
    schedule.director.note(f"operator: SETS BACK the cursors of {name} by {back}")
    control = schedule.members[name].database.control
    await schedule.director.call(control.execute(SET_BACK, back))


SET_BACK = """
    UPDATE shard SET cursor = greatest(0, cursor - $1) WHERE shard IN (SELECT shard FROM shard FOR UPDATE SKIP LOCKED)"""


def _restarts(schedule: "Schedule") -> list[Any]:
    def restart(name: str, slot: int) -> Any:
        async def step() -> None:
            await _bury(schedule, schedule.processes[name, slot])
            schedule.start(name, slot)

        return step

    return [restart(*place) for place, process in schedule.processes.items() if process.ended]


async def _bury(schedule: "Schedule", process: Process) -> None:
    if not process.actor.dead:
        await process.die()


def _thaws(schedule: "Schedule") -> list[Any]:
    def thaw(process: Process) -> Any:
        async def step() -> None:
            schedule.director.note(f"{process.actor.name}: goes on")
            process.actor.thaw()

        return step

    return [thaw(process) for process in schedule.alive() if process.actor.frozen]


def _burials(schedule: "Schedule") -> list[Any]:
    """A dead process is a member of its group until the coordinator misses it."""
    gone = {process.actor.name for process in schedule.processes.values() if process.ended}

    def miss(group: Any, member: str) -> Any:
        async def step() -> None:
            schedule.director.note(f"broker: misses {member}")
            group.leave(member)

        return step

    alive = {process.actor.name for process in schedule.alive()}
    dead = [(g, m) for g in schedule.groups.values() for m in g.members if m not in alive or m in gone]
    return [miss(group, member) for group, member in dead]
