"""Puts the service together."""

from pathlib import Path

from contracts.topics import SERVICES
from services.console.access import Access, local_token, read_tokens
from services.console.actions import ops
from services.console.decide import decide
from services.console.settings import ConsoleSettings
from services.console.site import Console
from services.console.store import ConsoleStore
from shared.runtime.service import Service, service


def app(settings: ConsoleSettings) -> Service:
    """Reads what every service says; the pages get the database and the clock when there are such."""
    console = Console(access(settings), ops(settings.kafka, settings.prefix))
    return service(
        "console",
        inputs=[f"{name}.events" for name in SERVICES],
        decide=decide,
        store=ConsoleStore(),
        migrations=Path(__file__).parent / "migrations",
        routes=console.routes(),
        opened=console.opened,
        started=console.started,
        with_basis=True,
    )


def access(settings: ConsoleSettings) -> Access:
    """Who is let in: those with a token, or whoever can read the token file; without either, nobody."""
    if settings.given:
        return Access(read_tokens(settings.given))
    return Access([local_token(settings.token_file)] if settings.token_file else [])
