"""The law in brief: in which group somebody is, registered or not, who is responsible, who need not book; on any day."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from shared.law.calendar import civil_date, end_of_month

DAY = timedelta(days=1)
NEW_LAW = date(2024, 1, 1)
REGISTERED = {"G1", "G2", "G4o"}
LIMIT = {"full-time": (410.0, 480.99), "part-time": (333.0, 390.0)}
"""Hours at which the a-kasse hands over, and hours of three months."""


def days(first: date, last: date) -> list[date]:
    return [first + DAY * each for each in range((last - first).days + 1)]


@dataclass(frozen=True)
class Word:
    """What was said. `held_on`: of a booking, the day of the interview."""

    at: datetime
    sender: str
    body: Any
    held_on: date = date.min

    @property
    def on(self) -> date:
        body = self.body
        return getattr(body, "placed_on", None) or getattr(body, "on", None) or civil_date(self.at)


@dataclass
class Standing:
    """By what was said, and the days `out` of the register: from which on, until and not including which."""

    words: list[Word]
    out: list[list[Any]] = field(default_factory=list)

    def said(self, kind: str) -> list[Word]:
        return [word for word in self.words if type(word.body).__name__ == kind]

    def last_of(self, kind: str, day: date) -> Any:
        return max((w for w in self.said(kind) if w.on <= day), key=lambda w: (w.on, w.at), default=None)

    def group(self, day: date) -> str:
        found = self.last_of("RegisterCitizen", day)
        return str(found.body.group) if found else ""

    def registered(self, day: date) -> bool:
        return self.group(day) in REGISTERED and not any(a <= day and (b is None or day < b) for a, b in self.out)

    def handover(self, placed: Word) -> date | None:
        """The end of the first month at which the last total told is enough; a lower one told later in it corrects."""
        until = min((w.on for w in self.said("RecordPlacement") if w.on > placed.on), default=date.max)
        reports = sorted((w.body.registered_on, w.at, w.body.hours) for w in self.said("ReportHours"))
        ends = {end_of_month(on): hours for on, _, hours in reports if placed.on <= on < until}
        return min((end for end, hours in ends.items() if hours >= LIMIT[placed.body.insured][0]), default=None)

    def party(self, day: date) -> str:
        """AK-01, AK-02, TR-01 to TR-06. Nothing where nobody is known to be responsible but the jobcentre."""
        placed = self.last_of("RecordPlacement", day) if self.group(day) == "G1" else None
        if placed is None or day < NEW_LAW:
            return "JOBCENTRE" if placed else ""
        end, entry = self.handover(placed), NEW_LAW - DAY
        if placed.on < NEW_LAW and self.registered(entry):
            hours = [w.body.hours for w in self.said("ReportHours") if placed.on <= w.body.registered_on <= NEW_LAW]
            back = any(self.registered(d) and not self.registered(d - DAY) for d in days(NEW_LAW, day))
            if max(hours, default=0) >= LIMIT[placed.body.insured][1] or not back:
                return "JOBCENTRE"
        return "A_KASSE" if end is None or day <= end else "JOBCENTRE"

    def exempt(self, day: date) -> bool:
        """Until the end that was said, or another party is responsible (EX-06)."""
        for word in self.said("ExemptFromSelfBooking"):
            ended = any(word.on <= w.on <= day and w.at > word.at for w in self.said("EndExemption"))
            passed = (d for d in days(word.on + DAY, day) if d >= NEW_LAW and self.holder(d) != self.holder(d - DAY))
            if word.on <= day and not ended and not any(passed):
                return True
        return False

    def holder(self, day: date) -> str:
        return self.party(day) or "JOBCENTRE"
