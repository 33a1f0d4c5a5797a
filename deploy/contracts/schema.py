"""JSON Schema 2020-12 of each contract, in the two forms that travel.

The *open* form is what readers hold a message to: fields they do not know are ignored. The *inbound* form is what an
authority must send: nothing unknown, and the citizen's CPR number beside the fields where the command is about a citizen.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

import contracts.messages as messages
from contracts.gateway.v1 import Notice
from contracts.registry import CONTRACTS, SCHEMAS, Contract

Document = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MODULES = frozenset(module.__name__ for module in messages.MODULES)
CPR_FORM = (
    "^((((0[1-9]|1[0-9]|2[0-9]|3[0-1])(01|03|05|07|08|10|12))|((0[1-9]|1[0-9]|2[0-9]|30)(04|06|09|11))"
    "|((0[1-9]|1[0-9]|2[0-9])(02)))[0-9]{6})$"
)
"""Ten digits that begin like a date, the form of the national job-centre register; no check digit, which not all have."""
CPR: Document = {
    "type": "string",
    "pattern": CPR_FORM,
    "description": "the citizen's CPR number (*personnummer*); it stands in the value, never in key or headers",
}
BASIS: Document = {
    "type": "array",
    "description": "the rules applied, in order: why this was decided so",
    "items": {
        "type": "object",
        "required": ["rule", "citations", "inputs", "outcome"],
        "properties": {
            "rule": {"type": "string", "description": "id of the rule, as in docs/law"},
            "citations": {"type": "array", "items": {"type": "string"}, "description": "act, paragraph, stk., nr."},
            "inputs": {"type": "object", "additionalProperties": True, "description": "the facts the rule was given"},
            "outcome": {"type": "string", "description": "`ok`, or what the rule found instead"},
        },
    },
}


class Plain(GenerateJsonSchema):
    """Without titles that only repeat the field's name; enumerations that may grow are text with documented values."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        found = super().enum_schema(schema)
        if "UNKNOWN" in schema["cls"].__members__:
            found["x-values"] = [value for value in found.pop("enum") if value != "UNKNOWN"]
        return found


def published() -> list[Contract]:
    """Every contract with others, by service and name. What a service sends to itself is not among them."""
    found = (contract for contract in CONTRACTS.values() if contract.model.__module__ in MODULES)
    return sorted((c for c in found if c.kind != "internal"), key=lambda c: (place(c), c.name))


def place(contract: Contract) -> str:
    """The folder of a contract's files: its service, or `common`."""
    return "common" if contract.service == "any" else contract.service


def schema(contract: Contract) -> Document:
    """The open form: the fields, and for an event the `basis` beside them."""
    document = of_model(contract.model, place(contract), contract.name, contract.version)
    if contract.kind == "event":
        document["properties"] = {**document.get("properties", {}), "basis": BASIS}
    return document


def inbound(contract: Contract) -> Document:
    """The closed form in which an authority sends a command."""
    document: Document = closed(of_model(contract.model, place(contract), f"{contract.name}.inbound", contract.version))
    if contract.about == "citizen":
        document["properties"] = {"cpr": CPR, **document.get("properties", {})}
        document["required"] = ["cpr", *document.get("required", [])]
    return document


def notice() -> Document:
    """The form of a feed message on an `out` topic; `message` is the event."""
    document = of_model(Notice, "gateway", "Notice", 1)
    document["properties"]["cpr"] = {"anyOf": [CPR, {"type": "null"}]}
    return document


def closed(node: Any) -> Any:
    """The same document without room for fields it does not name."""
    if isinstance(node, list):
        return [closed(item) for item in node]
    if not isinstance(node, Mapping):
        return node
    shut = {key: closed(value) for key, value in node.items()}
    if shut.get("type") == "object" and "additionalProperties" not in shut:
        shut["additionalProperties"] = False
    return shut


def files() -> Iterator[tuple[str, Document]]:
    """Path below `contracts/schemas/` and content, of every schema."""
    for contract in published():
        stem = f"{place(contract)}/{contract.name}"
        yield f"{stem}.v{contract.version}.json", schema(contract)
        if contract.kind == "command":
            yield f"{stem}.inbound.v{contract.version}.json", inbound(contract)
    yield "gateway/Notice.v1.json", notice()


def of_model(model: type, folder: str, name: str, version: int) -> Document:
    """The fields of a message class, with the head that all our schemas have."""
    made = TypeAdapter(model).json_schema(schema_generator=Plain)
    head = {"$schema": DIALECT, "$id": f"urn:{SCHEMAS}:{folder}:{name}.v{version}", "title": model.__name__}
    for definition in made.get("$defs", {}).values():
        if "x-values" in definition:
            definition["description"] += " Read a value that is not among `x-values` as unknown."
    order = ("description", "type", "properties", "required", "$defs")
    return head | {key: made[key] for key in order if key in made}
