"""Stop the platform and the servers that `up` started, and remove their data."""

import asyncio
import shutil
from typing import Annotated

import typer

from deploy.cli.report import print_json, say


def command(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Stop the platform and the servers that `up` started, and remove their data.

    Servers named by environment variables go on; the platform's topics and databases are removed from them. Downloads stay.
    """
    from deploy.embedded import stack
    from deploy.embedded.home import default_home
    from deploy.embedded.world import World
    from deploy.embedded.world_file import stop_members, worlds

    home = default_home()
    before = stack.status(home)
    for name in worlds(home):
        say(f"world {name}: stopping")
        stop_members(home, name)
        if any(server.pid is None for server in before.servers) and (servers := stack.running(home)):
            asyncio.run(World.open(home, name, servers).drop())
    stack.down(home, say)
    shutil.rmtree(home / "worlds", ignore_errors=True)
    (home / "last-world.json").unlink(missing_ok=True)
    if as_json:
        print_json({"stopped": [server.name for server in before.servers]})
    else:
        say("stopped" if before.servers else "not running")
