"""The senders' and the operator's mistakes: every command once more with another body, every message published again."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import asyncpg

from contracts.registry import BY_TYPE
from deploy.embedded.world import World
from services.simulator.wire import Letter, Seen
from tests.faults.keeper import QUICK
from tests.faults.lives import END, authorities, live
from tests.faults.verdict import assert_unharmed
from tests.support.end_state import EndState, end_state
from tests.support.patience import Once, Patient
from tests.support.stack import MakeWorld
from tests.support.wire import Outside

SLOT = {"slot": "other", "starts_at": "2024-04-14T09:00:00Z", "minutes": 45, "staff": "other"}
OTHER: dict[str, dict[str, Any]] = {
    "PublishSlots": {"slots": [SLOT]},
    "RegisterCitizen": {"on": "2024-01-02"},
    "RecordGuidance": {"on": "2024-01-03"},
    "SetDeadline": {"due": "2024-04-30"},
    "BookInterview": {"slot": "other"},
    "CancelInterview": {"interview": "3b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"},
    "ReRegister": {"on": "2024-03-01"},
    "RecordContact": {"on": "2024-03-01"},
    "AnswerNotice": {"explanation": "Noget andet"},
}
"""What each command says the second time."""
ONLY_COUNTED = ("gateway.subject", "console.tally", "console.subject")
"""Where a refusal is counted without being named."""


class Twice(Once):
    """Sends each letter again at once, under the same id, with another body. What comes of those is kept apart."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.again, self.refused = 0, 0

    async def send(self, letters: Sequence[Letter]) -> list[str]:
        others = [_other(letter) for letter in letters]
        self.again += len(others)
        both = [each for pair in zip(letters, others, strict=True) for each in pair]
        return (await super().send(both))[::2]

    async def arrived(self, at: datetime) -> list[Seen]:
        seen = await super().arrived(at)
        refusals = [each for each in seen if each.body.get("code") == "DUPLICATE_ID"]
        self.refused += sum(each.name == "CommandAnswered" for each in refusals)
        return [each for each in seen if each not in refusals]


def _other(letter: Letter) -> Letter:
    body = json.loads(letter.value or b"") | OTHER[BY_TYPE[letter.headers["ce_type"]].name]
    return replace(letter, value=json.dumps(body).encode())


async def records(world: World) -> int:
    """How many there are on the topics that services write."""
    topics = {spec.name for spec in world.plan if not world.topics.short(spec.name).startswith(("in.", "clock"))}
    async with Outside(world.servers.kafka, world.shards) as outside:
        return len(await outside.read(*topics))


async def test_a_second_body_is_refused_and_what_is_published_again_changes_nothing(
    undisturbed: EndState, make_world: MakeWorld
) -> None:
    world = await make_world("twice", authorities())
    world.start_all(QUICK)
    rest, outside = Patient(world), Twice(world)
    await live(world, rest, outside)
    assert outside.refused == outside.again > 30
    end = await end_state(world)
    more = [each for each in undisturbed.differences(end) if "DUPLICATE_ID" not in each]
    assert [each for each in more if each.split(": ", 2)[2].split()[0] not in ONLY_COUNTED] == []

    await world.stop()
    before = await records(world)
    rows = sum([await set_back(world, service) for service in world.services])
    world.start_all(QUICK)
    await rest.reached(END)
    assert await records(world) == before + rows > before
    await assert_unharmed(world, end)


async def set_back(world: World, service: str) -> int:
    """Moves a service's cursors to the beginning, as an operator might; how many rows it will publish again."""
    connection = await asyncpg.connect(world.database_url(service))
    try:
        await connection.execute("UPDATE shard SET cursor = 0")
        return int(await connection.fetchval("SELECT count(*) FROM journal WHERE topic IS NOT NULL"))
    finally:
        await connection.close()
