"""Whether what is written and read today goes together with every released version: fully, transitively.

Writers are held to exactly what they promise (closed), readers ignore what they do not know (open). An inbound command is
read by a closed door, and only the platform reads it, so there only the past must stay readable. `jsoncompat` decides on
types, required fields, enumerations and ranges; what it does not look at is compared here: formats, patterns, defaults,
documented values.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import jsoncompat

from deploy.contracts.schema import closed

Document = dict[str, Any]
WHOLE = "(the whole message)"


@dataclass(frozen=True, slots=True)
class Break:
    """A change that somebody could not bear: where, who, and what it was and is."""

    field: str
    who: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"field {self.field}: {self.who} (was {self.was}; is {self.now})"


def breaks(old: Document, new: Document) -> list[Break]:
    """What `new` breaks of a released `old`; nothing when they go together."""
    before, after = plain(old), plain(new)
    found = [*_narrowed(before, after, ""), *_silent(before, after, "")]
    return sorted(set(found), key=lambda one: (one.field, one.who))


def plain(document: Document) -> Document:
    """The document with its definitions written out where they are used, without annotations."""
    definitions = document.get("$defs", {})

    def write(node: Any) -> Any:
        if isinstance(node, list):
            return [write(item) for item in node]
        if not isinstance(node, Mapping):
            return node
        rest = {key: write(value) for key, value in node.items() if key not in ("$ref", "$defs", "$id", "$schema")}
        if "$ref" in node:
            return write(definitions[str(node["$ref"]).rpartition("/")[2]]) | rest
        return rest

    written: Document = write(document)
    return written


def _narrowed(old: Document, new: Document, path: str) -> Iterator[Break]:
    """Breaks that `jsoncompat` sees, told as close to the field as they can be found."""
    who = _verdict(old, new)
    if not who:
        return
    closer = [found for name in _names(old, new) for found in _field(old, new, name, path)]
    if closer:
        yield from closer
    else:
        for one in who:
            yield Break(path or WHOLE, one, _told(old), _told(new))


def _field(old: Document, new: Document, name: str, path: str) -> Iterator[Break]:
    here = f"{path}.{name}" if path else name
    who = _verdict(_only(old, name), _only(new, name))
    if not who:
        return
    was, now = (_inner(document.get("properties", {}).get(name, {})) for document in (old, new))
    same_place = _required(old, name) == _required(new, name) and was.get("type") == now.get("type") == "object"
    deeper = list(_narrowed(was, now, here)) if same_place else []
    if deeper:
        yield from deeper
    else:
        for one in who:
            yield Break(here, one, _place(old, name), _place(new, name))


def _verdict(old: Document, new: Document) -> list[str]:
    shut = old.get("additionalProperties") is False
    found = []
    if not _goes(closed(old), new, "deserializer"):
        found.append("today's readers do not accept what was written then")
    if not shut and not _goes(old, closed(new), "serializer"):
        found.append("readers of then do not accept what is written today")
    return found


def _goes(old: Document, new: Document, role: Literal["serializer", "deserializer"]) -> bool:
    return bool(jsoncompat.check_compat(json.dumps(old), json.dumps(new), role))


def _silent(old: Document, new: Document, path: str) -> Iterator[Break]:
    """What `jsoncompat` passes over; both sides are walked together."""
    was, now = _inner(old), _inner(new)
    pairs = [(word, was.get(word), now.get(word)) for word in ("format", "pattern")]
    if "default" in old and "default" in new:
        pairs.append(("default", old["default"], new["default"]))
    for word, before, after in pairs:
        if before != after:
            yield Break(path or WHOLE, f"its {word} has changed", _json(before), _json(after))
    documented: list[str] = was.get("x-values", [])
    gone = sorted(set(documented) - set(now.get("x-values", documented)))
    if gone:
        yield Break(path or WHOLE, "documented values are gone", ", ".join(gone), "not documented")
    for name in sorted(was.get("properties", {}).keys() & now.get("properties", {}).keys()):
        yield from _silent(was["properties"][name], now["properties"][name], f"{path}.{name}" if path else name)
    if "items" in was and "items" in now:
        yield from _silent(was["items"], now["items"], path)


def _names(old: Document, new: Document) -> list[str]:
    return sorted({*old.get("properties", {}), *new.get("properties", {})})


def _only(document: Document, name: str) -> Document:
    """The document as if it had this one field."""
    properties = {name: document["properties"][name]} if name in document.get("properties", {}) else {}
    required = [name] if _required(document, name) else []
    return {**document, "properties": properties, "required": required}


def _required(document: Document, name: str) -> bool:
    return name in document.get("required", ())


def _inner(document: Document) -> Document:
    """What a field holds, past `null` and past the brackets of a list."""
    for choice in document.get("anyOf", ()):
        if choice.get("type") != "null":
            return _inner(choice)
    items = document.get("items")
    return _inner(items) if items and items.get("type") == "object" else document


def _place(document: Document, name: str) -> str:
    if name not in document.get("properties", {}):
        return "absent"
    return f"{'required' if _required(document, name) else 'optional'} {_told(document['properties'][name])}"


def _told(document: Document) -> str:
    """A schema in a few words."""
    if "anyOf" in document:
        return " or ".join(_told(choice) for choice in document["anyOf"])
    words = [str(document.get("type", "anything"))]
    for word in ("enum", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"):
        if word in document:
            words.append(f"{word} {_json(document[word])}")
    return " ".join(words)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
