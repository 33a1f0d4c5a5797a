"""Show a citizen's whole case: every message in every service, state before and after, the rules applied."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deploy.cli.report import print_json, print_table, say

if TYPE_CHECKING:
    from shared.runtime.replay import Replay, Step

DIFFERS = 3


def command(
    citizen: Annotated[str, typer.Argument(help="a citizen's id, or a name of the last play: anna, or file:anna")] = "",
    world: Annotated[str, typer.Option(help="which world; the one last played, or main, when left out")] = "",
    rerun: Annotated[
        bool, typer.Option("--rerun", help="recompute with today's code; exit code 3 if it differs")
    ] = False,
    everyone: Annotated[bool, typer.Option("--all", help="every citizen of the world (with --rerun)")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show a citizen's whole case: every message in every service, state before and after, the rules applied."""
    from deploy.embedded import stack
    from deploy.embedded.home import StackError, default_home
    from deploy.embedded.world_file import read_world

    if bool(citizen) == everyone:
        raise typer.BadParameter("name a citizen, or --all")
    home = default_home()
    name, names = _world(home, world)
    read_world(home, name)
    wanted = None if everyone else _ids(names, citizen)
    with stack.session(home, say, only={"postgres"}, rest=stack.PLAYED) as servers:
        found = asyncio.run(_look(servers, home, name, wanted))
    if not found:
        raise StackError(f"world {name} knows nothing of {citizen or 'anybody'}")
    if rerun:
        _tell_differences(found, as_json)
    elif as_json:
        print_json([step.plain() for step in _in_time(found)])
    else:
        print_table(("known", "service", "came", "changed", "sent", "basis"), [_line(step) for step in _in_time(found)])


async def _look(servers: Any, home: Path, name: str, wanted: list[str] | None) -> "list[Replay]":
    from deploy.embedded.casebooks import citizens, replays
    from deploy.embedded.world import World

    world = World.open(home, name, servers)
    return await replays(world, await citizens(world) if wanted is None else wanted)


def _world(home: Path, wanted: str) -> tuple[str, dict[str, str]]:
    """The world to look into, and the names its citizens have in scenario files."""
    file = home / "last-world.json"
    last: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {"world": "main", "citizens": {}}
    name: str = wanted or last["world"]
    names: dict[str, str] = last["citizens"] if name == last["world"] else {}
    return name, names


def _ids(names: dict[str, str], citizen: str) -> list[str]:
    return [id for name, id in names.items() if citizen in (name, name.rpartition(":")[2])] or [citizen]


def _in_time(found: "list[Replay]") -> "list[Step]":
    steps = [step for replay in found for step in replay.steps]
    return sorted(steps, key=lambda step: (step.message.recorded, step.recorded))


def _line(step: "Step") -> tuple[str, ...]:
    from shared.law.calendar import COPENHAGEN

    before, after = step.before or {}, step.after or {}
    changed = [key for key in after if before.get(key) != after.get(key)]
    rules = [f"{applied['rule']} {'; '.join(applied['citations'])} → {applied['outcome']}" for applied in step.applied]
    return (
        f"{step.message.recorded.astimezone(COPENHAGEN):%Y-%m-%d %H:%M}",
        step.service,
        f"{step.message.type} from {step.message.source}",
        ", ".join(changed),
        ", ".join(sent.type for sent in step.sent),
        "\n".join(rules),
    )


def _tell_differences(found: "list[Replay]", as_json: bool) -> None:
    differences = [(replay.subject, each) for replay in found for each in replay.differences]
    messages = sum(len(replay.steps) for replay in found)
    people = len({replay.subject for replay in found})
    if as_json:
        told = [{"citizen": citizen} | each.plain() for citizen, each in differences]
        print_json({"subjects": people, "messages": messages, "differences": told})
    else:
        for citizen, each in differences:
            print(f"{citizen}  {each}")
        say(f"{messages} messages of {people} subjects decided again: {len(differences)} differences")
    if differences:
        raise typer.Exit(DIFFERS)
