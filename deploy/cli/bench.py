"""Measure speed on this machine, always against something else in the same run."""

from importlib import import_module
from pathlib import Path

import typer

from deploy.cli.main import summary

BENCHES = ("pipeline",)
"""In the order of the help. `deploy/bench/<name>.py` must exist, have a one-line docstring and a function `command`."""

app = typer.Typer(no_args_is_help=True)


@app.callback()
def about() -> None:
    """Measure speed on this machine, always against something else in the same run."""


for name in BENCHES:
    module = import_module(f"deploy.bench.{name}")
    app.command(name, help=summary(Path(str(module.__file__))))(module.command)
