"""The law in brief: what becomes of each deadline, and who is out of the register and back in it, day by day.

Slow, plain, and without a line of the services or their rules: where it and they differ, one of them is wrong. It takes what was
said with its dates. What it leaves out (sickness, absences, summonses) is not said in its lives.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from shared.law.calendar import add_months, civil_date, end_of_month
from tests.lives.model_standing import DAY, Standing, Word, days

CLOSED_ON_ITS_DAY = date(2019, 12, 9)
BENEFITS = {"G2", "G3", "G4o", "G4u", "G5"}
DUTY = {"G1": date(2016, 9, 1), "G2": date(2020, 1, 1), "G4o": date(2020, 1, 1), "G7": date(2020, 1, 1)}
DUTY |= dict.fromkeys(("G3", "G4u", "G5", "G8", "G9", "G10"), date(2021, 1, 1))


@dataclass(eq=False)
class Line:
    """A deadline. `booked`: the interview under it; `annulled`: it demands nothing any more."""

    shown: date
    due: date
    owner: str
    status: str = "OPEN"
    missed: bool = False
    annulled: bool = False
    booked: Word | None = None

    def close(self) -> None:
        self.status, self.annulled = "CLOSED", self.annulled or self.status != "CLOSED"


@dataclass
class Model(Standing):
    """`booked`: interviews; `spent`: those that have closed a deadline; `asked`: when a return was asked for that waits."""

    lines: list[Line] = field(default_factory=list)
    booked: list[Word] = field(default_factory=list)
    spent: list[Word] = field(default_factory=list)
    asked: date | None = None

    def live(self, first: date, last: date) -> "Model":
        for day in days(first, last):
            self.midnight(day)
            for word in self.words:
                if word.on == day:
                    self.hear(word, day)
                    self.situation(day)
        return self

    def midnight(self, day: date) -> None:
        for line in self.lines:
            if line.status == "OPEN" and line.due == day - DAY:
                line.status, line.missed = "OVERDUE", True
                theirs = line.owner.startswith("jobcentre") and self.group(day - DAY) == self.group(day) == "G1"
                if theirs and self.registered(day):
                    self.out.append([day, None])
        self.situation(day)
        self.interviews(day)

    def situation(self, day: date) -> None:
        """DL-14, OB-02, and who waits for nothing any more."""
        group, party = self.group(day), self.party(day)
        for line in self.lines:
            fund = line.owner.startswith("akasse")
            free = day < DUTY.get(group, date.max) or self.exempt(day)
            passed = group != "G1" or party == "JOBCENTRE" if fund else party == "A_KASSE"
            void = group in BENEFITS and line.missed and day > end_of_month(add_months(line.due.replace(day=1), 1))
            if free or passed or void:
                line.close()
        if group != "G1":
            self.asked = None
        if self.asked and not self.demanded(day, self.asked):
            self.back(day)

    def interviews(self, day: date) -> None:
        for line in self.lines:
            if line.booked and CLOSED_ON_ITS_DAY <= line.booked.held_on <= day and line.status != "CLOSED":
                line.status = "CLOSED"
                self.spent.append(line.booked)

    def hear(self, word: Word, day: date) -> None:
        match type(word.body).__name__:
            case "SetDeadline":
                for line in self.lines:
                    line.status = "CLOSED"
                self.lines.append(Line(day, word.body.due, word.sender))
                self.fulfil(word.at)
            case "CloseDeadline":
                for line in self.lines:
                    line.close()
            case "BookInterview":
                self.booked.append(word)
                self.fulfil(word.at)
                self.interviews(day)
                if self.asked and word.held_on <= self.asked + 10 * DAY:
                    self.back(day)
            case "CancelInterview":
                self.cancelled(next((each for each in self.booked if each.held_on >= day), None), day)
            case "Deregister":
                self.asked = None
                if self.registered(day):
                    self.out.append([day, None])
            case "ReRegister" if not all(until for _, until in self.out):
                self.returns(word, day)

    def fulfil(self, at: datetime) -> None:
        """DL-04: a booking of the owner's times is under the deadline in play; in time, it fulfils it."""
        for line in self.lines:
            left = [w for w in self.booked if w not in self.spent]
            mine = [w for w in left if not self.party(civil_date(at)) or w.body.supplier[:2] == line.owner[:2]]
            for each in mine if line.status in ("OPEN", "OVERDUE") and not line.booked else ():
                if each.held_on > line.shown or (each.held_on == line.shown and each.at == at):
                    line.booked = each
                    if line.status == "OPEN" and each.held_on <= line.due + 7 * DAY:
                        line.status = "FULFILLED"
                    break

    def cancelled(self, gone: Word | None, day: date) -> None:
        self.booked = [each for each in self.booked if each is not gone]
        for line in self.lines:
            if gone and line.booked is gone and line.status != "CLOSED":
                line.booked, line.status = None, "OPEN" if day <= line.due else "OVERDUE"

    def returns(self, word: Word, day: date) -> None:
        """IM-02, IM-03, IM-05, OB-01."""
        theirs, since = self.group(day) == "G1", min(a for a, b in self.out if b is None)
        long = theirs and day >= add_months(since, 3)
        for line in self.lines if long else ():
            if line.shown < day:
                line.close()
        held = any(day <= each.held_on <= day + 10 * DAY for each in self.booked)
        self.asked = day
        if not theirs or long or held or word.sender != "jobnet" or not self.demanded(day, day):
            self.back(day)

    def demanded(self, day: date, asked: date) -> bool:
        since = min(a for a, b in self.out if b is None)
        missed = (x for x in self.lines if x.missed and not x.annulled and x.owner.startswith("jobcentre"))
        return not self.exempt(day) and any(since <= line.due + DAY <= asked for line in missed)

    def back(self, day: date) -> None:
        self.asked = None
        self.out = [[a, b or day] for a, b in self.out]
