"""What must be true when a schedule has come to rest, whatever happened in it.

Three judges: plain facts about each journal and topic, the undisturbed run of the same script, and the auditor.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from aiokafka import TopicPartition

from contracts.envelope import Origin
from contracts.topics import shard_of
from deploy.audit import Audited, audit
from tests.explore.broker import MemoryTopics
from tests.explore.schedule import TOPICS, Member, Schedule
from tests.support.wire import told

JOURNAL = """
    SELECT shard, position, subject, sequence, topic, key, type, headers, body FROM journal ORDER BY shard, position"""
TALLIES = "SELECT citizen, count, guided, last FROM tally ORDER BY citizen"
GUIDES = """
    SELECT subject, (body::jsonb ->> 'heard')::int AS heard, (body::jsonb ->> 'disorder')::int AS disorder FROM subject
    WHERE body <> '' ORDER BY subject"""
SUBJECTS = "SELECT subject, book, parked, next_due, body FROM subject ORDER BY subject"
WAITING = "SELECT subject, why, message FROM waiting ORDER BY subject, ordinal"
SHARDS = "SELECT shard, position, cursor FROM shard ORDER BY shard"


@dataclass
class End:
    """How a schedule ended, in a form that does not depend on how it got there."""

    cases: dict[str, Any] = field(default_factory=dict)
    messages: dict[str, list[Any]] = field(default_factory=dict)
    dead: list[bytes] = field(default_factory=list)


async def end_of(schedule: Schedule) -> End:
    """What became of every citizen."""
    end = End()
    for name, member in schedule.members.items():
        async with member.database.look() as connection:
            state = GUIDES if member.short == "guide" else TALLIES
            for what, query in (("state", state), ("waiting", WAITING)):
                end.cases[f"{name} {what}"] = [tuple(row) for row in await connection.fetch(query)]
            books = await connection.fetch(SUBJECTS)
            end.cases[f"{name} books"] = [(who, sorted_book(book), *rest) for who, book, *rest in books]
            for row in await connection.fetch(JOURNAL):
                if row["topic"] is not None and row["subject"] is not None:
                    lane = end.messages.setdefault(f"{row['topic']} of {row['subject']}", [])
                    lane.append((row["sequence"], row["type"], row["headers"], row["body"]))
                elif row["topic"] is not None:
                    end.dead.append(json.loads(row["body"])["value"])
    end.dead.sort()
    return end


def sorted_book(text: str) -> Any:
    """The order of a book's entries is that in which they were first needed."""
    return json.dumps(json.loads(text), sort_keys=True)


async def faults_of(schedule: Schedule, undisturbed: End | None) -> list[str]:
    """Everything that is wrong; the first line is the place to look at first."""
    found: list[str] = []
    for name, member in schedule.members.items():
        found += [f"{name}: {line}" async for line in _sound(schedule, member)]
    found += await _audited(schedule)
    end = await end_of(schedule)
    found += _as_the_script_says(schedule, end)
    if undisturbed is not None:
        found += [f"not as undisturbed: {line}" for line in differences(undisturbed, end)]
    return found


async def _audited(schedule: Schedule) -> list[str]:
    """The auditor's findings, read from the broker in memory."""
    services = [Audited(m.service, m.handling, m.database.look) for m in schedule.members.values()]
    topics = MemoryTopics(schedule.broker, TOPICS)
    report = await audit(services, topics, schedule.script.shards, now=schedule.now)
    return [f"auditor: {f.check} of {f.service} at {f.place}: {f.what}" for f in report.findings]


async def _sound(schedule: Schedule, member: Member) -> AsyncIterator[str]:
    """Guarantee 4: positions without gaps, all published, in order; nothing on a topic that no journal has."""
    async with member.database.look() as connection:
        rows = await connection.fetch(JOURNAL)
        shards = {row["shard"]: row for row in await connection.fetch(SHARDS)}
    for shard, at in shards.items():
        positions = [row["position"] for row in rows if row["shard"] == shard]
        if positions != list(range(1, len(positions) + 1)):
            yield f"journal of shard {shard} has gaps: {positions}"
        if (at["position"], at["cursor"]) != (len(positions), len(positions)):
            yield f"shard {shard} has {len(positions)} rows, says position {at['position']}, cursor {at['cursor']}"
    for topic in sorted({row["topic"] for row in rows if row["topic"] is not None}):
        for partition in range(schedule.script.shards):
            written = [
                r for r in rows if r["topic"] == topic and shard_of(r["key"], schedule.script.shards) == partition
            ]
            lane = schedule.broker.log(TopicPartition(TOPICS.full(topic), partition))
            for line in _published(written, lane):
                yield f"{topic}/{partition}: {line}"


def _published(written: list[Any], lane: list[Any]) -> list[str]:
    """A topic read as a consumer does: what does not go beyond the last position of its origin is a repetition."""
    seen: dict[int, int] = {}
    believed: list[tuple[int, int, bytes]] = []
    for record in lane:
        origin = Origin.parse(told(record)["ce_origin"])
        if origin.position > seen.get(origin.shard, 0):
            seen[origin.shard] = origin.position
            believed.append((origin.shard, origin.position, record.value))
    found = []
    for shard in sorted({row["shard"] for row in written} | {place[0] for place in believed}):
        owed = [(row["shard"], row["position"], bytes(row["body"])) for row in written if row["shard"] == shard]
        said = [each for each in believed if each[0] == shard]
        if owed != said:
            lost = sorted({each[1] for each in owed} - {each[1] for each in said})
            alien = sorted({each[1] for each in said} - {each[1] for each in owed})
            found.append(
                f"of shard {shard}: lost positions {lost}, unknown positions {alien}, or altered or out of order"
            )
    return found


def _as_the_script_says(schedule: Schedule, end: End) -> list[str]:
    counts = {row[0]: row[1] for row in end.cases["deadlines state"]}
    heard = {row[0]: row[1] for row in end.cases["registration state"]}
    found = []
    for who, wanted in schedule.script.counts.items():
        if counts.get(who, 0) != wanted:
            found.append(f"tally of {int(who[-8:], 16)} is {counts.get(who, 0)}, must be {wanted}")
        if heard.get(who, 0) != wanted:
            found.append(f"the guide has heard {heard.get(who, 0)} of {int(who[-8:], 16)}, must be {wanted}")
    found += [
        f"the guide noted disorder for {int(row[0][-8:], 16)}" for row in end.cases["registration state"] if row[2]
    ]
    if len(end.dead) != schedule.script.dead:
        found.append(f"{len(end.dead)} dead letters, must be {schedule.script.dead}")
    return found


def differences(one: End, other: End) -> list[str]:
    """Where two ends differ."""
    found = [f"{what}: {_first(one.cases[what], other.cases[what])}" for what in one.cases
             if one.cases[what] != other.cases[what]]  # fmt: skip
    for lane in sorted(one.messages.keys() | other.messages.keys()):
        wanted, got = one.messages.get(lane, []), other.messages.get(lane, [])
        if wanted != got:
            found.append(f"{lane}: {_first(wanted, got)}")
    return found


def _first(wanted: list[Any], got: list[Any]) -> str:
    """The first entry that differs."""
    for index, (one, other) in enumerate(zip(wanted, got, strict=False)):
        if one != other:
            return f"entry {index} must be {one}, is {other}"
    return f"{len(got)} entries, must be {len(wanted)}"
