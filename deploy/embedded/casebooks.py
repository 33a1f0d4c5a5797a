"""Looks into the journals of a world's services, for an operator: what happened to one citizen, and would it again?"""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any, get_type_hints

import asyncpg

from contracts.topics import SERVICES
from deploy.embedded.world import World
from shared.runtime.database import prepare
from shared.runtime.intake import Handling
from shared.runtime.replay import Replay, replay, subjects
from shared.runtime.service import Service, handling_of
from shared.runtime.telemetry import Metrics

NOWHERE = "nowhere:9092"
"""A journal is read without a broker; nothing connects to this."""


def service_of(world: World, service: str) -> Service:
    """A service as its own code puts it together, without starting anything."""
    app = import_module(f"services.{service}.app").app
    kind = get_type_hints(app)["settings"]
    given = {key.removeprefix("SELVBOOKING_").lower(): value for key, value in world.settings(service).items() if value}
    given.setdefault("kafka", NOWHERE)
    made: Service = app(kind(**given))
    return made


def handling(world: World, service: str) -> Handling:
    """The part of a service that decides."""
    return handling_of(service_of(world, service), Metrics(service))


@asynccontextmanager
async def database(world: World, service: str) -> AsyncIterator[Any]:
    """A connection as the service itself connects, read-only."""
    connection = await asyncpg.connect(world.database_url(service), server_settings={"timezone": "UTC"})
    try:
        await prepare(connection)
        await connection.execute("SET default_transaction_read_only = on")
        yield connection
    finally:
        await connection.close()


async def citizens(world: World) -> list[str]:
    """Every subject that the gateway has decided about."""
    async with database(world, "gateway") as connection:
        return await subjects(connection)


async def replays(world: World, wanted: Collection[str]) -> list[Replay]:
    """The case of each wanted citizen in each service that knows of them, recomputed from its journal."""
    found: list[Replay] = []
    for service in SERVICES:
        what = handling(world, service)
        async with database(world, service) as connection:
            found += [await replay(connection, what, subject) for subject in wanted]
    return [each for each in found if each.steps]
