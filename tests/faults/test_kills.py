"""`kill -9` of every service at every point of its work, first start included: as if nothing had happened."""

import signal

from tests.faults.keeper import deaths, start
from tests.faults.lives import authorities, live
from tests.faults.struck import POINTS
from tests.faults.verdict import assert_unharmed
from tests.support.end_state import EndState
from tests.support.patience import Patient
from tests.support.stack import MakeWorld

TIMED = {"gateway", "deadlines"}
"""Services that set timers."""
SILENT = {"console"}
"""Services that publish nothing."""


def points(service: str) -> list[str]:
    """Those that the service has; what one death leaves behind, the next start finds."""
    without = {"unsent", "after-publish"} if service in SILENT else {"after-commit"}
    without |= set() if service in TIMED else {"timers"}
    return [point for point in POINTS if point not in without]


async def test_services_killed_at_every_point_come_to_the_same_end(
    undisturbed: EndState, make_world: MakeWorld
) -> None:
    world = await make_world("kills", authorities())
    for service in world.services:
        start(world, service, points(service), "SIGKILL")
    await live(world, Patient(world))
    expected = {each: [f"{point} {-signal.SIGKILL}" for point in points(each)] for each in world.services}
    assert {each: deaths(world, each) for each in world.services} == expected
    await assert_unharmed(world, undisturbed)
