"""Puts the service together."""

from pathlib import Path

from services.akasse.decide import decide
from services.akasse.store import NoticeStore
from shared.runtime.service import Service, service
from shared.runtime.settings import Settings


def app(settings: Settings) -> Service:
    """The service, ready to run."""
    return service(
        "akasse",
        inputs=("akasse.commands", "registration.events"),
        decide=decide,
        store=NoticeStore(),
        migrations=Path(__file__).parent / "migrations",
    )
