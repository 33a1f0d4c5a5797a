"""What must never be, whatever happens; seen from the events, and at rest from the cases."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from contracts.citizens.v1 import WhyNow
from contracts.deadlines.v1 import DeadlineClosed, DeadlineReopened, DeadlineResumed, DeadlineSet
from contracts.registration.self_booking_v1 import SelfBookingDeprived, SelfBookingExempted, SelfBookingRestored
from contracts.registration.v1 import (
    CitizenRegistered,
    DeregistrationReversed,
    JobseekerDeregistered,
    JobseekerReRegistered,
)
from contracts.registry import BY_MODEL
from contracts.types import Group
from services.deadlines.policy import GRACE
from shared.law.calendar import civil_date
from shared.law.decision import To
from tests.lives.platform import Place, Platform, Told, again, document

JOB_SEEKERS = frozenset({Group.G1, Group.G2, Group.G4O})


@dataclass(frozen=True)
class Away:
    """Out of the register."""

    since: date
    deadline: str | None
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass
class Watcher:
    """Knows the events alone."""

    groups: dict[date, Group] = field(default_factory=dict)
    away: list[Away] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    rights: dict[str, tuple[date, date]] = field(default_factory=dict)

    def see(self, told: Told) -> None:
        """One decision."""
        for event in told.decision.events:
            if isinstance(event, To):
                continue
            if BY_MODEL[type(event)].consequence:
                assert told.decision.applied, f"{type(event).__name__} without a basis"
            self._read(event)
        assert len(self.open) <= 1, "two deadlines are not closed"
        refusal = told.decision.refusal
        assert refusal is None or not any(not isinstance(each, To) for each in told.decision.events), "refused and done"

    def _read(self, event: Any) -> None:
        match event:
            case DeadlineSet() | DeadlineReopened() | DeadlineResumed():
                self.open.add(event.deadline)
            case DeadlineClosed():
                self.open.discard(event.deadline)
            case SelfBookingExempted() | SelfBookingDeprived():
                self.rights[event.right] = (event.on, date.max)
            case SelfBookingRestored():
                self.rights[event.right] = (self.rights[event.right][0], event.on)
            case _:
                self._register(event)

    def _register(self, event: Any) -> None:
        match event:
            case CitizenRegistered():
                self.groups[event.on] = event.group
            case JobseekerDeregistered():
                assert self.registered_on(event.effective), "deregistered although not registered"
                self.away.append(Away(event.effective, event.deadline))
            case DeregistrationReversed():
                wrong = [e for e in self.away if (e.since, e.deadline) == (event.effective, event.deadline)]
                assert wrong, "a deregistration is taken back that never was"
                self.away.remove(wrong[0])
            case JobseekerReRegistered():
                out = [e for e in self.away if e.until in (None, event.effective) and e.since <= event.effective]
                assert out, "registered again although registered"
                self.away = [replace(each, until=event.effective) if each in out else each for each in self.away]

    def registered_on(self, day: date) -> bool:
        since = max((each for each in self.groups if each <= day), default=None)
        seeker = since is not None and self.groups[since] in JOB_SEEKERS
        return seeker and not any(each.covers(day) for each in self.away)

    def exempt_on(self, day: date) -> bool:
        return any(on <= day < until for on, until in self.rights.values())

    def at_rest(self, platform: Platform, citizen: str) -> None:
        """Nothing is on its way and nothing is due."""
        case = platform.case("deadlines", citizen)
        in_play = [each for each in case.deadlines if each.status != "CLOSED"]
        assert {each.id for each in in_play} == self.open, "the events do not tell which deadline is in play"
        if self.exempt_on(civil_date(platform.now - GRACE)):
            assert not [each for each in in_play if each.status == "OPEN"], "an open deadline for an exempt citizen"
        status = platform.shown[citizen]
        assert {(each.deadline, each.state, each.book_by) for each in status.deadlines} == {
            (each.id, each.status, each.due) for each in in_play
        }, "the status shows another deadline than the one in play"
        waiting = {each.requested_on for each in platform.case("registration", citizen).pending}
        now = status.immediate_booking
        asked = now.since if now and now.reason is WhyNow.RE_REGISTRATION else None
        assert asked in waiting if waiting else asked is None, "the status asks for another booking than the register"
        demand = platform.case("slots", citizen).demand
        bound = demand.requested_on if demand and demand.binding else None
        assert bound in waiting if waiting and bound else bound is None, "other days to book in than the register's"

    def replayed(self, platform: Platform) -> None:
        """Every case, decided again from its journal alone, is the same to the byte after each message."""
        for place, rows in by_place(platform.journal).items():
            service = platform.services[place[0]]
            case = service.store.empty(place[1])
            for told in rows:
                decision = again(service, case, told.message)
                case = decision.case
                assert document(case) == told.case, f"a replay of {place[0]} comes to another case"
                assert decision.events == told.decision.events, f"a replay of {place[0]} says something else"


def by_place(journal: Iterable[Told]) -> dict[Place, list[Told]]:
    found: dict[Place, list[Told]] = {}
    for told in journal:
        found.setdefault(told.place, []).append(told)
    return found
