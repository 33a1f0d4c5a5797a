"""What the broker runs on is pinned to the byte, and comes the same way whatever fetches it."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from deploy.embedded import jars
from deploy.embedded.home import StackError


def test_the_list_and_the_pom_name_the_same_versions() -> None:
    listed = {line.split()[0] for line in jars.LIST.read_text().splitlines()}
    space = {"m": "http://maven.apache.org/POM/4.0.0"}
    for dependency in ElementTree.parse(jars.POM).findall(".//m:dependency", space):
        parts = [dependency.findtext(f"m:{name}", "", space) for name in ("groupId", "artifactId", "version")]
        assert ":".join(parts) in listed
    assert f"org.apache.kafka:kafka_2.13:{jars.KAFKA}" in listed


def test_a_jar_too_few_and_a_jar_changed_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="are not those of"):
        jars.verify(tmp_path)
    for line in jars.LIST.read_text().splitlines():
        _, name, version = line.split()[0].split(":")
        (tmp_path / f"{name}-{version}.jar").write_bytes(b"something else")
    with pytest.raises(StackError, match="HdrHistogram"):
        jars.verify(tmp_path)
