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
INSIDE = ALL - {"in"}
OURS = frozenset({"event", "out"})
NUMBER = "^[1-9][0-9]*$"
TRACE = "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"
SOURCE = "^([a-z]+(-[0-9]+)?|time)$"

# header: (form, routes on which it always stands, routes on which it may stand)
FORMS: dict[str, tuple[dict[str, Any], frozenset[str], frozenset[str]]] = {
    "ce_specversion": ({"const": envelope.SPEC_VERSION}, ALL, ALL),
    "ce_id": ({"minLength": 1}, ALL, ALL),
    "ce_source": ({"pattern": SOURCE}, ALL, ALL),
    "ce_type": ({"pattern": r"^dk\.selvbooking\.[A-Za-z]+\.v[0-9]+$"}, ALL, ALL),
    "ce_time": ({"format": "date-time"}, ALL, ALL),
    "ce_subject": ({"format": "uuid"}, INSIDE, INSIDE),
    "ce_sequence": ({"pattern": NUMBER}, OURS, INSIDE),
    "ce_causationid": ({"minLength": 1}, INSIDE, INSIDE),
    "ce_correlationid": ({"minLength": 1}, INSIDE, INSIDE),
    "ce_recordedtime": ({"format": "date-time"}, frozenset({"command"}), frozenset({"command"})),
    "ce_number": ({"pattern": NUMBER}, frozenset(), frozenset({"command"})),
    "ce_after": ({"pattern": "^([a-z]+:[0-9]+(,[a-z]+:[0-9]+)*)?$"}, frozenset(), frozenset({"command"})),
    "ce_answers": ({"pattern": NUMBER}, frozenset(), OURS),
    "ce_origin": ({"pattern": "^[0-9]+:[0-9]+$"}, INSIDE, INSIDE),
    "content-type": ({"const": "application/json"}, INSIDE, ALL),
    "traceparent": ({"pattern": TRACE}, frozenset(), ALL),
}
MEANINGS = {
    "ce_specversion": "version of CloudEvents",
    "content-type": "media type of the value",
    "traceparent": "W3C trace context",
    **dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", envelope.__doc__ or "", re.MULTILINE)),
}


def schema(route: Route) -> dict[str, Any]:
    """Headers of one route. Readers ignore a header that they do not know."""
    may = {name: form for name, (form, _, routes) in FORMS.items() if route in routes}
    return {
        "type": "object",
        "description": ROUTES[route],
        "properties": {
            name: {"type": "string", **form, "description": MEANINGS.get(name, "")} for name, form in may.items()
        },
        "required": [name for name in may if route in FORMS[name][1]],
    }
