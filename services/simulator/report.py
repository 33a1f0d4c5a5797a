"""What a play looks like to people, as a timeline, and to programs, as JSON."""

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from contracts.registry import CONTRACTS
from services.simulator.apart import moved_back
from services.simulator.local import shown, wire
from services.simulator.match import show
from services.simulator.town import Town
from services.simulator.watch import Watch
from services.simulator.wire import Seen

STATUS = "CitizenStatus"
"""Left out of a timeline: it says again what the events have said."""
HIDDEN = ("cpr", "deadline", "interview", "notice", "letter", "case", "command_id", "text")
"""Fields that a timeline leaves out: ids, and letters in full."""


def as_json(seen: Seen, file: str | None, citizen: str | None) -> str:
    """A message as one line of JSON. A CPR number is left out."""
    body = {name: value for name, value in seen.body.items() if name != "cpr"}
    said = {
        "time": wire(seen.time),
        "seen": wire(seen.at),
        "topic": seen.topic,
        "type": seen.name,
        "file": file,
        "citizen": citizen,
        "citizen_id": seen.subject if citizen else None,
        "body": body,
        "basis": list(seen.basis),
    }
    return json.dumps(said, ensure_ascii=False)


def verdict_json(watch: Watch) -> str:
    """How a file ended, as one line of JSON."""
    failures = [{"line": failure.line, "text": failure.text} for failure in watch.failures]
    verdict = "failed" if failures else "ok"
    return json.dumps({"file": str(watch.scenario.path), "verdict": verdict, "failures": failures}, ensure_ascii=False)


def timeline(told: Iterable[tuple[Seen, str | None]], places: Mapping[str, str] = MappingProxyType({})) -> Table:
    """Commands as they were sent and events as they came, each with its legal basis; feeds only where they say no.

    `places`: which jobcentres stand for those of the file.
    """
    table = Table("time", "who", "what", "citizen", "content", "basis", box=None, pad_edge=False, header_style="bold")
    for seen, citizen in told:
        if (seen.out and not _refusal(seen)) or seen.name == STATUS:
            continue
        who = seen.topic.removeprefix("in.").removesuffix(".events")
        style = "dim" if seen.topic.startswith("in.") else _style(seen)
        table.add_row(
            shown(seen.at),
            moved_back(who, places),
            Text(seen.name, style),
            citizen or "",
            Text(moved_back(content(seen.body), places)),
            Text(basis(seen.basis)),
        )
    return table


def content(body: Mapping[str, Any]) -> str:
    """The fields that mean something to people."""
    told = ((name, value) for name, value in body.items() if name not in HIDDEN and value not in (None, [], {}))
    return ", ".join(f"{name} {f'{len(value)} times' if name == 'slots' else show(value)}" for name, value in told)


def basis(applied: Iterable[Mapping[str, Any]]) -> str:
    """`REG-01 BAB § 27, stk. 2`, one rule a line."""
    return "\n".join(f"{one['rule']} {'; '.join(one['citations'])}" for one in applied)


def print_files(console: Console, watches: Iterable[Watch], told: Mapping[str, list[tuple[Seen, str | None]]]) -> None:
    """Each file's timeline, then its verdict."""
    for watch in watches:
        console.rule(f"[bold]{watch.scenario.name}[/]  {', '.join(watch.scenario.law)}", align="left")
        console.print(timeline(told.get(watch.scenario.name, []), watch.scenario.places))
        for failure in watch.failures:
            console.print(Text(f"{watch.scenario.path}:{failure.line}: {failure.text}", "bold red"), soft_wrap=True)
        console.print("[bold red]failed[/]" if watch.failures else "[green]ok[/]")


def _refusal(seen: Seen) -> bool:
    return seen.name == "RecordRejected" or seen.body.get("outcome") == "refused"


def _style(seen: Seen) -> str:
    if seen.name in ("CommandRefused", "RecordRejected") or _refusal(seen):
        return "yellow"
    return "bold" if CONTRACTS[seen.name].consequence else ""


def summary_json(town: Town, speed: Mapping[str, Any]) -> str:
    """What the demo came to; all but `speed` is the same for the same seed."""
    resident, story = town.most_eventful()
    told = [json.loads(as_json(seen, None, resident.name)) for seen in story]
    summary = {**town.tally.summary(), "one_citizen": {"name": resident.name, "group": resident.group, "story": told}}
    return json.dumps({**summary, "speed": dict(speed)}, indent=2, ensure_ascii=False)


def print_summary(console: Console, town: Town, speed: Mapping[str, Any]) -> None:
    """The same for people: counts, then the life of the citizen to whom most happened."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, value in [*town.tally.summary().items(), *speed.items()]:
        shown_value = show(value).strip("{}") if isinstance(value, Mapping) else str(value)
        table.add_row(Text(name.replace("_", " "), "bold"), shown_value)
    resident, story = town.most_eventful()
    console.rule(f"[bold]{resident.name}[/], {resident.group}", align="left")
    console.print(timeline((seen, None) for seen in story))
    console.rule("[bold]all citizens[/]", align="left")
    console.print(table)
