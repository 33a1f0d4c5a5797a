"""Values that a JSON Schema allows, for hypothesis. Knows the words that our own schemas use, and no others."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

NEW = "A_VALUE_OF_TOMORROW"
KNOWN_WORDS = {
    "type", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "anyOf", "enum", "pattern",
    "format", "minLength", "maxLength", "minimum", "maximum", "default", "title", "description", "x-values", "$id", "$schema",
}  # fmt: skip
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
FACTS = st.dictionaries(TEXT, st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT, max_size=3)


def values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """A strategy for a schema whose definitions are written out."""
    unknown = schema.keys() - KNOWN_WORDS
    assert not unknown, f"teach this module about {unknown}"
    if "anyOf" in schema:
        return st.one_of([values(choice) for choice in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema["type"]:
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(schema.get("minimum", -(2**53)), schema.get("maximum", 2**53))
        case "number":
            return st.floats(schema.get("minimum", -1e9), schema.get("maximum", 1e9))
        case "array":
            return st.lists(values(schema["items"]), min_size=schema.get("minItems", 0), max_size=3)
        case "object":
            return _objects(schema)
        case "string":
            return _texts(schema)
    raise AssertionError(f"teach this module about {schema['type']}")


def _objects(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    fields = {name: values(node) for name, node in schema.get("properties", {}).items()}
    if not fields and schema.get("additionalProperties") is True:
        return FACTS
    needed = {name: field for name, field in fields.items() if name in schema.get("required", ())}
    return st.fixed_dictionaries(needed, optional={name: f for name, f in fields.items() if name not in needed})


def _texts(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    if "x-values" in schema:
        return st.sampled_from([*schema["x-values"], NEW])
    if "pattern" in schema:
        return st.from_regex(schema["pattern"], fullmatch=True, alphabet=st.characters(codec="ascii"))
    if schema.get("format") == "date":
        return st.dates(date(1900, 1, 1), date(2200, 1, 1)).map(str)
    if schema.get("format") == "date-time":
        since = datetime(1900, 1, 1, tzinfo=UTC)
        return st.timedeltas(timedelta(0), timedelta(days=110_000)).map(lambda span: (since + span).isoformat())
    low, high = schema.get("minLength", 0), schema.get("maxLength", 20)
    return st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=low, max_size=min(high, low + 20))
