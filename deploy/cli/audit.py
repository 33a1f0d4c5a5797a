"""Prove that journals, topics, state, offsets, timers, answers and feeds agree, or name the places where they do not."""

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deploy.cli.report import print_json, print_table, say

if TYPE_CHECKING:
    from deploy.audit import Report

FOUND = 3


def command(
    world: Annotated[str, typer.Option(help="which world; the one last played, or main, when left out")] = "",
    under_way: Annotated[
        bool, typer.Option("--under-way", help="services run: what is not yet read or sent is no finding")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Prove that journals, topics, state, offsets, timers, answers and feeds agree, or name the places where they do not.

    Reads every topic and every database of a world and changes nothing. Exit code 3 if something is found.
    """
    from deploy.embedded import stack
    from deploy.embedded.home import default_home
    from deploy.embedded.world_file import read_world

    home = default_home()
    name = world or _last(home)
    read_world(home, name)
    with stack.session(home, say, only=stack.PLAYED, rest=stack.PLAYED) as servers:
        report = asyncio.run(_audit(servers, home, name, not under_way))
    if as_json:
        print_json(report.plain())
    else:
        _tell(report)
    if not report.ok:
        raise typer.Exit(FOUND)


def _last(home: Path) -> str:
    file = home / "last-world.json"
    return str(json.loads(file.read_text())["world"]) if file.exists() else "main"


async def _audit(servers: Any, home: Path, name: str, at_rest: bool) -> "Report":
    from deploy.audit.world import audit_world
    from deploy.embedded.world import World

    return await audit_world(World.open(home, name, servers), _progress, at_rest=at_rest)


def _progress(line: str) -> None:
    """One line that is written over, where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="\n" if line.endswith("done") else "", file=sys.stderr, flush=True)
    else:
        say(line)


def _tell(report: "Report") -> None:
    if report.findings:
        print_table(
            ("check", "service", "place", "what"), [(f.check, f.service, f.place, f.what) for f in report.findings]
        )
    looked = ", ".join(f"{number:,} {what}" for what, number in sorted(report.counts.items()))
    say(f"{'proven' if report.ok else f'{sum(report.found.values())} findings'}: {looked}")
