"""Run as a script beside pip's `jgo`: copies the jars of jars.txt into a folder. Arguments: list, folder, download cache.

Each jar is asked for by its exact coordinate: jgo's own resolving of the tree leaves out modular jars and mixes versions.
"""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def main(listed: Path, folder: Path, downloads: Path) -> None:
    """Eight at a time."""
    from jgo.maven import MavenContext  # type: ignore[import-not-found]  # not in this project's environment

    context = MavenContext(repo_cache=downloads)

    def fetch(coordinate: str) -> None:
        group, name, version = coordinate.split(":")
        shutil.copy(context.project(group, name).at_version(version).artifact().resolve(), folder)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(fetch, [line.split()[0] for line in listed.read_text().splitlines()]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
