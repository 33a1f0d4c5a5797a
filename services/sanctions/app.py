"""Puts the service together."""

from services.sanctions.case import Case
from services.sanctions.decide import decide
from shared.runtime.documents import Documents
from shared.runtime.service import Service, service
from shared.runtime.settings import Settings


def app(settings: Settings) -> Service:
    """The `sanctions` service; nothing connects before it is run."""
    return service(
        "sanctions",
        inputs=("sanctions.commands", "deadlines.events", "registration.events", "slots.events"),
        decide=decide,
        store=Documents(Case),
    )
