"""The planner systems: they publish each office's diary, and Jobnet shows what is free in it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from contracts.topics import Authority, Kind
from services.simulator.actors.order import Order, Phase
from services.simulator.local import wire
from services.simulator.population import FUNDS, JOBCENTRES
from services.simulator.wire import Seen
from shared.law.calendar import COPENHAGEN, is_working_day

STAFF = 3
STARTS = (time(9), time(9, 45), time(10, 30), time(11, 15), time(13), time(13, 45), time(14, 30))
MINUTES = 45
AHEAD = timedelta(days=21)
"""How far ahead a diary is open."""


class Diary:
    """The times of every office, and which of them Jobnet shows as free."""

    def __init__(self) -> None:
        self.held: dict[str, dict[date, list[str]]] = {code: {} for code in (*JOBCENTRES, *FUNDS)}
        self.taken: dict[str, str] = {}
        self.clicked: set[str] = set()

    def open(self, first: date, last: date) -> Iterator[Order]:
        """A command per office, member of staff and week or less, for working days."""
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        for code in (*JOBCENTRES, *FUNDS):
            for staff in range(1, (STAFF if code in JOBCENTRES else 1) + 1):
                slots = [slot for day in days if is_working_day(day) for slot in self._day(code, f"s{staff}", day)]
                if slots:
                    yield Order(Authority(Kind.PLANNER, code), "PublishSlots", body={"slots": slots})

    def _day(self, code: str, staff: str, day: date) -> Iterator[dict[str, object]]:
        for start in STARTS:
            slot = f"{day:%m%d}-{start:%H%M}-{staff}"
            self.held[code].setdefault(day, []).append(slot)
            at = datetime.combine(day, start, COPENHAGEN)
            yield {"slot": slot, "starts_at": wire(at), "minutes": MINUTES, "staff": staff}

    def free(self, code: str, first: date, last: date) -> tuple[str, date] | None:
        """The first free time from `first` to `last`; nobody else is shown it in the same phase."""
        day = first
        while day <= last:
            for slot in self.held[code].get(day, ()):
                key = f"{code}/{slot}"
                if key not in self.taken and key not in self.clicked:
                    self.clicked.add(key)
                    return slot, day
            day += timedelta(days=1)
        return None

    def stale(self, code: str, first: date, last: date) -> str | None:
        """A time that somebody has already: what a page that was left open shows."""
        days = (day for day in sorted(self.held[code]) if first <= day <= last)
        return next((slot for day in days for slot in self.held[code][day] if f"{code}/{slot}" in self.taken), None)

    def learn(self, seen: Seen) -> None:
        """Keeps the view of what is free."""
        if seen.name == "InterviewBooked":
            self.taken[f"{seen.body['supplier'].partition('-')[2]}/{seen.body['slot']}"] = seen.subject
        elif seen.name == "InterviewCancelled":
            self.taken.pop(f"{seen.body['supplier'].partition('-')[2]}/{seen.body['slot']}", None)


def publish(diary: Diary, day: date, phase: Phase, first: date) -> Iterator[Order]:
    """Everything that is open on the first day; a week more every Monday."""
    if phase is Phase.MORNING and day == first:
        yield from diary.open(day + timedelta(days=1), day + AHEAD)
    elif phase is Phase.MORNING and day.weekday() == 0:
        yield from diary.open(day + AHEAD - timedelta(days=6), day + AHEAD)
