"""AsyncAPI 3.0 of the platform as an authority sees it: its own `in` and `out` topic."""

from collections.abc import Iterable

from contracts.registry import Contract
from contracts.topics import CODED, Kind
from deploy.contracts import example
from deploy.contracts.asyncapi import CODES, TOPICS, Node, head, message, operation, servers, specs, topic_binding
from deploy.contracts.schema import place, published


def document() -> Node:
    """From an authority's viewpoint: it sends on `in`, it receives on `out`."""
    contracts = published()
    channels, operations, messages = {}, {}, {}
    for kind in Kind:
        who = f"{kind}-{{code}}" if kind in CODED else str(kind)
        sent = [c for c in contracts if kind in c.senders]
        if sent:
            channels[f"in-{kind}"] = _channel(TOPICS.inbox(who), kind, f"What {who} writes.", sent)
            operations[f"send-{kind}"] = operation("send", f"in-{kind}", "Send a command; the answer comes on `out`.")
        fed = [c for c in contracts if kind in c.feeds]
        channels[f"out-{kind}"] = _channel(TOPICS.outbox(who), kind, f"What {who} may know.", fed)
        operations[f"receive-{kind}"] = operation("receive", f"out-{kind}", "Answers, rejections, and the feed.")
    for contract in contracts:
        if contract.kind == "command" and contract.senders:
            stem = f"{place(contract)}/{contract.name}.inbound"
            messages[contract.name] = message(contract, "common.yaml", stem, example.inbound(contract), "in")
        elif contract.feeds:
            messages[contract.name] = _fed(contract)
    text = "The topics of an authority: a jobcentre, an unemployment fund, a planner, Jobnet, Digital Post, operations."
    return head("authorities", text) | {
        "servers": servers(),
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages},
    }


def _fed(contract: Contract) -> Node:
    """An event on an `out` topic: wrapped in a notice where it changes an entity, otherwise as it is."""
    stem = f"{place(contract)}/{contract.name}"
    if not contract.entity:
        return message(contract, "common.yaml", stem, contract.example, "out")
    told = message(contract, "common.yaml", stem, example.notice(contract), "out")
    facts = {
        "entity": {"const": contract.entity},
        "change": {"const": contract.change},
        "message": told["payload"],
    }
    notice = {"$ref": "../schemas/gateway/Notice.v1.json"}
    return told | {"payload": {"allOf": [notice, {"type": "object", "properties": facts}]}}


def _channel(address: str, kind: Kind, text: str, contracts: Iterable[Contract]) -> Node:
    spec = specs()[address.replace("{code}", CODES.get(kind, ""))]
    messages = {c.name: {"$ref": f"#/components/messages/{c.name}"} for c in contracts}
    channel = {"address": address, "description": text, "messages": messages, "bindings": topic_binding(spec)}
    if kind in CODED:
        channel["parameters"] = {"code": {"description": f"the {kind}'s code", "examples": [CODES[kind]]}}
    return channel
