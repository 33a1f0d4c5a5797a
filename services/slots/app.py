"""Puts the service together."""

from pathlib import Path

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from services.slots.availability import Availability
from services.slots.decide import decide
from services.slots.reads import FreeTimes
from services.slots.settings import SlotSettings
from services.slots.store import SlotStore
from shared.runtime.service import Service, service

PATIENCE = 0.5
"""Seconds given to Redis before PostgreSQL is asked."""


def app(settings: SlotSettings) -> Service:
    """The `slots` service; nothing connects before it is run."""
    times = FreeTimes(availability(settings))
    return service(
        "slots",
        inputs=("slots.commands", "slots.supply", "registration.events", "deadlines.events"),
        decide=decide,
        store=SlotStore(),
        migrations=Path(__file__).parent / "migrations",
        observer=times.observe,
        routes=times.routes(),
        opened=times.opened,
    )


def availability(settings: SlotSettings) -> Availability | None:
    """The read model, where there is a Redis."""
    if settings.redis is None:
        return None
    once = Retry(NoBackoff(), 0)
    url = settings.redis.get_secret_value()
    redis = Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=once)
    return Availability(redis, settings.prefix)
