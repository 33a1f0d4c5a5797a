"""What real services left behind is proven sound."""

from deploy.audit.world import audit_world
from deploy.embedded.world import World


async def test_a_world_at_rest_is_proven(lived: World) -> None:
    report = await audit_world(lived)
    assert report.findings == []
    assert report.ok
    assert report.counts["journal rows"] > 100
    assert report.counts["records"] > 100
