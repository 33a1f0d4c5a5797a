"""A command that is stuck in the gateway itself: thrown away by an operator, it is answered, and so is the operator."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import asyncpg
import pytest

from contracts.deadlines.v1 import DeadlineSet, SetDeadline
from contracts.registry import CONTRACTS
from deploy.audit import Audited, KafkaTopics, audit
from deploy.embedded.casebooks import database, service_of
from deploy.embedded.world import World
from shared.law.decision import Decider, Decision, Message
from shared.runtime.service import Service, handling_of
from shared.runtime.telemetry import Metrics
from tests.services.gateway.records import headers
from tests.services.gateway.test_whole_gateway import NUMBER, REGISTER, until
from tests.support.eventually import eventually
from tests.support.host import Host, hosted
from tests.support.stack import MakeWorld
from tests.support.wire import Outside, told
from tests.support.wire import headers as internal

NOW = datetime(2024, 3, 4, 12, 0, tzinfo=UTC)
DEFECT = date(2024, 4, 1)
JOBCENTRE = "jobcentre-46100"


def defective(what: Service) -> Service:
    """The gateway with a defect: it can handle neither a command nor an event about a deadline on that date."""
    decide = what.decide
    broken: dict[type, Callable[..., Decision[Any]]] = {
        model: partial(_unless_the_day, decide.messages[model]) for model in (SetDeadline, DeadlineSet)
    }
    return replace(what, decide=Decider({**decide.messages, **broken}, decide.timers, decide.desk))


def _unless_the_day(decide: Callable[..., Decision[Any]], case: Any, message: Message[Any], today: date) -> Any:
    if message.body.due == DEFECT:
        raise RuntimeError("a defect")
    return decide(case, message, today)


class Sender:
    """Who writes to the gateway's topics, and reads what comes out."""

    def __init__(self, world: World, outside: Outside) -> None:
        self.world, self.outside = world, outside

    async def command(self, name: str, id: str, body: dict[str, Any], source: str = JOBCENTRE) -> None:
        told = headers(name, source, id=id)
        await self.outside.send(self.world.topics.inbox(source), "ref", body, told, partition=1)

    async def deadline(self, id: str, due: str) -> None:
        await self.command("SetDeadline", id, {"cpr": NUMBER, "due": due})

    async def order(self, name: str, id: str, who: str, message: str, **more: str) -> None:
        await self.command(name, id, {"service": "gateway", "citizen": who, "message": message, **more}, "ops")

    async def event(self, name: str, service: str, who: str, number: int, **more: Any) -> str:
        """What a service says to a command. Gives its id."""
        written = internal(name, who, service, NOW, answers=number, sequence=number, origin=f"0:{number}")
        body = CONTRACTS[name].example | {"basis": [], **more}
        await self.outside.send(self.world.topics.events(service), who, body, written)
        return next(value.decode() for key, value in written if key == "ce_id")

    async def answers(self, count: int, source: str = JOBCENTRE) -> list[tuple[str, str, str | None, bool]]:
        """Whose answer, which, why, and whether it is a repetition; once there are so many."""
        answer = CONTRACTS["CommandAnswered"].type
        while True:
            records = await until(self.outside, self.world, f"out.{source}", count)
            found = [json.loads(each.value) for each in records if told(each)["ce_type"] == answer]
            if len(found) >= count:
                return [(each["command_id"], each["outcome"], each["code"], each["repeated"]) for each in found]


@pytest.mark.timeout(180)
async def test_what_an_operator_throws_away_in_the_gateway_is_answered_and_so_is_the_operator(
    make_world: MakeWorld,
) -> None:
    world = await make_world("gwpark", (JOBCENTRE, "ops"), services=("gateway",))
    what = defective(service_of(world, "gateway"))
    judged = Audited(what, handling_of(what, Metrics("gateway")), partial(database, world, "gateway"))
    async with Outside(world.servers.kafka, world.shards) as outside:
        sender = Sender(world, outside)
        await outside.tick(world.topics.clock, NOW)
        async with hosted(world, what=what, now=NOW) as host:
            await sender.command("RegisterCitizen", "k-1", REGISTER)
            [registering] = await until(outside, world, "registration.commands", 1)
            who = registering.key.decode()
            await sender.event("CitizenRegistered", "registration", who, 1)
            for id, due in (("k-2", "2024-04-01"), ("k-2", "2024-04-01"), ("k-3", "2024-04-02")):
                await sender.deadline(id, due)
            await until(outside, world, "gateway.inbound", 4)

            await sender.order("ReleaseParked", "o-1", who, "k-3")
            await sender.order("DiscardParked", "o-2", who, "k-2", reason="never")
            await sender.order("DiscardParked", "o-2", who, "k-2", reason="never")
            await sender.order("ReleaseParked", "o-2", who, "k-2")
            assert await sender.answers(4, "ops") == [
                ("o-1", "refused", "NOT_PARKED", False),
                ("o-2", "accepted", None, False),
                ("o-2", "accepted", None, True),
                ("o-2", "refused", "DUPLICATE_ID", False),
            ]
            first = [("k-1", "accepted", None, False), ("k-2", "refused", "DISCARDED", False)]
            assert await sender.answers(2) == first, "an order that comes twice is carried out once"
            await sender.order("DiscardParked", "o-3", who, "k-2", reason="never")
            assert await sender.answers(3) == [*first, ("k-2", "refused", "DISCARDED", True)]
            [setting] = await until(outside, world, "deadlines.commands", 1)
            assert told(setting)["ce_id"] == "k-3"

            event = await sender.event("DeadlineSet", "deadlines", who, 2, due=str(DEFECT))
            await sender.order("DiscardParked", "o-4", who, event, reason="never")
            assert (await sender.answers(4))[-1] == ("k-3", "accepted", None, False)
            assert (await sender.answers(6, "ops"))[-1] == ("o-4", "accepted", None, False)
            await eventually(partial(_idle, host), "all said", 60)
        async with KafkaTopics(world.servers.kafka, world.topics, world.shards) as topics:
            report = await audit([judged], topics, world.shards, now=NOW)
            await _unwrite(world, "DISCARDED")
            gone = await audit([judged], topics, world.shards, now=NOW)
    assert report.findings == []
    assert ("answers", "was passed on, has no answer, and nothing of it waits") in {
        (found.check, found.what) for found in gone.findings
    }


async def _idle(host: Host) -> bool:
    return bool((await host.health.status())["idle"])


async def _unwrite(world: World, code: str) -> None:
    """As if the first answer with this code had never been written."""
    connection = await asyncpg.connect(world.database_url("gateway"))
    await connection.execute(
        """
        DELETE FROM journal WHERE (shard, position) = (
            SELECT shard, position FROM journal
            WHERE type LIKE '%CommandAnswered%' AND convert_from(body, 'UTF8')::json ->> 'code' = $1
            ORDER BY position LIMIT 1)""",
        code,
    )
    await connection.close()
