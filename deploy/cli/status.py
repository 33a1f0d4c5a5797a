"""Show what runs, since when, and what is wrong with it."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.cli.report import print_json, print_table, say

if TYPE_CHECKING:
    from deploy.embedded.members import MemberStatus
    from deploy.embedded.stack import ServerStatus


def command(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show what runs, since when, and what is wrong with it.

    Exit code 0 when all is well or nothing runs, 3 when something is wrong (`selvbooking up` repairs).
    """
    from deploy.embedded import stack
    from deploy.embedded.home import default_home
    from deploy.embedded.members import status_of
    from deploy.embedded.world_file import members_of, worlds

    home = default_home()
    servers = stack.status(home).servers
    members = [(world, status_of(member)) for world in worlds(home) for member in members_of(home, world)]
    well = not any([*(server.problem for server in servers), *(member.problem for _, member in members)])
    if as_json:
        services = [{"world": world, **asdict(member)} for world, member in members]
        of_servers = [asdict(server) for server in servers]
        print_json({"running": bool(servers), "well": well, "servers": of_servers, "services": services})
    elif servers:
        print_table(
            ("what", "implementation", "since", "pid", "port", "state"),
            [
                *((one.name, one.implementation, one.since, one.pid, one.port, state(one)) for one in servers),
                *((name_of(world, one), "", one.since, one.pid, port_of(one), state(one)) for world, one in members),
            ],
        )
    else:
        say("not running (selvbooking up starts it)")
    if not well:
        raise typer.Exit(3)


def name_of(world: str, member: "MemberStatus") -> str:
    return f"{world}/{member.service}-{member.worker}"


def port_of(member: "MemberStatus") -> str:
    return (member.url or "").rpartition(":")[2]


def state(one: "ServerStatus | MemberStatus") -> str:
    return one.problem or "ok"
