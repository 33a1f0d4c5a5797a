"""Schema, pydantic and msgspec read one definition; here they are held against each other."""

import json
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import TypeAdapter, ValidationError

from contracts.registry import CONTRACTS, Contract
from contracts.types import Open
from deploy.contracts import example, schema
from deploy.contracts.compatibility import plain
from tests.contracts.values import NEW, values

PUBLISHED = schema.published()
COMMANDS = [c for c in PUBLISHED if c.kind == "command"]
EVENTS = [c for c in PUBLISHED if c.kind == "event"]
each_contract = pytest.mark.parametrize("contract", PUBLISHED, ids=lambda c: c.name)
each_command = pytest.mark.parametrize("contract", COMMANDS, ids=lambda c: c.name)
few = settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
GONE = object()
FORMATS = FormatChecker(formats=["date"])
BASIS = [{"rule": "DL-01", "citations": ["BAB § 44, stk. 1"], "inputs": {"due": "2024-03-12"}, "outcome": "ok"}]


@FORMATS.checks("date-time", raises=ValueError)
def is_instant(value: object) -> bool:
    """`jsonschema` has no checker of its own for this format without another package."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def validator(document: dict[str, Any]) -> Draft202012Validator:
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


@cache
def adapter(model: type) -> TypeAdapter[Any]:
    return TypeAdapter(model)


@cache
def open_form(name: str) -> tuple[Draft202012Validator, st.SearchStrategy[Any]]:
    """Who judges bodies without a basis by the schema, and where they come from."""
    document = plain(schema.schema(CONTRACTS[name]))
    document["properties"] = {k: v for k, v in document.get("properties", {}).items() if k != "basis"}
    return validator(document), values(document)


@cache
def closed_form(name: str) -> tuple[Draft202012Validator, list[str]]:
    """Who judges bodies in which nothing is unknown, and the fields that they have."""
    document = schema.closed(schema.of_model(CONTRACTS[name].model, "x", "x", 1))
    return Draft202012Validator(document, format_checker=FORMATS), [*document.get("properties", {})]


def read(contract: Contract, body: Any) -> Any:
    """What the gateway's door makes of a body: strict, nothing unknown."""
    return adapter(contract.model).validate_json(json.dumps(body), strict=True, extra="forbid")


@each_contract
def test_the_example_is_valid_and_survives_every_way_there_and_back(contract: Contract) -> None:
    read_by_pydantic = read(contract, contract.example)
    assert contract.example or not plain(schema.schema(contract)).get("required"), "an example shows the fields"
    encoded = msgspec.json.encode(read_by_pydantic)
    validator(schema.schema(contract)).validate(json.loads(encoded))
    assert adapter(contract.model).validate_json(encoded, strict=True) == read_by_pydantic
    dumped = adapter(contract.model).dump_json(read_by_pydantic)
    assert msgspec.json.decode(dumped, type=contract.model) == read_by_pydantic
    assert contract.example.items() <= json.loads(encoded).items(), "writing gives back what was read"


@each_contract
@few
@given(data=st.data())
def test_what_the_schema_allows_pydantic_and_msgspec_read_alike(contract: Contract, data: st.DataObject) -> None:
    judge, bodies = open_form(contract.name)
    body = data.draw(bodies)
    by_pydantic = read(contract, body)
    by_msgspec: Any = msgspec.json.decode(json.dumps(body), type=contract.model)
    assert by_pydantic == by_msgspec
    judge.validate(json.loads(msgspec.json.encode(by_msgspec)))
    judge.validate(adapter(contract.model).dump_python(by_pydantic, mode="json"))


@each_contract
@few
@given(data=st.data())
def test_what_one_refuses_the_other_refuses(contract: Contract, data: st.DataObject) -> None:
    """A good example with one field spoilt: the closed schema and the door agree on what becomes of it."""
    judge, fields = closed_form(contract.name)
    field = data.draw(st.sampled_from([*fields, "unknown"]))
    spoilt = data.draw(
        st.sampled_from([GONE, None, True, 7, 1.5, "", "2024-13-01", "x" * 700, [], {}, ["a b"], {"slot": "t"}])
    )
    body = {**contract.example, field: spoilt}
    if spoilt is GONE:
        del body[field]
    allowed = judge.is_valid(body)
    try:
        read(contract, body)
        read_well = True
    except ValidationError:
        read_well = False
    assert allowed == read_well, body


@each_command
def test_a_command_is_sent_closed_and_with_the_cpr_number_where_it_is_about_a_citizen(contract: Contract) -> None:
    document = schema.inbound(contract)
    door = validator(document)
    sent = example.inbound(contract)
    door.validate(sent)
    assert not door.is_valid({**sent, "unknown": 1})
    assert ("cpr" in document.get("required", ())) == (contract.about == "citizen")
    assert "cpr" not in schema.schema(contract).get("properties", {}), "no CPR number behind the door"
    if contract.about == "citizen":
        assert not door.is_valid(contract.example)


@pytest.mark.parametrize("contract", EVENTS, ids=lambda c: c.name)
def test_an_event_carries_its_basis_and_what_readers_do_not_know(contract: Contract) -> None:
    body = {**contract.example, "basis": BASIS, "of_tomorrow": {"x": 1}}
    validator(schema.schema(contract)).validate(body)
    assert not validator(schema.schema(contract)).is_valid({**body, "basis": [{"rule": "DL-01"}]})
    assert msgspec.json.decode(json.dumps(body), type=contract.model) == read(contract, contract.example)


@pytest.mark.parametrize("contract", [c for c in EVENTS if c.entity and c.feeds], ids=lambda c: c.name)
def test_the_notice_of_an_event_has_the_form_of_a_feed_message(contract: Contract) -> None:
    validator(schema.notice()).validate(example.notice(contract))


OPEN = sorted(Open.__subclasses__(), key=lambda enum: enum.__name__)


@pytest.mark.parametrize("enum", OPEN, ids=lambda e: e.__name__)
def test_an_open_enumeration_reads_any_text_and_nothing_but_text(enum: type[Open]) -> None:
    adapter, document = TypeAdapter(enum), TypeAdapter(enum).json_schema(schema_generator=schema.Plain)
    assert "enum" not in document
    assert sorted(document["x-values"]) == sorted(member.value for member in enum if member.name != "UNKNOWN")
    for text in (NEW, ""):
        assert adapter.validate_json(json.dumps(text)) is enum["UNKNOWN"]
        assert msgspec.json.decode(json.dumps(text), type=enum) is enum["UNKNOWN"]
        validator(document).validate(text)
    for other in (7, None, ["x"]):
        with pytest.raises(ValidationError):
            adapter.validate_json(json.dumps(other))
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(json.dumps(other), type=enum)
        assert not validator(document).is_valid(other)


def test_every_enumeration_with_an_unknown_branch_is_an_open_one() -> None:
    for contract in PUBLISHED:
        for hint in contract.model.__annotations__.values():
            if isinstance(hint, type) and issubclass(hint, Enum) and "UNKNOWN" in hint.__members__:
                assert issubclass(hint, Open), f"{contract.name}: {hint.__name__} must be a contracts.types.Open"


@pytest.mark.parametrize(
    ("cpr", "good"),
    [
        (example.NOBODY, True),
        ("3112991234", True),
        ("3012991234", True),
        ("3006991234", True),
        ("3106991234", False),
        ("3002991234", False),
        ("0001991234", False),
        ("6101991234", False),
        ("0113991234", False),
        ("0000000000", False),
        ("290299-0000", False),
        ("29029900000", False),
        ("290299000", False),
    ],
)
def test_a_cpr_number_is_ten_digits_that_begin_like_a_date(cpr: str, good: bool) -> None:
    assert validator(schema.CPR).is_valid(cpr) == good
