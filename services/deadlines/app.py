"""Puts the service together."""

from pathlib import Path

from services.deadlines.decide import decide
from services.deadlines.store import DeadlineStore
from shared.runtime.service import Service, service
from shared.runtime.settings import Settings


def app(settings: Settings) -> Service:
    """The `deadlines` service; nothing connects before it is run."""
    return service(
        "deadlines",
        inputs=("deadlines.commands", "registration.events", "slots.events"),
        decide=decide,
        store=DeadlineStore(),
        migrations=Path(__file__).parent / "migrations",
    )
