"""Puts the service together."""

from pathlib import Path

from services.sanctions.decide import decide
from services.sanctions.store import SanctionStore
from shared.runtime.service import Service, service
from shared.runtime.settings import Settings


def app(settings: Settings) -> Service:
    """The `sanctions` service; nothing connects before it is run."""
    return service(
        "sanctions",
        inputs=("sanctions.commands", "deadlines.events", "registration.events", "slots.events"),
        decide=decide,
        store=SanctionStore(),
        migrations=Path(__file__).parent / "migrations",
    )
