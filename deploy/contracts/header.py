"""The CloudEvents headers of each route, as JSON Schema. What each means is told once, in `contracts.envelope`."""

import re
from typing import Any, Literal

import contracts.envelope as envelope

Route = Literal["in", "command", "event", "out"]
ROUTES: dict[Route, str] = {
    "in": "What an authority writes on its `in` topic.",
    "command": "Commands behind the gateway's door: checked, without CPR number, in a citizen's order.",
    "event": "What a service decided.",
    "out": "What an authority reads on its `out` topic.",
}

ALL = frozenset(ROUTES)
INSIDE = frozenset({"command", "event"})
OURS = INSIDE | {"out"}
COMMAND, EVENT, NONE = frozenset({"command"}), frozenset({"event"}), frozenset[str]()
NUMBER = "^[1-9][0-9]*$"
TRACE = "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"
SENDERS_ID = "^[A-Za-z0-9._:-]{1,128}$"

# header: (form, routes on which it always stands, routes on which it may stand)
FORMS: dict[str, tuple[dict[str, Any], frozenset[str], frozenset[str]]] = {
    "ce_specversion": ({"const": envelope.SPEC_VERSION}, ALL, ALL),
    "ce_id": ({"minLength": 1}, ALL, ALL),
    "ce_source": ({"pattern": "^[a-z]+(-[0-9]+)?$"}, ALL, ALL),
    "ce_type": ({"pattern": r"^dk\.selvbooking\.[A-Za-z]+\.v[0-9]+$"}, ALL, ALL),
    "ce_dataschema": ({"pattern": r"^urn:selvbooking:schema:[a-z]+:[A-Za-z]+\.v[0-9]+$"}, NONE, ALL),
    "ce_time": ({"format": "date-time"}, ALL, ALL),
    "ce_subject": ({"format": "uuid"}, INSIDE, OURS),
    "ce_sequence": ({"pattern": NUMBER}, EVENT, OURS),
    "ce_causationid": ({"minLength": 1}, OURS, OURS),
    "ce_correlationid": ({"minLength": 1}, INSIDE, OURS),
    "ce_recordedtime": ({"format": "date-time"}, COMMAND, COMMAND | {"out"}),
    "ce_number": ({"pattern": NUMBER}, NONE, COMMAND),
    "ce_after": ({"pattern": "^([a-z]+:[0-9]+(,[a-z]+:[0-9]+)*)?$"}, NONE, COMMAND),
    "ce_answers": ({"pattern": NUMBER}, NONE, EVENT),
    "ce_origin": ({"pattern": "^[0-9]+:[0-9]+$"}, OURS, OURS),
    "content-type": ({"const": "application/json"}, OURS, ALL),
    "traceparent": ({"pattern": TRACE}, NONE, ALL),
}
INTERNAL = frozenset({"ce_command"})
"""Headers that never leave the service that wrote them."""
MEANINGS = {
    "ce_specversion": "version of CloudEvents",
    "content-type": "media type of the value",
    "traceparent": "W3C trace context",
    **dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", envelope.__doc__ or "", re.MULTILINE)),
}


def schema(route: Route) -> dict[str, Any]:
    """Headers of one route. Readers ignore a header that they do not know."""
    may = {name: form for name, (form, _, routes) in FORMS.items() if route in routes}
    if route == "in":
        may["ce_id"] = {"pattern": SENDERS_ID}
    return {
        "type": "object",
        "description": ROUTES[route],
        "properties": {
            name: {"type": "string", **form, "description": MEANINGS.get(name, "")} for name, form in may.items()
        },
        "required": [name for name in may if route in FORMS[name][1]],
    }
