"""Something happens right after something was sent, before anybody can have decided about it."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from deploy.embedded.world import World
from services.simulator.wire import Letter
from tests.support.patience import Once


class Between(Once):
    """After each sending one of the happenings, in turn, until they are used up. `to_come`: those that are left."""

    def __init__(self, world: World, happenings: Iterable[Callable[[], Awaitable[object]]]) -> None:
        super().__init__(world)
        self.to_come = list(happenings)

    async def send(self, letters: Sequence[Letter]) -> list[str]:
        places = await super().send(letters)
        if self.to_come:
            await self.to_come.pop(0)()
        return places
