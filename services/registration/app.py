"""Puts the service together."""

from pathlib import Path

from services.registration.decide import decide
from services.registration.store import RegistrationStore
from shared.runtime.service import Service, service
from shared.runtime.settings import Settings


def app(settings: Settings) -> Service:
    """The service, ready to run."""
    return service(
        "registration",
        inputs=("registration.commands", "deadlines.events", "slots.events"),
        decide=decide,
        store=RegistrationStore(),
        migrations=Path(__file__).parent / "migrations",
    )
