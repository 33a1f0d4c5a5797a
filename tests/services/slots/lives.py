"""What happens to one citizen, said in one line each."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from contracts.deadlines.v1 import DeadlineSet
from contracts.registration.dagpenge_v1 import ResponsibilityChanged, ResponsiblePeriod
from contracts.registration.v1 import CitizenRegistered, ImmediateBookingRequired
from contracts.slots.v1 import BookInterview, CancelInterview, PublishSlots, Slot
from contracts.types import Group, InterviewType, Party, Regime
from shared.law.decision import derived
from tests.services.slots.world import JOBCENTRE, JOBNET, PLANNER, SUPPLY, World


@dataclass(frozen=True)
class Life:
    """A citizen in a world."""

    world: World
    id: str

    def tell(self, event: Any, time: str | None = None) -> None:
        """An event of another service."""
        self.world.give(self.id, event, time, "other")

    def book(self, slot: str, time: str | None = None, source: str = JOBNET) -> Any:
        return self.world.ask(self.id, BookInterview(slot=slot), time, source)

    def cancel(self, interview: str | None = None, time: str | None = None) -> Any:
        return self.world.ask(self.id, CancelInterview(interview=interview), time)

    def given_deadline(self, due: str, visible_on: str, kind: InterviewType = InterviewType.JOB) -> str:
        """A deadline that became visible on that day; its id."""
        day, shown, id = date.fromisoformat(due), date.fromisoformat(visible_on), derived(self.id, due)
        told = DeadlineSet(
            deadline=id,
            visible_on=shown,
            due=day,
            hold_by=day + timedelta(days=7),
            interview_type=kind,
            owner=JOBCENTRE,
        )
        self.tell(told, f"{visible_on} 08:00")
        return id

    def must_book_by(self, hold_by: str, requested_on: str) -> None:
        """Re-registration waits for a booking."""
        day = date.fromisoformat(requested_on)
        self.tell(
            ImmediateBookingRequired(requested_on=day, hold_by=date.fromisoformat(hold_by)), f"{requested_on} 08:00"
        )
        self.world.settle()


def registered(
    world: World, id: str, jobcentre: str = "46100", akasse: str | None = None, group: Group = Group.G1
) -> Life:
    """A citizen whom registration has told of."""
    event = CitizenRegistered(
        group=group,
        jobcentre=jobcentre,
        akasse=akasse,
        insured=None,
        job_seeker=True,
        on=date(2024, 1, 8),
    )
    world.give(id, event, "2024-01-08 09:00", "registration")
    return Life(world, id)


def told_responsible(
    life: Life,
    *periods: tuple[str, str],
    time: str | None = None,
    known: bool = True,
    regime: Regime | None = Regime.NEW,
) -> None:
    """Who is responsible from when; not `known` where no placement says so."""
    regime = regime if known else None
    party = {"akasse": Party.A_KASSE, "jobcentre": Party.JOBCENTRE}
    told = tuple(
        ResponsiblePeriod(
            since=date.fromisoformat(since), party=party[who.partition("-")[0]], authority=who, regime=regime
        )
        for since, who in periods
    )
    life.tell(ResponsibilityChanged(periods=told), time)
    life.world.settle()


def offering(*slots: Slot, now: str = "2024-03-04 10:00") -> World:
    """A world in which the jobcentre offers these times."""
    world = World()
    world.ask(SUPPLY, PublishSlots(slots=slots), now, PLANNER)
    return world
