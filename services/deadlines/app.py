"""Puts the service together."""

from services.deadlines.case import Case
from services.deadlines.decide import decide
from shared.runtime.documents import Documents
from shared.runtime.service import Service, service
from shared.runtime.settings import Settings


def app(settings: Settings) -> Service:
    """The `deadlines` service; nothing connects before it is run."""
    return service(
        "deadlines",
        inputs=("deadlines.commands", "registration.events", "slots.events", "deadlines.outages"),
        decide=decide,
        store=Documents(Case),
    )
