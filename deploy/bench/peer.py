"""The Kafka Streams application of `tests/benchmarks/peer`: built by Maven into the cache, run in place of a worker."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from deploy.embedded import jars
from deploy.embedded.home import REPOSITORY, StackError, cache, locked

SOURCES = REPOSITORY / "tests" / "benchmarks" / "peer"
JVM = ("-Xms512m", "-Xmx1g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")


class NotHere(StackError):
    """This contestant cannot run on this machine."""


def program(tell: Callable[[str], None]) -> dict[str, str]:
    """The settings with which `python -m deploy.bench.peer` finds Java and classes; NotHere without Maven."""
    try:
        built = build(tell)
        java, _ = jars.find_java(tell)
    except StackError as reason:
        raise NotHere(str(reason)) from None
    return {"BENCH_JAVA": str(java), "BENCH_CLASSES": f"{built / 'classes'}:{built / 'jars'}/*"}


def build(tell: Callable[[str], None]) -> Path:
    """The folder with classes and jars, made anew when the sources differ from those it was made of."""
    with locked(cache() / "peer.lock", tell):
        folder = cache() / f"peer-{_digest()}"
        if folder.exists():
            return folder
        maven = shutil.which("mvn")
        if not maven:
            raise StackError("no Maven")
        tell("building the Kafka Streams application by Maven")
        draft = folder.with_name("peer.part")
        shutil.rmtree(draft, ignore_errors=True)
        goals = ["compile", "dependency:copy-dependencies", f"-DoutputDirectory={draft / 'jars'}"]
        jars.run([maven, "-B", "-q", "-f", str(SOURCES / "pom.xml"), f"-Dout={draft}", *goals], "Maven")
        draft.rename(folder)
        return folder


def _digest() -> str:
    found = hashlib.sha256()
    for path in (SOURCES / "pom.xml", *sorted(SOURCES.rglob("*.java"))):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def main() -> None:
    """Becomes the Java process, so that the worker's pid is its pid."""
    java, classes = os.environ["BENCH_JAVA"], os.environ["BENCH_CLASSES"]
    os.execv(java, [java, *JVM, "-cp", classes, "peer.Peer"])


if __name__ == "__main__":
    main()
