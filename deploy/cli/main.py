"""`selvbooking`: reads the command's name, imports that command alone, and turns failures into one line and an exit code.

Exit codes: 0 well, 1 failed, 2 wrong usage, 3 (`status`) something is wrong, 130 interrupted.
"""

import ast
import logging
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

import typer

COMMANDS = ("up", "down", "status", "topics", "demo", "play", "explain", "audit", "law", "bench", "contracts")
"""In the order of the help. `deploy/cli/<name>.py` must exist."""


def app() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # paragraphs and names, also where the locale knows only ASCII
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # it says as errors what it mends itself a moment later
    cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    cli.callback()(about)
    wanted = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    for name in COMMANDS:
        register(cli, name, wanted)
    try:
        cli(prog_name="selvbooking")
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        raise SystemExit(130) from None
    except Exception as error:
        if os.environ.get("SELVBOOKING_TRACEBACK"):
            raise
        print(f"error: {in_words(error)}", file=sys.stderr)
        raise SystemExit(1) from None


def about() -> None:
    """Event backbone for the Danish duty to self-book job interviews (selvbooking af jobsamtaler), on this machine."""


def register(cli: typer.Typer, name: str, wanted: str) -> None:
    """The wanted command in full; of the others only what the help shows."""
    file = Path(__file__).with_name(f"{name}.py")
    if name != wanted:
        cli.command(name, help=summary(file))(about)
        return
    module = import_module(f"deploy.cli.{name}")
    if hasattr(module, "app"):
        cli.add_typer(module.app, name=name, help=summary(file))
    else:
        cli.command(name)(getattr(module, "command", None) or getattr(module, name))


def summary(file: Path) -> str:
    """The first line of a module's docstring, read without importing it."""
    said = ast.get_docstring(ast.parse(file.read_text("utf-8"))) if file.exists() else None
    return (said or "").partition("\n")[0]


def in_words(error: Exception) -> str:
    """Our own errors are sentences; of others the kind is said too, and how to see more."""
    from deploy.embedded.home import StackError

    if isinstance(error, StackError):
        return str(error)
    return f"{type(error).__name__}: {error} (SELVBOOKING_TRACEBACK=1 shows where)"


if __name__ == "__main__":
    app()
