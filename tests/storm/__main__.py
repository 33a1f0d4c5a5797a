"""`make storm KILLS=200 SEED=…`: a storm, and in the end what came of it, in a few lines or as one JSON document.

Exit codes: 0 nothing was lost, 1 something was, 2 wrong usage.
"""

import logging
from random import SystemRandom
from typing import Annotated

import typer

from deploy.cli.report import print_json, say
from deploy.embedded.home import default_home
from tests.storm.plan import calm_days
from tests.storm.play import play, told
from tests.storm.run import Order


def command(
    kills: Annotated[int, typer.Option(min=1, help="How many strikes.")] = 200,
    seed: Annotated[int | None, typer.Option(help="The same seed strikes the same victims in the same order.")] = None,
    citizens: Annotated[int, typer.Option(min=1, max=10_000, help="How many citizens.")] = 40,
    calm: Annotated[int | None, typer.Option(min=0, help="Days that the town lives before the storm begins.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the servers running, with what became of the worlds.")
    ] = False,
) -> None:
    """Kills, freezes and restarts at random under a living town, then compares it with an undisturbed one."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # it says as errors what it mends itself a moment later
    drawn = SystemRandom().randrange(1_000_000) if seed is None else seed
    order = Order(kills, drawn, citizens, calm_days(drawn) if calm is None else calm)
    summary = play(default_home() / "storm", order, say, keep)
    if as_json:
        print_json(summary)
    else:
        print(told(summary))
    raise typer.Exit(0 if summary["ok"] else 1)


if __name__ == "__main__":
    typer.run(command)
