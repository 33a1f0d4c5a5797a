"""Puts the service together."""

from services.registration.case import Case
from services.registration.decide import decide
from shared.runtime.documents import Documents
from shared.runtime.service import Service, service
from shared.runtime.settings import Settings


def app(settings: Settings) -> Service:
    """The service, ready to run."""
    return service(
        "registration",
        inputs=("registration.commands", "deadlines.events", "slots.events"),
        decide=decide,
        store=Documents(Case),
    )
