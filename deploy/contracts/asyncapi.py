"""AsyncAPI 3.0: a document for each service and one for what they share. What an authority sees is in `authorities`.

A message stands in one document, that of its service; others point to it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from contracts.registry import Contract
from contracts.topics import SERVICES, Authority, Kind, Topics, TopicSpec
from deploy.contracts import header
from deploy.contracts.schema import place, published

Node = dict[str, Any]

TOPICS = Topics()
SHARDS = 4
BINDING = "0.5.0"
POLICY = "cleanup.policy"
KEYS = {
    "citizen": "the citizen's id; its last 32 bits modulo the number of shards give the partition",
    "supply": "the id of the supply of times",
    "operations": "the id of the citizen who is parked",
    "day": "the id of a Danish date",
}
DEAD = "Records not understood: code, reason, place; key, headers, value in base64, sealed where a CPR number may be inside."
NO_CASE = "an id that follows from the place of the record"
OWN_REFERENCE = "the sender's own opaque reference of the citizen or matter; never a CPR number"
CODES = {Kind.JOBCENTRE: "46100", Kind.AKASSE: "05", Kind.PLANNER: "46100"}


def documents() -> Iterator[tuple[str, Node]]:
    """File name and content, of every document seen from inside."""
    contracts = published()
    yield "common.yaml", _common([c for c in contracts if place(c) == "common"])
    for service in SERVICES:
        yield f"{service}.yaml", _service(service, contracts)


def _common(contracts: list[Contract]) -> Node:
    schemas = {_headers_name(route): header.schema(route) for route in header.ROUTES}
    clock = _channel(TOPICS.clock, "Ticks of a virtual clock, {now: instant}; empty where time is real.", (), "")
    return head("common", "What the other documents share: headers, messages of every service, security.") | {
        "channels": {"clock": clock, **_console(contracts)},
        "components": {
            "schemas": schemas,
            "messages": {c.name: message(c, "", f"{place(c)}/{c.name}", c.example) for c in contracts},
            "securitySchemes": {
                "scram": {
                    "type": "scramSha512",
                    "description": "SASL/SCRAM-SHA-512 over TLS; a principal of its own for each service and authority",
                }
            },
        },
    }


def _console(contracts: list[Contract]) -> Node:
    """The console decides nothing and takes no commands; its two topics tell of its own trouble."""
    parked = [c for c in contracts if c.name == "CitizenParked"]
    return {
        "consoleEvents": _channel(TOPICS.events("console"), "Whose page a defect has stopped.", parked, "common"),
        "consoleDead": _channel(TOPICS.dead("console"), DEAD, (), ""),
    }


def _service(service: str, contracts: list[Contract]) -> Node:
    own = [c for c in contracts if c.service == service]
    commands = [c for c in contracts if c.kind == "command" and c.service in (service, "any")]
    events = [c for c in contracts if c.kind == "event" and c.service in (service, "any") and c.topic == "events"]
    channels, operations = {}, {}
    if service == "gateway":
        every = [c for c in contracts if c.kind == "command"]
        channels["inbound"] = _channel(TOPICS.inbound, "Checked commands, from the door to the router.", every, service)
        operations["route"] = operation("receive", "inbound", "Check the relation, number, send to the service.")
    else:
        about = "Commands to this service, numbered by the gateway."
        channels["commands"] = _channel(TOPICS.commands(service), about, commands, service)
        operations["decide"] = operation(
            "receive", "commands", "Apply the rules; every command has an answering event."
        )
    channels["events"] = _channel(TOPICS.events(service), "What was decided, refusals included.", events, service)
    if service == "deadlines":
        channels["outages"] = _channel(TOPICS.outages, "Inside the service; no contract for others.", (), "")
    if service == "slots":
        channels["supply"] = _channel(TOPICS.supply, "Inside the service; no contract for others.", (), "")
    if service == "citizens":
        channels["status"] = _channel(
            TOPICS.status, "How each citizen stands; the last record of a key holds.", own, service
        )
        operations["show"] = operation("send", "status", "Tell a status that differs from the last one told.")
    channels["dead"] = _channel(TOPICS.dead(service), DEAD, (), "")
    operations["tell"] = operation("send", "events", "Tell what was decided.")
    operations["bury"] = operation("send", "dead", "Put aside what could not be understood.")
    messages = {c.name: message(c, "common.yaml", f"{place(c)}/{c.name}", c.example) for c in own}
    text = f"The topics that `{service}` owns. Other services and the gateway's feeds read its events."
    return head(service, text) | {
        "servers": servers(),
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages},
    }


def head(name: str, text: str) -> Node:
    """What every document begins with."""
    return {
        "asyncapi": "3.0.0",
        "id": f"urn:selvbooking:asyncapi:{name}",
        "info": {
            "title": f"Selvbooking: {name}",
            "version": "1.0.0",
            "description": text,
            "license": {"name": "EUPL-1.2"},
        },
        "defaultContentType": "application/json",
    }


def servers() -> Node:
    """Where the topics are, and how one shows who one is."""
    return {
        "kafka": {
            "host": "{bootstrap}",
            "protocol": "kafka-secure",
            "description": "The broker. Topics are made at deployment, never by clients.",
            "variables": {
                "bootstrap": {"default": "localhost:9093", "description": "host:port, given to each authority"}
            },
            "security": [{"$ref": "common.yaml#/components/securitySchemes/scram"}],
        }
    }


def _channel(address: str, text: str, contracts: Iterable[Contract], home: str) -> Node:
    spec = specs()[address]
    messages = {c.name: {"$ref": _home(c, home)} for c in contracts}
    return {"address": address, "description": text, "messages": messages, "bindings": topic_binding(spec)}


def specs() -> dict[str, TopicSpec]:
    """Every topic by its name, with one authority of each kind."""
    authorities = [Authority(kind, CODES.get(kind, "")) for kind in Kind]
    return {spec.name: spec for spec in TOPICS.plan(authorities, SHARDS)}


def topic_binding(spec: TopicSpec) -> Node:
    """What Kafka must know of a topic."""
    binding: Node = {"partitions": spec.partitions, "bindingVersion": BINDING}
    config = {name: [value] if name == POLICY else int(value) for name, value in sorted(spec.config.items())}
    return {"kafka": binding | ({"topicConfiguration": config} if config else {})}


def _home(contract: Contract, home: str) -> str:
    """Where the message is written down, seen from the document of `home`."""
    file = "" if place(contract) == home else f"{place(contract)}.yaml"
    return f"{file}#/components/messages/{contract.name}"


def operation(action: str, channel: str, summary: str) -> Node:
    """`send` or `receive` on a channel of the same document."""
    return {"action": action, "channel": {"$ref": f"#/channels/{channel}"}, "summary": summary}


def _headers_name(route: header.Route) -> str:
    return f"{route}-headers"


def message(contract: Contract, common: str, stem: str, payload: Node, route: header.Route | None = None) -> Node:
    """A message of one route. `stem`: its schema file; `payload`: the example; `common`: the file with the headers."""
    summary, _, more = (contract.model.__doc__ or "").partition("\n\n")
    way = route or ("command" if contract.kind == "command" else "event")
    from_no_case = contract.kind == "event" and contract.about == "operations"
    key = OWN_REFERENCE if way == "in" else NO_CASE if from_no_case else KEYS[contract.about]
    return {
        "name": contract.type,
        "title": contract.name,
        "summary": " ".join(summary.split()),
        **({"description": " ".join(more.split())} if more.strip() else {}),
        "headers": {"$ref": f"{common}#/components/schemas/{_headers_name(way)}"},
        "payload": {"$ref": f"../schemas/{stem}.v{contract.version}.json"},
        "bindings": {"kafka": {"key": {"type": "string", "description": key}, "bindingVersion": BINDING}},
        "examples": [{"payload": payload}],
    }
