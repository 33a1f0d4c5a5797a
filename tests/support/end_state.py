"""What a world has come to, in a form in which two worlds that lived the same life can be compared.

Give every citizen the same id in both worlds first (`name_citizens`); all other ids follow from those.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from contracts.topics import SERVICES
from deploy.embedded.casebooks import database
from deploy.embedded.world import World
from services.gateway.vault import Vault
from shared.runtime.database import connect, transaction
from shared.runtime.wire import restored
from tests.support.wire import Outside, told

READING = frozenset({"shard", "shard_offset", "origin_mark", "journal", "migration"})
"""Tables that say how far a service has read and written: the auditor's, and different after every takeover."""
DRAWN = frozenset({"lookup", "sealed_key", "sealed_cpr", "proof", "sealed", "fingerprint", "traceparent", "cpr"})
"""Columns, headers and fields drawn at random, sealed with a key that each world has its own of, or never to be shown."""
WHEN = frozenset({"recorded", "ce_recordedtime", "seen_at", "cleared"})
"""When the platform came to know, which is later after a pause; what counts in law is the business time."""
ORDER = frozenset(
    {"ce_id", "ce_sequence", "ce_origin", "sequence", "version", "ordinal", "shard", "place", "citizens.status"}
)
"""Order of arrival: two effects of one cause in two services race on the way to a third. That each service's own order
has no gap and is kept on every topic is for the auditor to prove. How many pictures of a citizen were told on the way, too."""
OFFERED = frozenset({"slots", "offered"})
"""What a citizen is offered for a re-registration, in `ImmediateTimesOffered`: what others had not booked at that moment."""
LEFT_OUT = DRAWN | WHEN | ORDER
PLACE = re.compile(r"((?:in\.[a-z0-9-]+|/[a-z]+\.[a-z0-9-]+)/)\d+(?:@\d+)?")
"""Where on a topic a record lies, and the count at the end of one of our messages' ids: order of arrival again."""
NOBODY = ""
"""The subject of what could not be read."""


@dataclass(frozen=True, slots=True)
class EndState:
    """Facts per subject: rows of cases, timers, messages that wait, and everything that was published, each told once."""

    facts: Mapping[str, Counter[str]]

    def differences(self, other: "EndState") -> list[str]:
        """`subject: only here|only there: fact`, sorted; empty when both worlds have come to the same."""
        found = []
        for subject in sorted(self.facts.keys() | other.facts.keys()):
            here, there = self.facts.get(subject, Counter()), other.facts.get(subject, Counter())
            found += [f"{subject}: only here: {fact}" for fact in sorted((here - there).elements())]
            found += [f"{subject}: only there: {fact}" for fact in sorted((there - here).elements())]
        return found


def id_of(number: str) -> str:
    """The citizen's id that a CPR number has in every test."""
    return str(uuid5(NAMESPACE_URL, f"test:{number}"))


async def name_citizens(world: World, numbers: Iterable[str]) -> list[str]:
    """Gives these CPR numbers the citizens' ids that they have in every test; the gateway must have started once."""
    pool = await connect(world.database_url("gateway"), "test", size=1)
    named: list[str] = []
    try:
        async with transaction(pool) as tx:
            for number in numbers:
                vault = Vault(bytes.fromhex(world.vault_key), partial(id_of, number))
                named += (await vault.citizens_of(tx, [number])).values()
    finally:
        await pool.close()
    return named


async def end_state(world: World) -> EndState:
    """Of a world at rest. Reads every service's tables and every event and `out` topic."""
    facts: dict[str, Counter[str]] = {}
    for service in world.services:
        async with database(world, service) as connection:
            for subject, fact in await _rows(connection, service):
                facts.setdefault(subject, Counter())[fact] += 1
    for subject, fact in await _published(world):
        facts.setdefault(subject, Counter())[fact] += 1
    return EndState(facts)


async def _rows(connection: Any, service: str) -> list[tuple[str, str]]:
    tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    found = []
    for (table,) in tables:
        for row in await connection.fetch(f"SELECT * FROM {table}") if table not in READING else ():
            said = dict(row)
            if table == "waiting":
                taken = restored(said.pop("message"))
                said |= {"type": taken.type, "body": bytes(taken.body).decode()}
            subject = said.get("citizen") or said.get("subject") or said.get("supply") or NOBODY
            found.append((str(subject), f"{service}.{table} {_text(said)}"))
    return found


async def _published(world: World) -> list[tuple[str, str]]:
    short = [*(f"{service}.{what}" for service in SERVICES for what in ("events", "dead")),
             *(f"out.{authority}" for authority in world.authorities)]  # fmt: skip
    async with Outside(world.servers.kafka, world.shards) as outside:
        records = await outside.read(*map(world.topics.full, short))
    return list(_told_once((world.topics.short(record.topic), record) for record in records))


def _told_once(records: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    """A record sent again after a crash has the origin of the first."""
    seen: set[tuple[str, str]] = set()
    for topic, record in records:
        headers = told(record)
        if (origin := (topic, headers["ce_origin"])) not in seen:
            seen.add(origin)
            left_out = LEFT_OUT | OFFERED if ".ImmediateTimesOffered." in headers["ce_type"] else LEFT_OUT
            said = _text({**headers, "body": json.loads(record.value)}, left_out)
            yield headers.get("ce_subject", NOBODY), f"{topic} {said}"


def _text(value: Any, left_out: frozenset[str] = LEFT_OUT) -> str:
    return PLACE.sub(r"\1", json.dumps(_kept(value, left_out), sort_keys=True, default=_plain))


def _kept(value: Any, left_out: frozenset[str]) -> Any:
    """Without what two runs may differ in."""
    if isinstance(value, dict):
        return {key: _kept(each, left_out) for key, each in value.items() if key not in left_out}
    if isinstance(value, list | tuple):
        return [_kept(each, left_out) for each in value]
    if isinstance(value, str) and value[:1] in "{[":
        try:
            return _kept(json.loads(value), left_out)
        except ValueError:
            return value
    return value


def _plain(value: Any) -> str:
    return bytes(value).decode() if isinstance(value, bytes | memoryview) else str(value)
