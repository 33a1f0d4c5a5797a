"""One short life of a dozen citizens that touches every service, as the scenario files have it, lived under faults."""

from datetime import UTC, datetime

from deploy.embedded.casebooks import database
from deploy.embedded.home import REPOSITORY
from deploy.embedded.world import World
from services.simulator.outside import Outside
from services.simulator.player import Player
from services.simulator.rest import Rest
from services.simulator.scenario import read
from services.simulator.steps import Scenario
from tests.support.end_state import name_citizens
from tests.support.eventually import eventually
from tests.support.patience import Once

FILES = (
    "both-kinds-of-consequence-are-taken-back-when-the-bookings-were-in-time",
    "the-fund-answers-a-notice",
    "misses-the-deadline-and-returns-two-days-later",
    "two-citizens-want-the-same-time",
    "days-count-from-the-deadline-until-booked-or-in-contact",
)
END = datetime(2024, 5, 10, tzinfo=UTC)
"""By then the gateway has forgotten the commands of the first month: it has no other timers."""


def scenarios() -> list[Scenario]:
    """Misses, deregistrations, notices, sanction cases, bookings, returns, and all of it taken back."""
    folder = REPOSITORY / "tests" / "scenarios"
    return [read(folder / f"{name}.yaml", number, together=True) for number, name in enumerate(FILES)]


def authorities() -> list[str]:
    return sorted({"jobnet", "digitalpost", "ops"}.union(*(each.authorities for each in scenarios())))


async def live(world: World, rest: Rest, outside: Once | None = None) -> None:
    """The whole life, with everything that it expects. Processes are the caller's business; so are their faults."""
    async with outside or Once(world) as given:
        player = await play(world, given, rest)
        await player.clock.move_to(END)
        await player.clock.settle()


async def play(world: World, outside: Outside, rest: Rest) -> Player:
    """Up to the last step of the last file; every expectation is met."""
    lives = scenarios()
    await vault_is_there(world)
    await name_citizens(world, [citizen.cpr for life in lives for citizen in life.citizens.values()])
    player = Player(outside, rest, lives, lambda *_: None)
    failures = [
        f"{watch.scenario.name}:{each.line}: {each.text}" for watch in await player.play() for each in watch.failures
    ]
    assert failures == [], failures
    return player


async def vault_is_there(world: World) -> None:
    """Waits for the gateway's first start."""

    async def there() -> bool:
        async with database(world, "gateway") as connection:
            return bool(await connection.fetchval("SELECT to_regclass('vault_mark') IS NOT NULL"))

    await eventually(there, "the gateway's tables", 120)
