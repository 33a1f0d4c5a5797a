"""What a scenario consists of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from contracts.registry import Contract
from contracts.topics import Authority


@dataclass(frozen=True, slots=True)
class Citizen:
    """A person of the file. `registered`: the date of the prelude; None where a step does it, or nobody."""

    name: str
    cpr: str = field(repr=False)
    reference: str
    jobcentre: str
    body: Mapping[str, Any]
    guided: bool
    registered: date | None
    line: int


@dataclass(frozen=True, slots=True)
class Send:
    """A command from an authority. `business` is when it happened, by the sender's clock; it arrives at `at`."""

    line: int
    at: datetime
    sender: Authority
    contract: Contract
    citizen: str | None
    body: Mapping[str, Any]
    business: datetime
    id: str
    prelude: bool = False


@dataclass(frozen=True, slots=True)
class Raw:
    """A record as it stands, right or wrong. A header given as null is left out."""

    line: int
    at: datetime
    sender: Authority
    value: Any
    headers: Mapping[str, str | None]
    id: str


@dataclass(frozen=True, slots=True)
class Expect:
    """A message that must have come; with `never` one that must not."""

    line: int
    at: datetime
    contract: Contract
    citizen: str | None
    fields: Mapping[str, Any]
    basis: tuple[str, ...]
    to: str | None
    keep: str | None = None
    never: bool = False


@dataclass(frozen=True, slots=True)
class NothingElse:
    """Nothing may have come beyond what was expected: no consequence, or (`all`) nothing at all."""

    line: int
    at: datetime
    all: bool


Step = Send | Raw | Expect | NothingElse


@dataclass(frozen=True, slots=True)
class Scenario:
    """A file, checked. `prelude` registers and guides its citizens and publishes its `slots`.

    `places`: the jobcentres of the file, and those that stand for them among files that are played together.
    """

    path: Path
    law: tuple[str, ...]
    citizens: Mapping[str, Citizen]
    prelude: tuple[Send, ...]
    steps: tuple[Step, ...]
    authorities: frozenset[str]
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path.stem
