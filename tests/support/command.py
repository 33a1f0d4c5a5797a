"""`selvbooking` as a person gives it."""

import os
import subprocess
import sys
from pathlib import Path

from deploy.embedded.home import REPOSITORY


def selvbooking(
    home: Path, *words: str, seconds: float = 240, code: Path = REPOSITORY, **env: str
) -> subprocess.CompletedProcess[str]:
    """Runs a command on the servers of a home, with `NAME=value` in its environment. `code`: another copy of the repository."""
    return subprocess.run(
        [sys.executable, "-m", "deploy.cli.main", *words],
        cwd=code,
        env={**os.environ, "SELVBOOKING_HOME": str(home), **env},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
