"""What a service is: `service(name, inputs, decide, store)` in its `app.py`; `running.py` runs it. Nothing connects at import."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.routing import BaseRoute

from contracts.registry import BY_MODEL
from shared.law.decision import Decider
from shared.runtime.clock import Clock
from shared.runtime.database import Pool
from shared.runtime.documents import Documents
from shared.runtime.intake import Handling
from shared.runtime.migrate import RUNTIME
from shared.runtime.ports import Door, QuickStore, Render, Store, as_it_stands
from shared.runtime.publisher import Observer
from shared.runtime.telemetry import Metrics

OPERATIONS = ("ReleaseParked", "DiscardParked")


@dataclass(frozen=True, slots=True)
class Service:
    """What a service is. `inputs` are short topic names; a topic in `doors` is translated, every other is decided."""

    name: str
    inputs: tuple[str, ...]
    decide: Decider[Any]
    store: Store[Any] | Documents[Any]
    migrations: Path | None
    doors: Mapping[str, Door] = field(default_factory=dict)
    render: Render = as_it_stands
    observer: Observer | None = None
    routes: Sequence[BaseRoute] = ()
    with_basis: bool = False
    opened: Callable[[Pool], None] | None = None
    started: Callable[[Clock], None] | None = None

    @property
    def folders(self) -> list[Path]:
        """Where its migrations are: the runtime's, and its own if it has tables of its own."""
        return [RUNTIME, *([self.migrations] if self.migrations else [])]

    @property
    def topics(self) -> tuple[str, ...]:
        """Every topic that is read, in a fixed order, the same in every worker."""
        return tuple(sorted({*self.inputs, *self.doors}))


def service(
    name: str,
    *,
    inputs: Sequence[str],
    decide: Decider[Any],
    store: Store[Any] | Documents[Any],
    migrations: Path | None = None,
    doors: Mapping[str, Door] | None = None,
    render: Render = as_it_stands,
    observer: Observer | None = None,
    routes: Sequence[BaseRoute] = (),
    with_basis: bool = False,
    opened: Callable[[Pool], None] | None = None,
    started: Callable[[Clock], None] | None = None,
) -> Service:
    """A service. `observer` is told of rows after they were published, `opened` gets the pool once there is one,
    `started` the clock."""
    return Service(
        name, tuple(inputs), decide, store, migrations, doors or {}, render, observer, routes, with_basis, opened,
        started,
    )  # fmt: skip


def handling_of(what: Service, metrics: Metrics) -> Handling:
    """The part of a service that a batch needs."""
    return Handling(
        name=what.name,
        decide=what.decide,
        store=what.store,
        quick=what.store if isinstance(what.store, QuickStore) else None,
        doors=what.doors,
        listens=frozenset(topic.removesuffix(".events") for topic in what.inputs if topic.endswith(".events")),
        with_basis=what.with_basis,
        metrics=metrics,
        types=frozenset((*(BY_MODEL[model].name for model in what.decide.messages), *OPERATIONS)),
    )
