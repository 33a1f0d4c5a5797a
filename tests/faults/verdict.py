"""What every fault must leave behind: nothing."""

from deploy.audit.world import audit_world
from deploy.embedded.world import World
from tests.support.end_state import EndState, end_state


async def assert_unharmed(world: World, undisturbed: EndState) -> None:
    """The world has come to the same as one that nothing happened to, and the auditor finds nothing."""
    differences = undisturbed.differences(await end_state(world))
    assert not differences, "\n".join(differences)
    await assert_sound(world)


async def assert_sound(world: World) -> None:
    """The auditor finds nothing in a world at rest."""
    found = (await audit_world(world)).findings
    assert found == []
