"""Any command of any contract, made up from the types of its fields: new commands take part without being named here."""

from collections import defaultdict
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Any

import msgspec

import contracts.messages  # noqa: F401  (completes the registry)
from contracts.registry import CONTRACTS, Contract
from contracts.topics import Kind
from services.simulator.fields import hints, item, plain
from shared.law.calendar import civil_date

COMMANDS = sorted((c for c in CONTRACTS.values() if c.kind == "command" and c.about == "citizen"), key=lambda c: c.name)
USUAL = ("SetDeadline", "SetDeadline", "SetDeadline", "BookInterview", "BookInterview", "CancelInterview", "ReRegister",
         "ExtendDeadline", "RegisterCitizen", "ReportHours", "RecordPlacement",
         "ExemptFromSelfBooking", "WithdrawSelfBooking")  # fmt: skip
"""What most lives are made of."""
SENDERS = {
    Kind.JOBCENTRE: ("jobcentre-46100", "jobcentre-46100", "jobcentre-46100", "jobcentre-70700"),
    Kind.AKASSE: ("akasse-05", "akasse-05", "akasse-05", "akasse-08"),
    Kind.PLANNER: ("planner-46100",),
}
OFTEN: dict[str, tuple[Any, ...]] = {
    "jobcentre": ("46100", "46100", "46100", "70700"),
    "akasse": ("05", "05", "05", "08", None),
    "group": ("G1", "G1", "G1", "G1", "G2", "G3", "G4o", "G6", "G7"),
    "insured": ("full-time", "full-time", "part-time", None),
    "interview_type": ("JOB", "JOB", "JOB", "JOINT", "FOLLOW_UP"),
    "hours": (0.0, 100.5, 332.99, 333.0, 409.99, 410.0, 500.0, 961.98, 2600.0),
}
"""Values of which a life is made more often than not."""
DAYS = (-95, -31, -9, -2, -1, 0, 0, 0, 0, 1, 2, 7, 9, 14, 31)
GIVEN = frozenset({"requested_on", "noted_on", "reasons", "complaint_guidance"})
"""Left out seldom: without them nearly nobody would be exempted, or deprived of the right to book."""
DUE = (7, 8, 8, 8, 8, 9, 14, 21)
"""Days from today."""


@dataclass
class Speaker:
    """Makes commands up. `seen`: ids that were told, by the name of their field. `free`: times that could be booked."""

    chance: Random
    seen: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    free: list[str] = field(default_factory=list)

    def any_command(self, now: datetime) -> tuple[Contract, str, Any]:
        """A command, and who sends it."""
        pick = self.chance.choice
        contract = CONTRACTS[pick(USUAL)] if self.chance.random() < 0.6 else pick(COMMANDS)
        kind = pick(sorted(contract.senders))
        return contract, pick(SENDERS.get(kind, (str(kind),))), self.body(contract, now)

    def body(self, contract: Contract, now: datetime) -> Any:
        return msgspec.convert(self._members(contract.model, now, contract.example), contract.model)

    def _members(self, model: Any, now: datetime, example: dict[str, Any]) -> dict[str, Any]:
        types, made = hints(model), {}
        for each in fields(model):
            given = each.default is not MISSING or each.default_factory is not MISSING
            if not (given and self.chance.random() < (0.1 if each.name in GIVEN else 0.5)):
                value = self._value(each.name, types[each.name], now, example.get(each.name))
                made[each.name] = value if given or value is not None else example[each.name]
        return {name: value for name, value in made.items() if value is not None}

    def _value(self, name: str, hint: Any, now: datetime, example: Any) -> Any:
        kind, pick = plain(hint), self.chance.choice
        if name in OFTEN:
            return pick(OFTEN[name])
        if name == "slot":
            return pick(self.free) if self.free else "none"
        if known := self.seen.get(name):
            return pick(known)
        if kind is date:
            return civil_date(now) + timedelta(days=pick(DUE if name == "due" else DAYS))
        if kind is datetime:
            return now + timedelta(days=pick(DAYS), minutes=pick((0, 30)))
        if kind is bool:
            return pick((True, False))
        if kind is int:
            return pick((0, 1, 2, 17, 23, 25, 40))
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return pick([member for member in kind if member != "UNKNOWN"])
        if kind is tuple:
            inner = (example or [None])[0]
            return [self._value(name, item(hint), now, inner) for _ in range(pick((1, 1, 2)))]
        if is_dataclass(kind):
            return self._members(kind, now, example or {})
        return example

    def hears(self, event: Any) -> None:
        """Remembers the ids of what was told, so that a later command can name them."""
        for each in fields(event):
            value = getattr(event, each.name)
            if isinstance(value, str) and len(value) == 36 and value not in self.seen[each.name]:
                self.seen[each.name].append(value)
