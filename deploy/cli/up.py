"""Start the servers and the platform on this machine, or find and repair what is there already."""

import asyncio
from typing import Annotated

import typer

from deploy.cli.report import print_json, say
from deploy.embedded.authorities import DEFAULT


def command(
    authorities: Annotated[
        str, typer.Option(help="Who gets topics: kind-code, with commas. Later calls add to the list.")
    ] = ",".join(DEFAULT),
    shards: Annotated[int, typer.Option(min=1, max=1024, help="Partitions of every topic but the clock.")] = 4,
    as_json: Annotated[bool, typer.Option("--json", help="Print addresses as JSON.")] = False,
) -> None:
    """Start the servers and the platform on this machine, or find and repair what is there already.

    Kafka, PostgreSQL and Redis come from an installed server or are fetched; all listen on loopback only, on free ports.
    """
    from contracts.topics import Authority
    from deploy.embedded import stack
    from deploy.embedded.home import default_home
    from deploy.embedded.world import MAIN, World
    from deploy.embedded.world_file import read_world, worlds

    names = [name.strip() for name in authorities.split(",")]
    try:
        [Authority.parse(name) for name in names]
    except ValueError as error:
        raise typer.BadParameter(f"{error}; such as {', '.join(DEFAULT)}", param_hint="--authorities") from None
    home = default_home()
    servers = stack.up(home, say)

    async def platform() -> World:
        known = tuple(read_world(home, MAIN)["authorities"]) if MAIN in worlds(home) else None
        world = await World.create(servers, home, MAIN, names, shards=shards, clock="real", tied=False)
        if known not in (None, world.authorities):
            say("the authorities have changed: starting all services again")
            await world.stop()
        for service in world.services:
            say(f"{service}: starting")
        world.start_all()
        await world.wait_ready()
        return world

    world = asyncio.run(platform())
    urls = {service: world.url(service) for service in world.services}
    if as_json:
        told = {"kafka": servers.kafka, "prefix": world.prefix, "services": urls, "authorities": world.authorities}
        print_json(told | {"console_token_file": str(world.token_file)})
        return
    say(f"all ready. Kafka: {servers.kafka}")
    say(f"console: {urls['console']}, opened by the token in {world.token_file}")
    say("(selvbooking status shows the rest, selvbooking down stops it all)")
