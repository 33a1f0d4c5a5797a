"""Puts the gateway together."""

from functools import partial
from pathlib import Path

from services.gateway.decide import decider
from services.gateway.door import GatewayDoor
from services.gateway.feeds import FeedRender
from services.gateway.settings import GatewaySettings
from services.gateway.store import GatewayStore
from services.gateway.vault import Vault
from shared.runtime.clock import fresh_id
from shared.runtime.service import Service, service
from shared.runtime.telemetry import new_trace


def app(settings: GatewaySettings) -> Service:
    """One door for all `in` topics, the router and the feeds in one decider, CPR numbers put in when it sends."""
    vault = Vault(settings.master_key, fresh_id)
    door = GatewayDoor(vault, partial(new_trace, settings.trace_share))
    feeds = FeedRender(vault)
    return service(
        "gateway",
        inputs=(
            "gateway.inbound",
            "registration.events",
            "deadlines.events",
            "slots.events",
            "akasse.events",
            "sanctions.events",
            "citizens.events",
        ),
        decide=decider(settings.parties),
        store=GatewayStore(),
        migrations=Path(__file__).parent / "migrations",
        doors={f"in.{authority}": door for authority in settings.parties},
        render=feeds,
        with_basis=True,
        opened=feeds.opened,
    )
