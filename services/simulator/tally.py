"""What the demo counted, from events and answers alone."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from services.simulator.wire import Seen

RIGHTS = ("SelfBookingExempted", "SelfBookingDeprived", "SelfBookingRestored")
REVERSALS = ("OverdueReversed", "DeregistrationReversed", "NoticeRetracted", "SanctionCaseReversed")


TURNS: dict[str, Callable[[str, Any], str]] = {
    "DeadlineSet": lambda was, body: "open",
    "DeadlineFulfilled": lambda was, body: "met",
    "DeadlineReopened": lambda was, body: "open" if was == "met" else was,
    "DeadlineOverdue": lambda was, body: "missed",
    "OverdueReversed": lambda was, body: "met" if body["interview"] else "open",
    "DeadlineClosed": lambda was, body: "closed" if was == "open" else was,
    "DeadlineResumed": lambda was, body: "missed" if body["overdue"] else "open",
}
"""What an event makes of a deadline."""


@dataclass
class Tally:
    """Counts as messages come."""

    events: Counter[str] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)
    feeds: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    deadlines: dict[str, str] = field(default_factory=dict)
    """How each deadline stands: open, met, missed, or closed before it was either."""
    accepted: int = 0
    repeated: int = 0
    days: int = 0
    read: int = 0

    def count(self, seen: Seen) -> None:
        """One message."""
        self.read += 1
        if seen.out:
            self._answer(seen)
            return
        self.events[seen.name] += 1
        if seen.name == "NoticeIssued":
            self.notices[f"akasse-{seen.body['akasse']}"] += 1
        elif seen.name == "DeductionCounted":
            self.days += seen.body["days"]
        elif turn := TURNS.get(seen.name):
            id = seen.body["deadline"]
            self.deadlines[id] = turn(self.deadlines.get(id, "open"), seen.body)

    def _answer(self, seen: Seen) -> None:
        if seen.name == "CommandAnswered":
            self.repeated += seen.body["repeated"]
            if seen.body["outcome"] == "refused":
                self.refused[seen.body["code"]] += 1
            elif not seen.body["repeated"]:
                self.accepted += 1
        elif seen.name == "RecordRejected":
            self.refused[seen.body["code"]] += 1
        else:
            self.feeds[str(seen.out)] += 1

    def summary(self) -> dict[str, Any]:
        """The same for the same seed: no times, no ids."""
        events, stand = self.events, Counter(self.deadlines.values())
        return {
            "deadlines": {
                "set": events["DeadlineSet"],
                **{how: stand[how] for how in ("met", "missed", "closed", "open")},
            },
            "deregistrations": events["JobseekerDeregistered"],
            "re_registrations": events["JobseekerReRegistered"],
            "immediate_bookings_demanded": events["ImmediateBookingRequired"],
            "reversals": {name: events[name] for name in REVERSALS},
            "interviews": {
                "booked": events["InterviewBooked"],
                "summoned": events["InterviewSummoned"],
                "cancelled": events["InterviewCancelled"],
                "held": events["InterviewHeld"],
                "missed": events["InterviewMissed"],
            },
            "funds": {"placed": events["MemberPlaced"], "responsibility_changed": events["ResponsibilityChanged"]},
            "rights": {name: events[name] for name in RIGHTS},
            "absences": events["AbsenceRecorded"],
            "notices": dict(sorted(self.notices.items())),
            "feeds": dict(sorted(self.feeds.items())),
            "sanctions": {"cases": events["SanctionCaseOpened"], "days": self.days},
            "answers": {
                "accepted": self.accepted,
                "repeated": self.repeated,
                "refused": dict(sorted(self.refused.items())),
            },
            "parked": events["CitizenParked"],
        }
