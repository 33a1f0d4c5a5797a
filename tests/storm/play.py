"""A storm from its order to its summary: the servers it needs, the file that tells what happened, the way to run it again."""

import asyncio
import shutil
import traceback
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from deploy.embedded import stack
from deploy.embedded.home import locked
from tests.storm.run import Order, Tell, storm
from tests.storm.timeline import Timeline


def play(home: Path, order: Order, tell: Tell, keep: bool = False) -> dict[str, Any]:
    """The summary; `ok` is False when something was lost, and when the platform did not get up again (`failed`)."""
    with locked(home / "storm.lock", tell):
        shutil.rmtree(home / "worlds", ignore_errors=True)  # the logs of the storm before
        tell(f"seed {order.seed}: {order.kills} strikes, {order.citizens} citizens; again with: {again(order)}")
        file = home / f"timeline-{order.seed}.txt"
        servers = nullcontext(stack.up(home, tell)) if keep else stack.session(home, tell)
        with servers as running, Timeline(file) as timeline:
            try:
                summary = asyncio.run(storm(running, home, order, timeline, tell))
            except Exception as error:
                timeline.note("".join(traceback.format_exception(error)))
                summary = {"ok": False, "seed": order.seed, "failed": first_of(error), **timeline.counts()}
    logs = home / "worlds"
    if not (summary["ok"] or keep):
        logs = set_aside(logs, order.seed)
    return {**summary, "again": again(order), "timeline": str(file), "logs": str(logs)}


def set_aside(logs: Path, seed: int) -> Path:
    """Where the next storm does not sweep them away."""
    kept = logs.with_name(f"{logs.name}-{seed}")
    shutil.rmtree(kept, ignore_errors=True)
    return logs.rename(kept)


def again(order: Order) -> str:
    """The line that runs the same strikes on the same town."""
    return f"make storm KILLS={order.kills} SEED={order.seed} CITIZENS={order.citizens} CALM={order.calm_days}"


def first_of(error: BaseException) -> str:
    """The first trouble of a group, in a line."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}"


def told(summary: dict[str, Any]) -> str:
    """The summary for a person."""
    lines = []
    if "failed" in summary:
        lines.append(f"the platform did not get up again: {summary['failed']}")
    else:
        kinds = ", ".join(f"{count} {kind}" for kind, count in summary["kinds"].items())
        lines.append(
            f"{summary['kills']} strikes ({kinds}) in {summary['days']} days of {summary['citizens']} citizens, "
            f"{summary['messages']} messages, {summary['storm_seconds']:.0f} s; {summary['seconds']:.0f} s in all"
        )
        lines += [f"found: {finding}" for finding in summary["findings"]]
        lines += [f"different: {difference}" for difference in summary["differences"]]
    if summary["ok"]:
        lines.append(f"seed {summary['seed']}: the auditor found nothing, and an undisturbed town came to the same")
    else:
        lines.append(f"seed {summary['seed']} FAILED; what was struck when: {summary['timeline']}")
        lines.append(f"logs: {summary['logs']}; run it again: {summary['again']}")
    return "\n".join(lines)
