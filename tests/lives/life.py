"""A life: what is sent when, drawn by hypothesis; time goes on by minutes, days or a year, mostly to about midnight."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from contracts.registration.v1 import RecordGuidance, RegisterCitizen
from contracts.slots.v1 import PublishSlots, Slot
from contracts.topics import supply_of
from contracts.types import Group, Insured, InterviewType
from shared.law.calendar import COPENHAGEN, civil_date
from shared.law.decision import To, derived
from tests.lives.commands import Speaker
from tests.lives.platform import Platform
from tests.lives.watcher import Watcher

ANNA = derived("lives", "anna")
SUPPLIER, PLANNER = "jobcentre-46100", "planner-46100"
SUPPLY = supply_of(SUPPLIER)
BEGINNINGS = (
    date(2023, 12, 18),
    date(2024, 1, 24),
    date(2024, 2, 19),
    date(2024, 3, 20),
    date(2024, 10, 16),
    date(2021, 3, 1),
)
"""Before a change of law and New Year, a month's end, a leap day, summer time, winter time."""
MOMENTS = (time(0), time(0, 5), time(0, 10), time(0, 11), time(2, 30), time(9), time(9), time(12), time(23, 59))
LEAPS = (0, 0, 0, 1, 1, 2, 3, 5, 7, 8, 9, 15, 31, 95, 370)
"""Days."""
LATE = (0, 0, 0, 0, 0, 1, 15, 60 * 24, 60 * 24 * 4)
"""Minutes between a command and its arrival."""
OPEN_DAYS = 40


@dataclass
class Life:
    """A platform, somebody who speaks to it, and somebody who holds it to what must never be."""

    chance: Random
    platform: Platform = field(init=False)
    speaker: Speaker = field(init=False)
    watcher: Watcher = field(default_factory=Watcher)
    sent: list[tuple[str, str, Any, datetime, str]] = field(default_factory=list)
    read: int = 0
    open_until: date = date.min

    def __post_init__(self) -> None:
        first = self.chance.choice(BEGINNINGS)
        self.platform = Platform(self.chance, at(first, time(8)))
        self.speaker = Speaker(self.chance)
        self.offer()
        group = self.chance.choice((Group.G1, Group.G1, Group.G1, Group.G2, Group.G3))
        fund = ("05", Insured.FULL_TIME) if group is Group.G1 else (None, None)
        self.say(
            SUPPLIER, "registration", RegisterCitizen(group=group, jobcentre="46100", akasse=fund[0], insured=fund[1])
        )
        self.say("akasse-05" if fund[0] else SUPPLIER, "registration", RecordGuidance())
        self.platform.settle()
        self.platform.until(at(first + timedelta(days=1), time(9)))

    def live(self, steps: int) -> None:
        """So many things happen; in the end all is at rest, and some time later too."""
        for _ in range(steps):
            self.step()
            self.look()
        for days in (0, 1, 40):
            self.platform.until(self.platform.now + timedelta(days=days))
            self.platform.settle()
            self.look()
            self.watcher.at_rest(self.platform, ANNA)
        self.watcher.replayed(self.platform)

    def step(self) -> None:
        what = self.chance.random()
        if what < 0.35:
            self.pass_time()
        elif what < 0.42 and self.sent:
            sender, service, body, time, id = self.chance.choice(self.sent)
            self.platform.send(
                service, sender, ANNA, body, time, self.chance.choice((id, f"again-{self.platform.count}"))
            )
        else:
            contract, sender, body = self.speaker.any_command(self.platform.now)
            self.say(sender, contract.service, body, self.chance.choice(LATE))
        if self.chance.random() < 0.8:
            self.platform.settle()
        else:
            self.platform.deliver(self.chance.randint(0, 4))

    def pass_time(self) -> None:
        day = civil_date(self.platform.now) + timedelta(days=self.chance.choice(LEAPS))
        self.platform.until(at(day, self.chance.choice(MOMENTS)))
        self.offer()

    def say(self, sender: str, service: str, body: Any, late: int = 0) -> None:
        """A command; its business time lies some minutes before it is known."""
        time, id = self.platform.now - timedelta(minutes=late), f"c-{self.platform.count}"
        self.sent.append((sender, service, body, time, id))
        self.platform.send(service, sender, ANNA, body, time, id)

    def offer(self) -> None:
        """The planner keeps its diary open for some weeks: two times a day, now and then a joint one."""
        today = civil_date(self.platform.now)
        if self.open_until < today + timedelta(days=OPEN_DAYS // 2):
            first = max(self.open_until + timedelta(days=1), today)
            days = [first + timedelta(days=n) for n in range((today - first).days + OPEN_DAYS)]
            slots = tuple(slot(day, hour) for day in days for hour in (9, 14))
            self.open_until = days[-1]
            body, id = PublishSlots(slots=slots), f"p-{self.platform.count}"
            self.platform.send("slots", PLANNER, SUPPLY, body, self.platform.now, id)
        offers = self.platform.case("slots", SUPPLY).offers
        near = sorted((each.slot.starts_at, id) for id, each in offers.items() if not each.interview)
        self.speaker.free = [id for starts_at, id in near if starts_at > self.platform.now][:24]

    def look(self) -> None:
        """The watcher and the speaker hear what was decided since the last look."""
        for told in self.platform.journal[self.read :]:
            self.watcher.see(told)
            for event in told.decision.events:
                if not isinstance(event, To) and told.place[1] == ANNA:
                    self.speaker.hears(event)
        self.read = len(self.platform.journal)


def slot(day: date, hour: int) -> Slot:
    kind = InterviewType.JOINT if (day.day, hour) in ((9, 14), (20, 14)) else InterviewType.JOB
    return Slot(
        slot=f"{day:%y%m%d}-{hour}", starts_at=at(day, time(hour)), minutes=45, staff="s-7", interview_type=kind
    )


def at(day: date, moment: time) -> datetime:
    """A Danish time; one that the clock skips is an hour later, of two the first."""
    return datetime.combine(day, moment, COPENHAGEN).astimezone(UTC)
