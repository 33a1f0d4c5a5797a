"""What an actor wants sent."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import IntEnum
from typing import Any

from contracts.topics import Authority, Kind
from services.simulator.population import Resident
from shared.law.calendar import COPENHAGEN

JOBNET = Authority(Kind.JOBNET)


class Phase(IntEnum):
    """The moments of a day at which the demo's clock stops for the outside world; the value is the hour."""

    MORNING = 9
    NOON = 13
    EVENING = 21

    def on(self, day: date) -> datetime:
        """The instant, UTC."""
        return datetime.combine(day, time(self.value), COPENHAGEN).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Order:
    """A command to send now. `business` when it happened earlier; `copies` when the sender's system repeats itself."""

    sender: Authority
    name: str
    resident: Resident | None = None
    body: dict[str, Any] = field(default_factory=dict)
    business: datetime | None = None
    copies: int = 1
