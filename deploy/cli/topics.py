"""List every topic of the platform: partitions, settings, and whether it exists."""

import asyncio
from typing import Annotated

import typer

from deploy.cli.report import print_json, print_table, say


def command(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List every topic of the platform: partitions, settings, and whether it exists.

    The plan is that of the running platform, else that of the default authorities.
    """
    from contracts.topics import Authority, Topics
    from deploy.embedded import stack, topics
    from deploy.embedded.authorities import DEFAULT
    from deploy.embedded.home import default_home
    from deploy.embedded.world import MAIN, World
    from deploy.embedded.world_file import worlds

    home = default_home()
    servers = stack.running(home)
    plan = Topics().plan([Authority.parse(name) for name in DEFAULT], 4)
    found: dict[str, int] | None = None
    if servers:
        if MAIN in worlds(home):
            plan = World.open(home, MAIN, servers).plan
        found = asyncio.run(topics.partitions(servers, [spec.name for spec in plan]))
    if as_json:
        print_json(
            [
                {
                    "name": spec.name,
                    "partitions": spec.partitions,
                    "config": spec.config,
                    "exists": None if found is None else spec.name in found,
                }
                for spec in plan
            ]
        )
        return
    print_table(
        ("topic", "partitions", "settings", "exists"),
        (
            (
                spec.name,
                spec.partitions,
                " ".join(f"{key}={value}" for key, value in spec.config.items()),
                "" if found is None else "yes" if spec.name in found else "no",
            )
            for spec in plan
        ),
    )
    if found is None:
        say("the servers do not run, so it is not known which exist")
