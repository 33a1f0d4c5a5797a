"""The law as the platform knows it: which rules are in, what one says, what is in force on a day. Needs no server.

Exit status of `coverage`: 0 all well, 1 a rule of a section that is in has neither code nor a reason.
"""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from deploy.cli.report import print_json, print_table
from deploy.embedded.home import REPOSITORY

app = typer.Typer(no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout")]
Root = Annotated[Path, typer.Option(help="the repository", exists=True, file_okay=False)]


@app.command("coverage")
def coverage_command(as_json: AsJson = False, root: Root = REPOSITORY) -> None:
    """Every rule of the catalogue: implemented and where, in part, not operative or left and why, or not yet."""
    from deploy.law.coverage import contradictions, coverage, missing

    found = coverage(root)
    lacking, wrong = missing(found), contradictions(found)
    if as_json:
        print_json({"rules": [each.plain() for each in found], "missing": lacking, "contradictions": wrong})
    else:
        columns = ("rule", "", "title", "state", "code or reason", "cases", "tests", "scenarios")
        print_table(
            columns,
            (
                (
                    e.id,
                    e.section,
                    e.title,
                    e.state,
                    "\n".join([*e.code, *filter(None, [e.reason])]),
                    e.cases,
                    e.tests,
                    len(e.scenarios),
                )
                for e in found
            ),
        )
    for each in (*(f"missing: {id}" for id in lacking), *wrong):
        print(each, file=sys.stderr)
    if lacking or wrong:
        raise typer.Exit(1)


@app.command()
def show(rule: Annotated[str, typer.Argument(help="a rule id: DL-01")], root: Root = REPOSITORY) -> None:
    """One rule: what it says, on what basis, for whom, since when, its examples and its scenarios."""
    from deploy.law.catalogue import entries
    from deploy.law.pages.rule import told
    from deploy.law.pages.source import read

    if rule.upper() not in entries():
        raise typer.BadParameter(f"no rule {rule}; `selvbooking law coverage` lists them")
    print(told(read(root), rule.upper()))


@app.command("on")
def on_command(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="a date: 2024-03-12")],
    group: Annotated[str, typer.Option(help="a target group: G1")] = "",
    as_json: AsJson = False,
) -> None:
    """Which rules are in force on a day, and for whom."""
    from contracts.types import Group
    from deploy.law.registered import in_order, plain, registered, says, service_of

    if group and group not in set(Group):
        raise typer.BadParameter(f"no group {group}; there are {', '.join(Group)}")
    found = [r for r in registered() if r.in_force(day.date()) and (not group or group in r.groups)]
    if as_json:
        print_json([plain(rule) for rule in found])
        return
    columns = ("rule", "service", "since", "until", "groups", "says")
    print_table(
        columns,
        ((r.id, service_of(r), r.since, r.until, ", ".join(in_order(r.groups)), says(r)) for r in found),
    )
