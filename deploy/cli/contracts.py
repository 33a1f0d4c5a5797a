"""Make the files derived from the contracts and the rules, and check them.

Exit status of `check`: 0 all well, 1 something released is broken, 3 files and code have drifted apart. Needs the `dev`
dependencies.
"""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.contracts import derived, released

app = typer.Typer(no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object on stdout")]
Root = Annotated[Path, typer.Option(help="the repository", exists=True, file_okay=False)]


@app.command()
def generate(as_json: AsJson = False, root: Root = derived.ROOT) -> None:
    """Write every derived file; remove those that belong to nothing."""
    changed = derived.write(root)
    if as_json:
        _say({"changed": [{"file": one.file, "was": one.how} for one in changed]})
        return
    for one in changed:
        print(("removed " if one.how == "extra" else "wrote ") + one.file)
    print(f"{len(changed)} files changed", file=sys.stderr)


@app.command()
def check(as_json: AsJson = False, root: Root = derived.ROOT) -> None:
    """Is what is committed what the code says, and does it go together with all that was released?"""
    broken, drifted = released.broken(root), derived.drift(root)
    if as_json:
        _say({"broken": [one.facts() for one in broken], "drift": [{"file": d.file, "how": d.how} for d in drifted]})
    else:
        for one in (*broken, *drifted):
            print(one)
        if drifted:
            print("run `selvbooking contracts generate` and commit what it writes", file=sys.stderr)
    if broken or drifted:
        raise typer.Exit(1 if broken else 3)
    if not as_json:
        print("contracts, files and releases agree", file=sys.stderr)


@app.command()
def diff(as_json: AsJson = False, root: Root = derived.ROOT) -> None:
    """What has changed since the last release; what somebody could not bear is marked with `!`."""
    changes, last = released.changes(root), released.latest(root)
    if as_json:
        _say({"since": last, "changes": [one.facts() for one in changes]})
        return
    for one in changes:
        print(one)
    print(f"{len(changes)} changes since {last or 'the beginning'}", file=sys.stderr)


@app.command()
def release(version: Annotated[str, typer.Argument(help="as in 1.2.0")], root: Root = derived.ROOT) -> None:
    """Freeze today's schemas under `contracts/released/<version>`; from then on they are kept to."""
    if not released.VERSION.fullmatch(version) or version in released.versions(root):
        print(f"{version} is no new version of the form 1.2.0", file=sys.stderr)
        raise typer.Exit(2)
    if released.broken(root) or derived.drift(root):
        print("not while `selvbooking contracts check` finds something", file=sys.stderr)
        raise typer.Exit(1)
    print(released.freeze(version, root).relative_to(root))


def _say(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
