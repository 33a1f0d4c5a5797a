"""Measure throughput on this machine, against a floor, in the same run."""

import asyncio
from typing import Annotated

import typer

from deploy.cli.report import print_json, print_table, say

app = typer.Typer(no_args_is_help=True)


@app.callback()
def about() -> None:
    """Measure throughput on this machine, against a floor, in the same run."""


@app.command()
def pipeline(
    messages: Annotated[int, typer.Option(min=100, help="commands, one per citizen")] = 100_000,
    workers: Annotated[int, typer.Option(min=1, max=8, help="processes")] = 2,
    rounds: Annotated[int, typer.Option(min=1, help="of each variant, in turns")] = 3,
    shards: Annotated[int, typer.Option(min=1, max=64)] = 6,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """SetDeadline through `deadlines`, from command topic to published events, against the floor."""
    from deploy.bench import pipeline as bench
    from deploy.embedded import stack
    from deploy.embedded.home import default_home

    home = default_home()
    with stack.session(home, say) as servers:
        found = asyncio.run(bench.run(servers, home, messages, workers, rounds, shards, say))
    if as_json:
        print_json(found)
    else:
        rows = [(name, found[name]["median"], found[name]["all"]) for name in ("ours", "floor")]
        print_table(("variant", "messages/s, median", "rounds"), rows)
        say(f"ours is {found['of_floor']:.2f} of the floor")
