"""The AsyncAPI documents: valid by the official schema, nothing dangling, every contract in its place once."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from contracts import envelope
from contracts.topics import SERVICES, Authority, Kind, Topics
from deploy.contracts import asyncapi, header, schema
from deploy.contracts.derived import ROOT

FOLDER = ROOT / "contracts/asyncapi"
FILES = ("common.yaml", *(f"{service}.yaml" for service in SERVICES), "authorities.yaml")
OFFICIAL = Path(__file__).parent / "asyncapi/3.0.0.json.gz"
each_file = pytest.mark.parametrize("file", FILES)


@cache
def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


@cache
def official() -> Draft7Validator:
    return Draft7Validator(json.loads(gzip.decompress(OFFICIAL.read_bytes())))


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from references(item)


def resolve(reference: str, base: Path) -> tuple[Any, Path]:
    """What a reference points to, and the file that it stands in. KeyError or FileNotFoundError when it dangles."""
    file, _, pointer = reference.partition("#")
    path = (base.parent / file).resolve() if file else base
    node = load(path)
    for part in filter(None, pointer.split("/")):
        node = node[part]
    return node, path


@each_file
def test_the_document_is_valid_asyncapi(file: str) -> None:
    assert [f"{e.json_path}: {e.message[:100]}" for e in official().iter_errors(load(FOLDER / file))] == []


def test_the_official_schema_does_refuse() -> None:
    document = dict(load(FOLDER / "slots.yaml"))
    document["operations"] = {"tell": {"action": "shout", "channel": {"$ref": "#/channels/events"}}}
    assert not official().is_valid(document)


@each_file
def test_every_reference_leads_somewhere_also_from_there_on(file: str) -> None:
    waiting, seen = [(FOLDER / file, reference) for reference in references(load(FOLDER / file))], set()
    assert waiting
    while waiting:
        base, reference = waiting.pop()
        if (base, reference) not in seen:
            seen.add((base, reference))
            node, path = resolve(reference, base)
            waiting += [(path, inner) for inner in references(node)]


def test_every_contract_is_written_down_once_and_reachable_on_a_channel() -> None:
    inside = Counter(
        message["title"]
        for file in FILES
        if file != "authorities.yaml"
        for message in load(FOLDER / file).get("components", {}).get("messages", {}).values()
    )
    assert inside == Counter(contract.name for contract in schema.published())
    on_channels = {
        name
        for file in FILES[1:-1]
        for channel in load(FOLDER / file)["channels"].values()
        for name in channel["messages"]
    }
    assert on_channels == {contract.name for contract in schema.published()}


def test_an_authority_finds_what_it_may_send_and_what_it_is_told() -> None:
    channels = load(FOLDER / "authorities.yaml")["channels"]
    for kind in Kind:
        sent = {c.name for c in schema.published() if kind in c.senders}
        told = {c.name for c in schema.published() if kind in c.feeds}
        assert set(channels.get(f"in-{kind}", {"messages": ()})["messages"]) == sent
        assert set(channels[f"out-{kind}"]["messages"]) == told
    messages = load(FOLDER / "authorities.yaml")["components"]["messages"]
    assert set(messages) == {c.name for c in schema.published() if c.senders or c.feeds}


def test_every_topic_of_the_platform_has_a_channel() -> None:
    authorities = [Authority(kind, asyncapi.CODES.get(kind, "")) for kind in Kind]
    planned = {spec.name for spec in Topics().plan(authorities, 4)}
    found = [
        (
            file,
            channel["address"].replace(
                "{code}", asyncapi.CODES.get(Kind(name.split("-")[1]), "") if "-" in name else ""
            ),
        )
        for file in FILES
        for name, channel in load(FOLDER / file)["channels"].items()
    ]
    addresses = Counter(address for _, address in found)
    silent = {
        Topics().inbox(Authority(kind)) for kind in Kind if not any(kind in c.senders for c in schema.published())
    }
    assert set(addresses) == planned - silent
    assert set(addresses.values()) == {1}


@pytest.mark.parametrize("file", FILES[1:])
def test_every_server_asks_for_scram_over_tls(file: str) -> None:
    for server in load(FOLDER / file)["servers"].values():
        assert server["protocol"] == "kafka-secure"
        kinds = [resolve(entry["$ref"], FOLDER / file)[0]["type"] for entry in server["security"]]
        assert kinds == ["scramSha512"]


def test_the_headers_are_those_that_the_envelope_tells_of() -> None:
    told = set(header.MEANINGS) - header.INTERNAL
    assert told == set(header.FORMS)
    assert all(header.MEANINGS[name] for name in header.FORMS)
    assert set(envelope.REQUIRED_INBOUND) == set(header.schema("in")["required"])
