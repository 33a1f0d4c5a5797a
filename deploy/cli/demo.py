"""A town of citizens through weeks of bookings, misses and late messages, on the real platform."""

import asyncio
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from contracts.topics import SERVICES
from deploy.cli.play import LOCK, console, fresh_world, record_last, servers_for
from deploy.cli.report import say
from deploy.embedded.home import default_home, locked
from deploy.embedded.stack import Servers
from services.simulator.outside import KafkaOutside
from services.simulator.population import populate
from services.simulator.report import print_summary, summary_json
from services.simulator.rest import HttpRest
from services.simulator.town import AUTHORITIES, Town


def command(
    citizens: Annotated[int, typer.Option(min=1, max=100_000, help="How many citizens.")] = 300,
    weeks: Annotated[int, typer.Option(min=1, max=52, help="How many weeks of virtual time.")] = 8,
    seed: Annotated[int, typer.Option(help="The same seed gives the same town and the same commands.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Leave servers and services running when done.")] = False,
) -> None:
    """A town of citizens through weeks of bookings, misses and late messages, on the real platform."""
    home = default_home()
    with locked(home / LOCK), servers_for(home, keep) as servers:
        town, speed = asyncio.run(_live(servers, home, citizens, weeks, seed, keep))
    if as_json:
        print(summary_json(town, speed))
    else:
        print_summary(console(), town, speed)
    if town.tally.events["CitizenParked"]:
        raise typer.Exit(1)


async def _live(
    servers: Servers, home: Path, citizens: int, weeks: int, seed: int, keep: bool
) -> tuple[Town, dict[str, Any]]:
    authorities = [str(authority) for authority in AUTHORITIES]
    world = await fresh_world(servers, home, "demo", authorities, keep)
    try:
        with _bar() as bar:
            days = bar.add_task("days", total=weeks * 7)
            async with KafkaOutside(servers.kafka, world.topics, authorities, world.shards) as outside:
                rest = HttpRest([world.url(service) for service in SERVICES], tell=say)
                town = Town(outside, rest, populate(seed, citizens), seed, lambda _: bar.advance(days))
                began = time.monotonic()
                await town.live(weeks)
                seconds = time.monotonic() - began
    finally:
        if not keep:
            await world.stop()
    record_last(home, world, {f"demo:{name}": id for name, id in town.ids().items()})
    messages = town.sent + town.tally.read
    speed = {
        "seconds": round(seconds, 1),
        "clock_stops": town.clock.stops,
        "commands_sent": town.sent,
        "messages_read": town.tally.read,
        "messages_per_second": round(messages / seconds),
    }
    return town, speed


def _bar() -> Progress:
    """On standard error, so that standard output is the summary alone."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(file=sys.stderr), transient=True)
