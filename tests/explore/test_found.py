"""What the explorer has found, step by step, so that it stays mended. Here the steps are chosen by hand."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from deploy.embedded.stack import Servers
from tests.explore.director import Choice, Op
from tests.explore.explorer import Explorer
from tests.explore.judge import end_of, faults_of
from tests.explore.schedule import Schedule
from tests.explore.script import Script, Tick
from tests.explore.test_explore import exploring
from tests.support.wire import citizen

By = Callable[["Directed"], Awaitable[bool]]
"""A step by hand; False: something else must happen first, in order."""


@dataclass
class Directed(Schedule):
    """A schedule that follows a plan of the tally's steps, then comes to rest."""

    plan: list[By] = field(default_factory=list)
    said: int = 0

    def choices(self) -> list[Choice]:
        if not self.plan:
            return super().choices()
        return [(1.0, self._follow)]

    async def _follow(self) -> None:
        if await self.plan[0](self):
            del self.plan[0]

    def find(self, what: str) -> Op | None:
        return next((op for op in self.director.ready() if op.actor.name.startswith("tally") and what in op.what), None)


async def say(on: Directed) -> bool:
    await on.say()
    return True


async def see_the_clock(on: Directed) -> bool:
    for tick in on._ticks():
        await tick()
    return True


async def rest(on: Directed) -> bool:
    if ready := on.director.ready():
        await on.director.perform(ready[0])
    return not ready


def do(what: str) -> By:
    async def step(on: Directed) -> bool:
        op = on.find(what)
        await on.director.perform(op or on.director.ready()[0])
        return op is not None

    return step


def fail(what: str) -> By:
    async def step(on: Directed) -> bool:
        op = on.find(what)
        assert op is not None, f"{what} is not there to fail"
        await on.director.fail(op, done=False)
        return True

    return step


def test_a_timer_waits_for_what_was_said_before_it_though_its_worker_starts_again_meanwhile(servers: Servers) -> None:
    """The timers had asked where the topics end and waited for the batch; the batch met trouble and took the shards anew,
    which forgot the answer; without an answer every shard seemed to have caught up."""
    script = Script(shards=2)
    who, other = citizen(2), citizen(4)
    script.say("ExtendDeadline", who, {"due": "2024-03-05"})
    script.counts[who] += 1
    script.count(other)
    script.count(who)
    script.items.append(Tick(script.now + timedelta(days=1)))
    plan = [say, rest, say, do("fetches"), do("hands over"), say, say, see_the_clock, do("asks for the ends"),
            fail("SELECT subject")]  # fmt: skip

    async def played(running: Explorer) -> list[str]:
        undisturbed = await end_of(await running.play(running.schedule("undisturbed", replace(script))))
        made = running.schedule("by hand", script)
        by_hand = Directed(made.loop, script, made.members, made.director, plan=plan)
        await running.play(by_hand)
        return await faults_of(by_hand, undisturbed)

    assert exploring(servers, played) == []
