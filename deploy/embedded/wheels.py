"""Wheels that carry a server: fetched only where nothing installed will do, each into a folder of its own in the cache.

They stay out of the project's own environment, because most machines need none of them.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.embedded.home import Progress, StackError, cache, locked


def folder(requirement: str, progress: Progress) -> Path:
    """The folder into which a requirement is unpacked, fetched at the first call."""
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", requirement)
    target = cache() / "wheels" / name
    with locked(cache() / "wheels" / f"{name}.lock", progress):
        if not target.exists():
            progress(f"fetching {requirement} by pip")
            draft = target.with_name(f"{name}.part")
            shutil.rmtree(draft, ignore_errors=True)
            argv = [*installer(), "--target", str(draft), requirement]
            done = subprocess.run(argv, capture_output=True, text=True, stdin=subprocess.DEVNULL)
            if done.returncode:
                said = "\n".join(f"  | {line}" for line in done.stderr.splitlines()[-8:])
                raise StackError(f"could not fetch {requirement}\n{said}")
            draft.rename(target)
    return target


def installer() -> list[str]:
    """pip of this environment, else uv."""
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--quiet", "--python", sys.executable]
    raise StackError("neither pip nor uv is here to fetch a server with")
