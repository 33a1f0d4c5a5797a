"""From `selvbooking up` to ready: servers and all services, on a home of their own, with warm caches."""

import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.bench import report
from deploy.cli.report import print_table, say
from deploy.embedded.home import REPOSITORY, Progress, StackError, default_home


def command(
    rounds: Annotated[int, typer.Option(min=1, help="starts")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """From `selvbooking up` to ready: servers and all services, on a home of their own, with warm caches."""
    home = default_home()
    found = {"where": report.where(home)} | run(home, rounds, say)
    if not as_json:
        rows = [(what, of["median"], of["max"], of["all"]) for what, of in found["seconds"].items()]
        print_table(("seconds until", "median", "max", "starts"), rows)
    report.finish(found, [], as_json)


def run(home: Path, rounds: int, tell: Progress) -> dict[str, Any]:
    """Seconds from the command until the servers answer, and until it says that everything is ready."""
    starts = [one_start(home, tell) for _ in range(rounds)]
    seconds = {what: report.spread([start[what] for start in starts]) for what in starts[0]}
    return {"bench": "start", "rounds": rounds, "seconds": seconds}


def one_start(home: Path, tell: Progress) -> dict[str, float]:
    """Starts and stops a platform that nobody else uses."""
    own = home / f"start-{secrets.token_hex(3)}"
    env = {**os.environ, "SELVBOOKING_HOME": str(own)}
    argv = [sys.executable, "-m", "deploy.cli.main"]
    begin = time.perf_counter()
    servers = begin
    try:
        with subprocess.Popen(
            [*argv, "up", "--json"],
            env=env,
            cwd=REPOSITORY,
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as up:
            said = ""
            for said in up.stderr or ():
                if said.rstrip().endswith(" answers"):
                    servers = time.perf_counter()
        ready = time.perf_counter()
        if up.returncode:
            raise StackError(f"selvbooking up ended with {up.returncode}: {said.strip()}")
    finally:
        subprocess.run([*argv, "down"], env=env, cwd=REPOSITORY, capture_output=True, check=False)
        shutil.rmtree(own, ignore_errors=True)
    tell(f"ready after {ready - begin:.2f} s")
    return {"servers answer": servers - begin, "all ready": ready - begin}
