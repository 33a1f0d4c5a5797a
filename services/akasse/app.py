"""Puts the service together."""

from services.akasse.case import Case
from services.akasse.decide import decide
from shared.runtime.documents import Documents
from shared.runtime.service import Service, service
from shared.runtime.settings import Settings


def app(settings: Settings) -> Service:
    """The service, ready to run."""
    return service(
        "akasse",
        inputs=("akasse.commands", "registration.events"),
        decide=decide,
        store=Documents(Case),
    )
