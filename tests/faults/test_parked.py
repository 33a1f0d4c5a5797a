"""One citizen's messages with a poisonous one among them, while the worker is killed: in order before, and in order after."""

import json
import signal

from tests.faults.keeper import QUICK
from tests.runtime.conftest import AUTHORITIES, TALLY
from tests.support.desk import Desk, counts, desk_of, kind
from tests.support.stack import MakeWorld

POISON = "2024-04-01"
DAYS = [f"2024-03-{day}" for day in range(12, 18)]


async def killed(desk: Desk) -> None:
    """The worker dies, and another one takes its place."""
    desk.world.signal(signal.SIGKILL, "deadlines")
    desk.world.start("deadlines", "2", module=TALLY, extra_env=QUICK)
    await desk.settled("2", seconds=90)


async def test_a_poisonous_message_stays_where_it_is_through_a_kill_and_the_rest_follow_it(
    make_world: MakeWorld,
) -> None:
    world = await make_world("parked", AUTHORITIES, services=("deadlines",))
    async with desk_of(world) as desk:
        await desk.tick()
        world.start("deadlines", module=TALLY, extra_env=QUICK)
        who, dropped, *others = desk.citizens(6, shard=1)
        parked: dict[str, str] = {}
        for day in DAYS:
            for each in (who, dropped, *others):
                poisonous = day == DAYS[2] and each in (who, dropped)
                sent = await desk.count(each, POISON if poisonous else day)
                parked |= {each: sent["ce_id"]} if poisonous else {}
        await desk.settled(seconds=90)
        await killed(desk)
        assert await desk.tally(who, dropped, *others) == [2, 2, 6, 6, 6, 6]

        await desk.db.execute("UPDATE tally SET guided = true WHERE citizen = $1", who)  # what a repair may look like
        await desk.operate("ReleaseParked", who, parked[who])
        await desk.operate("DiscardParked", dropped, parked[dropped], reason="Rettet i hånden")
        await desk.settled("2", seconds=90)
        assert await desk.tally(who, dropped) == [6, 5]
        dues = [json.loads(each.value)["due"] for each in await desk.events(who) if kind(each) == "DeadlineSet"]
        assert dues == [*DAYS[:2], POISON, *DAYS[3:]]
        assert counts(await desk.events(dropped)) == ["1", "2", "3", "4", "5"]
        assert [each for each in await desk.types(dropped) if each != "DeadlineSet"] == [
            "CitizenParked", "ParkedDiscarded", "CommandRefused"
        ]  # fmt: skip
        await desk.assert_sound()
