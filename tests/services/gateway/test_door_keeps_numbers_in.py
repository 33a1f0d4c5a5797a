"""Whatever a sender writes and wherever: no CPR number leaves the door, in a message, a header, an error or a log line."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from contracts.registry import CONTRACTS
from services.gateway.door import GatewayDoor
from services.gateway.vault import Vault
from services.simulator.cpr import unborn
from shared.law.value import replace
from shared.runtime.clock import fresh_id
from shared.runtime.database import Pool, transaction
from tests.services.gateway.records import MASTER_KEY, headers, record, through

numbers = st.integers(0, 900).map(unborn)
WRITTEN = ["{}", "k-{}", "Hansen, {}", "\n{}\n"]
WITHIN = ["k7{}7"]
"""Seen only in a command about that very citizen: elsewhere a long row of digits is just a long row of digits."""

commands = st.sampled_from(sorted(c.name for c in CONTRACTS.values() if c.kind == "command"))
rarely = st.sampled_from([False, False, False, True])
plain = st.none() | st.booleans() | st.integers(0, 99) | st.text(max_size=8)
HEADERS = [*[None] * 9, *["id"] * 4, "source", "type", "time", "specversion", "traceparent", "x-note"]


def somewhere(text: str) -> st.SearchStrategy[Any]:
    """A JSON value with the text in it, or without."""
    return st.recursive(
        plain | st.just(text),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["due", "slot", "explanation", "x"]) | st.just(text), inner, max_size=3)
        ),
        max_leaves=6,
    )


@given(data=st.data())
@settings(max_examples=200, deadline=None)
async def test_no_number_leaves_the_door(data: st.DataObject, pool: Pool) -> None:
    number, name = data.draw(numbers), data.draw(commands)
    form = data.draw(st.sampled_from(WRITTEN + WITHIN if CONTRACTS[name].about == "citizen" else WRITTEN))
    text = form.format(data.draw(st.sampled_from([number, f"{number[:6]}-{number[6:]}", f"{number[:6]} {number[6:]}"])))
    body: Any = dict(CONTRACTS[name].example)
    for field in data.draw(st.sampled_from([[], [], ["x"], *([field] for field in body), ["cpr"]])):
        body[field] = data.draw(st.just(text) | somewhere(text))
    if CONTRACTS[name].about == "citizen" and not data.draw(rarely):
        body["cpr"] = number
    kinds = sorted(CONTRACTS[name].senders)
    source = {"jobcentre": "jobcentre-46100", "akasse": "akasse-05", "planner": "planner-46100"}.get(
        kinds[0], str(kinds[0])
    )
    base = record(name, body, source=source)
    spoiled = data.draw(st.sampled_from(HEADERS))
    if spoiled:
        told = [(key, value) for key, value in headers(name, source) if key != f"ce_{spoiled}"]
        key = spoiled if spoiled in ("traceparent", "x-note") else f"ce_{spoiled}"
        base = replace(base, headers=[*told, (key, text.encode())])
    if data.draw(rarely):
        base = replace(base, key=data.draw(st.sampled_from([None, b"", text.encode()])))
    if data.draw(rarely):
        base = replace(base, value=(base.value or b"")[:-1])
    door = GatewayDoor(Vault(MASTER_KEY, fresh_id), lambda: "")
    with capture_logs() as logs:
        async with transaction(pool) as tx:
            sent = await through(door, tx, [base])
    assert len(sent) in (1, 2) and not any("error" in line for line in logs)
    leaving = repr(logs) + repr([(o.topic, o.key, o.type, dict(o.headers), o.body) for o in sent])
    for spelling in (number, f"{number[:6]}-{number[6:]}", f"{number[:6]} {number[6:]}"):
        assert spelling not in leaving
    clear = [str(json.loads(o.body)) for o in sent if o.topic != "gateway.dead"]
    assert not any(number in "".join(sign for sign in text if sign.isdigit()) for text in clear)
