"""Puts the service together."""

from services.citizens.case import Case
from services.citizens.decide import decide
from services.citizens.reads import Reads
from shared.runtime.documents import Documents
from shared.runtime.service import Service, service
from shared.runtime.settings import Settings


def app(settings: Settings) -> Service:
    """The `citizens` service; nothing connects before it is run."""
    store = Documents(Case)
    reads = Reads(store)
    return service(
        "citizens",
        inputs=("citizens.commands", "registration.events", "deadlines.events", "slots.events"),
        decide=decide,
        store=store,
        routes=reads.routes(),
        opened=reads.opened,
        started=reads.started,
    )
