"""A life that was written down is lived again: the same letters at the same times, whatever comes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deploy.embedded.world import World
from services.simulator.rest import Rest
from services.simulator.wire import Letter
from tests.faults.lives import scenarios, vault_is_there
from tests.support.end_state import name_citizens
from tests.support.patience import Once


@dataclass(frozen=True, slots=True)
class Step:
    """The clock stops; perhaps something is written."""

    at: datetime
    letters: tuple[Letter, ...] = ()


class Recorder(Once):
    """Writes down what it sends."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.steps: list[Step] = []

    async def tick(self, now: datetime) -> None:
        self.steps.append(Step(now))
        await super().tick(now)

    async def send(self, letters: Sequence[Letter]) -> list[str]:
        self.steps.append(Step(self.steps[-1].at, tuple(letters)))
        return await super().send(letters)


async def begin(world: World) -> None:
    """The citizens of the life are known by their usual ids."""
    await vault_is_there(world)
    await name_citizens(world, [citizen.cpr for life in scenarios() for citizen in life.citizens.values()])


async def happen(step: Step, outside: Once, rest: Rest) -> None:
    """One step, until the services are at rest."""
    if step.letters:
        await outside.send(step.letters)
    else:
        await outside.tick(step.at)
    await rest.reached(step.at)


def without_stops(steps: Sequence[Step]) -> list[Step]:
    """The clock jumps from one letter to the next, and at the end over more than a month."""
    times = {step.at for step in steps if step.letters} | {steps[-1].at}
    return [step for step in steps if step.letters or step.at in times]
