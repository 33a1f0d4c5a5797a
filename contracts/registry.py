"""One definition per message: a frozen dataclass with a few facts about it, from which everything else is derived.

pydantic validates with it at the gateway's door and makes its JSON Schema; msgspec decodes and encodes with it inside.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from contracts.topics import Kind

T = TypeVar("T")
NAMESPACE = "dk.selvbooking"
SCHEMAS = "selvbooking:schema"
NOTICE = f"urn:{SCHEMAS}:gateway:Notice.v1"
"""The schema of what stands on an `out` topic about an event."""


@dataclass(frozen=True, slots=True)
class Contract:
    """What is known of a message type beside its fields.

    `about`: whose case it addresses: a citizen's, a supply of slots', a Danish date's (outages), or an operator's matter in a
    service.
    `senders`: kinds of authority that may send the command. `feeds`: kinds that get the event on their `out` topic.
    `consequence`: the event changes somebody's rights, or reaches somebody. `change` and `entity`: DFDG's thin notice.
    `topic`: which of its service's topics an event stands on.
    """

    name: str
    kind: Literal["command", "event", "internal"]
    service: str
    version: int
    model: type
    about: Literal["citizen", "supply", "operations", "day"] = "citizen"
    senders: frozenset[Kind] = frozenset()
    feeds: frozenset[Kind] = frozenset()
    consequence: bool = False
    entity: str = ""
    change: Literal["create", "update", "delete"] = "create"
    example: dict[str, Any] = field(default_factory=dict)
    topic: str = "events"

    @property
    def type(self) -> str:
        """The CloudEvents type: `dk.selvbooking.SetDeadline.v1`."""
        return f"{NAMESPACE}.{self.name}.v{self.version}"

    @property
    def dataschema(self) -> str:
        """The `$id` of the JSON Schema of the value, for `ce_dataschema`."""
        folder = "common" if self.service == "any" else self.service
        return f"urn:{SCHEMAS}:{folder}:{self.name}.v{self.version}"


CONTRACTS: dict[str, Contract] = {}
"""By name, which is unique in the whole platform."""
BY_TYPE: dict[str, Contract] = {}
BY_MODEL: dict[type, Contract] = {}


def _register(contract: Contract) -> None:
    if contract.name in CONTRACTS:
        raise ValueError(f"two messages are called {contract.name}")
    CONTRACTS[contract.name] = BY_TYPE[contract.type] = BY_MODEL[contract.model] = contract


def command(
    service: str,
    senders: set[Kind],
    *,
    about: Literal["citizen", "supply", "operations", "day"] = "citizen",
    version: int = 1,
    example: dict[str, Any] | None = None,
) -> Callable[[type[T]], type[T]]:
    """Registers a command that authorities of these kinds may send to a service."""

    def register(model: type[T]) -> type[T]:
        kinds = frozenset(senders)
        _register(
            Contract(model.__name__, "command", service, version, model, about, kinds, example=example or {}),
        )
        return model

    return register


def event(
    service: str,
    *,
    feeds: set[Kind] | None = None,
    consequence: bool = False,
    about: Literal["citizen", "supply", "operations", "day"] = "citizen",
    entity: str = "",
    change: Literal["create", "update", "delete"] = "create",
    version: int = 1,
    example: dict[str, Any] | None = None,
    topic: str = "events",
) -> Callable[[type[T]], type[T]]:
    """Registers an event of a service (`any`: of every service)."""

    def register(model: type[T]) -> type[T]:
        audience = frozenset(feeds or ())
        _register(
            Contract(
                model.__name__, "event", service, version, model, about, frozenset(), audience, consequence, entity,
                change, example or {}, topic,
            )
        )  # fmt: skip
        return model

    return register


def internal(service: str, *, version: int = 1) -> Callable[[type[T]], type[T]]:
    """Registers a message that a service sends to itself; no contract for others."""

    def register(model: type[T]) -> type[T]:
        _register(Contract(model.__name__, "internal", service, version, model))
        return model

    return register
